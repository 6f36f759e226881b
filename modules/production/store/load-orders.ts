import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Standing } from "../core/board-places.ts";
import type { OrderState } from "../core/order-state.ts";
import { rememberStanding } from "./board-count.ts";
import {
  intervalFromRow,
  lotFromRow,
  normFromRow,
  orderFromRow,
  runFromRow,
  stageFromRow,
} from "./order-rows.ts";

/** Several orders at once, locked in the order of their ids, so that two who take the same ones wait in line. */
export const lockOrders = (tx: Tx, orderIds: readonly Id[]): Promise<OrderState[]> =>
  readOrders(tx, orderIds, true);

/** As lockOrders, without locks: to look at. */
export const loadOrders = (tx: Tx, orderIds: readonly Id[]): Promise<OrderState[]> =>
  readOrders(tx, orderIds, false);

/** The orders that wait in a batch order, locked after it. */
export async function lockMembers(tx: Tx, batchOrderId: Id): Promise<OrderState[]> {
  const rows = await tx.db
    .selectFrom("production_order")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("batch_order_id", "=", batchOrderId)
    .where("status", "=", "aggregated")
    .execute();
  return lockOrders(
    tx,
    rows.map((row) => row.id),
  );
}

/** In a fixed number of statements, whatever the number of orders. */
async function readOrders(tx: Tx, orderIds: readonly Id[], isLocked: boolean): Promise<OrderState[]> {
  if (orderIds.length === 0) return [];
  const { db, workspaceId } = tx;
  const ids = [...new Set(orderIds)];
  const orders = await db
    .selectFrom("production_order")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("id", "in", ids)
    .orderBy("id")
    .$if(isLocked, (query) => query.forUpdate())
    .execute();
  const own = <Q extends { where(column: string, operator: string, value: unknown): Q }>(query: Q): Q =>
    query.where("workspace_id", "=", workspaceId).where("order_id", "in", ids);
  const [stages, norms, lots, runs, intervals, upsells] = await Promise.all([
    own(db.selectFrom("order_stage").selectAll()).orderBy("position").execute(),
    own(db.selectFrom("order_norm").selectAll()).orderBy("position").execute(),
    own(db.selectFrom("lot").selectAll()).execute(),
    own(db.selectFrom("run").selectAll()).execute(),
    own(db.selectFrom("work_interval").selectAll()).execute(),
    own(db.selectFrom("order_upsell").selectAll()).execute(),
  ]);
  for (const row of orders) rememberStanding(tx, row.id, row.standing as unknown as Standing);
  const [stagesOf, normsOf, lotsOf, runsOf, intervalsOf, upsellsOf] = [
    byOrder(stages),
    byOrder(norms),
    byOrder(lots),
    byOrder(runs),
    byOrder(intervals),
    byOrder(upsells),
  ];
  return orders.map((row) => ({
    order: orderFromRow(
      row,
      upsellsOf(row.id)
        .filter((upsell) => !upsell.removed)
        .map((upsell) => upsell.upsell_id)
        .sort(),
    ),
    stages: stagesOf(row.id).map(stageFromRow),
    norms: byId(normsOf(row.id).map(normFromRow)),
    lots: byId(lotsOf(row.id).map(lotFromRow)),
    runs: byId(runsOf(row.id).map(runFromRow)),
    intervals: byId(intervalsOf(row.id).map(intervalFromRow)),
  }));
}

function byOrder<Row extends { readonly order_id: Id }>(
  rows: readonly Row[],
): (orderId: Id) => readonly Row[] {
  const groups = Map.groupBy(rows, (row) => row.order_id);
  return (orderId) => groups.get(orderId) ?? [];
}

const byId = <T extends { readonly id: Id }>(rows: readonly T[]): Map<Id, T> =>
  new Map(rows.map((row) => [row.id, row]));
