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
  const [first] = rows;
  if (first === undefined) return;
  const { insert, from } = textsOf(table, first);
  await writeRows(tx, table, sql`${insert}${JSON.stringify(rows)}${from}`);
}

/** Inserts, or writes over the row of the same (workspace_id, id). */
export async function upsertRows(tx: Tx, table: keyof DB, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const { insert, from, orUpdate } = textsOf(table, first);
  await writeRows(tx, table, sql`${insert}${JSON.stringify(rows)}${from}${orUpdate}`);
}

type Texts = {
  columns: number;
  insert: RawBuilder<unknown>;
  from: RawBuilder<unknown>;
  orUpdate: RawBuilder<unknown>;
};

/** A table's rows have the same columns every time: their statements are put together once. */
const texts = new Map<string, Texts>();

function textsOf(table: keyof DB, row: Row): Texts {
  const known = texts.get(table);
  if (known !== undefined) {
    // A column more would be lost without a word.
    if (Object.keys(row).length !== known.columns)
      throw new Error(`A row of ${table} has other columns than before`);
    return known;
  }
  // Names of tables and columns come from the stores' own literals, never from a request.
  const columns = Object.keys(row);
  const list = columns.map((column) => `"${column}"`).join(", ");
  const read = columns.map((column) => `r."${column}"`).join(", ");
  const set = columns
    .filter((column) => column !== "workspace_id" && column !== "id")
    .map((column) => `"${column}" = excluded."${column}"`)
    .join(", ");
  const made = {
    columns: columns.length,
    insert: sql.raw(
      `insert into "${table}" (${list}) select ${read} from jsonb_populate_recordset(null::"${table}", `,
    ),
    from: sql.raw("::jsonb) as r"),
    orUpdate: sql.raw(` on conflict (workspace_id, id) do update set ${set}`),
  };
  texts.set(table, made);
  return made;
}
