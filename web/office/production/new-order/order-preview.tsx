import { Checkbox } from "@mantine/core";
import { decimal } from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import { nameOfVariant } from "../../pickers/variant-picker.tsx";
import { ScrollAside } from "../../scroll-aside.tsx";
import { useTexts } from "../texts.ts";
import style from "./new-order.module.css";

export type Preview = OutputOf<"previewOrder">;

/** A shortage is of a variant in a warehouse. */
export const shelfOf = (row: Pick<Preview["shortages"][number], "variantId" | "warehouseId">): string =>
  `${row.variantId} ${row.warehouseId}`;

/** What the order would need, cost and take, before it is made. */
export function OrderPreview({
  preview,
  settled,
  alsoMake,
  onAlsoMake,
}: {
  readonly preview: Preview;
  readonly settled: boolean;
  /** shelfOf those shortages that get an order of their own */
  readonly alsoMake: readonly string[];
  readonly onAlsoMake: (shelves: readonly string[]) => void;
}) {
  const { t, money, unitPrice, quantity, dateTime, list } = useTexts();
  const ignored = preview.shortagePolicy === "ignore";
  const shown = ignored ? [] : preview.shortages;
  // To be picked at start, and not even all variants together are enough.
  const uncovered = ignored ? [] : preview.awaiting.filter((row) => decimal(row.missing).gt(0));
  return (
    <section
      className={style.preview}
      aria-live="polite"
      aria-busy={!settled}
      aria-label={t("board.preview")}
    >
      <dl className={style.figures}>
        <div>
          <dt>{t("board.costPerUnit")}</dt>
          <dd>{unitPrice(preview.plannedCostPerUnit)}</dd>
        </div>
        <div>
          <dt>{t("makeOrder.plannedCost")}</dt>
          <dd>{money(preview.plannedCost)}</dd>
        </div>
        <div>
          <dt>{t("makeOrder.plannedFinish")}</dt>
          <dd>{dateTime(preview.plannedFinish)}</dd>
        </div>
      </dl>
      {preview.stageNames.length > 0 && (
        <p className="soft">{t("order.previewStages", { names: preview.stageNames.join(" → ") })}</p>
      )}
      {preview.withoutPrice.length > 0 && (
        <p className={style.warning}>{t("board.withoutPrice", { names: list(preview.withoutPrice) })}</p>
      )}
      {preview.withoutRate.length > 0 && (
        <p className={style.warning}>
          {t("board.withoutRate", { names: list(preview.withoutRate), count: preview.withoutRate.length })}
        </p>
      )}
      {preview.awaiting.length > 0 && (
        <p className={style.warning}>
          {t("order.previewAwaiting", { names: list(preview.awaiting.map((row) => row.itemName)) })}
        </p>
      )}
      {uncovered.map((row) => (
        <p key={`${row.itemId} ${row.warehouseName}`} className={style.warning}>
          {t("order.previewAwaitingShort", {
            name: row.itemName,
            warehouse: row.warehouseName,
            missing: quantity(row.missing, row.unit),
          })}
        </p>
      ))}
      {preview.shortages.length === 0 && uncovered.length === 0 && (
        <p className={style.enough}>{t("board.enough")}</p>
      )}
      {shown.length > 0 && (
        <ScrollAside label={t("makeOrder.shortages")}>
          <table className="rows">
            <caption className={style.caption}>{t("makeOrder.shortages")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("board.material")}</th>
                <th scope="col" className="figures">
                  {t("board.needed")}
                </th>
                <th scope="col" className="figures">
                  {t("board.missing")}
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={shelfOf(row)}>
                  <td>
                    {nameOfVariant(row.itemName, row.variantName)}
                    <div className="soft">{row.warehouseName}</div>
                    {row.canMake && (
                      <Checkbox
                        size="xs"
                        mt={4}
                        label={t("made.alsoMake")}
                        description={t("made.alsoMakeHint")}
                        checked={alsoMake.includes(shelfOf(row))}
                        onChange={(event) =>
                          onAlsoMake(
                            event.currentTarget.checked
                              ? [...alsoMake, shelfOf(row)]
                              : alsoMake.filter((shelf) => shelf !== shelfOf(row)),
                          )
                        }
                      />
                    )}
                  </td>
                  <td className="figures">{quantity(row.required, row.unit)}</td>
                  <td className={`figures ${style.missing}`}>{quantity(row.missing, row.unit)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollAside>
      )}
    </section>
  );
}
