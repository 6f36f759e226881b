import type { Tone } from "../production/order-tones.ts";
import type { OutputOf } from "#modules/routes.ts";
import type { StockTexts } from "../stock/texts.ts";

type Row = Pick<OutputOf<"listPurchases">["rows"][number], "state" | "closedShort">;

const tones = {
  draft: "plain",
  sent: "running",
  partly_received: "waiting",
  received: "done",
  cancelled: "plain",
} as const satisfies Record<Row["state"], Tone>;

export const toneOfPurchase = (row: Row): Tone => tones[row.state];

export function wordOfPurchase({ state, closedShort }: Row, { t }: StockTexts): string {
  return closedShort ? t("purchases.state.closedShort") : t(`purchases.state.${state}`);
}

type Pack = { readonly name: string; readonly contains: string };

/** "Sack of 50 kg" */
export function wordOfPack(pack: Pack, unit: string, { t, quantity }: StockTexts): string {
  return t("purchases.packOption", { name: pack.name, amount: quantity(pack.contains, unit) });
}
