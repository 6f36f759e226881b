import { join } from "node:path";
import type { Pool } from "pg";
import { socketUrl } from "#server/database/embedded-cluster.ts";
import { findServer } from "#server/database/embedded-process.ts";
import { createPool } from "#server/database/pool.ts";
import { silentLog } from "#server/log.ts";
import { factOf, type Stored } from "./ledger.ts";

/** Asks the embedded database of a folder as its owner: what is there, whatever the server says. */
export async function withStored<T>(dataDir: string, ask: (pool: Pool) => Promise<T>): Promise<T> {
  const server = findServer(join(dataDir, "postgres"));
  if (server === undefined) throw new Error("No database runs");
  const pool = createPool(socketUrl(server.socketFolder, "treadle"), { log: silentLog, max: 2 });
  try {
    return await ask(pool);
  } finally {
    await pool.end();
  }
}

export async function readStored(pool: Pool, slug: string): Promise<Stored> {
  const mine = "workspace_id = (select workspace_id from workspace where slug = $1)";
  const answers = await pool.query<{ id: string; answer: unknown }>(
    `select id, answer from command where ${mine}`,
    [slug],
  );
  const facts = await pool.query<{ commandId: string; kind: string }>(
    `select command_id as "commandId", kind from fact where ${mine} and kind = any($2) and by_whom = 'member'`,
    [slug, Object.values(factOf)],
  );
  const stamps = await pool.query<{ note: string; count: number }>(
    `select note, count(*) as count from (
       select notes as note from production_order where ${mine}
       union all select notes from deal where ${mine}
       union all select note from movement where ${mine} and kind = 'receipt'
     ) as stamped where note <> '' group by note`,
    [slug],
  );
  const orders = await pool.query<{ dealId: string; count: number }>(
    `select deal_id as "dealId", count(*) as count from production_order
     where ${mine} and deal_id is not null group by deal_id`,
    [slug],
  );
  return {
    answers: new Map(answers.rows.map((row) => [row.id, row.answer])),
    facts: facts.rows,
    stamps: new Map(stamps.rows.map((row) => [row.note, row.count])),
    ordersByDeal: new Map(orders.rows.map((row) => [row.dealId, row.count])),
  };
}

/** Effects of triggers that have not come to an end, and facts that nobody has read for them yet. */
export async function countWaitingEffects(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    `select (select count(*) from trigger_effect where state = 'waiting')
       + (select count(*) from boss.job where state < 'completed') as count`,
  );
  return rows[0]?.count ?? 0;
}
