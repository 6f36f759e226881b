import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { shortageRoutes } from "#modules/production/contract/shortage-routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { fillingKeys, orderNormColumns, orderNormTables } from "./order-norm-rows.ts";

type Route = typeof shortageRoutes.showShortage;
type Shown = Output<Route>;
type Head = Omit<Shown, "expected" | "before" | "holders"> & { id: Id; balanceId: Id; closed: boolean };

/** All that a supervisor weighs who wants to get a material for a norm. */
export async function showShortage(tx: Tx, { normId }: Input<Route>, viewer: Viewer): Promise<Result<Shown>> {
  const { rows: heads } = await sql<Head>`
    select r.id, r.balance_id as "balanceId", r.closed, b.variant_id as "variantId", b.warehouse_id as "warehouseId",
      w.name as "warehouseName", i.unit, trim_scale(r.quantity)::text as held,
      trim_scale(greatest(r.wanted - r.quantity, 0))::text as missing, r.by_hand as "byHand",
      trim_scale(greatest(b.on_hand, 0) - b.reserved)::text as free
    from reservation r
    join balance b on b.workspace_id = r.workspace_id and b.id = r.balance_id
    join warehouse w on w.workspace_id = b.workspace_id and w.id = b.warehouse_id
    join variant v on v.workspace_id = b.workspace_id and v.id = b.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where r.workspace_id = ${tx.workspaceId} and r.order_norm_id = ${normId}`.execute(tx.db);
  const [head] = heads;
  if (head === undefined) return no("norm_unknown", {}, ["normId"]);
  const { id, balanceId, closed, ...shown } = head;
  if (closed) return no("reservation_closed", {}, ["normId"]);
  const [expected, before, holders] = await Promise.all([
    readExpected(tx, shown, viewer.may("purchase.read")),
    readBefore(tx, balanceId, id),
    readHolders(tx, balanceId, id),
  ]);
  return ok({ ...shown, expected, before, holders });
}

async function readExpected(
  tx: Tx,
  place: { readonly variantId: Id; readonly warehouseId: Id },
  seesPurchases: boolean,
): Promise<Shown["expected"]> {
  const { rows } = await sql<Shown["expected"][number]>`
    select p.id as "purchaseId", p.number, u.name as "supplierName",
      trim_scale(l.quantity - l.received)::text as quantity, p.expected_date::text as date
    from purchase_line l
    join purchase_order p on p.workspace_id = l.workspace_id and p.id = l.purchase_id
      and p.warehouse_id = ${place.warehouseId} and p.state in ('sent', 'partly_received')
    join supplier u on u.workspace_id = p.workspace_id and u.id = p.supplier_id
    where l.workspace_id = ${tx.workspaceId} and l.variant_id = ${place.variantId} and l.received < l.quantity
      and not l.removed
    order by p.expected_date nulls last, p.number, l.position
    limit 20`.execute(tx.db);
  if (seesPurchases) return rows;
  return rows.map((row) => ({ ...row, purchaseId: null, number: null, supplierName: null }));
}

async function readBefore(tx: Tx, balanceId: Id, reservationId: Id): Promise<Shown["before"]> {
  const { rows } = await sql<Shown["before"]>`
    select count(distinct r.order_id)::int as orders,
      trim_scale(coalesce(sum(r.wanted - r.quantity), 0))::text as missing
    from reservation r
    where r.workspace_id = ${tx.workspaceId} and r.balance_id = ${balanceId} and not r.closed and not r.by_hand
      and r.quantity < r.wanted
      and (${fillingKeys}) < (
        select ${fillingKeys} from reservation r where r.workspace_id = ${tx.workspaceId} and r.id = ${reservationId})`.execute(
    tx.db,
  );
  return rows[0] ?? { orders: 0, missing: "0" };
}

/** The lowest priority and latest due date first, as reservations yield. */
async function readHolders(tx: Tx, balanceId: Id, reservationId: Id): Promise<Shown["holders"]> {
  const { rows } = await sql<Shown["holders"][number]>`
    select ${orderNormColumns}
    from reservation r ${orderNormTables}
    where r.workspace_id = ${tx.workspaceId} and r.balance_id = ${balanceId} and r.quantity > 0
      and r.id <> ${reservationId}
    order by r.priority_rank, r.due_at desc nulls first, r.id
    limit 50`.execute(tx.db);
  return rows;
}
