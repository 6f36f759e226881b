import {
  type CompiledQuery,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  type QueryResult,
  sql,
} from "kysely";
import type { Pool, QueryConfig } from "pg";
import type { DB } from "#db/types.ts";
import type { WorkspaceId } from "#kernel/id.ts";

/**
 * The one way to a workspace's rows. Row-level security is the net below the code: the transaction acts as
 * treadle_app, which owns nothing, and sees the rows of this workspace alone.
 */
export type Tx = {
  readonly db: Kysely<DB>;
  readonly workspaceId: WorkspaceId;
};

export type Database = { readonly pool: Pool; readonly kysely: Kysely<DB> };

export function createDatabase(pool: Pool): Database {
  return { pool, kysely: new Kysely<DB>({ dialect: new PostgresDialect({ pool: preparing(pool) }) }) };
}

/** So many texts are prepared on a connection at most; past that, statements go unprepared. */
const mostPrepared = 300;
const names = new Map<string, string>();

/**
 * Statements with values are prepared under a name of their own: the server parses and plans each text once a
 * connection, which is half of what a small statement costs. A pooler in between must know prepared statements.
 */
function preparing(pool: Pool): PostgresPool {
  return {
    connect: async () => {
      const client = await pool.connect();
      return {
        release: () => client.release(),
        query: (text: string, values: readonly unknown[]) => client.query(preparedOf(text, values)),
      } as unknown as PostgresPoolClient;
    },
    end: () => pool.end(),
  } as PostgresPool;
}

function preparedOf(text: string, values: readonly unknown[]): QueryConfig {
  if (values.length === 0) return { text };
  let name = names.get(text);
  if (name === undefined && names.size < mostPrepared) {
    name = `t${names.size}`;
    names.set(text, name);
  }
  return { text, values: [...values], ...(name === undefined ? {} : { name }) };
}

const workspaceIdShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export type Outcome<T> = { readonly commit: boolean; readonly value: T };

/**
 * Runs `work` in a transaction of the workspace. The role and the workspace are set in the statement that
 * begins it: one trip to the server, and both end with the transaction (`set local`).
 */
export async function inWorkspace<T>(
  database: Database,
  workspaceId: WorkspaceId,
  mode: "read" | "write",
  work: (tx: Tx) => Promise<Outcome<T>>,
): Promise<T> {
  // The id goes into the text of a statement, because SET takes no parameters.
  if (!workspaceIdShape.test(workspaceId)) throw new TypeError("A workspace id is a lower-case uuid");
  return database.kysely.connection().execute(async (db) => {
    const begin = mode === "read" ? "begin read only" : "begin";
    await run(db, `${begin}; set local role treadle_app; set local treadle.workspace_id = '${workspaceId}'`);
    let finished = false;
    try {
      const outcome = await work({ db, workspaceId });
      await run(db, outcome.commit ? "commit" : "rollback");
      finished = true;
      return outcome.value;
    } finally {
      // A broken connection can't roll back; the server does it, and the pool drops the client.
      if (!finished) await run(db, "rollback").catch(() => undefined);
    }
  });
}

/** Reads within one snapshot of the workspace. */
export function readWorkspace<T>(
  database: Database,
  workspaceId: WorkspaceId,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return inWorkspace(database, workspaceId, "read", async (tx) => ({ commit: true, value: await work(tx) }));
}

function run(db: Kysely<DB>, text: string): Promise<QueryResult<unknown>> {
  const statement: CompiledQuery = sql.raw(text).compile(db);
  return db.executeQuery(statement);
}
