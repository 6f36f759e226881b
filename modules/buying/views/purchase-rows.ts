import { type RawBuilder, sql } from "kysely";
import type { Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { localDate } from "#kernel/calendar.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { purchaseRoutes } from "../contract/purchase-routes.ts";

type Row = Output<typeof purchaseRoutes.listPurchases>["rows"][number];
type Found = Omit<Row, "createdAt" | "sentAt"> & { createdAt: Date; sentAt: Date | null };

/**
 * Of line `k` of purchase order `p`: ordered without a price, it costs what it came at once nothing more is to come.
 * Null while nobody knows it.
 */
export const sumOfLine = sql<string | null>`case
  when k.price is not null then round(k.quantity * k.price, 4)
  when k.received >= k.quantity or p.state = 'received' then k.received_value end`;

/** `where` speaks of the purchase order as `p` and of its supplier as `s`. */
export async function selectPurchases(
  tx: Tx,
  viewer: Viewer,
  choice: {
    readonly where: RawBuilder<unknown>;
    readonly order: RawBuilder<unknown>;
    readonly limit: number;
  },
): Promise<Row[]> {
  const today = localDate(viewer.now, viewer.timeZone);
  const { rows } = await sql<Found>`
    select p.id, p.number, p.state, p.closed_short as "closedShort", p.supplier_id as "supplierId",
      s.name as "supplierName", p.warehouse_id as "warehouseId", w.name as "warehouseName",
      p.expected_date as "expectedDate",
      p.state in ('sent', 'partly_received') and coalesce(p.expected_date < ${today}::date, false) as late,
      coalesce(l.lines, 0) as lines, coalesce(l.through, 0) as "linesReceived",
      coalesce(l.goods, '{}') as goods,
      ${viewer.may("item.cost") ? sql`case when l.unpriced = 0 then trim_scale(l.total)::text end` : sql`null`} as total,
      p.created_at as "createdAt", p.sent_at as "sentAt"
    from purchase_order p
    join supplier s on s.workspace_id = p.workspace_id and s.id = p.supplier_id
    join warehouse w on w.workspace_id = p.workspace_id and w.id = p.warehouse_id
    left join lateral (
      select count(*) as lines, count(*) filter (where k.received >= k.quantity) as through,
        count(*) filter (where ${sumOfLine} is null) as unpriced,
        sum(${sumOfLine}) as total,
        (array_agg(case when i.name = v.name then i.name else i.name || ', ' || v.name end
          order by k.position, k.id))[1:3] as goods
      from purchase_line k
      join variant v on v.workspace_id = k.workspace_id and v.id = k.variant_id
      join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
      where k.workspace_id = p.workspace_id and k.purchase_id = p.id and not k.removed
    ) as l on true
    where p.workspace_id = ${tx.workspaceId} and ${choice.where}
    order by ${choice.order}
    limit ${choice.limit}`.execute(tx.db);
  return rows.map((row) => ({
    ...row,
    createdAt: row.createdAt.toISOString(),
    sentAt: row.sentAt === null ? null : row.sentAt.toISOString(),
  }));
}
