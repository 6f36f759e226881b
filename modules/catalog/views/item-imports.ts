import { type RawBuilder, sql } from "kysely";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { itemImportRoutes } from "../contract/item-import.ts";

type ListRoute = typeof itemImportRoutes.listItemImports;
type ShowRoute = typeof itemImportRoutes.showItemImport;
type Head = Output<ListRoute>["rows"][number];

/** What stands in each list and on its own page. */
const head = (tx: Tx): RawBuilder<unknown> => sql`
  m.id, m.file_name as "fileName", m.state, m.row_count as "rowCount", m.read_count as "readCount",
  m.new_count as "newCount", m.changed_count as "changedCount", m.same_count as "sameCount",
  m.bad_count as "badCount", m.taken_count as "takenCount", m.failed_count as "failedCount",
  (select p.name from member p where p.workspace_id = ${tx.workspaceId} and p.id = m.added_by) as "addedByName",
  m.added_at as "addedAt", m.ended_at as "endedAt", m.version`;

export async function listItemImports(
  tx: Tx,
  input: Input<ListRoute>,
  _viewer: Viewer,
): Promise<Result<Output<ListRoute>>> {
  const wishes = [sql`m.workspace_id = ${tx.workspaceId}`];
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "iu");
    if (!after.ok) return after;
    const [at, id] = after.value;
    wishes.push(sql`(date_trunc('milliseconds', m.added_at), m.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const { rows: found } = await sql<Dated<Head>>`
    select ${head(tx)} from item_import m
    where ${sql.join(wishes, sql` and `)}
    order by m.added_at desc, m.id desc limit ${input.limit + 1}`.execute(tx.db);
  const rows = found.slice(0, input.limit).map(withTexts);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({ rows, next: last === undefined ? null : encodeCursor([last.addedAt, last.id]) });
}

type Dated<T> = Omit<T, "addedAt" | "endedAt"> & { readonly addedAt: Date; readonly endedAt: Date | null };

const withTexts = <T extends object>(row: Dated<T>) => ({
  ...row,
  addedAt: row.addedAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
});

const rowsShown = 15;

export async function showItemImport(
  tx: Tx,
  { importId }: Input<ShowRoute>,
  _viewer: Viewer,
): Promise<Result<Output<ShowRoute>>> {
  const { rows } = await sql<Dated<Output<ShowRoute>>>`
    select ${head(tx)}, m.format, m.encoding, m.separator, m.header_row as "headerRow", m.header, m.columns,
      '{"kind": null, "unit": null, "warehouseId": null}'::jsonb || m.defaults as defaults, m.refusal,
      coalesce((
        select jsonb_agg(jsonb_build_object('number', s.number, 'cells', s.cells) order by s.number)
        from (
          select r.number, r.cells from item_import_row r
          where r.workspace_id = ${tx.workspaceId} and r.import_id = m.id order by r.number limit ${rowsShown}
        ) s
      ), '[]') as sample
    from item_import m where m.workspace_id = ${tx.workspaceId} and m.id = ${importId}`.execute(tx.db);
  const [row] = rows;
  return row === undefined ? no("import_unknown", {}, ["importId"]) : ok(withTexts(row));
}

type RowsRoute = typeof itemImportRoutes.listItemImportRows;
type ImportRow = Output<RowsRoute>["rows"][number];

/** In the order of the file. Items are named as they are called now, or as the row would call them. */
export async function listItemImportRows(
  tx: Tx,
  input: Input<RowsRoute>,
  _viewer: Viewer,
): Promise<Result<Output<RowsRoute>>> {
  const { rows: known } = await sql`
    select from item_import m where m.workspace_id = ${tx.workspaceId} and m.id = ${input.importId}`.execute(
    tx.db,
  );
  if (known.length === 0) return no("import_unknown", {}, ["importId"]);
  const wishes = [
    sql`r.workspace_id = ${tx.workspaceId} and r.import_id = ${input.importId}`,
    input.only === undefined
      ? sql`r.verdict is not null`
      : input.only === "failed"
        ? sql`r.outcome = 'failed'`
        : sql`r.verdict = ${input.only}`,
  ];
  if (input.search !== undefined && input.search !== "")
    wishes.push(sql`strpos(lower(r.cells::text), lower(${input.search})) > 0`);
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "n");
    if (!after.ok) return after;
    wishes.push(sql`r.number > ${after.value[0]}`);
  }
  const { rows: found } = await sql<ImportRow>`
    select r.number, r.cells, r.verdict, r.outcome, r.changes, r.problems,
      coalesce(i.name, r.wish ->> 'name') as "itemName",
      i.id as "itemId", v.id as "variantId"
    from item_import_row r
    left join item i on i.workspace_id = ${tx.workspaceId} and i.id = r.of_item
    left join variant v on v.workspace_id = ${tx.workspaceId} and v.id = r.of_variant
    where ${sql.join(wishes, sql` and `)}
    order by r.number limit ${input.limit + 1}`.execute(tx.db);
  const rows = found.slice(0, input.limit);
  const last = found.length > input.limit ? rows.at(-1) : undefined;
  return ok({ rows, next: last === undefined ? null : encodeCursor([last.number]) });
}

export type LeftOut = {
  readonly number: number;
  readonly cells: readonly string[];
  readonly problems: ImportRow["problems"];
};

/** The rows that are bad or have failed, after one of them, in the order of the file. */
export async function readLeftOut(
  tx: Tx,
  importId: string,
  after: number,
  limit: number,
): Promise<LeftOut[]> {
  const { rows } = await sql<LeftOut>`
    select r.number, r.cells, r.problems from item_import_row r
    where r.workspace_id = ${tx.workspaceId} and r.import_id = ${importId} and r.number > ${after}
      and (r.verdict = 'bad' or r.outcome = 'failed')
    order by r.number limit ${limit}`.execute(tx.db);
  return rows;
}
