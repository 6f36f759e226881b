import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { type Decimal, roundMoney, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Act } from "#commands/run-command.ts";
import { captureRun } from "#modules/costing/core/capture-run.ts";
import { ratesInEffect } from "#modules/costing/store/rates-in-effect.ts";
import { balanceOf, type Stock } from "#modules/inventory/core/stock-state.ts";
import { valueCaptured } from "#modules/inventory/core/value-captured.ts";
import { type Consumed, type Price, pricesInEffect, stockKey } from "#modules/inventory/store/stock.ts";
import { record } from "#modules/production/core/order-change.ts";
import { lotOf, normsOfStage, type OrderNorm, type Run } from "#modules/production/core/order-state.ts";
import { secondsByMember } from "#modules/production/core/work-time.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type WithStock } from "./run-materials.ts";

/** The issues that a run still holds when its cost is captured: those before this command, and its own. */
export function heldByRun(
  stock: Stock,
  runId: Id,
  consumed: readonly Consumed[],
): Map<Id, { quantity: Decimal; value: Decimal }> {
  const held = new Map<Id, { quantity: Decimal; value: Decimal }>();
  const add = (normId: Id | null, quantity: Decimal, value: Decimal): void => {
    if (normId === null) return;
    const sofar = held.get(normId);
    held.set(normId, {
      quantity: sofar === undefined ? quantity : sofar.quantity.plus(quantity),
      value: sofar === undefined ? value : sofar.value.plus(value),
    });
  };
  for (const { normId, left } of consumed) add(normId, left.quantity.neg(), left.value.neg());
  // Movements of this command are signed like the ledger: issues below zero, returns above.
  for (const movement of stock.movements) {
    if (movement.runId === runId) add(movement.normId, movement.quantity.neg(), movement.value.neg());
  }
  return held;
}

/**
 * Captures what a run cost, for good: material at the price in effect, each person's seconds at their rate.
 * Where the price differs from the value at which the material left stock, a valuation line keeps both true.
 */
export async function captureCost(
  tx: Tx,
  act: Act,
  { change, stock }: WithStock,
  run: Run,
  consumed: readonly Consumed[],
): Promise<WithStock> {
  const { state } = change;
  const held = heldByRun(stock, run.id, consumed);
  const norms = normsOfStage(state, run.stageId).filter((norm) => held.get(norm.id)?.quantity.gt(0));
  const seconds = secondsByMember(state, run.id);
  const [prices, rates] = await Promise.all([
    pricesNow(tx, stock, norms, act.now),
    ratesInEffect(tx, [...seconds.keys()], act.now),
  ]);
  const materials = norms.map((norm) => {
    const price = prices.get(stockKey(norm.variantId, norm.warehouseId));
    const taken = held.get(norm.id);
    if (price === undefined || taken === undefined) throw new Error(`Norm ${norm.id} has no price`);
    return { norm, variantId: norm.variantId, quantity: taken.quantity, value: taken.value, ...price };
  });
  const { lines, total } = captureRun(
    materials,
    [...seconds].map(([memberId, paid]) => ({ memberId, seconds: paid, rate: rates.get(memberId) ?? null })),
    act.newId,
  );
  let after = stock;
  for (const material of materials) {
    after = valueCaptured(
      after,
      {
        balanceId: balanceOf(after, material.norm.variantId, material.norm.warehouseId).id,
        runId: run.id,
        valueLeft: material.value,
        captured: roundMoney(material.quantity.times(material.price)),
      },
      stockContextOf(act),
    );
  }
  const lot = lotOf(state, run.lotId);
  const captured = record(change, {
    kind: "run_cost_captured",
    data: {
      runId: run.id,
      stageId: run.stageId,
      cycle: run.cycle,
      lines: lines.map((line) => ({
        ...line,
        quantity: text(line.quantity),
        rate: text(line.rate),
        amount: text(line.amount),
      })),
      // One lot handled all units of the run; returned and written-off units take their share when they come.
      shares: [
        {
          id: act.newId(),
          lotId: lot.id,
          part: run.cycle === 0 ? "first_pass" : "rework",
          amount: text(total),
        },
      ],
      total: text(total),
      at: act.now.toISOString(),
    },
  });
  return { change: captured, stock: after };
}

/** The moving average of the locked balances; those that never received anything ask for their list price. */
async function pricesNow(
  tx: Tx,
  stock: Stock,
  norms: readonly OrderNorm[],
  now: Date,
): Promise<ReadonlyMap<string, Price>> {
  const prices = new Map<string, Price>();
  const unpriced: { variantId: Id; warehouseId: Id }[] = [];
  for (const { variantId, warehouseId } of norms) {
    const balance = balanceOf(stock, variantId, warehouseId);
    if (balance.hasReceipts)
      prices.set(stockKey(variantId, warehouseId), { price: balance.average, noPrice: false });
    else unpriced.push({ variantId, warehouseId });
  }
  if (unpriced.length === 0) return prices;
  for (const [key, price] of await pricesInEffect(tx, unpriced, now)) prices.set(key, price);
  return prices;
}
