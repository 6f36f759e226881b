import { sql } from "kysely";
import { type Decimal, shareOut, sum } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { shareSums } from "#kernel/share-sums.ts";
import type { ByCategory } from "#modules/costing/core/cost-breakdown.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** An order's real cost by category, what was lost apart: the four add up to its total. */
export type CostInFour = { readonly used: ByCategory; readonly loss: Decimal };

/** What an order that was gathered got of its batch. */
export type OfBatch = {
  readonly batchOrderId: Id;
  readonly batchNumber: number;
  /** of all that the batch gave away or kept */
  readonly cost: Decimal;
};

/** null: it was made by itself, or its units have not come back. */
export async function findBatchOf(tx: Tx, orderId: Id): Promise<OfBatch | null> {
  const { rows } = await sql<OfBatch>`
    select o.batch_order_id as "batchOrderId", batch.number as "batchNumber", o.given_cost as cost
    from production_order o
    join production_order batch on batch.workspace_id = ${tx.workspaceId} and batch.id = o.batch_order_id
    where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}
      and exists (select from aggregation_share a where a.workspace_id = ${tx.workspaceId} and a.order_id = o.id)`.execute(
    tx.db,
  );
  return rows[0] ?? null;
}

/**
 * The categories of a member's share: shared with those of the others, so that all members together have what the batch
 * spent on each. Where the batch bears a part alone (it was cancelled on the way), in the proportions of its whole.
 */
export async function shareInFour(tx: Tx, orderId: Id, of: OfBatch, batch: CostInFour): Promise<CostInFour> {
  const { rows } = await sql<{ orderId: Id; weight: number }>`
    select a.order_id as "orderId", sum(a.weight)::integer as weight
    from aggregation_share a
    where a.workspace_id = ${tx.workspaceId} and a.batch_order_id = ${of.batchOrderId}
    group by a.order_id, a.position order by a.position`.execute(tx.db);
  const { material, labour, subcontracting } = batch.used;
  const whole = [material, labour, subcontracting, batch.loss];
  const shares = shareSums(
    whole,
    rows.map((row) => row.weight),
  );
  const own = shares[rows.findIndex((row) => row.orderId === orderId)] ?? [];
  return inFour(sum(own).eq(of.cost) ? own : shareOut(of.cost, whole));
}

function inFour([material, labour, subcontracting, loss]: readonly Decimal[]): CostInFour {
  if (material === undefined || labour === undefined || subcontracting === undefined || loss === undefined)
    throw new Error("A cost has four parts");
  return { used: { material, labour, subcontracting }, loss };
}
