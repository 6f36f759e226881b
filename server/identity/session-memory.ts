export type SessionMemory<T> = {
  /** What the key meant at most `lifeSeconds` ago, or what `find` says now. Nothing is kept for a null. */
  get(key: string, find: () => Promise<Remembered<T> | null>): Promise<T | null>;
  forget(key: string): void;
};

export type Remembered<T> = { readonly value: T; readonly expiresAt: Date };

/**
 * Remembers who a cookie belongs to for a few seconds, since every request asks and a screen asks ten times at
 * once. The key is the whole cookie with its signature or secret: an altered one is another key, so nothing
 * unchecked is ever found here.
 *
 * The promise is put down before the database answers. So those who ask at the same time share one statement,
 * and `forget`, called after the row is gone, also drops an answer that was read before and is still under way.
 */
export function createSessionMemory<T>(options: {
  lifeSeconds: number;
  most: number;
  now: () => Date;
}): SessionMemory<T> {
  type Entry = { found: Promise<Remembered<T> | null>; until: number };
  const entries = new Map<string, Entry>();

  return {
    async get(key, find) {
      const now = options.now().getTime();
      const known = entries.get(key);
      if (known !== undefined && known.until > now) return valueAt(await known.found, options.now());

      const entry: Entry = { found: find(), until: now + options.lifeSeconds * 1000 };
      entries.delete(key);
      entries.set(key, entry);
      if (entries.size > options.most) dropOldest(entries);
      try {
        const found = await entry.found;
        if (found === null && entries.get(key) === entry) entries.delete(key);
        return valueAt(found, options.now());
      } catch (error) {
        if (entries.get(key) === entry) entries.delete(key);
        throw error;
      }
    },
    forget(key) {
      entries.delete(key);
    },
  };
}

function valueAt<T>(found: Remembered<T> | null, now: Date): T | null {
  return found !== null && found.expiresAt > now ? found.value : null;
}

/** A Map keeps the order in which keys came, and an entry is never younger than one that came after it. */
function dropOldest(entries: Map<string, unknown>): void {
  for (const key of entries.keys()) {
    entries.delete(key);
    return;
  }
}
