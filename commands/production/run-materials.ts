import { type Decimal, sum, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import { issueStock } from "#modules/inventory/core/issue-stock.ts";
import { returnStock } from "#modules/inventory/core/return-stock.ts";
import {
  balanceOf,
  type Movement,
  type Stock,
  type StockContext,
} from "#modules/inventory/core/stock-state.ts";
import type { Consumed } from "#modules/inventory/store/stock.ts";
import type { Usage } from "#modules/production/core/offered-materials.ts";
import { atBatches, type BatchesOfNorms } from "./batches-of-run.ts";
import { type OrderChange, record } from "#modules/production/core/order-change.ts";
import { type Run, runOf } from "#modules/production/core/order-state.ts";

/** Stock and order together: what a run takes and gives back. */
export type WithStock = { readonly change: OrderChange; readonly stock: Stock };

/** What the run has taken of a norm and not given back. */
export function takenOf(consumed: readonly Consumed[], normId: Id): Decimal {
  return sum(consumed.filter((row) => row.normId === normId).map((row) => row.left.quantity.neg()));
}

/**
 * `named` says of which batches, by norm; what is not named goes by who expires first.
 *
 * Makes what the run has consumed equal to what was really used: more is issued, less is returned, newest
 * issue first. `used` are amounts in the items' units.
 */
export function settleMaterials(
  { change, stock }: WithStock,
  run: Pick<Run, "id">,
  used: readonly Usage[],
  consumed: readonly Consumed[],
  allowNegative: boolean,
  context: StockContext,
  named: BatchesOfNorms = new Map(),
): Result<WithStock> {
  let now = stock;
  const rework = isRework(change, run.id);
  const issued: { normId: Id; quantity: string }[] = [];
  const returned: { normId: Id; quantity: string }[] = [];
  for (const { norm, quantity } of used) {
    if (norm.variantId === null) continue;
    const batches = named.get(norm.id);
    let taken = takenOf(consumed, norm.id);
    if (batches !== undefined && taken.gt(0)) {
      // Whoever names batches names them for all of it: what was taken of others comes back first.
      const issues = consumed.filter((row) => row.normId === norm.id).map((row) => row.left);
      now = giveBack(now, issues, taken, rework, context);
      returned.push({ normId: norm.id, quantity: text(taken) });
      taken = zero;
    }
    const difference = quantity.minus(taken);
    if (difference.gt(0)) {
      const after = issueStock(
        now,
        {
          balanceId: balanceOf(now, norm.variantId, norm.warehouseId).id,
          quantity: difference,
          orderId: change.state.order.id,
          runId: run.id,
          normId: norm.id,
          allowNegative,
          rework,
          ...(batches === undefined ? {} : { batches }),
        },
        context,
      );
      if (!after.ok) return atBatches(after);
      now = after.value;
      issued.push({ normId: norm.id, quantity: text(difference) });
    }
    if (difference.lt(0)) {
      const issues = consumed.filter((row) => row.normId === norm.id).map((row) => row.left);
      now = giveBack(now, issues, difference.neg(), rework, context);
      returned.push({ normId: norm.id, quantity: text(difference.neg()) });
    }
  }
  return ok({ change: recordMaterials(change, run.id, issued, returned), stock: now });
}

/**
 * Gives all that the run has taken back to stock, at the value at which it left. The newest issue first: step by
 * step backwards, so that reservations of one material in several norms are what they were before.
 */
export function returnMaterials(
  { change, stock }: WithStock,
  runId: Id,
  consumed: readonly Consumed[],
  context: StockContext,
): WithStock {
  let now = stock;
  const rework = isRework(change, runId);
  const returned = new Map<Id, Decimal>();
  for (const { normId, left } of consumed.toReversed()) {
    if (left.quantity.eq(0)) continue;
    now = returnStock(now, { movement: left, quantity: left.quantity.neg(), rework }, context);
    if (normId !== null) returned.set(normId, (returned.get(normId) ?? zero).minus(left.quantity));
  }
  const rows = [...returned].map(([normId, quantity]) => ({ normId, quantity: text(quantity) }));
  return { change: recordMaterials(change, runId, [], rows), stock: now };
}

/** What it takes is beside the norm's need. */
function isRework(change: Pick<OrderChange, "state">, runId: Id): boolean {
  return runOf(change.state, runId).cycle > 0;
}

function giveBack(
  stock: Stock,
  issues: readonly Movement[],
  quantity: Decimal,
  rework: boolean,
  context: StockContext,
): Stock {
  let now = stock;
  let rest = quantity;
  for (const issue of issues.toReversed()) {
    if (rest.eq(0)) break;
    const part = rest.lt(issue.quantity.neg()) ? rest : issue.quantity.neg();
    if (part.eq(0)) continue;
    now = returnStock(now, { movement: issue, quantity: part, rework }, context);
    rest = rest.minus(part);
  }
  return now;
}

function recordMaterials(
  change: OrderChange,
  runId: Id,
  issued: { normId: Id; quantity: string }[],
  returned: { normId: Id; quantity: string }[],
): OrderChange {
  let after = change;
  if (issued.length > 0)
    after = record(after, { kind: "materials_consumed", data: { runId, materials: issued } });
  if (returned.length > 0)
    after = record(after, { kind: "materials_returned", data: { runId, materials: returned } });
  return after;
}
