import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { insertRows, upsertRows } from "#server/database/write-rows.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { GivenSoFar } from "../core/aggregation.ts";
import type { OrderChange } from "../core/order-change.ts";
import { countOnBoard } from "./board-count.ts";
import { lotToRow, orderToRow, runToRow } from "./order-rows.ts";

/**
 * Saves what happened to members of a batch: their order, lots and runs, in three statements for all of them. Their
 * stages, norms and time stay as they are while others make their units.
 */
export async function saveMembers(tx: Tx, changes: readonly OrderChange[]): Promise<void> {
  const { workspaceId } = tx;
  if (changes.length === 0) return;
  const standings = await countOnBoard(
    tx,
    changes.map(({ before, state }) => ({ before, after: state })),
  );
  await upsertRows(
    tx,
    "production_order",
    changes.map(({ state }, place) => orderToRow(workspaceId, state.order, standings[place])),
  );
  await upsertRows(
    tx,
    "lot",
    changes.flatMap(({ before, state }) =>
      changed(before.lots, state.lots).map((lot) => lotToRow(workspaceId, state.order.id, lot)),
    ),
  );
  await upsertRows(
    tx,
    "run",
    changes
      .flatMap(({ before, state }) =>
        changed(before.runs, state.runs).map((run) => ({
          run,
          row: runToRow(
            workspaceId,
            state.order,
            run,
            state.stages.find((stage) => stage.id === run.stageId)?.name ?? "",
          ),
        })),
      )
      // Void ones first: a lot has one run a stage and cycle, and the index looks row by row.
      .sort((a, b) => Number(b.run.state === "void") - Number(a.run.state === "void"))
      .map(({ row }) => row),
  );
}

function changed<T>(before: ReadonlyMap<Id, T>, after: ReadonlyMap<Id, T>): T[] {
  return [...after].filter(([id, row]) => before.get(id) !== row).map(([, row]) => row);
}

/** The lines of what a batch gave away, as its facts tell them. */
export async function insertGivenShares(tx: Tx, batch: OrderChange): Promise<void> {
  const rows = batch.facts.flatMap((fact) =>
    fact.kind !== "units_given"
      ? []
      : fact.data.shares.map((share) => ({
          workspace_id: tx.workspaceId,
          id: share.id,
          batch_order_id: batch.state.order.id,
          order_id: share.orderId,
          position: share.position,
          units: share.units,
          weight: share.weight,
          received_cost: share.receivedCost,
          separate_loss: share.separateLoss,
          late_difference: share.lateDifference,
          at: fact.data.at,
        })),
  );
  await insertRows(tx, "aggregation_share", rows);
}

/** What a batch has given so far, an order a row; the batch's own last. */
export async function loadGiven(tx: Tx, batchOrderId: Id): Promise<GivenSoFar[]> {
  const { rows } = await sql<{
    orderId: Id;
    number: number;
    position: number;
    weight: number;
    receivedCost: Decimal;
    separateLoss: Decimal;
    lateDifference: Decimal;
  }>`
    select a.order_id as "orderId", o.number, a.position, sum(a.weight)::integer as weight,
      sum(a.received_cost) as "receivedCost", sum(a.separate_loss) as "separateLoss",
      sum(a.late_difference) as "lateDifference"
    from aggregation_share a
    join production_order o on o.workspace_id = ${tx.workspaceId} and o.id = a.order_id
    where a.workspace_id = ${tx.workspaceId} and a.batch_order_id = ${batchOrderId}
    group by a.order_id, o.number, a.position
    order by a.position`.execute(tx.db);
  return rows;
}

/** What people call the batch order of a member. */
export async function numberOfBatch(tx: Tx, batchOrderId: Id): Promise<number> {
  const row = await tx.db
    .selectFrom("production_order")
    .select("number")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", batchOrderId)
    .executeTakeFirstOrThrow();
  return row.number;
}

/** Which of these orders others are being made for. */
export async function ordersAwaiting(tx: Tx, orderIds: readonly Id[]): Promise<ReadonlySet<Id>> {
  const { rows } = await sql<{ id: Id }>`
    select distinct o.parent_id as id from production_order o
    where o.workspace_id = ${tx.workspaceId} and o.parent_id = any(${[...orderIds]}::uuid[])
      and o.status in ('pending', 'in_progress', 'partially_done')`.execute(tx.db);
  return new Set(rows.map((row) => row.id));
}
