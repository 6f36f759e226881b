import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { containing } from "#kernel/search.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { FoundKind } from "../contract/kinds.ts";
import { type Candidate, mostOfKind, numberIn } from "../core/rank-found.ts";

export type Found = Candidate & { readonly id: Id; readonly status: string | null };
export type Wish = {
  /** each word, as a pattern of "contains" */
  readonly patterns: readonly string[];
  readonly beginning: string;
  readonly number: number | null;
  /** numbers that begin with its digits: [128, 128], [1280, 1289], … */
  readonly ranges: readonly (readonly [number, number])[];
};
type Finder = (tx: Tx, wish: Wish) => Promise<readonly Found[]>;

/** Enough for the ranking to choose its five from. */
const most = 20;
/** Titles of so many of the newest deals are looked through; older ones are found by number, or by their contact. */
const mostDeals = 20_000;
const mostWords = 6;
const longestNumber = 7;

export function wishOf(words: string): Wish {
  const number = numberIn(words);
  const ranges: [number, number][] = [];
  if (number !== null && number > 0) {
    for (let places = 0; String(number).length + places <= longestNumber; places += 1) {
      ranges.push([number * 10 ** places, (number + 1) * 10 ** places - 1]);
    }
  }
  const each = words.trim().split(/\s+/).slice(0, mostWords);
  const [beginning = ""] = each;
  return {
    patterns: each.map(containing),
    beginning: containing(beginning).slice(1),
    number,
    ranges,
  };
}

const holds = (text: RawBuilder<unknown>, { patterns }: Wish): RawBuilder<boolean> =>
  sql`${text} ilike all(${[...patterns]}::text[])`;

/** What begins so comes first, and of these the shorter one: the ranking then looks at the best only. */
const inOrder = (name: RawBuilder<unknown>, { beginning }: Wish): RawBuilder<unknown> =>
  sql`(${name} ilike ${beginning}) desc, length(${name}), ${name}`;

type Row = Omit<Found, "kind" | "codes" | "status" | "number"> &
  Partial<Pick<Found, "status" | "number">> & { readonly codes?: readonly (string | null)[] };

const as = (kind: FoundKind, rows: readonly Row[]): Found[] =>
  rows.map(({ codes = [], ...row }) => ({
    status: null,
    number: null,
    ...row,
    kind,
    codes: codes.filter((code) => code !== null),
  }));

/** Ids of the rows whose number begins with the digits, by the index of numbers alone; null where none was typed. */
function byNumber(
  tx: Tx,
  table: "production_order" | "deal" | "purchase_order",
  { ranges }: Wish,
): RawBuilder<unknown> {
  const [lows, highs] = [ranges.map(([low]) => low), ranges.map(([, high]) => high)];
  return sql`
    select n.id from unnest(${lows}::integer[], ${highs}::integer[]) as r(low, high)
    cross join lateral (
      select t.id, t.number from ${sql.table(table)} t
      where t.workspace_id = ${tx.workspaceId} and t.number between r.low and r.high
      order by t.number desc limit ${mostOfKind}
    ) as n`;
}

/** By number; else the newest of each of the best twenty variants, by an index that holds just these. */
async function findOrders(tx: Tx, wish: Wish): Promise<Found[]> {
  const name = sql`(i.name || ' ' || v.name)`;
  const { rows } = await sql<Row>`
    with hit as (
      ${byNumber(tx, "production_order", wish)}
      union all
      (select newest.id
      from (
        select v.id from variant v
        join item i on i.workspace_id = v.workspace_id and i.id = v.item_id and i.kind <> 'material'
        where v.workspace_id = ${tx.workspaceId} and ${holds(name, wish)}
        order by ${inOrder(sql`i.name`, wish)} limit ${most}
      ) as named
      cross join lateral (
        select o.id, o.number from production_order o
        where o.workspace_id = ${tx.workspaceId} and o.variant_id = named.id
        order by o.number desc limit ${mostOfKind}
      ) as newest
      order by newest.number desc limit ${most})
    )
    select o.id, o.number, i.name as title, nullif(v.name, i.name) as detail, o.status
    from production_order o
    join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where o.workspace_id = ${tx.workspaceId} and o.id in (select id from hit)
    order by o.number desc`.execute(tx.db);
  return as("order", rows);
}

async function findDeals(tx: Tx, wish: Wish): Promise<Found[]> {
  const { rows } = await sql<Row>`
    with hit as (
      ${byNumber(tx, "deal", wish)}
      union all
      (select d.id from (
        select id, title, number from deal where workspace_id = ${tx.workspaceId}
        order by number desc limit ${mostDeals}
      ) as d
      where ${holds(sql`d.title`, wish)}
      order by (d.title ilike ${wish.beginning}) desc, d.number desc limit ${most})
    )
    select d.id, d.number, d.title, coalesce(c.name, co.name) as detail
    from deal d
    left join contact c on c.workspace_id = d.workspace_id and c.id = d.contact_id
    left join company co on co.workspace_id = d.workspace_id and co.id = d.company_id
    where d.workspace_id = ${tx.workspaceId} and d.id in (select id from hit)
    order by d.number desc`.execute(tx.db);
  return as("deal", rows);
}

