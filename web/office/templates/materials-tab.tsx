import { useTexts } from "./texts.ts";
import { ScrollAside } from "../scroll-aside.tsx";
import { useMaterialWords, unitOfNorm } from "./norms/material-words.ts";
import { Required } from "./norms/norm-line.tsx";
import { SampleBar } from "./sample-bar.tsx";
import { editVariant } from "./stage-edit.ts";
import { isFormula } from "./template-draft.ts";
import type { TabProps } from "./template-tab.ts";
import style from "./template.module.css";

/** All norms of all stages, as the sample order's variant has them, with what that order would need. */
export function MaterialsTab(props: TabProps & { readonly onOpen: (stage: string) => void }) {
  const { body, change, sample, names, product, base, onOpen } = props;
  const { t, number, quantity, percent } = useTexts();
  const material = useMaterialWords(names);
  const stages = editVariant(body, change, sample.variantId ?? "").filter(
    ({ standing }) => standing !== "dropped",
  );
  const lines = stages.flatMap(({ stage, norms }) =>
    norms.filter(({ standing }) => standing !== "dropped").map((line) => ({ stage, line })),
  );
  const amount = (line: (typeof lines)[number]["line"], value: string): string => {
    if (isFormula(value)) return value;
    const unit = unitOfNorm(line.norm, names);
    if (value === "" || Number(value) === 0) return "";
    return unit === null ? number(value) : quantity(value, unit);
  };
  const share = (value: string): string => (value === "" || Number(value) === 0 ? "" : percent(value));
  return (
    <div className={style.stages}>
      <SampleBar {...props} />
      {lines.length === 0 ? (
        <p className="soft">{t("template.noMaterials")}</p>
      ) : (
        <ScrollAside plate label={t("template.tab.materials")}>
          <table className="rows stacked">
            <caption className="unseen">{t("template.tab.materials")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("board.material")}</th>
                <th scope="col">{t("template.diff.stage")}</th>
                <th scope="col">{t("stock.warehouse")}</th>
                <th scope="col" className="figures">
                  {t("template.normPerUnit")}
                </th>
                <th scope="col" className="figures">
                  {t("template.normPerBatch")}
                </th>
                <th scope="col" className="figures">
                  {t("template.loss")}
                </th>
                <th scope="col" className="figures">
                  {t("template.allowance")}
                </th>
                <th scope="col" className="figures">
                  {t("template.required", { units: quantity(String(sample.quantity), base.unit) })}
                </th>
              </tr>
            </thead>
            <tbody>
              {lines.map(({ stage, line }) => (
                <tr key={`${stage.key} ${line.norm.key ?? ""}`} data-standing={line.standing}>
                  <td className={style.nameCell}>{material(line.norm)}</td>
                  <td>
                    <button type="button" className={style.linkLike} onClick={() => onOpen(stage.key)}>
                      {stage.name}
                    </button>
                  </td>
                  <td data-label={t("stock.warehouse")}>{names.warehouses[line.norm.warehouseId] ?? "…"}</td>
                  <td
                    className={style.amountCell}
                    data-label={t("template.normPerUnit")}
                    data-formula={isFormula(line.norm.perUnit) || undefined}
                  >
                    {amount(line, line.norm.perUnit)}
                  </td>
                  <td
                    className={style.amountCell}
                    data-label={t("template.normPerBatch")}
                    data-formula={isFormula(line.norm.perBatch) || undefined}
                  >
                    {amount(line, line.norm.perBatch)}
                  </td>
                  <td className="figures" data-label={t("template.loss")}>
                    {share(line.norm.loss)}
                  </td>
                  <td className="figures" data-label={t("template.allowance")}>
                    {share(line.norm.allowance)}
                  </td>
                  <td className="figures">
                    <strong>
                      <Required line={line} names={names} product={product} sample={sample} />
                    </strong>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAside>
      )}
    </div>
  );
}
