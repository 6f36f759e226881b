import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { type Decimal, decimal, roundMoney, sum, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Act } from "#commands/run-command.ts";
import { captureRun } from "#modules/costing/core/capture-run.ts";
import { type OwedToSubcontractor, owedForRun } from "#modules/costing/core/subcontracting-cost.ts";
import { subcontractedSoFar } from "#modules/costing/store/captured-lines.ts";
import { ratesInEffect } from "#modules/costing/store/rates-in-effect.ts";
import { balanceOf, type Stock } from "#modules/inventory/core/stock-state.ts";
import { valueCaptured } from "#modules/inventory/core/value-captured.ts";
import { type Consumed, type Price, pricesInEffect, stockKey } from "#modules/inventory/store/stock.ts";
import { record } from "#modules/production/core/order-change.ts";
import {
  isInWork,
  lotOf,
  normsOfStage,
  type OrderState,
  type Run,
  runOf,
  stageOf,
} from "#modules/production/core/order-state.ts";
import { shareRunCost } from "#modules/production/core/share-cost.ts";
import { secondsByMember } from "#modules/production/core/work-time.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { momentOf } from "./order-work.ts";
import { type WithStock } from "./run-materials.ts";

type Held = { variantId: Id; warehouseId: Id; quantity: Decimal; value: Decimal };

/** The issues that a run still holds when its cost is captured: those before this command, and its own. */
export function heldByRun(
  stock: Stock,
  state: OrderState,
  runId: Id,
  consumed: readonly Consumed[],
): ReadonlyMap<Id, Held> {
  const held = new Map<Id, Held>();
  const add = (normId: Id, sofar: Omit<Held, "quantity" | "value">, quantity: Decimal, value: Decimal) => {
    const before = held.get(normId);
    held.set(normId, {
      ...sofar,
      quantity: before === undefined ? quantity : before.quantity.plus(quantity),
      value: before === undefined ? value : before.value.plus(value),
    });
  };
  for (const { normId, variantId, warehouseId, left } of consumed) {
    if (normId !== null) add(normId, { variantId, warehouseId }, left.quantity.neg(), left.value.neg());
  }
  // Movements of this command are signed like the ledger: issues below zero, returns above.
  for (const { runId: ofRun, normId, quantity, value } of stock.movements) {
    if (ofRun !== runId || normId === null) continue;
    const norm = state.norms.get(normId);
    if (norm === undefined || norm.variantId === null) continue;
    const { variantId, warehouseId } = norm;
    add(normId, { variantId, warehouseId }, quantity.neg(), value.neg());
  }
  return held;
}

/**
 * Captures what runs cost, for good: material at the price in effect, each person's seconds at their rate, what a
 * subcontractor is owed, shared over the units that each run handled. `typed`: by run, the hours or the sum that only
 * a person can tell. Where the price differs from the value at which the material left stock,
 * a valuation line keeps both true. Prices and rates are asked for once, whatever the number of runs.
 */
export async function captureCost(
  tx: Tx,
  act: Act,
  { change, stock }: WithStock,
  runIds: readonly Id[],
  consumed: ReadonlyMap<Id, readonly Consumed[]>,
  typed: ReadonlyMap<Id, Decimal> = new Map(),
): Promise<WithStock> {
  if (runIds.length === 0) return { change, stock };
  const held = new Map(
    runIds.map((runId) => [runId, heldByRun(stock, change.state, runId, consumed.get(runId) ?? [])]),
  );
  const members = runIds.flatMap((runId) => [...secondsByMember(change.state, runId).keys()]);
  const [prices, rates, owed] = await Promise.all([
    pricesNow(
      tx,
      stock,
      [...held.values()].flatMap((each) => [...each.values()]),
      act.now,
    ),
    ratesInEffect(tx, [...new Set(members)], act.now),
    owedForRuns(tx, change.state, runIds, typed),
  ]);
  let work: WithStock = { change, stock };
  for (const runId of runIds) {
    const own = { held: held.get(runId) ?? new Map(), owed: owed.get(runId) ?? null };
    work = captureOne(work, act, runId, own, prices, rates);
  }
  return work;
}

