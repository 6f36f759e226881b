import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { watchOrders } from "#reactions/watch-orders.ts";
import type { Database } from "#server/database/workspace-transaction.ts";
import type { Log } from "#server/log.ts";
import { wordsOf } from "#server/start-refusal.ts";

const minute = 60_000;

/**
 * Once an hour, and not in the first minutes after a start: orders that became overdue, work that stands still. Several
 * servers may do it at once: what one has told the other finds told.
 */
export function watchHourly(
  database: Database,
  log: Log,
  now: () => Date,
  notifyFacts: () => void,
): { stop(): void } {
  const watch = (): void => {
    void watchOnce(database, log, now())
      .then((told) => told > 0 && notifyFacts())
      .catch((error: unknown) => {
        log.warn({ error: wordsOf(error) }, "Nobody looked for late orders; in an hour again");
      });
  };
  const first = setTimeout(watch, 5 * minute);
  const hourly = setInterval(watch, 60 * minute);
  first.unref();
  hourly.unref();
  return {
    stop() {
      clearTimeout(first);
      clearInterval(hourly);
    },
  };
}

/** How many notices there were to tell. One workspace's trouble is not the others'. */
async function watchOnce(database: Database, log: Log, now: Date): Promise<number> {
  const { rows } = await database.pool.query<{ workspace_id: string }>(
    "select workspace_id from auth.workspace_address where removed_at is null",
  );
  let told = 0;
  for (const row of rows) {
    try {
      told += await watchOrders(database, mintWorkspaceId(row.workspace_id), now);
    } catch (error) {
      log.warn(
        { workspaceId: row.workspace_id, error: wordsOf(error) },
        "Late orders of a workspace could not be told of",
      );
    }
  }
  return told;
}
