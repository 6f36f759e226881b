import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { type Decimal, decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Act } from "#commands/run-command.ts";
import { finishedBatch } from "#modules/inventory/core/finished-batch.ts";
import { receiveStock } from "#modules/inventory/core/receive-stock.ts";
import { releaseReservation } from "#modules/inventory/core/release-reservation.ts";
import { balanceOf } from "#modules/inventory/core/stock-state.ts";
import type { Consumed, StockKey } from "#modules/inventory/store/stock.ts";
import {
  finishOrder,
  lotsToReceive,
  moveOn,
  receivableAt,
  receiveLot,
} from "#modules/production/core/flow-of-lots.ts";
import { type OrderChange, record } from "#modules/production/core/order-change.ts";
import { stagesStillNeeded } from "#modules/production/core/order-needs.ts";
import { type OrderState, type Run, stageGraph, stageOf } from "#modules/production/core/order-state.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { momentOf } from "./order-work.ts";
import { captureCost } from "./run-cost.ts";
import type { WithStock } from "./run-materials.ts";
import { serveParent } from "./serve-parent.ts";

/**
 * What follows once runs have ended, by whatever verb: their cost is captured, lots move on, what is through is
 * received into stock at what its units carry, and reservations that nobody needs any more are free for others. `typed`:
 * what a person had to say of a subcontractor's work, by run.
 */
export async function endWork(
  tx: Tx,
  act: Act,
  work: WithStock,
  ended: readonly Id[],
  consumed: ReadonlyMap<Id, readonly Consumed[]>,
  decide: (change: OrderChange) => OrderChange = (change) => change,
  typed?: ReadonlyMap<Id, Decimal>,
): Promise<WithStock> {
  const captured = await captureCost(tx, act, work, ended, consumed, typed);
  const lotIds = ended.flatMap((runId) => captured.change.state.runs.get(runId)?.lotId ?? []);
  const decided = decide(captured.change);
  const moved = moveOn(decided, [...new Set(lotIds)], momentOf(act));
  const received = receiveLots({ change: moved, stock: captured.stock }, act);
  return freeReservations(await serveParent(tx, received, act), act);
}

type ActOf = Parameters<typeof stockContextOf>[0] & Pick<Act, "now" | "newId">;

/** A wait after the last stage keeps a lot until it is over; then the queue receives it. */
export function receiveLots(work: WithStock, act: ActOf): WithStock {
  let { change, stock } = work;
  const moment = { now: act.now, newId: act.newId };
  for (const { id, units } of lotsToReceive(change.state)) {
    const until = receivableAt(change.state, id, act.now);
    if (until > act.now) {
      if (change.state.lots.get(id)?.receivableAt?.getTime() === until.getTime()) continue;
      change = record(change, {
        kind: "lot_awaits_receipt",
        data: { lotId: id, until: until.toISOString(), at: act.now.toISOString() },
      });
      continue;
    }
    change = receiveLot(change, id, moment);
    const { order } = change.state;
    const receipt = change.facts.findLast((fact) => fact.kind === "lot_received");
    if (receipt === undefined) throw new Error(`Lot ${id} was not received`);
    const lot = change.state.lots.get(id);
    const finished = finishedBatch(
      stock,
      {
        variantId: order.variantId,
        orderId: order.id,
        orderNumber: order.number,
        lot: order.batchMode === "per_unit" || lot === undefined ? null : lot,
      },
      stockContextOf(act),
    );
    stock = receiveStock(
      finished.stock,
      {
        balanceId: balanceOf(stock, order.variantId, order.warehouseId).id,
        quantity: decimal(units),
        value: decimal(receipt.data.amount),
        kind: "output",
        orderId: order.id,
        lotId: id,
        batch: finished.batch,
      },
      stockContextOf(act),
    );
  }
  return { change: finishOrder(change, moment), stock };
}

/** When the last run of a stage has ended, what is left of its reservation is free for others. */
export function freeReservations({ change, stock }: WithStock, act: ActOf): WithStock {
  const needed = stagesStillNeeded(change.state);
  let freed = stock;
  for (const norm of change.state.norms.values()) {
    if (needed.has(norm.stageId)) continue;
    freed = releaseReservation(freed, { normId: norm.id }, stockContextOf(act));
  }
  return { change, stock: freed };
}

/**
 * The finished goods' balance, where what ends may be the last stage of a lot, or another lot waits to be received and
 * may be due by now: it is locked with the others.
 */
export function receiptKeys(state: OrderState, runs: readonly Run[]): StockKey[] {
  const { below } = stageGraph(state);
  const last = runs.some((run) => (below.get(stageOf(state, run.stageId).key)?.size ?? 0) === 0);
  if (!last && lotsToReceive(state).length === 0) return [];
  return [{ variantId: state.order.variantId, warehouseId: state.order.warehouseId, needed: decimal(0) }];
}

/** The balances of norms whose variant is known. */
export function normKeys(
  norms: Iterable<{ readonly variantId: Id | null; readonly warehouseId: Id }>,
): { variantId: Id; warehouseId: Id }[] {
  return [...norms].flatMap(({ variantId, warehouseId }) =>
    variantId === null ? [] : [{ variantId, warehouseId }],
  );
}
