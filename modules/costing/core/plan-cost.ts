import {
  type Decimal,
  decimal,
  roundAverage,
  roundMoney,
  roundQuantity,
  sum,
  zero,
} from "#kernel/decimal.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { Performer, PriceKind } from "#modules/templates/contract/template-body.ts";

export type NormToPrice = {
  readonly stageKey: string;
  /** null: awaits selection, and is priced at the average of the item's variants */
  readonly variantId: string | null;
  /** in the item's unit */
  readonly required: Decimal;
  /** for one of the item's unit, up to 10 places */
  readonly price: Decimal;
  /** neither a receipt nor a list price: the price is 0, and the reader is told */
  readonly noPrice: boolean;
};
export type StageToPrice = {
  readonly stageKey: string;
  readonly seconds: number;
  /** for one hour */
  readonly rate: Decimal;
  /** nobody who could do it has a rate: its work counts as 0, and the reader is told */
  readonly noRate: boolean;
};
/** A stage that a subcontractor does: nobody of ours is paid for it. */
export type StageToSubcontract = {
  readonly stageKey: string;
  /** what the stage takes them, where it is known: an hourly price is planned by it */
  readonly seconds: number;
  readonly units: number;
  readonly price: { readonly kind: PriceKind; readonly amount: Decimal };
};

export type PlannedCostLine = {
  readonly stageKey: string;
  readonly category: "material" | "labour" | "subcontracting";
  readonly variantId: string | null;
  /** of the item's unit; whole seconds for labour, as cost lines have them; units of the order for subcontracting, or hours */
  readonly quantity: Decimal;
  /** for one of the item's unit; for one hour of labour; for a unit, or an hour, of subcontracting */
  readonly rate: Decimal;
  /** 4 places */
  readonly amount: Decimal;
  /** no price of a material, no rate of anybody who could work: it counts as 0 */
  readonly noPrice: boolean;
};
export type PlannedCost = {
  readonly lines: readonly PlannedCostLine[];
  readonly material: Decimal;
  readonly labour: Decimal;
  readonly subcontracting: Decimal;
  readonly total: Decimal;
};

const hour = 3_600;

/**
 * The plan that is frozen when an order is created: norms × prices, planned time × rates. A line rounds
 * half-up to 4 places and the totals are sums of the rounded lines, so that they add up. A stage without
 * planned time and a norm that needs nothing make no line.
 */
export function planCost(asked: {
  readonly norms: readonly NormToPrice[];
  readonly stages: readonly StageToPrice[];
  readonly subcontracted?: readonly StageToSubcontract[];
}): PlannedCost {
  const lines: PlannedCostLine[] = [];
  for (const { stageKey, variantId, required, price, noPrice } of asked.norms) {
    if (required.eq(0)) continue;
    const amount = roundMoney(required.times(price));
    lines.push({
      stageKey,
      category: "material",
      variantId,
      quantity: required,
      rate: price,
      amount,
      noPrice,
    });
  }
  for (const { stageKey, seconds, rate, noRate } of asked.stages) {
    if (seconds === 0) continue;
    const quantity = decimal(seconds);
    const amount = labourAmount(seconds, rate);
    lines.push({ stageKey, category: "labour", variantId: null, quantity, rate, amount, noPrice: noRate });
  }
  for (const { stageKey, seconds, units, price } of asked.subcontracted ?? []) {
    const planned = planSubcontracting(price, units, seconds);
    if (planned.amount.eq(0)) continue;
    lines.push({ stageKey, category: "subcontracting", variantId: null, ...planned, noPrice: false });
  }
  const totalOf = (category: PlannedCostLine["category"]): Decimal =>
    sum(lines.filter((line) => line.category === category).map((line) => line.amount));
  return {
    lines,
    material: totalOf("material"),
    labour: totalOf("labour"),
    subcontracting: totalOf("subcontracting"),
    total: sum(lines.map((line) => line.amount)),
  };
}

function planSubcontracting(
  { kind, amount }: StageToSubcontract["price"],
  units: number,
  seconds: number,
): { quantity: Decimal; rate: Decimal; amount: Decimal } {
  switch (kind) {
    case "per_unit":
      return { quantity: decimal(units), rate: amount, amount: roundMoney(amount.times(units)) };
    case "hourly":
      return {
        quantity: roundQuantity(decimal(seconds).div(hour)),
        rate: amount,
        amount: labourAmount(seconds, amount),
      };
    case "fixed":
    case "variable":
      return { quantity: decimal(units), rate: roundAverage(amount.div(units)), amount: roundMoney(amount) };
  }
}

/** Seconds × rate an hour, half-up to 4 places. */
export function labourAmount(seconds: number, rate: Decimal): Decimal {
  return roundMoney(rate.times(seconds).div(hour));
}

export type MemberRate = {
  readonly memberId: string;
  readonly roles: readonly Role[];
  readonly tradeIds: readonly string[];
  /** for one hour, in effect now; null where none was ever set */
  readonly rate: Decimal | null;
};

/**
 * The hourly rate to plan a stage with. A named member: theirs. Anyone of a trade or role, or chosen at start
 * (of the trade; all operators where there is none): the mean of those who could do it, 4 places. Members
 * without a rate would pull the mean down for want of data, and are left out. Nobody left: 0, and `noRate`.
 */
export function rateForPerformer(
  performer: Performer,
  activeMembers: readonly MemberRate[],
): { readonly rate: Decimal; readonly noRate: boolean } {
  const rates: Decimal[] = [];
  for (const member of activeMembers) {
    if (member.rate !== null && couldDo(performer, member)) rates.push(member.rate);
  }
  return rates.length === 0
    ? { rate: zero, noRate: true }
    : { rate: roundMoney(sum(rates).div(rates.length)), noRate: false };
}

/** The stages whose work counts as 0 for want of a rate. */
export function stagesWithoutRate({ lines }: Pick<PlannedCost, "lines">): ReadonlySet<string> {
  return new Set(
    lines.filter((line) => line.category === "labour" && line.noPrice).map((line) => line.stageKey),
  );
}

function couldDo(performer: Performer, member: MemberRate): boolean {
  switch (performer.kind) {
    case "member":
      return member.memberId === performer.memberId;
    case "trade":
      return member.tradeIds.includes(performer.tradeId);
    case "role":
      return member.roles.includes(performer.role);
    case "chosen_at_start":
      return performer.tradeId === null
        ? member.roles.includes("operator")
        : member.tradeIds.includes(performer.tradeId);
    case "subcontractor":
      return false;
  }
}
