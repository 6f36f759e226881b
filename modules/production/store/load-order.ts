import type { Selectable } from "kysely";
import type { DB } from "#db/types.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Standing } from "../core/board-places.ts";
import type { Order, OrderState } from "../core/order-state.ts";
import { rememberStanding } from "./board-count.ts";
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
  return row === undefined ? null : loadParts(tx, orderOfRow(tx, row), null);
}

/** As lockOrder, without the lock: to look at. */
export async function loadOrder(tx: Tx, orderId: Id): Promise<OrderState | null> {
  const row = await tx.db
    .selectFrom("production_order")
    .selectAll()
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", orderId)
    .executeTakeFirst();
  return row === undefined ? null : loadParts(tx, orderOfRow(tx, row), null);
}

/**
 * The same, by runs of it: who taps a card names the run. Per unit, lots have nothing to do with each other, so
 * that of a thousand units only those of the tap are loaded with their runs and times; the lots are all there.
 */
export async function lockOrderOfRun(
  tx: Tx,
  runId: Id,
  alsoRunIds: readonly Id[] = [],
): Promise<OrderState | null> {
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
  if (row === undefined) return null;
  const order = orderOfRow(tx, row);
  return loadParts(tx, order, order.batchMode === "per_unit" ? [runId, ...alsoRunIds] : null);
}

/** By one of its lots. */
export async function lockOrderOfLot(tx: Tx, lotId: Id): Promise<OrderState | null> {
  const lot = await tx.db
    .selectFrom("lot")
    .select("order_id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", lotId)
    .executeTakeFirst();
  return lot === undefined ? null : lockOrder(tx, lot.order_id);
}

/** The order of a run, without a lock; null where there is no such run. */
export async function orderOfRun(tx: Tx, runId: Id): Promise<Id | null> {
  const run = await tx.db
    .selectFrom("run")
    .select("order_id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", runId)
    .executeTakeFirst();
  return run?.order_id ?? null;
}

function orderOfRow(tx: Tx, row: Selectable<DB["production_order"]>): Order {
  rememberStanding(tx, row.id, row.standing as unknown as Standing);
  return orderFromRow(row, []);
}

/** `runIds` null: everything; else the runs of these runs' lots, and of what is worked on together with them. */
async function loadParts(tx: Tx, order: Order, runIds: readonly Id[] | null): Promise<OrderState> {
  const { db, workspaceId } = tx;
  const own = <Q extends { where(column: "workspace_id" | "order_id", operator: "=", value: string): Q }>(
    query: Q,
  ): Q => query.where("workspace_id", "=", workspaceId).where("order_id", "=", order.id);
  const lotIds = runIds === null ? null : await lotsOfRuns(tx, order.id, runIds);
  const ofLots = own(db.selectFrom("run").selectAll());
  const [stages, norms, lots, runs, intervals, upsells] = await Promise.all([
    own(db.selectFrom("order_stage").selectAll()).orderBy("position").execute(),
    own(db.selectFrom("order_norm").selectAll()).orderBy("position").execute(),
    own(db.selectFrom("lot").selectAll()).execute(),
    (lotIds === null ? ofLots : ofLots.where("lot_id", "in", lotIds)).execute(),
    lotIds === null
      ? own(db.selectFrom("work_interval").selectAll()).execute()
      : own(db.selectFrom("work_interval").selectAll())
          .where("run_id", "in", (query) =>
            query
              .selectFrom("run")
              .select("run.id")
              .where("run.workspace_id", "=", workspaceId)
              .where("run.lot_id", "in", lotIds),
          )
          .execute(),
    own(db.selectFrom("order_upsell").select(["upsell_id", "removed"])).execute(),
  ]);
  const upsellIds = upsells.filter((row) => !row.removed).map((row) => row.upsell_id);
  return {
    order: { ...order, upsellIds: upsellIds.sort() },
    stages: stages.map(stageFromRow),
    norms: byId(norms.map(normFromRow)),
    lots: byId(lots.map(lotFromRow)),
    runs: byId(runs.map(runFromRow)),
    intervals: byId(intervals.map(intervalFromRow)),
  };
}

async function lotsOfRuns(tx: Tx, orderId: Id, runIds: readonly Id[]): Promise<Id[]> {
  const rows = await tx.db
    .selectFrom("run")
    .select("run.lot_id")
    .distinct()
    .where("run.workspace_id", "=", tx.workspaceId)
    .where("run.order_id", "=", orderId)
    .where((where) =>
      where.or([
        where("run.id", "in", [...runIds]),
        // What is worked on together ends and goes on together, and a defect ends all runs of its lot.
        where(
          "run.id",
          "in",
          where
            .selectFrom("work_interval as mine")
            .innerJoin("work_interval as other", (join) =>
              join
                .onRef("other.workspace_id", "=", "mine.workspace_id")
                .onRef("other.together_id", "=", "mine.together_id"),
            )
            .select("other.run_id")
            .innerJoin("run as own", (join) =>
              join.onRef("own.workspace_id", "=", "mine.workspace_id").onRef("own.id", "=", "mine.run_id"),
            )
            .innerJoin("run as asked", (join) =>
              join
                .onRef("asked.workspace_id", "=", "own.workspace_id")
                .onRef("asked.lot_id", "=", "own.lot_id"),
            )
            .where("mine.workspace_id", "=", tx.workspaceId)
            .where("asked.id", "in", [...runIds])
            .where("mine.ended_at", "is", null),
        ),
      ]),
    )
    .execute();
  return rows.map((row) => row.lot_id);
}

const byId = <T extends { readonly id: Id }>(rows: readonly T[]): Map<Id, T> =>
  new Map(rows.map((row) => [row.id, row]));
