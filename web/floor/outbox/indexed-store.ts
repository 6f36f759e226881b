import type { KeptTap } from "./kept-tap.ts";
import { memoryStore, type TapStore } from "./tap-store.ts";

const databaseName = "treadle-floor";

/** A browser that does not answer keeps nobody from working: then only this page remembers, and says so. */
const longestOpening = 4_000;

export async function openTapStore(): Promise<TapStore> {
  try {
    const late = new Promise<never>((_, reject) => {
      setTimeout(() => reject(new Error("IndexedDB does not open")), longestOpening);
    });
    return storeIn(await Promise.race([openDatabase(), late]));
  } catch {
    // Private windows of some browsers have none.
    return memoryStore();
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const opening = indexedDB.open(databaseName, 1);
  opening.onupgradeneeded = () => {
    opening.result.createObjectStore("tap", { keyPath: "number", autoIncrement: true });
    opening.result.createObjectStore("kept");
  };
  return answerOf(opening);
}

const answerOf = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener("success", () => resolve(request.result));
    request.addEventListener("error", () => reject(request.error ?? new Error("IndexedDB has failed")));
  });

function storeIn(database: IDBDatabase): TapStore {
  // A newer page of ours may want to change the tables: it must not wait for this one for ever.
  database.addEventListener("versionchange", () => database.close());

  /** Resolves once it is on the disk ("strict"), not when it is only promised. */
  const write = <T>(table: "tap" | "kept", work: (rows: IDBObjectStore) => T): Promise<T> =>
    new Promise((resolve, reject) => {
      const durability = table === "tap" ? "strict" : "default";
      const transaction = database.transaction(table, "readwrite", { durability });
      const failed = (): void => reject(transaction.error ?? new Error("IndexedDB has failed"));
      transaction.addEventListener("abort", failed);
      transaction.addEventListener("error", failed);
      const result = work(transaction.objectStore(table));
      transaction.addEventListener("complete", () => resolve(result));
    });
  const read = (table: "tap" | "kept"): IDBObjectStore => database.transaction(table).objectStore(table);

  return {
    lasts: true,
    all: () => answerOf(read("tap").getAll() as IDBRequest<KeptTap[]>),
    async add(wish) {
      const row = { ...wish, tries: 0, refused: null, followed: null };
      const asked = await write("tap", (rows) => rows.add(row));
      return { ...row, number: Number(asked.result) };
    },
    async change(number, rewrite) {
      let changed: KeptTap | null = null;
      await write("tap", (rows) => {
        const asked = rows.get(number) as IDBRequest<KeptTap | undefined>;
        asked.addEventListener("success", () => {
          changed = asked.result === undefined ? null : rewrite(asked.result);
          if (changed !== null) rows.put(changed);
        });
      });
      return changed;
    },
    async remove(numbers) {
      await write("tap", (rows) => {
        for (const number of numbers) rows.delete(number);
      });
    },
    async removeUntried(number) {
      let isUntried = false;
      await write("tap", (rows) => {
        const asked = rows.get(number) as IDBRequest<KeptTap | undefined>;
        asked.addEventListener("success", () => {
          isUntried = asked.result?.tries === 0;
          if (isUntried) rows.delete(number);
        });
      });
      return isUntried;
    },
    async outboxId(key, make) {
      let id = "";
      await write("kept", (rows) => {
        const asked = rows.get(`outbox ${key}`) as IDBRequest<string | undefined>;
        asked.addEventListener("success", () => {
          id = asked.result ?? make();
          if (asked.result === undefined) rows.put(id, `outbox ${key}`);
        });
      });
      return id;
    },
    keep: async (key, value) => void (await write("kept", (rows) => rows.put(value, `answer ${key}`))),
    kept: (key) => answerOf(read("kept").get(`answer ${key}`)),
    async forget(prefix) {
      const from = `answer ${prefix}`;
      await write("kept", (rows) => rows.delete(IDBKeyRange.bound(from, `${from}\uffff`)));
    },
  };
}
