import type { Pool, PoolClient } from "pg";

/** A fact as its readers outside a workspace see it. */
export type ReadFact = {
  /** "transaction.sequence": where a reader goes on after it */
  readonly position: Position;
  readonly id: string;
  readonly workspaceId: string;
  readonly kind: string;
  readonly thing: string;
  readonly thingId: string;
  readonly version: number;
  readonly data: Readonly<Record<string, unknown>>;
  readonly at: Date;
  readonly hop: number;
};

/** `transaction.sequence`, both as decimal digits. */
export type Position = `${string}.${string}`;

export const beginning: Position = "0.0";

export type FactPage = {
  readonly facts: readonly ReadFact[];
  /** facts lie above the horizon: a transaction that began before them is still open */
  readonly waiting: boolean;
  /** the page was full: more can be read at once */
  readonly full: boolean;
};

const pageSize = 1000;
const positionShape = /^(\d{1,19})\.(\d{1,19})$/;
const mostBigint = 9_223_372_036_854_775_807n;

/** null for a text that is no position. */
export function readPosition(text: string): Position | null {
  const parts = positionShape.exec(text);
  if (parts?.[1] === undefined || parts[2] === undefined) return null;
  return BigInt(parts[1]) > mostBigint || BigInt(parts[2]) > mostBigint ? null : (text as Position);
}

/** Below 0: `a` comes before `b`. */
export function comparePositions(a: Position, b: Position): number {
  const [aTransaction = "0", aSequence = "0"] = a.split(".");
  const [bTransaction = "0", bSequence = "0"] = b.split(".");
  return Number(BigInt(aTransaction) - BigInt(bTransaction)) || Number(BigInt(aSequence) - BigInt(bSequence));
}

type FactRow = {
  transaction: string;
  sequence: string;
  id: string;
  workspace_id: string;
  kind: string;
  thing: string;
  thing_id: string;
  version: number;
  data: Record<string, unknown>;
  at: Date;
  hop: number;
};

/**
 * The next facts of all workspaces after a position, up to the horizon of finished transactions: whatever has a
 * smaller transaction id has committed or never will, so nothing that commits late is skipped. Reads as
 * treadle_reader, the one role that sees the facts of all workspaces, and nothing else.
 */
export async function readFacts(pool: Pool, after: Position, size = pageSize): Promise<FactPage> {
  const [transaction = "0", sequence = "0"] = checked(after).split(".");
  // Digits only, checked above: one simple query is one trip, and the role ends with its transaction. The order
  // names the table: a bare `transaction` would be the text of the same name, and "1000" comes before "999". Both
  // questions see one horizon: one that rose in between would hide what lies under it now, and nothing would wait.
  const results = await queryAll(
    pool,
    `begin isolation level repeatable read read only; set local role treadle_reader;
     select transaction::text, sequence::text, id, workspace_id, kind, thing, thing_id, version, data, at, hop
       from fact
      where (transaction, sequence) > ('${transaction}'::xid8, ${sequence}::bigint)
        and transaction < pg_snapshot_xmin(pg_current_snapshot())
      order by fact.transaction, fact.sequence limit ${size};
     select exists (select from fact where (transaction, sequence) > ('${transaction}'::xid8, ${sequence}::bigint)
        and transaction >= pg_snapshot_xmin(pg_current_snapshot())) as waiting;
     commit`,
  );
  const rows = (results[2] ?? []) as FactRow[];
  const waiting = (results[3]?.[0] as { waiting: boolean } | undefined)?.waiting === true;
  return { facts: rows.map(factOf), waiting, full: rows.length === size };
}

/** Where a reader stands that wants only what comes from now on: the last fact below the horizon. */
export async function readPresentPosition(pool: Pool): Promise<Position> {
  const results = await queryAll(
    pool,
    `begin read only; set local role treadle_reader;
     select transaction::text || '.' || sequence::text as position from fact
      where transaction < pg_snapshot_xmin(pg_current_snapshot())
      order by transaction desc, sequence desc limit 1;
     commit`,
  );
  return readPosition((results[2]?.[0] as { position: string } | undefined)?.position ?? "") ?? beginning;
}

/** Several statements in one simple query: pg answers an array of results. */
async function queryAll(pool: Pool, text: string): Promise<unknown[][]> {
  const client: PoolClient = await pool.connect();
  let failure: Error | undefined;
  try {
    const results = (await client.query(text)) as unknown as { rows: unknown[] }[];
    return results.map(({ rows }) => rows);
  } catch (error) {
    // Somewhere between begin and commit: the connection is of no use to the next one.
    failure = error instanceof Error ? error : new Error(String(error));
    throw failure;
  } finally {
    client.release(failure);
  }
}

function checked(position: Position): Position {
  if (readPosition(position) === null) throw new TypeError(`${position} is no position in the fact log`);
  return position;
}

function factOf(row: FactRow): ReadFact {
  return {
    position: `${row.transaction}.${row.sequence}`,
    id: row.id,
    workspaceId: row.workspace_id,
    kind: row.kind,
    thing: row.thing,
    thingId: row.thing_id,
    version: row.version,
    data: row.data,
    at: row.at,
    hop: row.hop,
  };
}
