import { decimal, type Decimal, roundMoney, sum } from "#kernel/decimal.ts";
import type { Id, NewId } from "#kernel/id.ts";
import { labourAmount } from "./plan-cost.ts";
import type { OwedToSubcontractor } from "./subcontracting-cost.ts";

/**
 * The cost of a run, captured for good when it ends: what was consumed at the price in effect, each person's
 * paid seconds at their hourly rate in effect, what a subcontractor is owed. Each line rounds half-up to 4 places. Source: domain.md section 6.
 */
export type ConsumedMaterial = {
  readonly variantId: Id;
  /** in the item's unit, returns taken off */
  readonly quantity: Decimal;
  readonly price: Decimal;
  readonly noPrice: boolean;
};
export type PaidLabour = {
  readonly memberId: Id;
  readonly seconds: number;
  /** per hour; null where none is set, which costs nothing and is flagged */
  readonly rate: Decimal | null;
};

export type CostLine = {
  readonly id: Id;
  readonly category: "material" | "labour" | "subcontracting";
  readonly variantId: Id | null;
  readonly memberId: Id | null;
  /** in the item's unit; whole seconds for labour; units or hours for subcontracting */
  readonly quantity: Decimal;
  /** per unit; per hour for labour; per unit or hour for subcontracting */
  readonly rate: Decimal;
  readonly amount: Decimal;
  readonly noPrice: boolean;
};

export function captureRun(
  materials: readonly ConsumedMaterial[],
  labour: readonly PaidLabour[],
  newId: NewId,
  owed: OwedToSubcontractor | null = null,
): { lines: CostLine[]; total: Decimal } {
  const lines: CostLine[] = [];
  for (const material of materials) {
    if (material.quantity.eq(0)) continue;
    lines.push({
      id: newId(),
      category: "material",
      variantId: material.variantId,
      memberId: null,
      quantity: material.quantity,
      rate: material.price,
      amount: roundMoney(material.quantity.times(material.price)),
      noPrice: material.noPrice,
    });
  }
  for (const person of labour) {
    if (person.seconds === 0) continue;
    const rate = person.rate ?? decimal(0);
    lines.push({
      id: newId(),
      category: "labour",
      variantId: null,
      memberId: person.memberId,
      quantity: decimal(person.seconds),
      rate,
      amount: labourAmount(person.seconds, rate),
      noPrice: person.rate === null,
    });
  }
  if (owed !== null && !owed.amount.eq(0)) {
    const { quantity, rate, amount } = owed;
    lines.push({
      id: newId(),
      category: "subcontracting",
      variantId: null,
      memberId: null,
      quantity,
      rate,
      amount,
      noPrice: false,
    });
  }
  return { lines, total: sum(lines.map((line) => line.amount)) };
}
