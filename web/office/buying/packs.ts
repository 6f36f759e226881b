import { decimal, roundQuantity, text } from "#kernel/decimal.ts";
import type { StockTexts } from "../stock/texts.ts";

type Pack = { readonly name: string; readonly contains: string };

/** "3 × Sack of 50 kg"; nothing where it is sold without packs. */
export function inPacks(amount: string, pack: Pack | null, unit: string, texts: StockTexts): string | null {
  if (pack === null || amount === "") return null;
  const count = roundQuantity(decimal(amount).div(pack.contains));
  return texts.t("purchases.packs", {
    count: texts.number(text(count)),
    name: pack.name,
    amount: texts.quantity(pack.contains, unit),
  });
}
