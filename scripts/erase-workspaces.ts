// `npm run erase:workspaces [days]`: deletes for good the examples that were removed so many days ago or longer, 30
// unless it says otherwise. The only thing that deletes from the ledgers, and only whole workspaces.
import { openDatabase } from "#server/database/open-database.ts";
import { eraseWorkspace } from "#server/database/erase-workspace.ts";
import { createPool } from "#server/database/pool.ts";
import { silentLog } from "#server/log.ts";
import { readSettings } from "#server/settings.ts";
import { isStartRefusal } from "#server/start-refusal.ts";

async function run(days: number): Promise<void> {
  const opened = await openDatabase(readSettings(), silentLog);
  const pool = createPool(opened.ownerUrl, { log: silentLog, max: 1, applicationName: "treadle erase" });
  try {
    const { rows } = await pool.query<{ slug: string; workspace_id: string }>(
      `select slug, workspace_id from auth.workspace_address
       where removed_at <= now() - make_interval(days => $1) order by removed_at`,
      [days],
    );
    for (const { slug, workspace_id: workspaceId } of rows) {
      await eraseWorkspace(pool, workspaceId);
      console.log(`${slug} is erased`);
    }
    if (rows.length === 0) console.log(`No example was removed ${days} days ago or longer: nothing to erase`);
  } finally {
    await pool.end();
    await opened.close();
  }
}

const days = Number(process.argv[2] ?? "30");
if (Number.isInteger(days) && days >= 0) {
  await run(days).catch((error: unknown) => {
    console.error(isStartRefusal(error) ? error.message : error);
    process.exitCode = 1;
  });
} else {
  console.error("Say after how many days, as in: npm run erase:workspaces 30");
  process.exitCode = 2;
}
