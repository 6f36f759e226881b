import type { FloorTexts } from "../texts.ts";
import type { RunCard } from "./show-taps.ts";

/** "Chair · oak"; a material that awaits its selection has no variant yet. */
export function productOf(card: { readonly itemName: string; readonly variantName: string | null }): string {
  const { itemName, variantName } = card;
  return variantName === null || variantName === "" || variantName === itemName
    ? itemName
    : `${itemName} · ${variantName}`;
}

/** What one has in hand: "20 pcs", "17 pcs of 20", and per unit how far the whole order is: "8 of 12 done". */
export function unitsText(card: RunCard, { t, quantity }: FloorTexts): string {
  const mine = quantity(String(card.units), card.unit);
  switch (card.batchMode) {
    case "per_unit":
      return t("floor.units.doneOf", { done: card.received, total: card.ordered });
    case "split":
      return card.units === card.ordered
        ? mine
        : t("floor.units.partOf", { units: mine, total: card.ordered });
    case "whole":
      return mine;
  }
}

/** "#3" of units that go one by one, "lot 1.1" of others. */
export function lotText(
  card: Pick<RunCard, "batchMode">,
  lotNumber: string,
  { t }: Pick<FloorTexts, "t">,
): string {
  return card.batchMode === "per_unit"
    ? `#${lotNumber.replace(/^#/, "")}`
    : t("floor.lot", { number: lotNumber });
}

/** What was asked when the unit was ordered: "width" and "60 cm". */
export function attributesText(
  attributes: RunCard["lotAttributes"],
  { quantity }: Pick<FloorTexts, "quantity">,
): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(attributes).map(([name, value]) => ({
    name,
    value: "text" in value ? value.text : quantity(value.amount, value.unit),
  }));
}

/** Of units that stand together: what all of them have alike, and what tells one from the other. */
export function partAttributes(units: readonly { readonly lotAttributes: RunCard["lotAttributes"] }[]): {
  readonly common: RunCard["lotAttributes"];
  readonly telling: ReadonlySet<string>;
} {
  const [first, ...others] = units.map(({ lotAttributes }) => lotAttributes);
  const names = new Set(units.flatMap(({ lotAttributes }) => Object.keys(lotAttributes)));
  const same = (name: string): boolean =>
    others.every((attributes) => JSON.stringify(attributes[name]) === JSON.stringify(first?.[name]));
  const telling = new Set([...names].filter((name) => !same(name)));
  const common = Object.fromEntries(Object.entries(first ?? {}).filter(([name]) => !telling.has(name)));
  return { common, telling };
}

/** Materials whose variant a person picks as they start. */
export function toPick(card: RunCard): RunCard["materials"] {
  return card.materials.filter(({ variantId, choices }) => variantId === null && choices.length > 0);
}

/** "18 to 22 °": what is still good; empty where anything is. */
export function toleranceText(
  check: Extract<RunCard["checks"][number], { readonly kind: "number" }>,
  { t, quantity, number }: FloorTexts,
): string {
  const { minimum, maximum, unit } = check;
  const amount = (value: string): string => (unit === null ? number(value) : quantity(value, unit));
  if (minimum !== null && maximum !== null) {
    return t("floor.check.between", { minimum: number(minimum), maximum: amount(maximum) });
  }
  if (minimum !== null) return t("floor.check.atLeast", { minimum: amount(minimum) });
  return maximum === null ? "" : t("floor.check.atMost", { maximum: amount(maximum) });
}
