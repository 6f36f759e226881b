import { chmodSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { v7 as newId } from "uuid";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { OutputOf } from "#modules/routes.ts";
import { checkLaws, tellBreach } from "#scripts/check-laws.ts";
import { startEmbeddedPostgres } from "#server/database/embedded-postgres.ts";
import { createDatabase } from "#server/database/workspace-transaction.ts";
import { silentLog } from "#server/log.ts";
import { request } from "./client.ts";
import { openShop } from "./open-shop.ts";
import { createProduct, type Product } from "./product-process.ts";
import { withStored } from "./read-stored.ts";

const rowCount = 8_000;

let dataDir: string;
let product: Product;

beforeEach(async () => {
  dataDir = realpathSync(mkdtempSync("/tmp/treadle-import-crash-"));
  chmodSync(dataDir, 0o755);
  product = await createProduct(dataDir);
});

afterEach(async () => {
  await product.killServer();
  // The database that it left running.
  await (await startEmbeddedPostgres({ dataDir, log: silentLog })).stop();
  rmSync(dataDir, { recursive: true });
});

test("an import that is killed in the middle, twice, goes on by itself and takes nothing twice", async () => {
  await product.start();
  const { slug, ownerCookie: cookie } = await openShop(product.address, 0);
  const base = `${product.address}/api/w/${slug}/item-imports`;
  const lines = Array.from(
    { length: rowCount },
    (_, place) => `Item ${place},Material,kg,S-${place},1.5,2,Materials`,
  );
  const file = ["Name,Kind,Unit,SKU,Opening stock,Opening price,Warehouse", ...lines].join("\n");
  const sent = await fetch(`${base}?name=items.csv`, {
    method: "POST",
    headers: { cookie, "content-type": "application/octet-stream", "command-id": newId() },
    body: file,
  });
  expect(sent.status).toBe(200);
  const { importId } = (await sent.json()) as OutputOf<"uploadItemImport">;

  /** Null while the server is down. */
  const show = async (): Promise<OutputOf<"showItemImport"> | null> => {
    const reply = await request(`${base}/${importId}`, cookie);
    return reply.kind === "answer" ? (reply.body as OutputOf<"showItemImport">) : null;
  };
  const takenNow = async (): Promise<number> => (await show())?.takenCount ?? -1;
  await expect.poll(async () => (await show())?.state, { timeout: 60_000 }).toBe("ready");
  const version = (await show())?.version ?? 0;
  const begun = await request(`${base}/${importId}/take`, cookie, { body: { version }, commandId: newId() });
  expect(begun.kind).toBe("answer");

  // In the middle of it: chunks are taken, and chunks are not.
  await expect.poll(takenNow, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
  await product.killServer();
  await product.start();
  const first = await takenNow();
  expect(first).toBeGreaterThan(0);
  expect(first).toBeLessThan(rowCount);
  // Nobody asks for it again: the job that the killed server held is free after its time.
  await expect.poll(takenNow, { timeout: 240_000, interval: 20 }).toBeGreaterThan(first);
  product.killDatabase();
  await product.killServer();
  await product.start();
  const second = await takenNow();
  expect(second).toBeLessThan(rowCount);
  await expect.poll(async () => (await show())?.state, { timeout: 240_000, interval: 500 }).toBe("done");
  console.log(`Killed at ${first} and ${second} of ${rowCount} rows`);

  expect(await show()).toMatchObject({ takenCount: rowCount, failedCount: 0 });
  const counts = await withStored(dataDir, async (pool) => {
    const mine = "workspace_id = (select workspace_id from workspace where slug = $1)";
    const { rows } = await pool.query(
      `select (select count(*)::int from variant where sku like 'S-%' and ${mine}) as variants,
         (select count(*)::int from fact where kind = 'item_added' and data ->> 'name' like 'Item %' and ${mine}) as facts,
         (select count(*)::int from movement where kind = 'receipt' and ${mine}) as receipts,
         (select trim_scale(sum(on_hand))::text from balance where ${mine}) as stock`,
      [slug],
    );
    return rows[0] as Record<string, unknown>;
  });
  expect(counts).toEqual({
    variants: rowCount,
    facts: rowCount,
    receipts: rowCount,
    stock: String(rowCount * 1.5),
  });
  const { broken } = await withStored(dataDir, (pool) => checkLaws(createDatabase(pool)));
  expect(broken.map(tellBreach)).toEqual([]);
  expect(product.faults).toEqual([]);
}, 600_000);
