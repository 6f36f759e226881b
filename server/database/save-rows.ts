import { sql } from "kysely";
import type { DB } from "#db/types.ts";
import type { Tx } from "./workspace-transaction.ts";

/**
 * Rows as they go into `jsonb_populate_recordset`: every column of the table by name, decimals as text,
 * instants as ISO text. One statement whatever the number of rows, and one text whatever the command, so that
 * the server plans it once. Stores name their own tables; the room check reads the literal.
 */
export type Row = Readonly<Record<string, unknown>>;

export async function insertRows(tx: Tx, table: keyof DB & string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = columnsOf(rows);
  await sql`
    insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    select ${sql.join(columns.map((column) => sql.ref(`r.${column}`)))}
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) as r`.execute(tx.db);
}

/** Inserts, or writes over the row of the same (workspace_id, id). */
export async function upsertRows(tx: Tx, table: keyof DB & string, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = columnsOf(rows);
  const changed = columns.filter((column) => column !== "workspace_id" && column !== "id");
  await sql`
    insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    select ${sql.join(columns.map((column) => sql.ref(`r.${column}`)))}
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) as r
    on conflict (workspace_id, id) do update set
      ${sql.join(changed.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`))}`.execute(tx.db);
}

function columnsOf(rows: readonly Row[]): string[] {
  return Object.keys(rows[0] ?? {});
}
