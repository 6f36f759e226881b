import type { Pool, PoolClient } from "pg";

/** A statement that went through a connection, and how many rows it gave back. */
export type Heard = { readonly statement: string; rows: number };

/** The pool, with every statement that goes through a connection of it gathered in `heard`. */
export function listeningTo(pool: Pool, heard: Heard[]): Pool {
  const listened = (client: PoolClient): PoolClient =>
    new Proxy(client, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return (...given: unknown[]): unknown => {
          const answer: unknown = Reflect.apply(value, target, given);
          if (name !== "query") return answer;
          const [asked] = given as [string | { text: string }];
          const entry: Heard = { statement: typeof asked === "string" ? asked : asked.text, rows: 0 };
          heard.push(entry);
          if (answer instanceof Promise) {
            void countRows(entry, answer);
          }
          return answer;
        };
      },
    });
  return new Proxy(pool, {
    get(target, name) {
      if (name === "connect") return async () => listened(await target.connect());
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

function rowsOf(result: unknown): number {
  if (Array.isArray(result)) return result.reduce((rows: number, each) => rows + rowsOf(each), 0);
  const { rows } = result as { rows?: unknown[] };
  return rows?.length ?? 0;
}

/** A query that fails is its asker's to hear of. */
async function countRows(entry: Heard, answer: Promise<unknown>): Promise<void> {
  try {
    entry.rows = rowsOf(await answer);
  } catch {
    entry.rows = 0;
  }
}