async function findContacts(tx: Tx, wish: Wish): Promise<Found[]> {
  const { rows } = await sql<Row>`
    select c.id, c.name as title, coalesce(co.name, c.phone, c.email) as detail,
      array[c.phone, c.email] as codes
    from contact c
    left join company co on co.workspace_id = c.workspace_id and co.id = c.company_id
    where c.workspace_id = ${tx.workspaceId} and not c.archived
      and ${holds(sql`concat_ws(' ', c.name, c.phone, c.email)`, wish)}
    order by ${inOrder(sql`c.name`, wish)} limit ${most}`.execute(tx.db);
  return as("contact", rows);
}

async function findCompanies(tx: Tx, wish: Wish): Promise<Found[]> {
  const { rows } = await sql<Row>`
    select c.id, c.name as title, coalesce(c.phone, c.email) as detail, array[c.phone, c.email] as codes
    from company c
    where c.workspace_id = ${tx.workspaceId} and not c.archived
      and ${holds(sql`concat_ws(' ', c.name, c.phone, c.email)`, wish)}
    order by ${inOrder(sql`c.name`, wish)} limit ${most}`.execute(tx.db);
  return as("company", rows);
}

/** A variant by its item's name and its own, SKU or barcode; an item is named once where the same words find several. */
async function findItems(tx: Tx, wish: Wish): Promise<Found[]> {
  const { rows } = await sql<Row>`
    select i.id, i.name as title, nullif(v.name, i.name) as detail, array[v.sku, v.barcode] as codes
    from variant v
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id and not i.archived
    where v.workspace_id = ${tx.workspaceId} and not v.archived
      and ${holds(sql`concat_ws(' ', i.name, v.name, v.sku, v.barcode)`, wish)}
    order by ${inOrder(sql`i.name`, wish)}, v.name limit ${most}`.execute(tx.db);
  return as("item", rows);
}

async function findPurchases(tx: Tx, wish: Wish): Promise<Found[]> {
  const { rows } = await sql<Row>`
    with hit as (
      ${byNumber(tx, "purchase_order", wish)}
      union all
      (select p.id from purchase_order p
      join supplier s on s.workspace_id = p.workspace_id and s.id = p.supplier_id
      where p.workspace_id = ${tx.workspaceId} and ${holds(sql`s.name`, wish)}
      order by p.number desc limit ${most})
    )
    select p.id, p.number, s.name as title, null as detail, p.state as status
    from purchase_order p
    join supplier s on s.workspace_id = p.workspace_id and s.id = p.supplier_id
    where p.workspace_id = ${tx.workspaceId} and p.id in (select id from hit)
    order by p.number desc`.execute(tx.db);
  return as("purchase", rows);
}

async function findSuppliers(tx: Tx, wish: Wish): Promise<Found[]> {
  const { rows } = await sql<Row>`
    select s.id, s.name as title, coalesce(s.phone, s.email) as detail, array[s.phone, s.email] as codes
    from supplier s
    where s.workspace_id = ${tx.workspaceId} and not s.archived
      and ${holds(sql`concat_ws(' ', s.name, s.phone, s.email)`, wish)}
    order by ${inOrder(sql`s.name`, wish)} limit ${most}`.execute(tx.db);
  return as("supplier", rows);
}

async function findSubcontractors(tx: Tx, wish: Wish): Promise<Found[]> {
  const { rows } = await sql<Row>`
    select s.id, s.name as title, coalesce(nullif(s.services, ''), s.phone, s.email) as detail,
      array[s.phone, s.email] as codes
    from subcontractor s
    where s.workspace_id = ${tx.workspaceId} and not s.archived
      and ${holds(sql`concat_ws(' ', s.name, s.services, s.contact_person, s.phone, s.email)`, wish)}
    order by ${inOrder(sql`s.name`, wish)} limit ${most}`.execute(tx.db);
  return as("subcontractor", rows);
}

async function findTemplates(tx: Tx, wish: Wish): Promise<Found[]> {
  const { rows } = await sql<Row>`
    select t.id, t.name as title, nullif(i.name, t.name) as detail
    from template t
    join item i on i.workspace_id = t.workspace_id and i.id = t.item_id
    where t.workspace_id = ${tx.workspaceId} and not t.archived
      and ${holds(sql`(t.name || ' ' || i.name)`, wish)}
    order by ${inOrder(sql`t.name`, wish)} limit ${most}`.execute(tx.db);
  return as("template", rows);
}

async function findMembers(tx: Tx, wish: Wish): Promise<Found[]> {
  const { rows } = await sql<Row>`
    select m.id, m.name as title, m.email as detail, array[m.email] as codes
    from member m
    where m.workspace_id = ${tx.workspaceId} and m.active
      and ${holds(sql`concat_ws(' ', m.name, m.email)`, wish)}
    order by ${inOrder(sql`m.name`, wish)} limit ${most}`.execute(tx.db);
  return as("member", rows);
}

export const finders: Readonly<Record<FoundKind, Finder>> = {
  order: findOrders,
  deal: findDeals,
  contact: findContacts,
  company: findCompanies,
  item: findItems,
  purchase: findPurchases,
  supplier: findSuppliers,
  subcontractor: findSubcontractors,
  template: findTemplates,
  member: findMembers,
};
