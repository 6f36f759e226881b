import { type Decimal, decimal, roundMoney, roundQuantity, text } from "#kernel/decimal.ts";

export type PackOfLine = { readonly id: string; readonly name: string; readonly contains: string };
/** Typed texts; of packs where one is chosen, else of the item's unit. */
type Amounts = { readonly quantity: string; readonly price: string; readonly pack: PackOfLine | null };

/** What the line comes to, as it was typed: packs by the price of a pack. Null while something is missing. */
export const sumOf = ({ quantity, price }: Amounts): Decimal | null =>
  quantity === "" || price === "" ? null : roundMoney(decimal(quantity).times(price));

/**
 * In the item's unit. A pack's price divided by its contents may have no end: then the sum says what is paid, and
 * stock is worth exactly that.
 */
export function sentAmounts(line: Amounts): { quantity: string; price: string; sum?: string } {
  const { quantity, price, pack } = line;
  if (pack === null) return { quantity, price };
  const sum = sumOf(line);
  return {
    quantity: text(roundQuantity(decimal(quantity).times(pack.contains))),
    price: text(roundMoney(decimal(price).div(pack.contains))),
    ...(sum === null ? {} : { sum: text(sum) }),
  };
}

/** The item's unit first, then its packs with what they contain. */
export const packChoices = (
  packs: readonly PackOfLine[],
  unit: string,
  shown: (contains: string) => string,
): { value: string; label: string }[] => [
  { value: "unit", label: unit },
  ...packs.map((pack) => ({ value: pack.id, label: `${pack.name} (${shown(pack.contains)})` })),
];
