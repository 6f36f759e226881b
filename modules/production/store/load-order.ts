import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Order, OrderState } from "../core/order-state.ts";
import {
  intervalFromRow,
  lotFromRow,
  normFromRow,
  orderFromRow,
  runFromRow,
  stageFromRow,
} from "./order-rows.ts";

/**
 * Locks an order and loads it with all its lots, runs and intervals. Every command on an order comes through
 * here first, so that its lock is the first after the deal's and two commands on one order wait in line.
 */
export async function lockOrder(tx: Tx, orderId: Id): Promise<OrderState | null> {
  const row = await tx.db
    .selectFrom("production_order")
    .selectAll()
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", orderId)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : loadParts(tx, orderFromRow(row));
}

/** The same, by one of its runs: who taps a card names the run. */
export async function lockOrderOfRun(tx: Tx, runId: Id): Promise<OrderState | null> {
  const row = await tx.db
    .selectFrom("production_order")
    .selectAll()
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", (query) =>
      query
        .selectFrom("run")
        .select("run.order_id")
        .where("run.workspace_id", "=", tx.workspaceId)
        .where("run.id", "=", runId),
    )
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : loadParts(tx, orderFromRow(row));
}

async function loadParts(tx: Tx, order: Order): Promise<OrderState> {
  const { db, workspaceId } = tx;
  const own = <Q extends { where(column: "workspace_id" | "order_id", operator: "=", value: string): Q }>(
    query: Q,
  ): Q => query.where("workspace_id", "=", workspaceId).where("order_id", "=", order.id);
  const [stages, norms, lots, runs, intervals] = await Promise.all([
    own(db.selectFrom("order_stage").selectAll()).orderBy("position").execute(),
    own(db.selectFrom("order_norm").selectAll()).orderBy("position").execute(),
    own(db.selectFrom("lot").selectAll()).execute(),
    own(db.selectFrom("run").selectAll()).execute(),
    own(db.selectFrom("work_interval").selectAll()).execute(),
  ]);
  return {
    order,
    stages: stages.map(stageFromRow),
    norms: byId(norms.map(normFromRow)),
    lots: byId(lots.map(lotFromRow)),
    runs: byId(runs.map(runFromRow)),
    intervals: byId(intervals.map(intervalFromRow)),
  };
}

const byId = <T extends { readonly id: Id }>(rows: readonly T[]): Map<Id, T> =>
  new Map(rows.map((row) => [row.id, row]));
