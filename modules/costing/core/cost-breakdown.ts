import { type Decimal, roundMoney, shareOut, sum, zero } from "#kernel/decimal.ts";

/**
 * The captured cost of an order, taken apart. Every breakdown adds up to the total exactly: the lines are
 * summed as they were captured, and only the loss is shared out over them. Source: domain.md section 6.
 */
export const costCategories = ["material", "labour", "subcontracting"] as const;
export type CostCategory = (typeof costCategories)[number];
export type ByCategory = Readonly<Record<CostCategory, Decimal>>;

export type LotCost = {
  readonly state: "in_work" | "held" | "escalated" | "finished" | "written_off" | "withdrawn";
  readonly firstPass: Decimal;
  readonly rework: Decimal;
};

export const noCost: ByCategory = { material: zero, labour: zero, subcontracting: zero };

export function addToCategory(sums: ByCategory, category: CostCategory, amount: Decimal): ByCategory {
  return { ...sums, [category]: sums[category].plus(amount) };
}

export const totalOf = (sums: ByCategory): Decimal => sum(costCategories.map((category) => sums[category]));

/** All that written-off units carry, and the rework part of the others. */
export function defectLossOf(lots: readonly LotCost[]): Decimal {
  return sum(lots.map((lot) => (lot.state === "written_off" ? lot.firstPass.plus(lot.rework) : lot.rework)));
}

/**
 * The three categories with the loss taken out, so that the four add up to the total. A loss is made of all
 * that the units went through, so that each category gives by its share in the total.
 */
export function withoutLoss(sums: ByCategory, loss: Decimal): ByCategory {
  if (loss.eq(0)) return sums;
  const [material = zero, labour = zero, subcontracting = zero] = shareOut(
    loss,
    costCategories.map((category) => sums[category]),
  );
  return {
    material: sums.material.minus(material),
    labour: sums.labour.minus(labour),
    subcontracting: sums.subcontracting.minus(subcontracting),
  };
}

/** Per good unit; where the loss is a line of its own, without it. Null while there is no good unit. */
export function unitCost(
  total: Decimal,
  loss: Decimal,
  goodUnits: number,
  accounting: "included" | "separate",
): Decimal | null {
  if (goodUnits === 0) return null;
  return roundMoney((accounting === "separate" ? total.minus(loss) : total).div(goodUnits));
}