/** Of those that a subcontractor has finished: what comes back undone, or is called back, is not owed. */
async function owedForRuns(
  tx: Tx,
  state: OrderState,
  runIds: readonly Id[],
  typed: ReadonlyMap<Id, Decimal>,
): Promise<ReadonlyMap<Id, OwedToSubcontractor>> {
  const runs = runIds.map((runId) => runOf(state, runId)).filter((run) => run.state === "done");
  const back = runs.filter((run) => stageOf(state, run.stageId).price !== null);
  const fixed = back.filter((run) => stageOf(state, run.stageId).price?.kind === "fixed");
  const captured = new Map(fixed.length === 0 ? [] : await subcontractedSoFar(tx, state.order.id));
  const owed = new Map<Id, OwedToSubcontractor>();
  for (const [place, run] of back.entries()) {
    const { price } = stageOf(state, run.stageId);
    if (price === null) continue;
    const later = back.slice(place).filter((other) => other.stageId === run.stageId);
    const before = captured.get(run.stageId) ?? zero;
    const own = owedForRun(price, {
      units: unitsOf(state, run),
      ahead: sum(later.map((other) => unitsOf(state, other))).plus(unitsAhead(state, run.stageId)),
      captured: before,
      typed: typed.get(run.id) ?? null,
    });
    captured.set(run.stageId, before.plus(own.amount));
    owed.set(run.id, own);
  }
  return owed;
}

/** Good units of a finished run, with those that went on before its end. */
export const unitsOf = (state: OrderState, run: Run): Decimal =>
  decimal(lotOf(state, run.lotId).units).plus(sum(run.left.map(({ sent }) => decimal(`${sent}`))));

/** Units in work that have not come through this stage. */
function unitsAhead(state: OrderState, stageId: Id): number {
  let units = 0;
  for (const lot of state.lots.values()) {
    if (isInWork(lot) && lot.done[stageId] === undefined) units += lot.units;
  }
  return units;
}

function captureOne(
  { change, stock }: WithStock,
  act: Act,
  runId: Id,
  { held, owed }: { readonly held: ReadonlyMap<Id, Held>; readonly owed: OwedToSubcontractor | null },
  prices: ReadonlyMap<string, Price>,
  rates: ReadonlyMap<Id, Decimal>,
): WithStock {
  const { state } = change;
  const run = runOf(state, runId);
  const materials = normsOfStage(state, run.stageId).flatMap((norm) => {
    const taken = held.get(norm.id);
    if (taken === undefined || taken.quantity.lte(0)) return [];
    const price = prices.get(stockKey(taken.variantId, taken.warehouseId));
    if (price === undefined) throw new Error(`Norm ${norm.id} has no price`);
    return [{ ...taken, ...price }];
  });
  const { lines, total } = captureRun(
    materials,
    [...secondsByMember(state, runId)].map(([memberId, seconds]) => ({
      memberId,
      seconds,
      rate: rates.get(memberId) ?? null,
    })),
    act.newId,
    owed,
  );
  let after = stock;
  for (const material of materials) {
    after = valueCaptured(
      after,
      {
        balanceId: balanceOf(after, material.variantId, material.warehouseId).id,
        runId,
        valueLeft: material.value,
        captured: roundMoney(material.quantity.times(material.price)),
      },
      stockContextOf(act),
    );
  }
  const captured = record(change, {
    kind: "run_cost_captured",
    data: {
      runId,
      stageId: run.stageId,
      cycle: run.cycle,
      lines: lines.map((line) => ({
        ...line,
        quantity: text(line.quantity),
        rate: text(line.rate),
        amount: text(line.amount),
      })),
      shares: shareRunCost(state, run, total, momentOf(act)),
      total: text(total),
      at: act.now.toISOString(),
    },
  });
  return { change: captured, stock: after };
}

/** The moving average of the locked balances; those that never received anything ask for their list price. */
export async function pricesNow(
  tx: Tx,
  stock: Stock,
  materials: readonly { readonly variantId: Id; readonly warehouseId: Id }[],
  now: Date,
): Promise<ReadonlyMap<string, Price>> {
  const prices = new Map<string, Price>();
  const unpriced: { variantId: Id; warehouseId: Id }[] = [];
  for (const { variantId, warehouseId } of materials) {
    const balance = balanceOf(stock, variantId, warehouseId);
    if (balance.hasReceipts)
      prices.set(stockKey(variantId, warehouseId), { price: balance.average, noPrice: false });
    else unpriced.push({ variantId, warehouseId });
  }
  if (unpriced.length === 0) return prices;
  for (const [key, price] of await pricesInEffect(tx, unpriced, now)) prices.set(key, price);
  return prices;
}
