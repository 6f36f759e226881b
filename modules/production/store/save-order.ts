import type { Id } from "#kernel/id.ts";
import { insertRows, upsertRows } from "#server/database/write-rows.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { OrderState } from "../core/order-state.ts";
import { intervalToRow, lotToRow, normToRow, orderToRow, runToRow, stageToRow } from "./order-rows.ts";

/** Saves a new order whole: a statement a table, whatever the number of units. */
export async function insertOrder(tx: Tx, state: OrderState): Promise<void> {
  const { workspaceId } = tx;
  const orderId = state.order.id;
  await insertRows(tx, "production_order", [orderToRow(workspaceId, state.order)]);
  await insertRows(
    tx,
    "order_stage",
    state.stages.map((stage) => stageToRow(workspaceId, orderId, stage)),
  );
  await insertRows(
    tx,
    "order_norm",
    [...state.norms.values()].map((norm) => normToRow(workspaceId, orderId, norm)),
  );
  await insertRows(
    tx,
    "lot",
    [...state.lots.values()].map((lot) => lotToRow(workspaceId, orderId, lot)),
  );
  await insertRows(
    tx,
    "run",
    [...state.runs.values()].map((run) => runToRow(workspaceId, orderId, run)),
  );
}

/** Saves what a command changed: the state is never changed in place, so what is not the same object is new. */
export async function saveOrder(tx: Tx, before: OrderState, after: OrderState): Promise<void> {
  const { workspaceId } = tx;
  const orderId = after.order.id;
  await upsertRows(tx, "production_order", [orderToRow(workspaceId, after.order)]);
  await upsertRows(
    tx,
    "order_norm",
    changed(before.norms, after.norms).map((norm) => normToRow(workspaceId, orderId, norm)),
  );
  await upsertRows(
    tx,
    "lot",
    changed(before.lots, after.lots).map((lot) => lotToRow(workspaceId, orderId, lot)),
  );
  await upsertRows(
    tx,
    "run",
    changed(before.runs, after.runs).map((run) => runToRow(workspaceId, orderId, run)),
  );
  await upsertRows(
    tx,
    "work_interval",
    // Closed ones first: a person has one open work interval at a time, and the index looks row by row.
    changed(before.intervals, after.intervals)
      .sort((a, b) => Number(a.endedAt === null) - Number(b.endedAt === null))
      .map((interval) => intervalToRow(workspaceId, orderId, interval)),
  );
}

function changed<T>(before: ReadonlyMap<Id, T>, after: ReadonlyMap<Id, T>): T[] {
  return [...after].filter(([id, row]) => before.get(id) !== row).map(([, row]) => row);
}
