import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeItem } from "#commands/catalog/change-item.ts";
import { changeVariant } from "#commands/catalog/change-variant.ts";
import { cancelItemImport } from "#commands/catalog/import/cancel-item-import.ts";
import { mapItemImport } from "#commands/catalog/import/map-item-import.ts";
import { takeItemImport } from "#commands/catalog/import/take-item-import.ts";
import type { Result } from "#kernel/result.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { listItems } from "#modules/catalog/views/list-items.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { listBalances } from "#modules/inventory/views/list-balances.ts";
import { openTestWorld, type TestWorkspace, type TestWorld } from "#test/builders/a-workspace.ts";
import { anItem } from "#test/builders/an-item.ts";
import { type ImportBench, openImportBench } from "./an-import.ts";
import { aBigSheet, aMessyPriceList } from "./import-files.ts";

let world: TestWorld;
let bench: ImportBench;
beforeAll(async () => {
  world = await openTestWorld();
  bench = openImportBench(world);
});
afterAll(async () => {
  bench.close();
  await world.drop();
});

const codeOf = (answer: Result<unknown>): string | null => (answer.ok ? null : answer.refusal.code);
const csv = (...lines: string[]): Uint8Array => new TextEncoder().encode(lines.join("\n"));
const itemsOf = async (workspace: TestWorkspace) =>
  (await workspace.see(catalogRoutes.listItems, listItems, { limit: 200 })).rows;
async function read(workspace: TestWorkspace, bytes: Uint8Array, name = "items.csv"): Promise<string> {
  const importId = await bench.send(workspace, name, bytes);
  await bench.work(workspace, importId);
  return importId;
}
async function take(workspace: TestWorkspace, importId: string): Promise<void> {
  const { version } = await bench.show(workspace, importId);
  await workspace.run(takeItemImport, { importId, version });
  await bench.work(workspace, importId);
}

describe("a messy price list in windows-1251 with semicolons and decimal commas", () => {
  test("is read, its wrong rows named by row and column, and its good ones taken", async () => {
    const workspace = await world.aWorkspace({ language: "uk" });
    const importId = await read(workspace, aMessyPriceList(), "прайс.csv");
    const shown = await bench.show(workspace, importId);
    expect(shown).toMatchObject({
      state: "ready",
      encoding: "windows-1251",
      separator: ";",
      headerRow: 3,
      newCount: 4,
      changedCount: 0,
      badCount: 5,
    });
    const bad = await bench.rows(workspace, importId, "bad");
    expect(
      bad.map(({ number, problems }) => [number, ...problems.map(({ column, code }) => [column, code])]),
    ).toEqual([
      [6, [5, "import_not_a_number"]],
      [7, [2, "import_not_a_unit"]],
      [8, [3, "import_sku_twice"]],
      [9, [0, "import_name_missing"]],
      [11, [1, "import_not_a_kind"]],
    ]);
    expect(await itemsOf(workspace)).toEqual([]);
    await take(workspace, importId);
    const items = await itemsOf(workspace);
    expect(
      items.map(({ name, kind, unit, variants, packs }) => [
        name,
        kind,
        unit,
        variants.map(({ sku, salePrice, listPrice, barcode, attributes }) => ({
          sku,
          salePrice,
          listPrice,
          barcode,
          attributes,
        })),
        packs.map((pack) => [pack.name, pack.contains]),
      ]),
    ).toEqual([
      [
        "Борошно «Вищий ґатунок»",
        "material",
        "kg",
        [{ sku: "Б-1", salePrice: null, listPrice: "18.5", barcode: "4820000000017", attributes: {} }],
        [["мішок", "50"]],
      ],
      [
        "Дріжджі; сухі",
        "material",
        "g",
        [{ sku: "Д-1", salePrice: null, listPrice: "0.45", barcode: null, attributes: {} }],
        [],
      ],
      [
        "Хліб",
        "product",
        "pcs",
        [
          {
            sku: "Х-1",
            salePrice: "1234.5",
            listPrice: null,
            barcode: null,
            attributes: { вага: { amount: "650", unit: "g" } },
          },
          {
            sku: "Х-2",
            salePrice: "32",
            listPrice: null,
            barcode: null,
            attributes: { вага: { amount: "400", unit: "g" } },
          },
        ],
        [],
      ],
    ]);
    expect(await bench.show(workspace, importId)).toMatchObject({
      state: "done",
      takenCount: 4,
      failedCount: 0,
    });
  });
});

