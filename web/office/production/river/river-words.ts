import type { ProductionTexts } from "../texts.ts";
import type { Order } from "../order-types.ts";
import { type Back, type Cells, cellNames } from "./river-moments.ts";

type CellName = (typeof cellNames)[number];

/** "17 worked on, 3 waiting": of the named cells, those that hold anything. */
export function cellsInWords(
  cells: Cells,
  names: readonly CellName[],
  { t, number }: Pick<ProductionTexts, "t" | "number">,
): string {
  return names
    .filter((name) => cells[name] > 0)
    .map((name) => t(`river.cell.${name}`, { count: number(String(cells[name])) }))
    .join(", ");
}

/** What is not written beside a stage, for who does not see the picture. */
export function restInWords(cells: Cells, texts: Pick<ProductionTexts, "t" | "number">): string {
  const gone = cellsInWords(cells, ["past", "writtenOff", "withdrawn"], texts);
  const isEmpty = cellNames.every((name) => cells[name] === 0);
  const words = isEmpty ? texts.t("river.reached") : gone;
  return `${words === "" ? "" : ` ${words}.`} ${texts.t("river.show")}`;
}

export function backInWords(back: Back, order: Order, { t, quantity }: ProductionTexts): string {
  const nameOf = (stageId: string): string => order.stages.find((stage) => stage.id === stageId)?.name ?? "—";
  const units = (count: number): string => quantity(String(count), order.unit);
  const ways = { from: nameOf(back.fromStageId), to: nameOf(back.toStageId) };
  return back.now > 0
    ? t("river.backNow", { units: units(back.now), ...ways })
    : t("river.back", { units: units(back.units), ...ways });
}
