import { sql } from "kysely";
import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { templatesRoutes } from "../contract/routes.ts";
import { type TemplateBody, templateBodyField } from "../contract/template-body.ts";
import { idsByKind, listReferences } from "../core/body-references.ts";
import { withoutPrices } from "../core/hide-prices.ts";
import { type ResolvedTemplate, resolveTemplate, type VariantOfItem } from "../core/resolve-template.ts";
import { loadResolverInputs } from "../store/resolver-inputs.ts";
import { openOrders } from "./open-orders.ts";

type Route = typeof templatesRoutes.showTemplate;
type Shown = Output<Route>;

/** Prices are inventory's and rates costing's: whoever opens the door hands in how a plan is priced. */
export type PriceTemplate = (
  tx: Tx,
  resolved: ResolvedTemplate,
  itemVariants: ReadonlyMap<Id, readonly VariantOfItem[]>,
  now: Date,
) => Promise<{
  readonly material: Decimal;
  readonly labour: Decimal;
  readonly subcontracting: Decimal;
  readonly total: Decimal;
}>;

export function showTemplatePricedBy(price: PriceTemplate) {
  return async (tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Shown>> => {
    const found = await selectTemplate(tx, input.templateId, input.number);
    if (found === null) return no("template_unknown", {}, ["templateId"]);
    const { storedBody, approvedBy, ...template } = found;
    const body = templateBodyField.parse(storedBody);
    return ok({
      ...template,
      approved: approvedBy !== null,
      body: viewer.may("order.planned_cost") ? body : withoutPrices(body),
      names: await selectNames(tx, body),
      versions: await selectVersions(tx, input.templateId),
      plannedCost: viewer.may("order.planned_cost")
        ? await planOne(tx, { body, itemId: template.itemId, now: viewer.now }, price)
        : null,
    });
  };
}

type Found = Pick<
  Shown,
  "id" | "name" | "itemId" | "itemName" | "unit" | "archived" | "currentNumber" | "number"
> & {
  storedBody: unknown;
  approvedBy: Id | null;
};

/** `null` also where the template has no version of the number: to the reader there is no such thing. */
async function selectTemplate(tx: Tx, templateId: Id, number: number | undefined): Promise<Found | null> {
  const { rows } = await sql<Found>`
    select t.id, t.name, t.item_id as "itemId", i.name as "itemName", i.unit, t.archived,
      t.current_number as "currentNumber", tv.number, tv.body as "storedBody", tv.approved_by as "approvedBy"
    from template t
    join item i on i.workspace_id = t.workspace_id and i.id = t.item_id
    join template_version tv on tv.workspace_id = t.workspace_id and tv.template_id = t.id
      and tv.number = coalesce(${number ?? null}::integer, t.current_number)
    where t.workspace_id = ${tx.workspaceId} and t.id = ${templateId}`.execute(tx.db);
  return rows[0] ?? null;
}

/** The newest; older ones are still shown by their number. */
const mostVersions = 200;

async function selectVersions(tx: Tx, templateId: Id): Promise<Shown["versions"]> {
  type Row = Omit<Shown["versions"][number], "createdAt"> & { createdAt: Date };
  const { rows } = await sql<Row>`
    select tv.number, tv.comment, tv.restored_from as "restoredFrom", tv.created_at as "createdAt", author.name as "createdByName",
      approver.name as "approvedByName",
      coalesce(open.orders, 0) as "openOrders"
    from template_version tv
    join member author on author.workspace_id = tv.workspace_id and author.id = tv.created_by
    left join member approver on approver.workspace_id = tv.workspace_id and approver.id = tv.approved_by
    left join (
      select o.template_version_id, count(*) as orders
      from production_order o
      where o.workspace_id = ${tx.workspaceId} and ${openOrders} and o.template_version_id in (
        select v.id from template_version v
        where v.workspace_id = ${tx.workspaceId} and v.template_id = ${templateId}
      )
      group by o.template_version_id
    ) as open on open.template_version_id = tv.id
    where tv.workspace_id = ${tx.workspaceId} and tv.template_id = ${templateId}
    order by tv.number desc
    limit ${mostVersions}`.execute(tx.db);
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}

type NameRow = { kind: string; id: Id; name: string; itemName: string | null; unit: Unit | null };

/** The names of all that the body names, in one statement. */
async function selectNames(tx: Tx, body: TemplateBody): Promise<Shown["names"]> {
  const ids = idsByKind(listReferences(body));
  const { rows } = await sql<NameRow>`
    select 'variant' as kind, v.id, v.name, i.name as "itemName", i.unit
    from variant v join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where v.workspace_id = ${tx.workspaceId} and v.id = any(${ids.variant}::uuid[])
    union all
    select 'item', i.id, i.name, null, i.unit from item i
    where i.workspace_id = ${tx.workspaceId} and i.id = any(${ids.item}::uuid[])
    union all
    select 'upsell', u.id, u.name, null, null from upsell u
    where u.workspace_id = ${tx.workspaceId} and u.id = any(${ids.upsell}::uuid[])
    union all
    select 'warehouse', w.id, w.name, null, null from warehouse w
    where w.workspace_id = ${tx.workspaceId} and w.id = any(${ids.warehouse}::uuid[])
    union all
    select 'member', m.id, m.name, null, null from member m
    where m.workspace_id = ${tx.workspaceId} and m.id = any(${ids.member}::uuid[])
    union all
    select 'trade', r.id, r.name, null, null from trade r
    where r.workspace_id = ${tx.workspaceId} and r.id = any(${ids.trade}::uuid[])
    union all
    select 'subcontractor', c.id, c.name, null, null from subcontractor c
    where c.workspace_id = ${tx.workspaceId} and c.id = any(${ids.subcontractor}::uuid[])
    union all
    select 'deal_status', d.id, d.name, null, null from deal_status d
    where d.workspace_id = ${tx.workspaceId} and d.id = any(${ids.deal_status}::uuid[])`.execute(tx.db);
  const namesOf = (kind: string): Record<Id, string> =>
    Object.fromEntries(rows.filter((row) => row.kind === kind).map((row) => [row.id, row.name]));
  const variants: Shown["names"]["variants"] = {};
  const items: Shown["names"]["items"] = {};
  for (const { kind, id, name, itemName, unit } of rows) {
    if (unit === null) continue;
    if (kind === "item") items[id] = { itemName: name, unit };
    else if (itemName !== null) variants[id] = { itemName, variantName: name, unit };
  }
  return {
    variants,
    items,
    upsells: namesOf("upsell"),
    warehouses: namesOf("warehouse"),
    members: namesOf("member"),
    trades: namesOf("trade"),
    dealStatuses: namesOf("deal_status"),
    subcontractors: namesOf("subcontractor"),
  };
}

/**
 * One unit of the product's first variant, made by itself: set-up and what goes in per batch are in it whole.
 * `null` where it takes values that are asked at order: previewTemplateSave is given them.
 */
async function planOne(
  tx: Tx,
  { body, itemId, now }: { body: TemplateBody; itemId: Id; now: Date },
  price: PriceTemplate,
): Promise<Shown["plannedCost"]> {
  const variantId = await findFirstVariant(tx, itemId);
  const inputs = await loadResolverInputs(tx, body, { variantId, upsellIds: [] });
  if (!inputs.ok) return null;
  const quantity = 1;
  const resolved = resolveTemplate(body, {
    variantId,
    quantity,
    batchMode: body.policies.batchMode,
    attributes: {},
    unitAttributes: [],
    ...inputs.value,
  });
  if (!resolved.ok) return null;
  const { material, labour, subcontracting, total } = await price(
    tx,
    resolved.value,
    inputs.value.itemVariants,
    now,
  );
  return {
    quantity,
    material: text(material),
    labour: text(labour),
    subcontracting: text(subcontracting),
    total: text(total),
    perUnit: text(total),
    seconds: resolved.value.stages.reduce(
      (seconds, stage) => seconds + (stage.active ? stage.plannedSeconds : 0),
      0,
    ),
  };
}

/** `null`: all are archived. */
async function findFirstVariant(tx: Tx, itemId: Id): Promise<Id | null> {
  const row = await tx.db
    .selectFrom("variant")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("item_id", "=", itemId)
    .where("archived", "=", false)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}
