import { decimal, sum, text } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { useTexts } from "../production/texts.ts";
import { ScrollAside } from "../scroll-aside.tsx";
import { Section } from "../shell/page.tsx";
import { Difference } from "./story-words.tsx";
import style from "./costing.module.css";

export type Cost = OutputOf<"showOrderCost">;
const isZero = (amount: string): boolean => decimal(amount).eq(0);

/** Nothing is captured yet: then the plan stands alone. */
export const hasStarted = (cost: Cost): boolean =>
  cost.real !== null && (cost.lines.length > 0 || cost.batch !== null);

/** While units are in work, what is below its plan may only be unfinished; what is above it stays above. */
function SoFar({
  real,
  planned,
  cost,
}: {
  readonly real: string;
  readonly planned: string;
  readonly cost: Cost;
}) {
  const difference = decimal(real).minus(planned);
  if (!hasStarted(cost) || (cost.real?.provisional === true && difference.lte(0))) return null;
  return <Difference amount={difference} />;
}

/** Planned beside real, by category, in all and for one good unit. */
export function ByCategory({ cost }: { readonly cost: Cost }) {
  const { t, money, unitPrice } = useTexts();
  const { planned, real } = cost;
  const started = hasStarted(cost);
  const rows = [
    { label: t("order.cost.material"), planned: planned.material, real: real?.material },
    { label: t("order.cost.labour"), planned: planned.labour, real: real?.labour },
    { label: t("order.cost.subcontracting"), planned: planned.subcontracting, real: real?.subcontracting },
    { label: t("order.cost.defectLoss"), planned: "0", real: real?.defectLoss },
  ].filter((row, index) => index < 2 || !isZero(row.planned) || !isZero(row.real ?? "0"));
  return (
    <ScrollAside label={t("story.byCategory")}>
      <table className={style.numbers}>
        <thead>
          <tr>
            <th scope="col">
              <span className="unseen">{t("order.cost.what")}</span>
            </th>
            <th scope="col">{t("order.planned")}</th>
            {real !== null && (
              <>
                <th scope="col">{t("order.real")}</th>
                <th scope="col">{t("order.difference")}</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.label}>
              <th scope="row">{row.label}</th>
              <td>{money(row.planned)}</td>
              {real !== null && (
                <>
                  <td>{started ? money(row.real ?? "0") : "–"}</td>
                  <td>
                    <SoFar real={row.real ?? "0"} planned={row.planned} cost={cost} />
                  </td>
                </>
              )}
            </tr>
          ))}
          <tr data-total>
            <th scope="row">{t("order.cost.total")}</th>
            <td>{money(planned.total)}</td>
            {real !== null && (
              <>
                <td>{started ? money(real.total) : "–"}</td>
                <td>
                  <SoFar real={real.total} planned={planned.total} cost={cost} />
                </td>
              </>
            )}
          </tr>
          <tr>
            <th scope="row">{t("order.cost.perUnit")}</th>
            <td>{unitPrice(planned.perUnit)}</td>
            {real !== null && (
              <>
                <td>{real.perUnit === null ? "–" : unitPrice(real.perUnit)}</td>
                <td>
                  {real.perUnit !== null && (
                    <Difference amount={decimal(real.perUnit).minus(planned.perUnit)} exact />
                  )}
                </td>
              </>
            )}
          </tr>
        </tbody>
      </table>
    </ScrollAside>
  );
}

/** Over the stages, losses among it: the table by category takes these out. */
const sumOf = (cost: Cost, category: "material" | "labour" | "subcontracting"): string =>
  text(sum(cost.stages.map((stage) => decimal(stage.real?.[category] ?? "0"))));

/** Each stage and each time that units came back to it: planned beside real, and of what. */
export function ByStage({ cost }: { readonly cost: Cost }) {
  const { t, money } = useTexts();
  const hasReal = cost.real !== null;
  const categories = (["material", "labour", "subcontracting"] as const).filter(
    (category) => category !== "subcontracting" || !isZero(cost.real?.subcontracting ?? "0"),
  );
  return (
    <Section title={t("story.byStage")}>
      <ScrollAside label={t("story.byStage")}>
        <table className={style.numbers}>
          <thead>
            <tr>
              <th scope="col">{t("board.stage")}</th>
              <th scope="col">{t("order.planned")}</th>
              {hasReal && (
                <>
                  {categories.map((category) => (
                    <th scope="col" key={category}>
                      {t(`order.cost.${category}`)}
                    </th>
                  ))}
                  <th scope="col">{t("order.real")}</th>
                  <th scope="col">{t("order.difference")}</th>
                </>
              )}
            </tr>
          </thead>
          <tbody>
            {cost.stages.map((stage) => (
              <tr key={`${stage.stageId} ${stage.cycle}`}>
                <th scope="row">
                  {stage.cycle === 0
                    ? stage.name
                    : t("order.cycle", { stage: stage.name, cycle: stage.cycle })}
                </th>
                <td>{money(stage.planned.total)}</td>
                {stage.real !== null && (
                  <>
                    {categories.map((category) => (
                      <td key={category}>{money(stage.real?.[category] ?? "0")}</td>
                    ))}
                    <td>{money(stage.real.total)}</td>
                    <td>
                      <SoFar real={stage.real.total} planned={stage.planned.total} cost={cost} />
                    </td>
                  </>
                )}
              </tr>
            ))}
            {hasReal && (
              <tr data-total>
                <th scope="row">{t("order.cost.total")}</th>
                <td>{money(cost.planned.total)}</td>
                {categories.map((category) => (
                  <td key={category}>{money(sumOf(cost, category))}</td>
                ))}
                <td>{money(cost.real?.total ?? "0")}</td>
                <td>
                  <SoFar real={cost.real?.total ?? "0"} planned={cost.planned.total} cost={cost} />
                </td>
              </tr>
            )}
          </tbody>
        </table>
      </ScrollAside>
    </Section>
  );
}

/** The law of cost on one page: received + separate loss + late differences + carried = total. */
export function WhereItIs({ real }: { readonly real: NonNullable<Cost["real"]> }) {
  const { t, exactMoney } = useTexts();
  const rows = [
    { label: t("story.where.received"), amount: real.received },
    { label: t("story.where.separateLoss"), amount: real.separateLoss },
    { label: t("story.where.late"), amount: real.lateDifferences },
    { label: t("story.where.carried"), amount: real.carried },
  ];
  return (
    <Section title={t("story.where")}>
      <ScrollAside label={t("story.where")}>
        <table className={style.numbers}>
          <tbody>
            {rows.map((row) => (
              <tr key={row.label}>
                <th scope="row">{row.label}</th>
                <td>{exactMoney(row.amount)}</td>
              </tr>
            ))}
            <tr data-total>
              <th scope="row">{t("order.cost.total")}</th>
              <td>{exactMoney(real.total)}</td>
            </tr>
          </tbody>
        </table>
      </ScrollAside>
    </Section>
  );
}
