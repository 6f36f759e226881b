import type { KeptPicture, KeptTap } from "./kept-tap.ts";
import { memoryStore, type TapStore, untried } from "./tap-store.ts";

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
  const opening = indexedDB.open(databaseName, 2);
  opening.onupgradeneeded = ({ oldVersion }) => {
    const { result } = opening;
    if (oldVersion < 1) {
      result.createObjectStore("tap", { keyPath: "number", autoIncrement: true });
      result.createObjectStore("kept");
    }
    result.createObjectStore("picture", { keyPath: "id" });
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

  const write = <T>(
    tables: string[],
    durability: IDBTransactionDurability,
    work: (transaction: IDBTransaction) => T,
  ): Promise<T> =>
    new Promise((resolve, reject) => {
      const transaction = database.transaction(tables, "readwrite", { durability });
      const failed = (): void => reject(transaction.error ?? new Error("IndexedDB has failed"));
      transaction.addEventListener("abort", failed);
      transaction.addEventListener("error", failed);
      const result = work(transaction);
      transaction.addEventListener("complete", () => resolve(result));
    });
  /** Resolves once it is on the disk ("strict"), not when it is only promised: a tap and its pictures, or neither. */
  const writeTaps = <T>(work: (taps: IDBObjectStore, pictures: IDBObjectStore) => T): Promise<T> =>
    write(["tap", "picture"], "strict", (of) => work(of.objectStore("tap"), of.objectStore("picture")));
  const writeKept = <T>(work: (rows: IDBObjectStore) => T): Promise<T> =>
    write(["kept"], "default", (of) => work(of.objectStore("kept")));
  const read = (table: "tap" | "kept" | "picture"): IDBObjectStore =>
    database.transaction(table).objectStore(table);

  return {
    lasts: true,
    all: () => answerOf(read("tap").getAll() as IDBRequest<KeptTap[]>),
    async add(wish, those = []) {
      const row = { ...wish, ...untried };
      const asked = await writeTaps((rows, pictures) => {
        for (const picture of those) pictures.put(picture);
        return rows.add(row);
      });
      return { ...row, number: Number(asked.result) };
    },
    async change(number, rewrite) {
      let changed: KeptTap | null = null;
      await writeTaps((rows) =>
        onRow(rows, number, (tap) => {
          changed = rewrite(tap);
          if (changed !== null) rows.put(changed);
        }),
      );
      return changed;
    },
    async remove(numbers) {
      await writeTaps((rows, pictures) => {
        for (const number of numbers) onRow(rows, number, (tap) => take(tap, rows, pictures));
      });
    },
    async addAgain(numbers, newId) {
      await writeTaps((rows) => {
        for (const number of numbers) {
          onRow(rows, number, ({ number: _number, ...tap }) => {
            rows.delete(number);
            rows.add({ ...tap, ...untried, commandId: newId() });
          });
        }
      });
    },
    picture: (id) => answerOf(read("picture").get(id) as IDBRequest<KeptPicture | undefined>),
    async removeUntried(number) {
      let isUntried = false;
      await writeTaps((rows, pictures) =>
        onRow(rows, number, (tap) => {
          isUntried = tap.tries === 0;
          if (isUntried) take(tap, rows, pictures);
        }),
      );
      return isUntried;
    },
    async outboxId(key, make) {
      let id = "";
      await writeKept((rows) => {
        const asked = rows.get(`outbox ${key}`) as IDBRequest<string | undefined>;
        asked.addEventListener("success", () => {
          id = asked.result ?? make();
          if (asked.result === undefined) rows.put(id, `outbox ${key}`);
        });
      });
      return id;
    },
    keep: async (key, value) => void (await writeKept((rows) => rows.put(value, `answer ${key}`))),
    kept: (key) => answerOf(read("kept").get(`answer ${key}`)),
    async forget(prefix) {
      const from = `answer ${prefix}`;
      await writeKept((rows) => rows.delete(IDBKeyRange.bound(from, `${from}\uffff`)));
    },
  };
}

/** Within the transaction; nothing where it has gone. */
function onRow(rows: IDBObjectStore, number: number, work: (tap: KeptTap) => void): void {
  const asked = rows.get(number) as IDBRequest<KeptTap | undefined>;
  asked.addEventListener("success", () => {
    if (asked.result !== undefined) work(asked.result);
  });
}

function take({ number, photos = [] }: KeptTap, rows: IDBObjectStore, pictures: IDBObjectStore): void {
  rows.delete(number);
  for (const { id } of photos) pictures.delete(id);
}
