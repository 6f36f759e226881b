import { type Decimal, decimal, roundAverage, roundMoney, roundQuantity, shareOut } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { PriceKind } from "#modules/templates/contract/template-body.ts";

/** What a subcontractor's work on a run costs, once it is back. Source: domain.md section 6. */
export type OwedToSubcontractor = {
  /** units, or hours where the price is an hour's */
  readonly quantity: Decimal;
  /** of one of these, up to 10 places */
  readonly rate: Decimal;
  /** 4 places */
  readonly amount: Decimal;
};

type Price = { readonly kind: PriceKind; readonly amount: Decimal };

/** What only the end of the work can tell: hours where they are paid, the sum where it was left open. */
export type TypedWork = { readonly hours?: string | undefined; readonly sum?: string | undefined };

/**
 * What a person has to say of the finished runs of one stage, by their units: hours or the sum, shared over the runs.
 * Refuses what is missing, and what the agreed price leaves nothing to say about. `price` null: work of our own. `note`:
 * the comment of the finish, which has to say why an open sum became what it is.
 */
export function shareTypedWork(
  price: Price | null,
  typed: TypedWork | undefined,
  note: string,
  units: readonly Decimal[],
): Result<readonly (Decimal | null)[]> {
  const path = (field: "hours" | "sum"): string[] => ["subcontracting", field];
  const share = (value: string, places: number): Result<readonly Decimal[]> =>
    ok(shareOut(decimal(value), units, places));
  switch (price?.kind) {
    case "hourly":
      if (typed?.sum !== undefined) return no("subcontracting_agreed", {}, path("sum"));
      if (typed?.hours === undefined) return no("subcontracting_hours_missing", {}, path("hours"));
      return share(typed.hours, 6);
    case "variable":
      if (typed?.hours !== undefined) return no("subcontracting_agreed", {}, path("hours"));
      if (typed?.sum === undefined) return no("subcontracting_sum_missing", {}, path("sum"));
      if (note === "") return no("subcontracting_note_missing", {}, ["comment"]);
      return share(typed.sum, 4);
    default:
      if (typed?.hours !== undefined) return no("subcontracting_agreed", {}, path("hours"));
      if (typed?.sum !== undefined) return no("subcontracting_agreed", {}, path("sum"));
      return ok(units.map(() => null));
  }
}

export type FinishedWork = {
  /** good units of the run, those that went on before its end too */
  readonly units: Decimal;
  /** of the order's units in work that still have to come back from this stage, these included */
  readonly ahead: Decimal;
  /** of the stage's fixed price: what earlier runs have captured of it */
  readonly captured: Decimal;
  /** hours or the sum that were typed for it, by the kind of its price */
  readonly typed: Decimal | null;
};

/**
 * A fixed price is shared over the units as they come back: each run takes its part of what is left of it, the last
 * one all of that. So the order never carries more than was agreed, and a second pass over the same units is free.
 */
export function owedForRun(price: Price, work: FinishedWork): OwedToSubcontractor {
  const { units, typed } = work;
  switch (price.kind) {
    case "hourly": {
      const hours = roundQuantity(typed ?? decimal(0));
      return { quantity: hours, rate: price.amount, amount: roundMoney(hours.times(price.amount)) };
    }
    case "per_unit":
      return { quantity: units, rate: price.amount, amount: roundMoney(units.times(price.amount)) };
    case "variable":
      return spread(typed ?? decimal(0), units);
    case "fixed": {
      const left = price.amount.minus(work.captured);
      if (left.lte(0) || units.eq(0)) return spread(decimal(0), units);
      const isLast = work.ahead.lte(units);
      return spread(isLast ? left : left.times(units).div(work.ahead), units);
    }
  }
}

function spread(total: Decimal, units: Decimal): OwedToSubcontractor {
  const amount = roundMoney(total);
  const quantity = units.eq(0) ? decimal(1) : units;
  return { quantity, rate: roundAverage(amount.div(quantity)), amount };
}
