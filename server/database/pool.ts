import Big from "big.js";
import { Pool, types } from "pg";
import type { Log } from "#server/log.ts";

export type PoolOptions = {
  log: Log;
  /** Connections at most; 20 unless told: with two app servers that leaves most of the default 100 free. */
  max?: number;
  /** What pg_stat_activity shows. */
  applicationName?: string;
  /** How long a caller waits for a connection before it is told so; 10 seconds unless told. */
  connectionTimeoutMilliseconds?: number;
};

type ParseText = (value: string) => unknown;

const oid = { int8: 20, date: 1082, numeric: 1700 };
const arrayOid = { int8: 1016, date: 1182, numeric: 1231 };
const textArrayOid = 1009;

// The driver's own typing knows no arrays.
const driverParser = types.getTypeParser as (id: number, format?: "text" | "binary") => ParseText;

const parsers = new Map<number, ParseText>([
  [oid.numeric, parseNumeric],
  [oid.int8, parseInt8],
  [oid.date, String],
  [arrayOid.numeric, arrayOf(parseNumeric)],
  [arrayOid.int8, arrayOf(parseInt8)],
  [arrayOid.date, arrayOf(String)],
]);

/**
 * A pool whose values are exact: numeric → Big, int8 → number (an unsafe one throws), date → "YYYY-MM-DD",
 * timestamptz → Date, uuid → string, json parsed; arrays likewise. A Big is taken as a parameter. The parsers
 * are on this pool only, because better-auth and pg-boss share the driver and expect its own.
 */
export function createPool(url: string, options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: options.max ?? 20,
    application_name: options.applicationName ?? "treadle",
    connectionTimeoutMillis: options.connectionTimeoutMilliseconds ?? 10_000,
    keepAlive: true,
    // Statements that are asked for together travel together; each still succeeds or fails by itself.
    pipeline: true,
    types: { getTypeParser: findParser },
  });
  const report = (error: Error): void => {
    options.log.warn({ error: error.message }, "A database connection was lost");
  };
  pool.on("error", report);
  // A client that is checked out has no listener of the pool's, and an "error" that nobody listens to ends
  // the process: a restart of the database between two statements of a transaction would take us with it.
  pool.on("connect", (client) => {
    client.on("error", report);
  });
  return pool;
}

function findParser(id: number, format?: "text" | "binary"): unknown {
  if (format === "binary") return driverParser(id, format);
  return parsers.get(id) ?? driverParser(id);
}

function parseNumeric(value: string): Big {
  return new Big(value);
}

function parseInt8(value: string): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`The bigint ${value} is too large for a number`);
  return number;
}

function arrayOf(parse: ParseText): ParseText {
  const parseTexts: ParseText = driverParser(textArrayOid);
  // A two-dimensional array nests; an SQL null stays null.
  const parseElement = (element: unknown): unknown => {
    if (Array.isArray(element)) return element.map(parseElement);
    return typeof element === "string" ? parse(element) : element;
  };
  return (value) => parseElement(parseTexts(value));
}

// The driver sends an unknown object as JSON, and a Big would arrive as '"2.5"', which is no numeric. toPostgres
// is the driver's own hook for this; it is not enumerable, so that nothing else sees it.
Object.defineProperty(Big.prototype, "toPostgres", {
  value(this: Big): string {
    return this.toFixed();
  },
  configurable: true,
});
