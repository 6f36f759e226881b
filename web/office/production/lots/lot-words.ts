import type { ProductionTexts } from "../texts.ts";
import type { Order, PlacedRun } from "../order-types.ts";

type Words = Pick<ProductionTexts, "t">;

/** "Lot 1.2", and of an order unit by unit "Unit #7". */
export const lotInWords = (number: string, { t }: Words): string =>
  number.startsWith("#") ? t("order.unitLot", { number }) : t("order.lot", { number });

/** "3 lots", and of an order unit by unit "3 units". */
export const lotCount = (count: number, unitByUnit: boolean, { t }: Words): string =>
  unitByUnit ? t("count.units", { count }) : t("run.lots", { count });

/** The stage by its name, with the lot where the order has several. */
export const placeInWords = (
  { order, stage, run }: PlacedRun & { readonly order: Order },
  words: Words,
): string =>
  order.lotsTotal > 1
    ? words.t("order.stageOfLot", { stage: stage.name, lot: lotInWords(run.lotNumber, words) })
    : stage.name;
