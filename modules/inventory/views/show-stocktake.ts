import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { containing } from "#kernel/search.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { stocktakeRoutes } from "../contract/stocktake-routes.ts";

type Route = typeof stocktakeRoutes.showStocktake;
type Shown = Output<Route>;
type Head = Omit<Shown, "rows" | "next" | "startedAt" | "endedAt"> & {
  startedAt: Date;
  endedAt: Date | null;
};
type Line = Omit<Shown["rows"][number], "countedAt"> & { countedAt: Date | null };

/**
 * What the books say is in the warehouse together with what was counted, by name. A stocktake that is over shows
 * what was counted then. Worth is at the average of now, after the posting what was booked; null without item.cost.
 */
export async function showStocktake(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Shown>> {
  const { stocktakeId } = input;
  const lines = linesOf(tx, stocktakeId);
  const seesCost = viewer.may("item.cost");
  const head = await headOf(tx, stocktakeId, lines, seesCost);
  if (head === null) return no("stocktake_unknown", {}, ["stocktakeId"]);

  const wishes = [sql`true`];
  if (input.show !== undefined) wishes.push(whichOf[input.show]);
  if (input.variantId !== undefined) wishes.push(sql`l.variant_id = ${input.variantId}`);
  if (input.search !== undefined && input.search !== "") {
    const pattern = containing(input.search);
    wishes.push(sql`(i.name ilike ${pattern} or v.name ilike ${pattern} or v.sku ilike ${pattern})`);
  }
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "u");
    if (!after.ok) return after;
    wishes.push(sql`(${sortKeys}) > (
      select ${sortKeys} from variant v join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
      where v.workspace_id = ${tx.workspaceId} and v.id = ${after.value[0]})`);
  }
  const { rows: found } = await sql<Line>`
    with l as (${lines})
    select l.variant_id as "variantId", i.name as "itemName", v.name as "variantName", v.sku, i.unit,
      trim_scale(l.counted)::text as counted, l.counted_at as "countedAt", m.name as "countedByName",
      trim_scale(l.on_hand)::text as "onHand", trim_scale(l.counted - l.on_hand)::text as difference,
      ${seesCost ? sql`trim_scale(l.worth)::text` : sql`null`} as value,
      (select coalesce(jsonb_agg(jsonb_build_object('number', t.number, 'bestBefore', t.best_before,
          'counted', c ->> 'counted', 'onHand', c ->> 'onHand') order by t.number, t.id), '[]')
        from jsonb_array_elements(l.batches) c
        join batch t on t.workspace_id = ${tx.workspaceId} and t.id = (c ->> 'batchId')::uuid) as batches
    from l
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = l.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    left join member m on m.workspace_id = ${tx.workspaceId} and m.id = l.counted_by
    where ${sql.join(wishes, sql` and `)}
    order by ${sortKeys}
    limit ${input.limit + 1}`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({
    ...head,
    startedAt: head.startedAt.toISOString(),
    endedAt: head.endedAt?.toISOString() ?? null,
    rows: rows.map((row) => ({ ...row, countedAt: row.countedAt?.toISOString() ?? null })),
    next: last === undefined ? null : encodeCursor([last.variantId]),
  });
}

const sortKeys = sql`lower(i.name) collate "und-x-icu", lower(v.name) collate "und-x-icu", v.id`;

const whichOf = {
  left: sql`l.counted is null`,
  counted: sql`l.counted is not null`,
  different: sql`l.differs`,
} as const satisfies Record<string, RawBuilder<unknown>>;

/** One row a thing: counted ones, and while it is being counted also those that the books know. */
function linesOf(tx: Tx, stocktakeId: Id): RawBuilder<unknown> {
  return sql`
    select coalesce(c.variant_id, b.variant_id) as variant_id, c.counted, c.counted_at, c.counted_by,
      coalesce(c.on_hand, b.on_hand) as on_hand,
      coalesce(c.batches, '[]') as batches,
      -- more of one batch and as much less of another is a difference, too
      (c.counted <> c.on_hand or exists (select from jsonb_array_elements(c.batches) p
        where (p ->> 'counted')::numeric <> (p ->> 'onHand')::numeric)) as differs,
      case when s.state = 'posted' then coalesce(c.adjusted_value, 0)
        else round((c.counted - c.on_hand) * coalesce(b.average, 0), 4) end as worth
    from (
      select b.* from stocktake t
      join balance b on b.workspace_id = t.workspace_id and b.warehouse_id = t.warehouse_id
      where t.workspace_id = ${tx.workspaceId} and t.id = ${stocktakeId}
    ) as b
    full join (
      select l.* from stocktake_line l
      where l.workspace_id = ${tx.workspaceId} and l.stocktake_id = ${stocktakeId} and not l.removed
    ) as c on c.variant_id = b.variant_id
    join stocktake s on s.workspace_id = ${tx.workspaceId} and s.id = ${stocktakeId}
    where c.id is not null or (s.state = 'counting' and b.on_hand <> 0)`;
}

async function headOf(
  tx: Tx,
  stocktakeId: Id,
  lines: RawBuilder<unknown>,
  seesCost: boolean,
): Promise<Head | null> {
  const { rows } = await sql<Head>`
    with l as (${lines})
    select s.id, s.warehouse_id as "warehouseId", w.name as "warehouseName", s.state, s.note,
      s.started_at as "startedAt", b.name as "startedByName", s.ended_at as "endedAt",
      (select count(*)::int from l where counted is not null) as counted,
      (select count(*)::int from l where counted is null) as left,
      (select count(*)::int from l where differs) as different,
      ${seesCost ? sql`(select trim_scale(coalesce(sum(worth), 0))::text from l)` : sql`null`} as "differenceValue"
    from stocktake s
    join warehouse w on w.workspace_id = s.workspace_id and w.id = s.warehouse_id
    left join member b on b.workspace_id = s.workspace_id and b.id = s.started_by
    where s.workspace_id = ${tx.workspaceId} and s.id = ${stocktakeId}`.execute(tx.db);
  return rows[0] ?? null;
}
