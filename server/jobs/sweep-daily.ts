import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import type { WorkspaceId } from "#kernel/id.ts";
import { deleteOldImportRows } from "#modules/catalog/store/item-import-row.ts";
import { deleteNeverAttached } from "#modules/files/store/file.ts";
import { deleteOldNotices } from "#modules/notices/store/notice.ts";
import { type Database, inWorkspace } from "#server/database/workspace-transaction.ts";
import type { FileStorage } from "#server/files/file-storage.ts";
import { folderOf } from "#server/files/take-file.ts";
import { sweepExpired } from "#server/identity/sweep-expired.ts";
import type { Log } from "#server/log.ts";
import { wordsOf } from "#server/start-refusal.ts";

const hour = 3_600_000;
const rememberedDays = 90;
const unattachedDays = 7;

/**
 * Once a day, and never in the first minutes after a start: sessions that are over, answers to commands older than
 * 90 days, rows of imports that ended then, what was told then, and files that were uploaded a week ago and attached
 * to nothing. Nothing depends on it but the size of the tables and of the file store; several servers may do it at once.
 */
export function sweepDaily(
  database: Database,
  files: FileStorage,
  log: Log,
  now: () => Date,
): { stop(): void } {
  const sweep = (): void => {
    void sweepOnce(database, files, now()).catch((error: unknown) => {
      log.warn({ error: wordsOf(error) }, "What is over could not be swept away; tomorrow again");
    });
  };
  const first = setTimeout(sweep, hour / 2);
  const daily = setInterval(sweep, 24 * hour);
  first.unref();
  daily.unref();
  return {
    stop() {
      clearTimeout(first);
      clearInterval(daily);
    },
  };
}

/** How many rows went. */
export async function sweepOnce(database: Database, files: FileStorage, now: Date): Promise<number> {
  let swept = await sweepExpired(database.pool, now);
  const oldest = new Date(now.getTime() - rememberedDays * 24 * hour);
  const { rows } = await database.pool.query<{ workspace_id: string }>(
    "select workspace_id from auth.workspace_address",
  );
  for (const row of rows) {
    swept += await inWorkspace(database, mintWorkspaceId(row.workspace_id), "write", async (tx) => {
      const { numDeletedRows } = await tx.db
        .deleteFrom("command")
        .where("workspace_id", "=", tx.workspaceId)
        .where("at", "<", oldest)
        .executeTakeFirst();
      return { commit: true, value: Number(numDeletedRows) };
    });
    swept += await sweepImports(database, mintWorkspaceId(row.workspace_id), now);
    swept += await sweepNotices(database, mintWorkspaceId(row.workspace_id), oldest);
    swept += await sweepFiles(database, files, mintWorkspaceId(row.workspace_id), now);
  }
  return swept;
}

/** What was taken in stands in the items and in the log; the rows of the file are kept for a while to look at. */
function sweepImports(database: Database, workspaceId: WorkspaceId, now: Date): Promise<number> {
  const before = new Date(now.getTime() - rememberedDays * 24 * hour);
  return inWorkspace(database, workspaceId, "write", async (tx) => ({
    commit: true,
    value: await deleteOldImportRows(tx, before),
  }));
}

function sweepNotices(database: Database, workspaceId: WorkspaceId, before: Date): Promise<number> {
  return inWorkspace(database, workspaceId, "write", async (tx) => ({
    commit: true,
    value: await deleteOldNotices(tx, before),
  }));
}

/** The rows first: a file whose bytes were gone before its row would be a promise that is broken. */
async function sweepFiles(
  database: Database,
  files: FileStorage,
  workspaceId: WorkspaceId,
  now: Date,
): Promise<number> {
  const before = new Date(now.getTime() - unattachedDays * 24 * hour);
  const gone = await inWorkspace(database, workspaceId, "write", async (tx) => ({
    commit: true,
    value: await deleteNeverAttached(tx, before),
  }));
  for (const id of gone) await files.removeAll(folderOf(workspaceId, id));
  return gone.length;
}
