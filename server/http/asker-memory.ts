import type { Database } from "#server/database/workspace-transaction.ts";
import type { Asker } from "./door-types.ts";

/**
 * Remembers for a few seconds who a session is in a workspace, since every request asks and a screen asks ten times
 * at once. Commands that change the answer (roles, leaving, language, time zone, a device) forget the workspace
 * after their commit, so what this server changed counts at once; what another server changed, within `life`.
 * A session that ended is not found here: the session itself is resolved before the memory is asked.
 */
export type AskerMemory = {
  get(key: string, find: () => Promise<Asker | null>): Promise<Asker | null>;
  forget(workspaceId: string): void;
};

const life = 3_000;
const mostEntries = 10_000;

const memories = new WeakMap<Database, AskerMemory>();

/** One memory a database: the doors that forget and the resolver that remembers meet here. */
export function askerMemoryOf(database: Database): AskerMemory {
  const known = memories.get(database);
  if (known !== undefined) return known;
  const made = createAskerMemory(() => performance.now());
  memories.set(database, made);
  return made;
}

/** `now` in milliseconds of a clock that is never set back. */
export function createAskerMemory(now: () => number): AskerMemory {
  const entries = new Map<string, { readonly asker: Asker; readonly until: number }>();
  // Raised by every forgetting: who was read before one is not remembered after it.
  let generation = 0;

  return {
    async get(key, find) {
      const entry = entries.get(key);
      if (entry !== undefined && entry.until > now()) return entry.asker;
      const before = generation;
      const asker = await find();
      entries.delete(key);
      if (asker === null || generation !== before) return asker;
      if (entries.size >= mostEntries) entries.clear();
      entries.set(key, { asker, until: now() + life });
      return asker;
    },
    forget(workspaceId) {
      generation += 1;
      for (const [key, { asker }] of entries) if (asker.workspaceId === workspaceId) entries.delete(key);
    },
  };
}
