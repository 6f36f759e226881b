import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  sql,
} from "kysely";
import type { Pool, PoolClient, QueryConfig, QueryResultRow } from "pg";
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
  return { pool, kysely: new Kysely<DB>({ dialect: new PostgresDialect({ pool }) }) };
}

/** So many texts are prepared on a connection at most; past that, statements go unprepared. */
const mostPrepared = 300;
const names = new Map<string, string>();

/**
 * Statements with values are prepared under a name of their own: the server parses and plans each text once a
 * connection, which is half of what a small statement costs. A pooler in between must know prepared statements.
 */
function preparedOf(text: string, values: readonly unknown[]): QueryConfig {
  if (values.length === 0) return { text };
  let name = names.get(text);
  if (name === undefined && names.size < mostPrepared) {
    name = `t${names.size}`;
    names.set(text, name);
  }
  return { text, values: [...values], ...(name === undefined ? {} : { name }) };
}

/** One for each connection, for as long as the pool keeps it. */
const boundTo = new WeakMap<PoolClient, Kysely<DB>>();

/**
 * Kysely on this very connection, without its line of waiting: statements that are asked for together are sent
 * together (the pool's connections are pipelined), in the order in which they were asked for.
 */
function kyselyOn(client: PoolClient): Kysely<DB> {
  const known = boundTo.get(client);
  if (known !== undefined) return known;
  const connection: DatabaseConnection = {
    async executeQuery<R>(statement: CompiledQuery): Promise<QueryResult<R>> {
      const result = await client.query<R & QueryResultRow>(preparedOf(statement.sql, statement.parameters));
      const { command, rowCount, rows } = result;
      const changes =
        command === "INSERT" || command === "UPDATE" || command === "DELETE" || command === "MERGE";
      return { rows, ...(changes ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
    },
    // oxlint-disable-next-line require-yield -- the interface wants a generator; nothing here streams
    async *streamQuery() {
      throw new Error("Nothing streams inside a workspace's transaction");
    },
  };
  const nothing = (): Promise<void> => Promise.resolve();
  const driver: Driver = {
    init: nothing,
    acquireConnection: () => Promise.resolve(connection),
    releaseConnection: nothing,
    destroy: nothing,
    beginTransaction: nothing,
    commitTransaction: nothing,
    rollbackTransaction: nothing,
  };
  const made = new Kysely<DB>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  boundTo.set(client, made);
  return made;
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
  const client = await database.pool.connect();
  let broken: Error | undefined;
  try {
    const begin = mode === "read" ? "begin read only" : "begin";
    // Not waited for: it travels with the first statement of the work, and the server takes them in turn.
    const begun = client.query(
      // No statement here is long enough to be worth compiling; on big tables the planner would think so.
      `${begin}; set local role treadle_app; set local treadle.workspace_id = '${workspaceId}'; set local jit = off`,
    );
    begun.catch(() => undefined);
    let finished = false;
    try {
      const outcome = await work({ db: kyselyOn(client), workspaceId });
      await begun;
      await client.query(outcome.commit ? "commit" : "rollback");
      finished = true;
      return outcome.value;
    } finally {
      // What can't be rolled back is dropped: the next one must not find our transaction open.
      if (!finished) {
        await client.query("rollback").catch((error: unknown) => {
          broken = error instanceof Error ? error : new Error(String(error));
        });
      }
    }
  } finally {
    client.release(broken);
  }
}

/**
 * Goes on in another workspace within the same transaction: for one that this very transaction makes, so that both
 * come to be or neither. Nothing else may be asked in the meantime.
 */
export async function inNewWorkspace<T>(
  tx: Tx,
  workspaceId: WorkspaceId,
  work: (there: Tx) => Promise<T>,
): Promise<T> {
  await enter(tx, workspaceId);
  const value = await work({ db: tx.db, workspaceId });
  // What throws ends the transaction: there is nothing to come back to.
  await enter(tx, tx.workspaceId);
  return value;
}

async function enter(tx: Tx, workspaceId: WorkspaceId): Promise<void> {
  if (!workspaceIdShape.test(workspaceId)) throw new TypeError("A workspace id is a lower-case uuid");
  await sql`select set_config('treadle.workspace_id', ${workspaceId}, true)`.execute(tx.db);
}

/** Reads within one snapshot of the workspace. */
export function readWorkspace<T>(
  database: Database,
  workspaceId: WorkspaceId,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  return inWorkspace(database, workspaceId, "read", async (tx) => ({ commit: true, value: await work(tx) }));
}
