import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Pool, QueryConfig } from "pg";
import type { WorkspaceId } from "#kernel/id.ts";
import { inputOf, type Route } from "#kernel/route.ts";
import { may } from "#modules/access/core/may.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { startEmbeddedPostgres } from "#server/database/embedded-postgres.ts";
import { migrate } from "#server/database/migrate.ts";
import { createPool } from "#server/database/pool.ts";
import { createDatabase, readWorkspace, type Tx } from "#server/database/workspace-transaction.ts";
import { silentLog } from "#server/log.ts";

/** 1,000 orders, and 100,000; of either a fifth is open. */
export const small: FilledSize = { open: 200, done: 800, movements: 10_000 };
export const large: FilledSize = { open: 20_000, done: 80_000, movements: 1_000_000 };

export type FilledSize = { readonly open: number; readonly done: number; readonly movements: number };

// As bench/fill-orders.sql makes them.
export const filledWorkspace = "01900000-0000-7000-8000-000000000001" as WorkspaceId;
export const filledId = (kind: number, place: number): string =>
  `0190${kind.toString(16).padStart(4, "0")}-0000-7000-8000-${place.toString(16).padStart(12, "0")}`;

/** bench/fill-orders.sql as one text, without its last word: VACUUM can't stand in a text of several statements. */
export function fillingOf(size: FilledSize): string {
  return readFileSync(join(import.meta.dirname, "fill-orders.sql"), "utf8")
    .replace(/^\\set .*$/m, "")
    .replaceAll(":'workspace'", `'${filledWorkspace}'`)
    .replaceAll(/(?<!:):(open|done|movements)\b/g, (_, name: keyof FilledSize) => String(size[name]))
    .replace("vacuum analyze;", "");
}

/** What commands would have counted for the board: the migrations count it for orders that were there before. */
export function countAnew(): string {
  const counting = ["0021_board_counts.sql", "0023_board_indexes.sql", "0030_board_moments.sql"].flatMap(
    (name) => {
      const script = readFileSync(join(import.meta.dirname, "../db/migrations", name), "utf8");
      return script.match(/^(update production_order set standing|insert into board_count)[^;]*;/gm) ?? [];
    },
  );
  return ["set session_replication_role = replica", "delete from board_count", ...counting].join(";\n");
}

/** Told of each statement with values that a view sends. */
export type Hear = (statement: { readonly text: string; readonly values: readonly unknown[] }) => void;

type Options = {
  readonly hear?: Hear;
  /** the owner, unless the page is an operator's own */
  readonly as?: "operator";
};

export type Filled = {
  readonly size: FilledSize;
  readonly pool: Pool;
  /** What a view answers, in bytes of its JSON. */
  see(
    route: Route,
    view: (tx: Tx, input: never, viewer: Viewer) => Promise<{ readonly ok: boolean }>,
    asked: object,
    options?: Options,
  ): Promise<() => number>;
  close(): Promise<void>;
};

/**
 * A database of its own with bench/fill-orders.sql in it, which takes half a minute for 100,000 orders. With
 * BENCH_FILLED=<folder> it is kept there, and found again by the next run.
 */
export async function openFilled(size: FilledSize): Promise<Filled> {
  const kept = process.env.BENCH_FILLED;
  const folder =
    kept === undefined
      ? mkdtempSync(join(tmpdir(), "treadle-bench-large-"))
      : join(kept, `${size.open}-${size.done}`);
  const isThere = existsSync(join(folder, "filled"));
  if (kept !== undefined && !isThere) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const embedded = await startEmbeddedPostgres({ dataDir: folder, log: silentLog });
  // What is kept stays at the schema that it was filled at.
  if (!isThere) await migrate(embedded.url);
  const pool = createPool(embedded.url, { log: silentLog, max: 2 });
  let heard: Hear | undefined;
  pool.on("connect", (client) => {
    const send: (...given: unknown[]) => unknown = client.query.bind(client);
    Object.assign(client, {
      query(...given: [QueryConfig, ...unknown[]]): unknown {
        const [{ text, values }] = given;
        if (values !== undefined) heard?.({ text, values });
        return send(...given);
      },
    });
  });
  if (!isThere) {
    await pool.query(fillingOf(size));
    await pool.query(countAnew());
    if (kept !== undefined) mkdirSync(join(folder, "filled"));
  }
  await pool.query("vacuum analyze");
  const database = createDatabase(pool);
  const owner = { kind: "member", memberId: filledId(2, 1), roles: ["owner"], tradeIds: [] } as const;
  const operator: Viewer["actor"] = {
    kind: "member",
    memberId: filledId(2, 4),
    roles: ["operator"],
    // Cutting and sewing: most of what waits.
    tradeIds: [filledId(1, 1), filledId(1, 2)],
  };
  return {
    size,
    pool,
    async see(route, view, asked, { hear, as } = {}) {
      const actor = as === undefined ? owner : operator;
      const viewer: Viewer = {
        actor,
        now: new Date(),
        may: (action, run) => may(actor, action, run),
        timeZone: "Europe/Kyiv",
      };
      heard = hear;
      const answer = await readWorkspace(database, filledWorkspace, (tx) =>
        view(tx, inputOf(route, asked as never) as never, viewer),
      );
      heard = undefined;
      if (!answer.ok) throw new Error(JSON.stringify(answer));
      return () => Buffer.byteLength(JSON.stringify(answer));
    },
    async close() {
      await pool.end();
      await embedded.stop();
      if (kept === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
