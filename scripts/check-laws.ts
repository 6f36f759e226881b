// `npm run check:laws`: holds every workspace of a live database against the laws of domain.md section 11 and
// prints each row that breaks one. Exit code 0: all well, 1: breaches, 2: it could not be checked. Only reads.
import { sql } from "kysely";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import { checkOrderLaws } from "#modules/production/views/check-order-laws.ts";
import { openDatabase } from "#server/database/open-database.ts";
import { createPool } from "#server/database/pool.ts";
import { createDatabase, type Database } from "#server/database/workspace-transaction.ts";
import { silentLog } from "#server/log.ts";
import { readSettings } from "#server/settings.ts";
import { isStartRefusal, startRefusal } from "#server/start-refusal.ts";

type Breach = Awaited<ReturnType<typeof checkOrderLaws>>[number];
export type BrokenLaw = Breach & { readonly workspace: string };

/** Every breach in the database. It goes over all workspaces, which only the role that owns the tables sees. */
export async function checkLaws(database: Database): Promise<{ workspaces: number; broken: BrokenLaw[] }> {
  await refuseBlindRole(database);
  const { rows } = await sql<{ workspace_id: string; slug: string }>`
    select workspace_id, slug from workspace order by slug`.execute(database.kysely);
  const broken: BrokenLaw[] = [];
  for (const { workspace_id: workspaceId, slug } of rows) {
    const breaches = await database.kysely
      .transaction()
      // One moment for all that is compared, while people go on working.
      .setIsolationLevel("repeatable read")
      .setAccessMode("read only")
      .execute(async (db) => [
        ...(await checkOrderLaws(db, workspaceId)),
        ...(await checkStockLaws(db, workspaceId)),
      ]);
    broken.push(...breaches.map((breach) => ({ workspace: slug, ...breach })));
  }
  return { workspaces: rows.length, broken };
}

/** Row-level security shows another role no rows at all, and nothing broken would be found among none. */
async function refuseBlindRole({ kysely }: Database): Promise<void> {
  const { rows } = await sql<{ sees: boolean }>`
    select not row_security_active('workspace') as sees`.execute(kysely);
  if (rows[0]?.sees !== true) {
    throw startRefusal(
      "This role sees no workspace as a whole: name the one that owns the tables in DATABASE_URL_OWNER.",
    );
  }
}

export function tellBreach(breach: BrokenLaw): string {
  const { workspace, law, thing, thingId, expected, found } = breach;
  return `${workspace}: ${law}: ${thing} ${thingId}: expected ${expected ?? "nothing"}, found ${found ?? "nothing"}`;
}

async function run(): Promise<number> {
  const opened = await openDatabase(readSettings(), silentLog);
  const pool = createPool(opened.ownerUrl, { log: silentLog, max: 2, applicationName: "treadle check-laws" });
  try {
    const { workspaces, broken } = await checkLaws(createDatabase(pool));
    for (const breach of broken) console.log(tellBreach(breach));
    const checked = `${workspaces} ${workspaces === 1 ? "workspace" : "workspaces"} checked`;
    console.log(
      broken.length === 0 ? `${checked}: all laws hold` : `${checked}: ${broken.length} rows break a law`,
    );
    return broken.length === 0 ? 0 : 1;
  } finally {
    await pool.end();
    await opened.close();
  }
}

if (import.meta.main) {
  try {
    process.exitCode = await run();
  } catch (error) {
    console.error(isStartRefusal(error) ? error.message : error);
    process.exitCode = 2;
  }
}
