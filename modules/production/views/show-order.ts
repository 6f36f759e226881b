import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { pageColumns, readCards, textOf } from "./order-card.ts";
import { readLots } from "./order-lots.ts";
import { readStages } from "./order-stages.ts";
import { isShownNorm } from "./show-order-materials.ts";
import { verbsOfOrder } from "./verbs.ts";

type Route = typeof productionRoutes.showOrder;

export async function showOrder(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Output<Route>>> {
  const page = sql`select ${pageColumns}, 1 as place from production_order o
    where o.workspace_id = ${tx.workspaceId} and o.id = ${input.orderId}`;
  const [card] = await readCards(tx, page, viewer);
  if (card === undefined) return no("order_unknown", {}, ["orderId"]);
  const header = await readHeader(tx, card.id);
  const stages = await readStages(tx, { ...card, units: header.ordered_and_over }, viewer);
  const lots = await readLots(tx, card, viewer);
  return ok({
    ...card,
    version: header.version,
    itemId: header.item_id,
    variantId: header.variant_id,
    templateId: header.template_id,
    templateName: header.template_name,
    templateNumber: header.template_number,
    over: header.over,
    inWork: header.in_work,
    withdrawn: header.withdrawn,
    notes: header.notes,
    cancelReason: header.cancel_reason,
    responsible:
      header.responsible_id === null || header.responsible_name === null
        ? null
        : { id: header.responsible_id, name: header.responsible_name },
    createdByName: header.created_by_name,
    plannedStart: textOf(header.planned_start),
    startedAt: textOf(header.started_at),
    warehouseName: header.warehouse_name,
    contactName: viewer.may("contact.read") ? header.contact_name : null,
    upsells: header.upsells,
    attributes: header.attributes,
    lots: lots.rows,
    lotsTotal: lots.total,
    stages,
    verbs: verbsOfOrder(card, viewer),
    materials: header.materials,
    corrections: header.corrections,
  });
}

type HeaderRow = {
  version: number;
  item_id: Id;
  variant_id: Id;
  template_id: Id;
  template_name: string;
  template_number: number;
  over: number;
  ordered_and_over: number;
  in_work: number;
  withdrawn: number;
  notes: string;
  cancel_reason: string | null;
  responsible_id: Id | null;
  responsible_name: string | null;
  created_by_name: string | null;
  planned_start: Date | null;
  started_at: Date | null;
  warehouse_name: string;
  contact_name: string | null;
  upsells: { id: Id; name: string }[];
  attributes: OrderAttributes;
  materials: number;
  corrections: number;
};

async function readHeader(tx: Tx, orderId: Id): Promise<HeaderRow> {
  const nameOf = (column: "responsible_id" | "created_by") =>
    sql`(select m.name from member m where m.workspace_id = ${tx.workspaceId} and m.id = ${sql.ref(`o.${column}`)})`;
  const { rows } = await sql<HeaderRow>`
    select o.version, o.variant_id, v.item_id, t.id as template_id, t.name as template_name, tv.number as template_number,
      o.over, o.ordered + o.over as ordered_and_over, o.in_work, o.withdrawn, o.notes, o.cancel_reason,
      o.responsible_id, ${nameOf("responsible_id")} as responsible_name, ${nameOf("created_by")} as created_by_name,
      o.planned_start, o.started_at, w.name as warehouse_name,
      (select c.name from deal d join contact c on c.workspace_id = ${tx.workspaceId} and c.id = d.contact_id
        where d.workspace_id = ${tx.workspaceId} and d.id = o.deal_id) as contact_name,
      coalesce(${upsellsOfOrder(tx)}, '[]') as upsells, o.attributes,
      (select count(*) from order_norm n
        join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = n.order_stage_id
        where n.workspace_id = ${tx.workspaceId} and n.order_id = o.id and ${isShownNorm}) as materials,
      (select count(*) from correction c
        where c.workspace_id = ${tx.workspaceId} and c.order_id = o.id and c.state = 'proposed') as corrections
    from production_order o
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = o.variant_id
    join template_version tv on tv.workspace_id = ${tx.workspaceId} and tv.id = o.template_version_id
    join template t on t.workspace_id = ${tx.workspaceId} and t.id = tv.template_id
    join warehouse w on w.workspace_id = ${tx.workspaceId} and w.id = o.warehouse_id
    where o.workspace_id = ${tx.workspaceId} and o.id = ${orderId}`.execute(tx.db);
  const row = rows[0];
  if (row === undefined) throw new Error(`Order ${orderId} lacks a part that the schema promises`);
  return row;
}

/** The options sold on top of order `o`, as a JSON array; null where there are none. */
export const upsellsOfOrder = (tx: Tx) => sql<{ id: Id; name: string }[] | null>`(
  select json_agg(json_build_object('id', u.id, 'name', u.name) order by u.name, u.id)
  from order_upsell ou join upsell u on u.workspace_id = ${tx.workspaceId} and u.id = ou.upsell_id
  where ou.workspace_id = ${tx.workspaceId} and ou.order_id = o.id and not ou.removed)`;
