import { sql } from "kysely";
import type { Id, NewId } from "#kernel/id.ts";
import { insertRows, upsertRows, writeRows } from "#server/database/write-rows.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { isOpen, type OrderState, type Run } from "../core/order-state.ts";
import { countOnBoard } from "./board-count.ts";
import { intervalToRow, lotToRow, normToRow, orderToRow, runToRow, stageToRow } from "./order-rows.ts";

/** Saves a new order whole: a statement a table, whatever the number of units. */
export async function insertOrder(tx: Tx, state: OrderState, newId: NewId): Promise<void> {
  const { workspaceId } = tx;
  const orderId = state.order.id;
  const [standing] = await countOnBoard(tx, [{ before: null, after: state }]);
  await insertRows(tx, "production_order", [orderToRow(workspaceId, state.order, standing)]);
  await saveUpsells(tx, orderId, [], state.order.upsellIds, newId);
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
    [...state.runs.values()].map((run) => runToRow(workspaceId, state.order, run, nameOfStage(state, run))),
  );
}

/** Saves what a command changed: the state is never changed in place, so what is not the same object is new. */
export async function saveOrder(tx: Tx, before: OrderState, after: OrderState, newId: NewId): Promise<void> {
  const { workspaceId } = tx;
  const orderId = after.order.id;
  const [standing] = await countOnBoard(tx, [{ before, after }]);
  await upsertRows(tx, "production_order", [orderToRow(workspaceId, after.order, standing)]);
  await saveUpsells(tx, orderId, before.order.upsellIds, after.order.upsellIds, newId);
  await upsertRows(
    tx,
    "order_stage",
    after.stages
      .filter((stage, place) => before.stages[place] !== stage)
      .map((stage) => stageToRow(workspaceId, orderId, stage)),
  );
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
    changedRuns(before, after).map((run) => runToRow(workspaceId, after.order, run, nameOfStage(after, run))),
  );
  // Of an order unit by unit only some runs are loaded, and the others begin with it.
  if (after.order.batchMode === "per_unit" && hasBegun(before) !== hasBegun(after)) {
    await writeRows(
      tx,
      "run",
      sql`update run set begun = ${hasBegun(after)}
        where workspace_id = ${workspaceId} and order_id = ${orderId} and begun <> ${hasBegun(after)}`,
    );
  }
  await upsertRows(
    tx,
    "work_interval",
    // Closed ones first: a person has one open work interval at a time, and the index looks row by row.
    changed(before.intervals, after.intervals)
      .sort((a, b) => Number(a.endedAt === null) - Number(b.endedAt === null))
      .map((interval) => intervalToRow(workspaceId, orderId, interval)),
  );
}

const hasBegun = ({ order }: OrderState): boolean => order.status !== "pending";
const nameOfStage = ({ stages }: OrderState, run: Run): string =>
  stages.find((stage) => stage.id === run.stageId)?.name ?? "";

/** Void ones first: a lot has one run a stage and cycle, and the index looks row by row. */
function changedRuns(before: OrderState, after: OrderState): Run[] {
  const runs = changed(before.runs, after.runs);
  const { priority, dueAt } = after.order;
  if (
    priority !== before.order.priority ||
    dueAt?.getTime() !== before.order.dueAt?.getTime() ||
    hasBegun(before) !== hasBegun(after)
  ) {
    // Open runs carry the order's priority and due date, and whether it has begun.
    const seen = new Set(runs.map((run) => run.id));
    runs.push(...[...after.runs.values()].filter((run) => isOpen(run) && !seen.has(run.id)));
  }
  return runs.sort((a, b) => Number(b.state === "void") - Number(a.state === "void"));
}

function changed<T>(before: ReadonlyMap<Id, T>, after: ReadonlyMap<Id, T>): T[] {
  return [...after].filter(([id, row]) => before.get(id) !== row).map(([, row]) => row);
}

async function saveUpsells(
  tx: Tx,
  orderId: Id,
  before: readonly Id[],
  after: readonly Id[],
  newId: NewId,
): Promise<void> {
  const rows = [
    ...after
      .filter((id) => !before.includes(id))
      .map((id) => ({ id: newId(), upsell_id: id, removed: false })),
    ...before
      .filter((id) => !after.includes(id))
      .map((id) => ({ id: newId(), upsell_id: id, removed: true })),
  ];
  if (rows.length === 0) return;
  await writeRows(
    tx,
    "order_upsell",
    sql`
      insert into order_upsell (workspace_id, id, order_id, upsell_id, removed)
      select ${tx.workspaceId}, u.id, ${orderId}, u.upsell_id, u.removed
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as u(id uuid, upsell_id uuid, removed boolean)
      on conflict (workspace_id, order_id, upsell_id) do update set removed = excluded.removed`,
  );
}