test("what is there is found by SKU: changed from → to, or the same; empty cells change nothing", async () => {
  const workspace = await world.aWorkspace();
  await anItem(workspace, {
    name: "Flour",
    kind: "material",
    unit: "kg",
    variant: { sku: "F-1", salePrice: "10", barcode: "111" },
  });
  await anItem(workspace, {
    name: "Salt",
    kind: "material",
    unit: "kg",
    variant: { sku: "S-1", salePrice: "5" },
  });
  const importId = await read(
    workspace,
    csv("SKU,Name,Selling price,Barcode", "F-1,Flour,12.50,", "S-1,,5.00,"),
  );
  expect((await bench.rows(workspace, importId)).map(({ verdict, changes }) => [verdict, changes])).toEqual([
    ["changed", [{ field: "salePrice", from: "10", to: "12.5" }]],
    ["same", []],
  ]);
  await take(workspace, importId);
  const [flour] = await itemsOf(workspace);
  expect(flour?.variants[0]).toMatchObject({ sku: "F-1", salePrice: "12.5", barcode: "111" });
  const facts = await workspace.facts(flour?.variants[0]?.id);
  expect(facts.at(-1)).toMatchObject({
    kind: "variant_changed",
    version: 2,
    data: { salePrice: { from: "10", to: "12.5" } },
  });
});

test("opening stock comes in as a receipt, and never twice", async () => {
  const workspace = await world.aWorkspace();
  const file = csv(
    "Name,Kind,Unit,SKU,Opening stock,Opening price,Warehouse",
    "Flour,Material,kg,F-1,120.5,18,Materials",
  );
  const warehouses = (await workspace.see(catalogRoutes.listItems, listItems, {})).rows.length;
  expect(warehouses).toBe(0);
  const { rows: places } = await world.pool.query<{ name: string }>(
    "select name from warehouse where workspace_id = $1 order by id",
    [workspace.workspaceId],
  );
  const place = places[0]?.name ?? "";
  const importId = await read(
    workspace,
    csv(...new TextDecoder().decode(file).replace("Materials", place).split("\n")),
  );
  expect(await bench.rows(workspace, importId, "bad")).toEqual([]);
  await take(workspace, importId);
  const balances = await workspace.see(inventoryRoutes.listBalances, listBalances, {});
  expect(balances.rows).toMatchObject([
    { itemName: "Flour", onHand: "120.5", value: "2169", warehouseName: place },
  ]);
  const again = await read(
    workspace,
    csv(...new TextDecoder().decode(file).replace("Materials", place).split("\n")),
  );
  expect((await bench.rows(workspace, again, "bad")).map(({ problems }) => problems)).toEqual([
    [{ column: 4, code: "import_stock_begun" }],
  ]);
});

test("a SKU that another variant gets between the look and the taking fails its row, names it, and loses no other", async () => {
  const workspace = await world.aWorkspace();
  const { variantId } = await anItem(workspace, { name: "Other" });
  const importId = await read(
    workspace,
    csv("Name,Kind,Unit,SKU", "One,Material,kg,A", "Two,Material,kg,B", "Three,Material,kg,C"),
  );
  await workspace.run(changeVariant, { variantId, sku: "B" });
  await take(workspace, importId);
  expect(await bench.show(workspace, importId)).toMatchObject({
    state: "done",
    takenCount: 2,
    failedCount: 1,
  });
  const [failed] = await bench.rows(workspace, importId, "failed");
  expect(failed).toMatchObject({
    number: 3,
    problems: [{ code: "import_sku_taken", data: { name: "Other" } }],
  });
  expect((await itemsOf(workspace)).map(({ name }) => name)).toEqual(["One", "Other", "Three"]);
});

