import { type RawBuilder, sql } from "kysely";
import type { DB } from "#db/types.ts";
import type { Tx } from "./workspace-transaction.ts";

/**
 * Writes that nobody reads before the command ends are gathered and sent as one statement: a trip to the
 * server costs as much as three inserts. Keys between the rows are checked when all of them are there.
 *
 * A command gathers (runCommand says so); anybody else's writes go at once.
 */
const gathered = new WeakMap<Tx, Map<string, RawBuilder<unknown>>>();

export function gatherWrites(tx: Tx): void {
  gathered.set(tx, new Map());
}

/** One statement that writes one table. Two on the same table are two trips: a statement sees no row twice. */
export async function writeRows(tx: Tx, table: keyof DB, statement: RawBuilder<unknown>): Promise<void> {
  const pending = gathered.get(tx);
  if (pending === undefined) {
    await statement.execute(tx.db);
    return;
  }
  if (pending.has(table)) await sendWrites(tx);
  pending.set(table, statement);
}

/** Sends what has been gathered, with a last statement where there is one. */
export async function sendWrites(tx: Tx, last: RawBuilder<unknown> | null = null): Promise<void> {
  const pending = gathered.get(tx);
  const statements = [...(pending?.values() ?? [])];
  pending?.clear();
  if (statements.length === 0) {
    await last?.execute(tx.db);
    return;
  }
  const named = statements.map((statement, place) => sql`${sql.raw(`write_${place}`)} as (${statement})`);
  await sql`with ${sql.join(named)} ${last ?? sql`select 1`}`.execute(tx.db);
}

/**
 * Rows as they go into `jsonb_populate_recordset`: every column of the table by name, decimals as text,
 * instants as ISO text. One text for a table whatever the number of rows, so that the server plans it once.
 * Stores name their own tables; the room check reads the literal.
 */
export type Row = Readonly<Record<string, unknown>>;

export async function insertRows(tx: Tx, table: keyof DB, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  await writeRows(tx, table, insertOf(table, rows));
}

/** Inserts, or writes over the row of the same (workspace_id, id). */
export async function upsertRows(tx: Tx, table: keyof DB, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const changed = columnsOf(rows).filter((column) => column !== "workspace_id" && column !== "id");
  const set = sql.join(changed.map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`));
  await writeRows(
    tx,
    table,
    sql`${insertOf(table, rows)} on conflict (workspace_id, id) do update set ${set}`,
  );
}

function insertOf(table: keyof DB, rows: readonly Row[]): RawBuilder<unknown> {
  const columns = columnsOf(rows);
  return sql`
    insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    select ${sql.join(columns.map((column) => sql.ref(`r.${column}`)))}
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb) as r`;
}

function columnsOf(rows: readonly Row[]): string[] {
  return Object.keys(rows[0] ?? {});
}
