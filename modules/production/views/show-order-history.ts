import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { OrderFact } from "#modules/production/core/order-fact.ts";
import { isUndoable } from "#modules/production/core/undo-work.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import { narrowed } from "./narrow-history.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { idsOf, type IdsToName, type Names, orderFactKinds, valuesOf } from "./fact-values.ts";

type Route = typeof productionRoutes.showOrderHistory;

type FactRow = {
  id: Id;
  kind: string;
  version: number;
  data: unknown;
  at: Date;
  by_name: string | null;
  by_whom: "member" | "automation" | "system";
  unchecked: boolean;
  cause_kind: string | null;
  command_id: Id;
  is_mine: boolean;
};

/** As long as an act may be taken back by the person who did it. */
const undoWindow = 5 * 60_000;

/** An order's facts, newest first: what happened, by whom, from what to what, and because of what. */
export async function showOrderHistory(
  tx: Tx,
  input: Input<Route>,
  viewer: Viewer,
): Promise<Result<Output<Route>>> {
  let before: number | null = null;
  if (input.cursor !== undefined) {
    const cursor = decodeCursor(input.cursor, "n");
    if (!cursor.ok) return cursor;
    // A version is an integer of the schema's; a larger one can't be compared with it.
    before = Math.min(Number(cursor.value[0]), 2_147_483_647);
  }
  const { rows: orders } = await sql<{ has_lots: boolean }>`
    select o.batch_mode <> 'whole' or exists (
      select from lot l where l.workspace_id = ${tx.workspaceId} and l.order_id = o.id and l.parent_id is not null) as has_lots
    from production_order o where o.workspace_id = ${tx.workspaceId} and o.id = ${input.orderId}`.execute(
    tx.db,
  );
  const [order] = orders;
  if (order === undefined) return no("order_unknown", {}, ["orderId"]);
  const me = viewer.actor.kind === "member" ? viewer.actor.memberId : null;
  const { rows: found } = await sql<FactRow>`
    select f.id, f.kind, f.version, f.data, f.at, f.by_whom, f.unchecked, m.name as by_name, f.command_id,
      coalesce(f.by_member = ${me}, false) as is_mine,
      (select cause.kind from fact cause where cause.workspace_id = ${tx.workspaceId} and cause.id = f.cause_id) as cause_kind
    from fact f
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = f.by_member
    where f.workspace_id = ${tx.workspaceId} and f.thing = 'order' and f.thing_id = ${input.orderId}
      ${before === null ? sql`` : sql`and f.version < ${before}`}
      ${narrowed(tx, input)}
    order by f.version desc
    limit ${input.limit + 1}`.execute(tx.db);
  const page = found.slice(0, input.limit);
  const facts = page.map(factOf);
  const names = await readNames(tx, idsToName(facts), order.has_lots);
  const seesCost = viewer.may("order.cost");
  const undoable = viewer.may("run.work")
    ? await undoableCommands(tx, input.orderId, ofMeJustNow(page, viewer.now))
    : new Set<Id>();
  const last = found.length > input.limit ? page.at(-1) : undefined;
  return ok({
    rows: page.map((row, index) => {
      const fact = facts[index] ?? null;
      return {
        id: row.id,
        kind: row.kind,
        at: row.at.toISOString(),
        byName: row.by_name,
        byWhom: row.by_whom,
        unchecked: row.unchecked,
        values: fact === null ? {} : valuesOf(fact, names, seesCost),
        causeKind: row.cause_kind,
        commandId: row.command_id,
        undoable: undoable.has(row.command_id),
      };
    }),
    next: last === undefined ? null : encodeCursor([last.version]),
    people: before === null ? await readPeople(tx, input.orderId) : [],
  });
}

/** Who has done anything to the order, whatever the history is narrowed to. */
async function readPeople(tx: Tx, orderId: Id): Promise<Output<Route>["people"]> {
  const { rows } = await sql<Output<Route>["people"][number]>`
    select m.id as "memberId", m.name
    from member m
    where m.workspace_id = ${tx.workspaceId} and m.id in (
      select f.by_member from fact f
      where f.workspace_id = ${tx.workspaceId} and f.thing = 'order' and f.thing_id = ${orderId})
    order by lower(m.name) collate "und-x-icu", m.id`.execute(tx.db);
  return rows;
}

const ofMeJustNow = (rows: readonly FactRow[], now: Date): Id[] => [
  ...new Set(
    rows
      .filter((row) => row.is_mine && now.getTime() - row.at.getTime() <= undoWindow)
      .map((row) => row.command_id),
  ),
];

