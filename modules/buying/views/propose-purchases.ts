import { sql } from "kysely";
import { localDate } from "#kernel/calendar.ts";
import { type Decimal, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { purchaseRoutes } from "../contract/purchase-routes.ts";
import { inOrderOfChoice, type Pack, quantityNeeded, roundUpToPacks } from "../core/propose-quantity.ts";
import { packOf } from "./list-supplier-prices.ts";

type Route = typeof purchaseRoutes.proposePurchases;
type Proposal = Output<Route>["rows"][number];
type NeedRow = {
  variantId: Id;
  itemId: Id;
  itemName: string;
  variantName: string;
  sku: string | null;
  unit: Unit;
  warehouseId: Id;
  warehouseName: string;
  balanceId: Id | null;
  onHand: Decimal;
  reserved: Decimal;
  short: Decimal;
  asked: Decimal;
  orders: number;
  due: Date | null;
  minimum: Decimal;
  fillUpTo: Decimal | null;
  expected: Decimal;
};

/** So many are shown at once, the most urgent ones. */
const most = 500;

/**
 * What should be bought, place by place: only what is bought at all (materials, and whatever a supplier offers), the
 * orders that wait first, by the earliest due date. Prices are null where the reader may not see cost.
 */
export async function proposePurchases(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  const asked = input.taskId === undefined ? [] : await readAsked(tx, input.taskId);
  if (asked === null) return no("task_unknown", {}, ["taskId"]);
  const needs = (await readNeeds(tx, input, asked)).flatMap((row) => {
    const needed = quantityNeeded({ ...row, short: row.short.plus(row.asked) });
    return needed.gt(0) ? [{ ...row, needed }] : [];
  });
  const shown = needs.slice(0, most);
  const offers = await readOffers(
    tx,
    shown.map((row) => row.variantId),
  );
  const waiting = await readWaiting(
    tx,
    shown.flatMap((row) => (row.short.gt(0) && row.balanceId !== null ? [row.balanceId] : [])),
  );
  const seesCost = viewer.may("item.cost");
  const rows = shown.map((row): Proposal => {
    const { balanceId, needed, orders, due, reserved, ...place } = row;
    const ordered = inOrderOfChoice(offers.get(row.variantId) ?? []);
    const roundedTo = (pack: Pack | null): string => text(roundUpToPacks(needed, pack, row.unit));
    const waits = waiting.get(balanceId ?? "") ?? [];
    return {
      ...place,
      onHand: text(row.onHand),
      free: text(row.onHand.lt(0) ? zero : row.onHand.minus(reserved)),
      short: text(row.short),
      asked: text(row.asked),
      minimum: text(row.minimum),
      fillUpTo: row.fillUpTo === null ? null : text(row.fillUpTo),
      expected: text(row.expected),
      needed: text(needed),
      waiting: waits,
      waitingCount: orders,
      earliestDue: due === null ? null : localDate(due, viewer.timeZone),
      offers: ordered.map((offer) => ({
        supplierId: offer.supplierId,
        supplierName: offer.supplierName,
        leadDays: offer.leadDays,
        price: seesCost ? text(offer.price) : null,
        pack: packOf(offer.pack?.name ?? null, offer.pack === null ? null : text(offer.pack.contains)),
        articleNumber: offer.articleNumber,
        preferred: offer.preferred,
        quantity: roundedTo(offer.pack),
      })),
      quantity: roundedTo(ordered[0]?.pack ?? null),
    };
  });
  return ok({ rows, more: needs.length > most });
}

type Asked = { readonly variantId: Id; readonly warehouseId: Id; readonly required: string };

/**
 * What an order would need that the shortage policy held back: its task has the list. All of the need counts, held
 * against what is free by now, and not what lacked on that day. Null: there is no such task.
 */
async function readAsked(tx: Tx, taskId: Id): Promise<readonly Asked[] | null> {
  const { rows } = await sql<{ shortages: Asked[] | null }>`
    select t.text_values -> 'shortages' as shortages from task t
    where t.workspace_id = ${tx.workspaceId} and t.id = ${taskId}`.execute(tx.db);
  const [task] = rows;
  if (task === undefined) return null;
  return (Array.isArray(task.shortages) ? task.shortages : []).map(
    ({ variantId, warehouseId, required }) => ({
      variantId,
      warehouseId,
      required,
    }),
  );
}

/** Every place that lacks something or has a minimum level; the rule decides what of it is to be bought. */
async function readNeeds(tx: Tx, input: Input<Route>, asked: readonly Asked[]): Promise<NeedRow[]> {
  const wishes = [sql`true`];
  if (input.warehouseId !== undefined) wishes.push(sql`k.warehouse_id = ${input.warehouseId}`);
  if (input.variantId !== undefined) wishes.push(sql`k.variant_id = ${input.variantId}`);
  const { rows } = await sql<NeedRow>`
    with lacking as (
      select r.balance_id, sum(r.wanted - r.quantity) as short, count(distinct r.order_id) as orders,
        min(r.due_at) as due
      from reservation r
      where r.workspace_id = ${tx.workspaceId} and not r.closed and r.quantity < r.wanted
      group by r.balance_id
    ),
    asked as (
      select a."variantId" as variant_id, a."warehouseId" as warehouse_id, sum(a.required) as quantity
      from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as a("variantId" uuid, "warehouseId" uuid, required numeric)
      group by 1, 2
    ),
    place as (
      select b.variant_id, b.warehouse_id from lacking s
      join balance b on b.workspace_id = ${tx.workspaceId} and b.id = s.balance_id
      union
      select m.variant_id, m.warehouse_id from minimum_level m
      where m.workspace_id = ${tx.workspaceId} and m.minimum > 0
      union
      select a.variant_id, a.warehouse_id from asked a
    ),
    coming as (
      select l.variant_id, p.warehouse_id, sum(l.quantity - l.received) as expected
      from purchase_line l
      join purchase_order p on p.workspace_id = l.workspace_id and p.id = l.purchase_id
      where l.workspace_id = ${tx.workspaceId} and l.received < l.quantity and not l.removed
        and p.state in ('draft', 'sent', 'partly_received')
      group by l.variant_id, p.warehouse_id
    )
    select v.id as "variantId", i.id as "itemId", i.name as "itemName", v.name as "variantName", v.sku, i.unit,
      w.id as "warehouseId", w.name as "warehouseName", b.id as "balanceId",
      coalesce(b.on_hand, 0) as "onHand", coalesce(b.reserved, 0) as reserved, coalesce(s.short, 0) as short,
      coalesce(a.quantity, 0) as asked,
      coalesce(s.orders, 0) as orders, s.due, coalesce(m.minimum, 0) as minimum, m.fill_up_to as "fillUpTo",
      coalesce(c.expected, 0) as expected
    from place k
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = k.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    join warehouse w on w.workspace_id = v.workspace_id and w.id = k.warehouse_id
    left join balance b on b.workspace_id = v.workspace_id and b.variant_id = k.variant_id
      and b.warehouse_id = k.warehouse_id
    left join lacking s on s.balance_id = b.id
    left join minimum_level m on m.workspace_id = v.workspace_id and m.variant_id = k.variant_id
      and m.warehouse_id = k.warehouse_id
    left join asked a on a.variant_id = k.variant_id and a.warehouse_id = k.warehouse_id
    left join coming c on c.variant_id = k.variant_id and c.warehouse_id = k.warehouse_id
    where ${sql.join(wishes, sql` and `)}
      and (s.short is not null or a.quantity is not null or not (v.archived or i.archived or w.archived))
      and (i.kind = 'material' or exists (
        select from supplier_price o where o.workspace_id = v.workspace_id and o.variant_id = v.id and not o.withdrawn))
    order by a.quantity is null, s.short is null, s.due, lower(i.name) collate "und-x-icu", lower(v.name) collate "und-x-icu", v.id, w.id`.execute(
    tx.db,
  );
  return rows;
}

type FoundOffer = {
  supplierId: Id;
  supplierName: string;
  leadDays: number | null;
  price: Decimal;
  pack: Pack | null;
  articleNumber: string;
  preferred: boolean;
  since: Date;
};

async function readOffers(tx: Tx, variantIds: readonly Id[]): Promise<ReadonlyMap<Id, FoundOffer[]>> {
  const byVariant = new Map<Id, FoundOffer[]>();
  if (variantIds.length === 0) return byVariant;
  type Row = Omit<FoundOffer, "pack"> & {
    variantId: Id;
    packName: string | null;
    packContains: Decimal | null;
  };
  const { rows } = await sql<Row>`
    select p.variant_id as "variantId", p.supplier_id as "supplierId", s.name as "supplierName",
      s.lead_days as "leadDays", p.price, p.pack_name as "packName", p.pack_contains as "packContains",
      p.article_number as "articleNumber", p.preferred, p.valid_from as since
    from (
      select distinct on (o.variant_id, o.supplier_id) o.* from supplier_price o
      where o.workspace_id = ${tx.workspaceId} and o.variant_id = any(${[...variantIds]}::uuid[])
      order by o.variant_id, o.supplier_id, o.valid_from desc, o.id desc
    ) as p
    join supplier s on s.workspace_id = p.workspace_id and s.id = p.supplier_id and not s.archived
    where not p.withdrawn
    order by s.name, s.id`.execute(tx.db);
  for (const { variantId, packName, packContains, ...offer } of rows) {
    const pack =
      packName === null || packContains === null ? null : { name: packName, contains: packContains };
    byVariant.set(variantId, [...(byVariant.get(variantId) ?? []), { ...offer, pack }]);
  }
  return byVariant;
}

/** The first orders that wait at each balance: an order's norms of one material are one line. */
async function readWaiting(tx: Tx, balanceIds: readonly Id[]): Promise<ReadonlyMap<Id, Proposal["waiting"]>> {
  const byBalance = new Map<Id, Proposal["waiting"]>();
  if (balanceIds.length === 0) return byBalance;
  type Row = Omit<Proposal["waiting"][number], "since"> & { balanceId: Id; since: Date };
  const { rows } = await sql<Row>`
    select b.id as "balanceId", q.*
    from unnest(${[...balanceIds]}::uuid[]) as b(id)
    cross join lateral (
      select o.id as "orderId", o.number, trim_scale(sum(r.wanted - r.quantity))::text as short,
        o.created_at as since, o.due_date as "dueDate"
      from reservation r
      join production_order o on o.workspace_id = r.workspace_id and o.id = r.order_id
      where r.workspace_id = ${tx.workspaceId} and r.balance_id = b.id and not r.closed and r.quantity < r.wanted
      group by o.id, o.number, o.created_at, o.due_date
      order by max(r.priority_rank) desc, min(r.due_at), o.number
      limit 10
    ) as q`.execute(tx.db);
  for (const { balanceId, since, ...row } of rows) {
    byBalance.set(balanceId, [...(byBalance.get(balanceId) ?? []), { ...row, since: since.toISOString() }]);
  }
  return byBalance;
}
