import { sql } from "kysely";
import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { aggregationRoutes } from "#modules/production/contract/aggregation-routes.ts";
import type { OrderStatus } from "#modules/production/contract/order-card.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { readBatches } from "./batches-of-orders.ts";

type Route = typeof aggregationRoutes.showGathered;

/** The same for the batch order and for each of its members: both ways. */
export async function showGathered(
  tx: Tx,
  { orderId }: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const order = await tx.db
    .selectFrom("production_order")
    .select(["batch_order_id", "gathers"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", orderId)
    .executeTakeFirst();
  if (order === undefined) return no("order_unknown", {}, ["orderId"]);
  const batchId = order.gathers ? orderId : order.batch_order_id;
  const batch = batchId === null ? undefined : (await readBatches(tx, [batchId])).get(batchId);
  if (batchId === null || batch === undefined) return no("not_in_batch");
  const [members, surplus] = await Promise.all([
    readMembers(tx, batchId, viewer),
    readSurplus(tx, batchId, viewer),
  ]);
  return ok({ batch, mayLeave: batch.status === "pending", members, surplus });
}

type Row = {
  orderId: Id;
  number: number;
  status: OrderStatus;
  ordered: number;
  isGiven: boolean;
  units: number;
  cost: Decimal;
  dueDate: string | null;
  notes: string;
  files: number;
  dealId: Id | null;
  dealTitle: string | null;
};

/** In the order in which good units go to them: see core/share-batch.ts, byDueDate. */
async function readMembers(tx: Tx, batchId: Id, viewer: Viewer): Promise<Output<Route>["members"]> {
  const { rows } = await sql<Row>`
    select o.id as "orderId", o.number, o.status, o.ordered, o.status = 'done' as "isGiven", o.given_units as units,
      o.given_cost as cost, o.due_date as "dueDate", left(o.notes, 1000) as notes,
      (select count(distinct (l.role, lower(f.name)))::integer from file_link l
        join file f on f.workspace_id = ${tx.workspaceId} and f.id = l.file_id
        where l.workspace_id = ${tx.workspaceId} and l.thing = 'order' and l.thing_id = o.id
          and l.removed_at is null) as files,
      d.id as "dealId", d.title as "dealTitle"
    from production_order o
    left join deal d on d.workspace_id = ${tx.workspaceId} and d.id = o.deal_id and ${viewer.may("deal.read")}
    where o.workspace_id = ${tx.workspaceId} and o.batch_order_id = ${batchId}
    order by o.due_at nulls last, o.number`.execute(tx.db);
  const seesCost = viewer.may("order.cost");
  return rows.map(({ isGiven, units, cost, ...row }) => ({
    ...row,
    units: isGiven ? units : null,
    cost: isGiven && seesCost ? text(cost) : null,
  }));
}

async function readSurplus(tx: Tx, batchId: Id, viewer: Viewer): Promise<Output<Route>["surplus"]> {
  const { rows } = await sql<{ units: number | null; cost: Decimal | null }>`
    select sum(a.units)::integer as units, sum(a.received_cost + a.separate_loss + a.late_difference) as cost
    from aggregation_share a
    where a.workspace_id = ${tx.workspaceId} and a.batch_order_id = ${batchId} and a.order_id = ${batchId}`.execute(
    tx.db,
  );
  const [kept] = rows;
  if (kept === undefined || kept.units === null || kept.cost === null) return null;
  return { units: kept.units, cost: viewer.may("order.cost") ? text(kept.cost) : null };
}