/** Those whose every fact on the order is of a kind that can be taken back, and was not yet; the command decides. */
async function undoableCommands(tx: Tx, orderId: Id, commandIds: readonly Id[]): Promise<ReadonlySet<Id>> {
  if (commandIds.length === 0) return new Set();
  const ofOrder = sql`f.workspace_id = ${tx.workspaceId} and f.thing = 'order' and f.thing_id = ${orderId}`;
  const { rows } = await sql<{ command_id: Id; kinds: OrderFact["kind"][]; is_undone: boolean }>`
    select done.command_id, done.kinds, exists (
      select from fact f
      where ${ofOrder} and f.kind = 'work_undone' and f.version > done.last_version
        and f.data ->> 'commandId' = done.command_id::text) as is_undone
    from (
      select f.command_id, array_agg(f.kind) as kinds, max(f.version) as last_version
      from fact f
      where ${ofOrder} and f.command_id = any(${[...commandIds]}::uuid[])
      group by f.command_id
    ) done`.execute(tx.db);
  return new Set(
    rows
      .filter((row) => !row.is_undone && isUndoable(row.kinds.map((kind) => ({ kind }))))
      .map((row) => row.command_id),
  );
}

/** A kind that this version does not know says nothing but its name. */
function factOf(row: FactRow): OrderFact | null {
  const isKnown = (orderFactKinds as readonly string[]).includes(row.kind);
  // The log is written by commands alone, with the types of order-fact.ts.
  return isKnown ? ({ kind: row.kind, data: row.data } as OrderFact) : null;
}

export function idsToName(facts: readonly (OrderFact | null)[]): IdsToName {
  const ids: Record<keyof Names, Set<Id>> = {
    runs: new Set(),
    lots: new Set(),
    stages: new Set(),
    members: new Set(),
    reasons: new Set(),
    norms: new Set(),
    variants: new Set(),
    upsells: new Set(),
  };
  for (const fact of facts) {
    if (fact === null) continue;
    for (const [key, wanted] of Object.entries(idsOf(fact))) {
      for (const id of wanted) if (id !== null) ids[key as keyof Names].add(id);
    }
  }
  return {
    runs: [...ids.runs],
    lots: [...ids.lots],
    stages: [...ids.stages],
    members: [...ids.members],
    reasons: [...ids.reasons],
    norms: [...ids.norms],
    variants: [...ids.variants],
    upsells: [...ids.upsells],
  };
}

/** All names of a page in one statement. */
export async function readNames(tx: Tx, ids: IdsToName, hasLots: boolean): Promise<Names> {
  const { rows } = await sql<{ kind: keyof Names; id: Id; name: string; more: string | null }>`
    select 'runs' as kind, r.id, s.name, l.number as more
    from run r
    join order_stage s on s.workspace_id = ${tx.workspaceId} and s.id = r.order_stage_id
    join lot l on l.workspace_id = ${tx.workspaceId} and l.id = r.lot_id
    where r.workspace_id = ${tx.workspaceId} and r.id = any(${ids.runs}::uuid[])
    union all
    select 'lots', id, number, null from lot where workspace_id = ${tx.workspaceId} and id = any(${ids.lots}::uuid[])
    union all
    select 'stages', id, name, null from order_stage where workspace_id = ${tx.workspaceId} and id = any(${ids.stages}::uuid[])
    union all
    select 'upsells', id, name, null from upsell where workspace_id = ${tx.workspaceId} and id = any(${ids.upsells}::uuid[])
    union all
    select 'members', id, name, null from member where workspace_id = ${tx.workspaceId} and id = any(${ids.members}::uuid[])
    union all
    select 'reasons', id, name, null from stop_reason where workspace_id = ${tx.workspaceId} and id = any(${ids.reasons}::uuid[])
    union all
    select 'reasons', id, name, null from defect_reason where workspace_id = ${tx.workspaceId} and id = any(${ids.reasons}::uuid[])
    union all
    select 'norms', n.id, concat_ws(', ', i.name, nullif(v.name, i.name)), i.unit
    from order_norm n
    left join variant v on v.workspace_id = ${tx.workspaceId} and v.id = n.variant_id
    join item i on i.workspace_id = ${tx.workspaceId} and i.id = coalesce(v.item_id, n.item_id)
    where n.workspace_id = ${tx.workspaceId} and n.id = any(${ids.norms}::uuid[])
    union all
    select 'variants', v.id, concat_ws(', ', i.name, nullif(v.name, i.name)), null
    from variant v join item i on i.workspace_id = ${tx.workspaceId} and i.id = v.item_id
    where v.workspace_id = ${tx.workspaceId} and v.id = any(${ids.variants}::uuid[])`.execute(tx.db);
  const of = (kind: keyof Names) => rows.filter((row) => row.kind === kind);
  const plain = (kind: keyof Names) => new Map(of(kind).map((row) => [row.id, row.name]));
  return {
    runs: new Map(of("runs").map((row) => [row.id, hasLots ? `${row.name} (${row.more ?? ""})` : row.name])),
    lots: plain("lots"),
    stages: plain("stages"),
    members: plain("members"),
    reasons: plain("reasons"),
    norms: new Map(of("norms").map((row) => [row.id, { name: row.name, unit: row.more ?? "" }])),
    variants: plain("variants"),
    upsells: plain("upsells"),
  };
}
