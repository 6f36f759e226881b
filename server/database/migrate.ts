import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Client, DatabaseError } from "pg";
import { codeOf, startRefusal, wordsOf } from "#server/start-refusal.ts";

export const migrationsFolder = fileURLToPath(new URL("../../db/migrations", import.meta.url));

/** Any number will do, as long as every Treadle uses the same: the first bytes of "treadle". */
const advisoryLock = 0x74726561;

type MigrationFile = { name: string; sql: string; sha256: string };
type Applied = { name: string; sha256: string };

/**
 * Brings the database up to the code: each `NNNN_name.sql` that is not there yet, in order, each in its own
 * transaction. Safe when several servers start at once (an advisory lock of the session: `ownerUrl` must not
 * go through a transaction pooler). Answers the names of what it applied. Throws a start refusal when an
 * applied file was changed since, when the database is newer than the code, or when a file fails.
 */
export async function migrate(ownerUrl: string, folder: string = migrationsFolder): Promise<string[]> {
  const files = readMigrations(folder);
  const client = new Client({ connectionString: ownerUrl, application_name: "treadle migration" });
  // Without a listener a connection that breaks while we are busy elsewhere would end the process.
  client.on("error", () => {});
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [advisoryLock]);
    await client.query(`create table if not exists public.migration (
      name text primary key,
      sha256 text not null,
      at timestamptz not null default now()
    )`);
    const { rows: applied } = await client.query<Applied>(
      `select name, sha256 from public.migration order by name collate "C"`,
    );
    const waiting = compare(files, applied);
    for (const file of waiting) await apply(client, file);
    return waiting.map((file) => file.name);
  } finally {
    // Ends the session, and the lock with it.
    await client.end();
  }
}

function readMigrations(folder: string): MigrationFile[] {
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  const numbers = new Set<string>();
  return names.map((name) => {
    const number = /^(\d{4})_[a-z0-9_-]+\.sql$/.exec(name)?.[1];
    if (number === undefined) {
      throw startRefusal(`The migration ${name} is not named like 0001_what_it_does.sql.`);
    }
    if (numbers.has(number)) throw startRefusal(`Two migrations have the number ${number}.`);
    numbers.add(number);
    // Git may check files out with CRLF; that is no change of the migration.
    const sql = readFileSync(join(folder, name), "utf8").replaceAll("\r\n", "\n");
    return { name, sql, sha256: createHash("sha256").update(sql).digest("hex") };
  });
}

/** What is still to apply. The applied ones must be the beginning of the list, unchanged. */
function compare(files: readonly MigrationFile[], applied: readonly Applied[]): readonly MigrationFile[] {
  const known = new Set(files.map((file) => file.name));
  const newer = applied.find((row) => !known.has(row.name));
  if (newer !== undefined) {
    throw startRefusal(
      `The database is newer than this program: it has the migration ${newer.name}, which this version does not know. Start the newer version, or restore a backup from before it.`,
    );
  }
  for (const [index, row] of applied.entries()) {
    const file = files[index];
    if (file === undefined || file.name !== row.name) {
      throw startRefusal(
        `The migration ${file?.name ?? "?"} comes before ${row.name}, which the database already has: give it a higher number.`,
      );
    }
    if (file.sha256 !== row.sha256) {
      throw startRefusal(
        `The migration ${file.name} was changed after this database had applied it: put it back as it was, and write the change as a new migration.`,
      );
    }
  }
  return files.slice(applied.length);
}

async function apply(client: Client, file: MigrationFile): Promise<void> {
  try {
    await client.query("begin");
    await client.query("select set_config('treadle.migration', $1, true)", [file.name]);
    await client.query(file.sql);
    // A local setting ends with its transaction: had the file said "commit", a failure after it would leave
    // half a migration behind.
    const { rows } = await client.query<{ name: string | null }>(
      "select current_setting('treadle.migration', true) as name",
    );
    if (rows[0]?.name !== file.name) {
      throw startRefusal(`The migration ${file.name} ends its own transaction, which it must not.`);
    }
    await client.query("insert into public.migration (name, sha256) values ($1, $2)", [
      file.name,
      file.sha256,
    ]);
    await client.query("commit");
    // What a migration sets for itself (search_path, role) must not reach the next one.
    await client.query("reset all; reset role");
  } catch (error) {
    await client.query("rollback").catch(() => {});
    if (codeOf(error) === undefined) throw error;
    throw startRefusal(
      `The migration ${file.name} failed${placeOf(error, file.sql)}: ${wordsOf(error)}.`,
      error,
    );
  }
}

function placeOf(error: unknown, sql: string): string {
  if (!(error instanceof DatabaseError) || error.position === undefined) return "";
  return ` at line ${sql.slice(0, Number(error.position) - 1).split("\n").length}`;
}
