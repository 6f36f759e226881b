import { sql } from "kysely";
import { type Decimal, sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { purchaseRoutes } from "../contract/purchase-routes.ts";
import { leftOf, verbsOf } from "../core/purchase-state.ts";
import { packOf } from "./list-supplier-prices.ts";
import { selectPurchases, sumOfLine } from "./purchase-rows.ts";

type Route = typeof purchaseRoutes.showPurchase;
type Head = {
  notes: string;
  version: number;
  sent: boolean;
  supplierPhone: string | null;
  supplierEmail: string | null;
  createdByName: string | null;
};
type LineRow = {
  id: Id;
  variantId: Id;
  itemId: Id;
  itemName: string;
  variantName: string;
  sku: string | null;
  unit: Unit;
  quantity: Decimal;
  packName: string | null;
  packContains: Decimal | null;
  price: Decimal | null;
  received: Decimal;
  receivedValue: Decimal;
  sum: Decimal | null;
  articleNumber: string | null;
  traced: boolean;
  shelfLifeDays: number | null;
};

export async function showPurchase(
  tx: Tx,
  { purchaseId }: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const [row] = await selectPurchases(tx, viewer, {
    where: sql`p.id = ${purchaseId}`,
    order: sql`p.id`,
    limit: 1,
  });
  const { rows: heads } = await sql<Head>`
    select p.notes, p.version, p.sent_at is not null as sent, s.phone as "supplierPhone", s.email as "supplierEmail",
      m.name as "createdByName"
    from purchase_order p
    join supplier s on s.workspace_id = p.workspace_id and s.id = p.supplier_id
    left join member m on m.workspace_id = p.workspace_id and m.id = p.created_by
    where p.workspace_id = ${tx.workspaceId} and p.id = ${purchaseId}`.execute(tx.db);
  const [head] = heads;
  if (row === undefined || head === undefined) return no("purchase_unknown", {}, ["purchaseId"]);
  const { rows: lines } = await sql<LineRow>`
    select k.id, k.variant_id as "variantId", i.id as "itemId", i.name as "itemName", v.name as "variantName", v.sku,
      i.unit, k.quantity, k.pack_name as "packName", k.pack_contains as "packContains", k.price, k.received,
      k.received_value as "receivedValue", ${sumOfLine} as sum, i.traced, i.shelf_life_days as "shelfLifeDays",
      (select o.article_number from supplier_price o
       where o.workspace_id = k.workspace_id and o.supplier_id = ${row.supplierId} and o.variant_id = k.variant_id
       order by o.valid_from desc, o.id desc limit 1) as "articleNumber"
    from purchase_line k
    join purchase_order p on p.workspace_id = k.workspace_id and p.id = k.purchase_id
    join variant v on v.workspace_id = k.workspace_id and v.id = k.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where k.workspace_id = ${tx.workspaceId} and k.purchase_id = ${purchaseId} and not k.removed
    order by k.position, k.id`.execute(tx.db);
  const seesCost = viewer.may("item.cost");
  const purchase = { state: row.state, closedShort: row.closedShort, sent: head.sent, lines };
  const mayWrite = viewer.may("purchase.write");
  const { goods: _, linesReceived: __, ...card } = row;
  const { sent: ___, ...rest } = head;
  return ok({
    ...card,
    ...rest,
    receivedTotal: seesCost ? text(sum(lines.map((line) => line.receivedValue))) : null,
    lines: lines.map(({ packName, packContains, ...line }) => ({
      ...line,
      quantity: text(line.quantity),
      pack: packOf(packName, packContains === null ? null : text(packContains)),
      price: line.price === null || !seesCost ? null : text(line.price),
      received: text(line.received),
      left: text(leftOf(line, purchase)),
      sum: line.sum === null || !seesCost ? null : text(line.sum),
      receivedValue: seesCost ? text(line.receivedValue) : null,
      articleNumber: line.articleNumber ?? "",
    })),
    verbs: mayWrite ? [...verbsOf(purchase)] : [],
  });
}