test("it stops after a chunk and goes on at the next; nothing is taken twice", async () => {
  const workspace = await world.aWorkspace();
  const lines = Array.from({ length: 1_201 }, (_, place) => `Item ${place},Material,kg,S-${place}`);
  const importId = await read(workspace, csv("Name,Kind,Unit,SKU", ...lines));
  const { version } = await bench.show(workspace, importId);
  await workspace.run(takeItemImport, { importId, version });
  // As if the server had been killed after its first chunk, and two others took the job up at once.
  expect(await bench.work(workspace, importId, 0)).toBe(true);
  expect(await bench.show(workspace, importId)).toMatchObject({ state: "taking", takenCount: 500 });
  await Promise.all([bench.work(workspace, importId), bench.work(workspace, importId)]);
  expect(await bench.show(workspace, importId)).toMatchObject({
    state: "done",
    takenCount: 1_201,
    failedCount: 0,
  });
  const { rows } = await world.pool.query<{ items: number; facts: number }>(
    `select (select count(*)::int from variant where workspace_id = $1) as items,
       (select count(*)::int from fact where workspace_id = $1 and kind = 'variant_added') as facts`,
    [workspace.workspaceId],
  );
  expect(rows[0]).toEqual({ items: 1_201, facts: 1_201 });
}, 60_000);

test("a file that was cancelled takes no further row", async () => {
  const workspace = await world.aWorkspace();
  const lines = Array.from({ length: 700 }, (_, place) => `Item ${place},Material,kg`);
  const importId = await read(workspace, csv("Name,Kind,Unit", ...lines));
  const { version } = await bench.show(workspace, importId);
  await workspace.run(takeItemImport, { importId, version });
  await bench.work(workspace, importId, 0);
  await workspace.run(cancelItemImport, { importId });
  await bench.work(workspace, importId);
  expect(await bench.show(workspace, importId)).toMatchObject({ state: "cancelled", takenCount: 500 });
});

test("who has lost the right meanwhile takes nothing", async () => {
  const workspace = await world.aWorkspace();
  const storekeeper = await workspace.aMember("storekeeper");
  const importId = await read(workspace, csv("Name,Kind,Unit", "One,Material,kg"));
  const { version } = await bench.show(workspace, importId);
  await workspace.run(takeItemImport, { importId, version }, { as: storekeeper });
  await world.pool.query("update member set roles = '{operator}' where id = $1", [storekeeper.memberId]);
  await bench.work(workspace, importId);
  expect(await bench.show(workspace, importId)).toMatchObject({
    state: "refused",
    refusal: { code: "not_allowed" },
    takenCount: 0,
  });
  expect(await itemsOf(workspace)).toEqual([]);
});

test("opening stock needs the right to stock; another workspace's file is none; a stale yes is none", async () => {
  const workspace = await world.aWorkspace();
  const technologist = await workspace.aMember("technologist");
  const importId = await read(workspace, csv("Name,Kind,Unit,Stock,Opening price", "One,Material,kg,5,2"));
  const { version, columns } = await bench.show(workspace, importId);
  const yes = { importId, version };
  expect(codeOf(await workspace.ask(takeItemImport, yes, { as: technologist }))).toBe("not_allowed");
  expect(codeOf(await workspace.ask(mapItemImport, { importId, columns }, { as: technologist }))).toBe(
    "not_allowed",
  );
  const other = await world.aWorkspace();
  expect(codeOf(await other.ask(takeItemImport, yes))).toBe("import_unknown");
  await workspace.run(mapItemImport, { importId, columns });
  await bench.work(workspace, importId);
  expect(codeOf(await workspace.ask(takeItemImport, yes))).toBe("import_moved_on");
});

test("columns and defaults that the person says replace what was recognised", async () => {
  const workspace = await world.aWorkspace();
  const importId = await read(workspace, csv("a;b;c", "Flour;F-1;12,5", "Salt;S-1;3"));
  expect(await bench.show(workspace, importId)).toMatchObject({
    state: "ready",
    badCount: 2,
    columns: [null, null, null],
  });
  const columns = [{ field: "name" }, { field: "sku" }, { field: "listPrice" }] as const;
  const defaults = { kind: "material", unit: "kg" } as const;
  await workspace.run(mapItemImport, { importId, columns: [...columns], defaults });
  await bench.work(workspace, importId);
  await take(workspace, importId);
  expect(
    (await itemsOf(workspace)).map(({ name, unit, variants }) => [name, unit, variants[0]?.listPrice]),
  ).toEqual([
    ["Flour", "kg", "12.5"],
    ["Salt", "kg", "3"],
  ]);
  const twice = [{ field: "name" }, { field: "name" }, null] as const;
  const other = await read(workspace, csv("Name,b,c", "x,y,z"));
  expect(codeOf(await workspace.ask(mapItemImport, { importId: other, columns: [...twice] }))).toBe(
    "import_column_twice",
  );
});

