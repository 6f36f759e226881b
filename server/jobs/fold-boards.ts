import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { foldBoard } from "#modules/production/store/board-count.ts";
import { type Database, inWorkspace } from "#server/database/workspace-transaction.ts";
import type { FactFeed } from "#server/facts/fact-feed.ts";
import type { Log } from "#server/log.ts";
import { wordsOf } from "#server/start-refusal.ts";

/** What the board adds up besides its numbers is of so many milliseconds at most. */
const moment = 300;

/**
 * Adds what commands have changed to the board's numbers, a moment after they did, in each workspace where something
 * happened to an order. Nothing waits for it: the board adds up both. Several servers may do it at once.
 */
export function foldBoards(database: Database, feed: FactFeed, log: Log): { stop(): Promise<void> } {
  const waiting = new Set<string>();
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let underWay: Promise<void> = Promise.resolve();

  function plan(): void {
    if (stopped || timer !== undefined || waiting.size === 0) return;
    timer = setTimeout(() => {
      underWay = foldAll().finally(() => {
        timer = undefined;
        plan();
      });
    }, moment);
  }

  async function foldAll(): Promise<void> {
    const workspaces = [...waiting];
    waiting.clear();
    for (const workspaceId of workspaces) {
      if (stopped) return;
      try {
        const changes = await inWorkspace(database, mintWorkspaceId(workspaceId), "write", async (tx) => ({
          commit: true,
          value: await foldBoard(tx),
        }));
        if (changes > 0) waiting.add(workspaceId);
      } catch (error) {
        log.warn(
          { workspaceId, error: wordsOf(error) },
          "The board's numbers could not be folded; with the next fact again",
        );
      }
    }
  }

  const leave = feed.subscribe((facts) => {
    for (const fact of facts) if (fact.thing === "order") waiting.add(fact.workspaceId);
    plan();
  });

  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      leave();
      await underWay;
    },
  };
}
