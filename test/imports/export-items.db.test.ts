import { rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addItem } from "#commands/catalog/add-item.ts";
import { addPack } from "#commands/catalog/add-pack.ts";
import { archiveItems } from "#commands/catalog/archive-items.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { itemImportRoutes } from "#modules/catalog/contract/item-import.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { findByCode } from "#modules/catalog/views/find-by-code.ts";
import { inputOf } from "#kernel/route.ts";
import { openFolderStorage } from "#server/files/file-storage.ts";
import { itemImportDoors } from "#server/http/doors/item-import-doors.ts";
import type { Asker, Services } from "#server/http/door-types.ts";
import { silentLog } from "#server/log.ts";
import {
  type MemberActor,
  openTestWorld,
  testNow,
  type TestWorkspace,
  type TestWorld,
} from "#test/builders/a-workspace.ts";
import { anItem } from "#test/builders/an-item.ts";
import { type ImportBench, openImportBench } from "./an-import.ts";

let world: TestWorld;
let bench: ImportBench;
let folder: string;
beforeAll(async () => {
  world = await openTestWorld();
  bench = openImportBench(world);
  folder = mkdtempSync(join(tmpdir(), "treadle-export-"));
});
afterAll(async () => {
  bench.close();
  rmSync(folder, { recursive: true, force: true });
  await world.drop();
});

type Format = "csv" | "xlsx";
async function exported(
  workspace: TestWorkspace,
  format: Format,
  language: "en" | "uk",
  as: MemberActor = workspace.owner,
) {
  const { workspaceId } = workspace;
  const asker: Asker = {
    workspaceId,
    actor: as,
    memberId: as.memberId,
    memberName: "Owner",
    language,
    timeZone: "Europe/Kyiv",
    byPin: false,
  };
  // Of the services an export needs the database alone.
  const services = {
    database: world.database,
    files: openFolderStorage(folder),
    log: silentLog,
  } as unknown as Services;
  const sent = await itemImportDoors.downloads.exportItems(
    services,
    inputOf(itemImportRoutes.exportItems, { format }),
    asker,
    { origin: "http://localhost", slug: "shop", now: testNow },
  );
  if (!sent.ok) throw new Error(sent.refusal.code);
  return new Uint8Array(await buffer(sent.value.content));
}

async function aStrangeShop(): Promise<TestWorkspace> {
  const workspace = await world.aWorkspace();
  const { itemId } = await workspace.run(addItem, {
    kind: "product",
    name: '=SUM("a";1)\u2026 «Їжак»',
    unit: "pcs",
    shelfLifeDays: 30,
    variants: [
      {
        name: "-250 g",
        sku: "'+1",
        barcode: "0012345678905",
        attributes: {
          weight: { amount: "0.25", unit: "kg" },
          "size (m)": { text: "1, 2; 3" },
          ["@home"]: { text: "yes" },
        },
        salePrice: "1234567.8901",
        listPrice: "0.0001",
      },
      { name: "1 kg" },
    ],
  });
  await workspace.run(addPack, { itemId, name: "Box", contains: "12" });
  await workspace.run(addPack, { itemId, name: "Pallet", contains: "480.5" });
  // Two of one name, without a SKU: only their ids tell them apart.
  await anItem(workspace, { name: "Bolt", kind: "material", unit: "kg" });
  await anItem(workspace, { name: "Bolt", kind: "material", unit: "kg", variant: { salePrice: "5" } });
  return workspace;
}

test.each([
  ["csv", "en"],
  ["csv", "uk"],
  ["xlsx", "en"],
  ["xlsx", "uk"],
] as const)("what leaves as %s in %s comes back as nothing to change", async (format, language) => {
  const workspace = await aStrangeShop();
  const bytes = await exported(workspace, format, language);
  const importId = await bench.send(workspace, `items.${format}`, bytes);
  await bench.work(workspace, importId);
  expect(
    (await bench.rows(workspace, importId)).map(({ verdict, changes, problems }) => ({
      verdict,
      changes,
      problems,
    })),
  ).toEqual(Array.from({ length: 4 }, () => ({ verdict: "same", changes: [], problems: [] })));
});

test("in another workspace its ids are nobody's, and no row is taken for another's item", async () => {
  const bytes = await exported(await aStrangeShop(), "csv", "en");
  const other = await world.aWorkspace();
  const importId = await bench.send(other, "items.csv", bytes);
  await bench.work(other, importId);
  expect(await bench.show(other, importId)).toMatchObject({ newCount: 0, badCount: 4 });
});

test("who may not see purchase prices gets none", async () => {
  const workspace = await aStrangeShop();
  const seller = await workspace.aMember("sales_manager");
  const text = new TextDecoder().decode(await exported(workspace, "csv", "en", seller));
  expect(text).toContain("Selling price");
  expect(text).not.toContain("List price");
  expect(text).not.toContain("0.0001");
});

test("a CSV says its encoding, and nothing in it is a formula", async () => {
  const bytes = await exported(await aStrangeShop(), "csv", "en");
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = new TextDecoder().decode(bytes).split("\r\n");
  expect(lines.some((line) => /(^|,)"?[=+@-]/.test(line))).toBe(false);
});

test("many at once: what has stock stays and is named; a code finds its variant", async () => {
  const workspace = await world.aWorkspace();
  const salt = await anItem(workspace, {
    name: "Salt",
    kind: "material",
    unit: "kg",
    variant: { barcode: "111", sku: "S" },
  });
  const flour = await anItem(workspace, {
    name: "Flour",
    kind: "material",
    unit: "kg",
    variant: { sku: "111" },
  });
  const { rows } = await world.pool.query<{ id: string }>(
    "select id from warehouse where workspace_id = $1 limit 1",
    [workspace.workspaceId],
  );
  // Three sacks of 7 kg at 100: a price a kilogram has no end, and what is paid is what it is worth.
  await workspace.run(receiveStock, {
    warehouseId: rows[0]?.id ?? "",
    lines: [{ variantId: salt.variantId, quantity: "21", price: "14.2857", sum: "300" }],
  });
  const { rows: worth } = await world.pool.query<{ value: { toString(): string } }>(
    "select value from balance where workspace_id = $1",
    [workspace.workspaceId],
  );
  expect(String(worth[0]?.value)).toBe("300");
  const found = await workspace.see(catalogRoutes.findByCode, findByCode, { code: "111" });
  expect(found.rows.map(({ itemName, by }) => [itemName, by])).toEqual([
    ["Salt", "barcode"],
    ["Flour", "sku"],
  ]);
  expect(await workspace.run(archiveItems, { itemIds: [salt.itemId, flour.itemId], archived: true })).toEqual(
    {
      changed: 1,
      skipped: [{ itemId: salt.itemId, name: "Salt", reason: "has_stock" }],
    },
  );
});