test("a file that can't be read to its end is refused, and leaves nothing behind", async () => {
  const workspace = await world.aWorkspace();
  const importId = await read(
    workspace,
    csv("Name,Kind,Unit", 'One "half,Material,kg', '"never closed,Material,kg', "Two,Material,kg"),
  );
  expect(await bench.show(workspace, importId)).toMatchObject({
    state: "refused",
    refusal: { code: "import_quote_open" },
  });
  expect(await bench.rows(workspace, importId)).toEqual([]);
});

test("20,000 rows of a spreadsheet go through in well under two minutes", async () => {
  const workspace = await world.aWorkspace();
  const bytes = await aBigSheet(20_000);
  const began = performance.now();
  const importId = await read(workspace, bytes, "big.xlsx");
  const looked = performance.now();
  expect(await bench.show(workspace, importId)).toMatchObject({
    state: "ready",
    newCount: 20_000,
    badCount: 0,
  });
  await take(workspace, importId);
  expect(await bench.show(workspace, importId)).toMatchObject({ state: "done", takenCount: 20_000 });
  console.log(
    `20,000 rows: read and looked at in ${Math.round(looked - began)} ms, taken in ${Math.round(performance.now() - looked)} ms`,
  );
  const again = await read(workspace, bytes, "big.xlsx");
  expect(await bench.show(workspace, again)).toMatchObject({
    newCount: 0,
    changedCount: 0,
    sameCount: 20_000,
  });
}, 120_000);

describe("batches and shelf life", () => {
  test("are switched on by a column, never off, and rows of an item agree on them", async () => {
    const workspace = await world.aWorkspace();
    const resin = await anItem(workspace, { name: "Resin", kind: "material", unit: "kg" });
    await workspace.run(changeItem, { itemId: resin.itemId, traced: true });
    await anItem(workspace, { name: "Varnish", kind: "material", unit: "kg" });
    const importId = await read(
      workspace,
      csv(
        "Name,Variant,Kind,Unit,Told apart by batch,Shelf life (days)",
        "Varnish,,,,yes,180",
        "Resin,,,,no,",
        "Yeast,Fresh,Material,kg,Yes,30",
        "Yeast,Dry,Material,kg,no,",
        "Yeast,Old,Material,kg,perhaps,",
        "Salt,,Material,kg,,",
      ),
    );
    const bad = await bench.rows(workspace, importId, "bad");
    expect(
      bad.map(({ number, problems }) => [number, ...problems.map(({ column, code }) => [column, code])]),
    ).toEqual([
      [3, [4, "import_traced_stays"]],
      [5, [4, "import_item_differs"]],
      [6, [4, "import_not_yes_no"]],
    ]);
    const [varnish] = await bench.rows(workspace, importId, "changed");
    expect(varnish?.changes).toEqual([
      { field: "shelfLifeDays", from: null, to: "180" },
      { field: "traced", from: "no", to: "yes" },
    ]);
    await take(workspace, importId);
    const kept = (await itemsOf(workspace)).map(({ name, traced, shelfLifeDays }) => [
      name,
      traced,
      shelfLifeDays,
    ]);
    expect(kept).toEqual([
      ["Resin", true, null],
      ["Salt", false, null],
      ["Varnish", true, 180],
      ["Yeast", true, 30],
    ]);
    const facts = (await workspace.facts()).filter(({ kind }) => kind === "item_changed");
    expect(facts.at(-1)?.data).toMatchObject({ traced: { from: false, to: true } });
  });

  test("opening stock in pieces is whole", async () => {
    const workspace = await world.aWorkspace();
    const importId = await read(
      workspace,
      csv("Name,Kind,Unit,Opening stock,Opening price", "Hinge,Material,pcs,2.5,1", "Glue,Material,kg,2.5,1"),
    );
    const { columns, defaults } = await bench.show(workspace, importId);
    const warehouseId = workspace.warehouseIds.materials;
    await workspace.run(mapItemImport, {
      importId,
      columns,
      defaults: { ...defaults, warehouseId },
    });
    await bench.work(workspace, importId);
    const bad = await bench.rows(workspace, importId, "bad");
    expect(bad).toMatchObject([{ number: 2, problems: [{ column: 3, code: "whole_pieces" }] }]);
  });
});
