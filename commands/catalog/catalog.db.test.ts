import { afterAll, beforeAll, expect, test } from "vitest";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { listItems } from "#modules/catalog/views/list-items.ts";
import { showItem } from "#modules/catalog/views/show-item.ts";
import {
  openTestWorld,
  refused,
  type TestWorkspace,
  type TestWorld,
  testNow,
} from "#test/builders/a-workspace.ts";
import { anItem } from "#test/builders/an-item.ts";
import { addItem } from "./add-item.ts";
import { addUpsell } from "./add-upsell.ts";
import { addVariant } from "./add-variant.ts";
import { changeItem } from "./change-item.ts";
import { changeUpsell } from "./change-upsell.ts";
import { changeVariant } from "./change-variant.ts";
import { setListPrice } from "./set-list-price.ts";

let world: TestWorld;
let workspace: TestWorkspace;

beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.drop());

const fresh = async (): Promise<TestWorkspace> => (workspace = await world.aWorkspace());
const show = (itemId: string, as = workspace.owner) =>
  workspace.see(catalogRoutes.showItem, showItem, { itemId }, { as });

test("an item is there with its variants, attributes and prices, exactly as said", async () => {
  await fresh();
  const attributes = { weight: { amount: "250", unit: "g" }, colour: { text: "red" } } as const;
  const { itemId, variantIds } = await workspace.run(addItem, {
    kind: "product",
    name: "Coffee",
    unit: "pcs",
    shelfLifeDays: 90,
    variants: [
      { name: "250 g", sku: "C-250", attributes, salePrice: "120.5000", listPrice: "0.0001" },
      { name: "1 kg" },
    ],
  });
  expect(await show(itemId)).toMatchObject({
    kind: "product",
    name: "Coffee",
    unit: "pcs",
    shelfLifeDays: 90,
    version: 1,
    hasTemplate: false,
    variants: [
      { id: variantIds[0], sku: "C-250", attributes, salePrice: "120.5", listPrice: "0.0001" },
      { id: variantIds[1], name: "1 kg", sku: null, attributes: {}, salePrice: null, listPrice: null },
    ],
  });
  expect((await workspace.facts(itemId)).map(({ kind, version }) => [kind, version])).toEqual([
    ["item_added", 1],
  ]);
  expect(await workspace.facts(variantIds[0])).toMatchObject([
    {
      kind: "variant_added",
      version: 1,
      data: { itemId, sku: "C-250", salePrice: "120.5000", listPrice: "0.0001" },
    },
  ]);
});

test("a product comes in whole units; a material and a semi-finished thing need not", async () => {
  await fresh();
  const item = { name: "Flour", unit: "kg" as const, variants: [{ name: "Flour" }] };
  expect(await workspace.ask(addItem, { ...item, kind: "product" })).toMatchObject(
    refused("product_in_whole_units", ["unit"]),
  );
  expect((await workspace.ask(addItem, { ...item, kind: "material" })).ok).toBe(true);
  expect((await workspace.ask(addItem, { ...item, kind: "semi_finished" })).ok).toBe(true);
});

test("a SKU is one variant's, within a request and across requests, and may be another workspace's too", async () => {
  await fresh();
  const item = { kind: "material", name: "Oak", unit: "m2" } as const;
  const twice = {
    ...item,
    variants: [
      { name: "A", sku: "X" },
      { name: "B", sku: "X" },
    ],
  };
  expect(await workspace.ask(addItem, twice)).toMatchObject(refused("sku_taken", ["variants", 1, "sku"]));
  const { itemId, variantId } = await anItem(workspace, { variant: { sku: "X" } });
  expect(await workspace.ask(addVariant, { itemId, name: "B", sku: "X" })).toMatchObject(
    refused("sku_taken"),
  );
  const other = await workspace.run(addVariant, { itemId, name: "B", sku: "Y" });
  const change = { variantId: other.variantId, sku: "X" };
  expect(await workspace.ask(changeVariant, change)).toMatchObject(refused("sku_taken"));
  // Nothing of a refused command stays, its facts neither.
  expect(await workspace.facts(other.variantId)).toHaveLength(1);
  await workspace.run(changeVariant, { variantId, sku: null });
  await workspace.run(changeVariant, change);
  await anItem(await world.aWorkspace(), { variant: { sku: "X" } });
});

test("changes raise the version by one, say from what to what, and are none where nothing changes", async () => {
  await fresh();
  const { itemId, variantId } = await anItem(workspace, { shelfLifeDays: 5, variant: { salePrice: "10" } });
  await workspace.run(changeItem, { itemId, name: "Ash chair", shelfLifeDays: null });
  await workspace.run(changeItem, { itemId, name: "Ash chair", archived: false });
  await workspace.run(changeVariant, { variantId, salePrice: "10.0000" });
  await workspace.run(changeVariant, { variantId, salePrice: "12.5", name: "Ash" });
  expect((await workspace.facts(itemId)).slice(1)).toMatchObject([
    {
      kind: "item_changed",
      version: 2,
      data: { name: { from: "Oak chair", to: "Ash chair" }, shelfLifeDays: { from: 5, to: null } },
    },
  ]);
  expect((await workspace.facts(variantId)).slice(1)).toMatchObject([
    { kind: "variant_changed", version: 2, data: { salePrice: { from: "10", to: "12.5" } } },
  ]);
  expect(await show(itemId)).toMatchObject({
    name: "Ash chair",
    version: 2,
    shelfLifeDays: null,
    variants: [{ name: "Ash", salePrice: "12.5" }],
  });
});

test("a list price counts from its moment on and rewrites nothing", async () => {
  await fresh();
  const { itemId, variantId } = await anItem(workspace, { variant: { listPrice: "5" } });
  const later = new Date(testNow.getTime() + 86_400_000);
  await workspace.run(setListPrice, { variantId, price: "7" }, { now: later });
  await workspace.run(setListPrice, { variantId, price: "7.00" }, { now: later });
  const priceAt = async (now: Date) => {
    const item = await workspace.see(catalogRoutes.showItem, showItem, { itemId }, { now });
    return item.variants[0]?.listPrice;
  };
  expect(await priceAt(testNow)).toBe("5");
  expect(await priceAt(later)).toBe("7");
  const { rows } = await world.pool.query("select price from list_price where variant_id = $1", [variantId]);
  expect(rows).toHaveLength(2);
  expect((await workspace.facts(variantId)).slice(1)).toMatchObject([
    { kind: "list_price_set", version: 2, data: { from: "5", to: "7" } },
  ]);
});

test("a sales manager sees selling prices, and no purchase price leaves for them", async () => {
  await fresh();
  const { itemId } = await anItem(workspace, { variant: { salePrice: "10", listPrice: "4" } });
  const seller = await workspace.aMember("sales_manager");
  expect((await show(itemId, seller)).variants[0]).toMatchObject({ salePrice: "10", listPrice: null });
  const keeper = await workspace.aMember("storekeeper");
  expect((await show(itemId, keeper)).variants[0]).toMatchObject({ salePrice: "10", listPrice: "4" });
});

test("an upsell belongs to its item", async () => {
  await fresh();
  const { itemId } = await anItem(workspace);
  const { upsellId } = await workspace.run(addUpsell, { itemId, name: "Engraving", price: "50" });
  expect((await show(itemId)).upsells).toEqual([
    { id: upsellId, name: "Engraving", price: "50", archived: false },
  ]);
});

test("items are listed by name as people sort, a page at a time, each once", async () => {
  await fresh();
  const names = [
    "Ящик",
    "яблуко",
    "Єнот",
    "Абажур",
    "Їжак",
    "абажур",
    "Ґанок",
    "Дошка",
    "x".repeat(200),
    "Щ".repeat(200),
  ];
  for (const name of names) await anItem(workspace, { kind: "material", unit: "m", name });
  const listed: string[] = [];
  for (let cursor: string | undefined; ;) {
    const input = { limit: 3, ...(cursor === undefined ? {} : { cursor }) };
    const page = await workspace.see(catalogRoutes.listItems, listItems, input);
    expect(page.rows.length).toBeLessThanOrEqual(3);
    listed.push(...page.rows.map((row) => row.name));
    if (page.next === null) break;
    cursor = page.next;
  }
  expect([...listed].sort()).toEqual([...names].sort());
  const cyrillic = listed.filter((name) => name.length < 50);
  expect(cyrillic.map((name) => name.toLowerCase())).toEqual([
    "абажур",
    "абажур",
    "ґанок",
    "дошка",
    "єнот",
    "їжак",
    "яблуко",
    "ящик",
  ]);
});

test("a search looks into names and SKUs, and takes % and _ for themselves", async () => {
  await fresh();
  await anItem(workspace, { name: "100% cotton" });
  await anItem(workspace, { name: "1000 nails", variant: { name: "Steel", sku: "N_1" } });
  const found = async (search: string, more: { kind?: "product" | "material" } = {}) => {
    const page = await workspace.see(catalogRoutes.listItems, listItems, { search, ...more });
    return page.rows.map((row) => row.name);
  };
  expect(await found("100%")).toEqual(["100% cotton"]);
  expect(await found("COTTON")).toEqual(["100% cotton"]);
  expect(await found("n_1")).toEqual(["1000 nails"]);
  expect(await found("_")).toEqual(["1000 nails"]);
  expect(await found("cotton", { kind: "material" })).toEqual([]);
});

test("an archived item is in the archive alone", async () => {
  await fresh();
  const { itemId } = await anItem(workspace);
  await workspace.run(changeItem, { itemId, archived: true });
  const ids = async (archived: string) =>
    (await workspace.see(catalogRoutes.listItems, listItems, { archived })).rows.map((row) => row.id);
  expect(await ids("false")).toEqual([]);
  expect(await ids("true")).toEqual([itemId]);
});

test("another workspace's items are unknown here, to look at and to change", async () => {
  const theirs = await anItem(await world.aWorkspace());
  await fresh();
  const { itemId, variantId } = theirs;
  expect(await workspace.view(catalogRoutes.showItem, showItem, { itemId })).toMatchObject(
    refused("item_unknown"),
  );
  for (const answer of [
    await workspace.ask(changeItem, { itemId, name: "Mine" }),
    await workspace.ask(addVariant, { itemId, name: "Mine" }),
    await workspace.ask(addUpsell, { itemId, name: "Mine", price: "1" }),
  ]) {
    expect(answer).toMatchObject(refused("item_unknown", ["itemId"]));
  }
  for (const answer of [
    await workspace.ask(changeVariant, { variantId, name: "Mine" }),
    await workspace.ask(setListPrice, { variantId, price: "1" }),
  ]) {
    expect(answer).toMatchObject(refused("variant_unknown", ["variantId"]));
  }
  expect((await workspace.see(catalogRoutes.listItems, listItems, {})).rows).toEqual([]);
});

test("who may not write items is refused, and nothing is written", async () => {
  await fresh();
  const seller = await workspace.aMember("sales_manager");
  const input = { kind: "material" as const, name: "Oak", unit: "m" as const, variants: [{ name: "Oak" }] };
  expect(await workspace.ask(addItem, input, { as: seller })).toMatchObject(refused("not_allowed"));
  expect((await workspace.facts()).filter(({ thing }) => thing === "item")).toEqual([]);
});

test("what an item asks at order is kept, shown and changed as a whole", async () => {
  await fresh();
  const width = { name: "Width", kind: "number", unit: "cm" } as const;
  const colour = {
    name: "Colour",
    kind: "choice" as const,
    choices: ["white", "oak"],
    required: false,
  };
  const { itemId } = await anItem(workspace, { asked: [width] });
  const kept = { ...width, choices: [], required: true };
  expect(await show(itemId)).toMatchObject({ version: 1, asked: [kept] });
  await workspace.run(changeItem, { itemId, asked: [width] });
  expect(await show(itemId)).toMatchObject({ version: 1 });
  await workspace.run(changeItem, { itemId, asked: [width, colour] });
  expect(await show(itemId)).toMatchObject({ version: 2, asked: [kept, { ...colour, unit: null }] });
  expect((await workspace.facts(itemId)).at(-1)).toMatchObject({
    kind: "item_changed",
    data: { asked: { from: [kept], to: [kept, { ...colour, unit: null }] } },
  });
  const { itemId: plain } = await anItem(workspace);
  expect(await show(plain)).toMatchObject({ asked: [] });
});

test("an option is renamed, priced anew and archived; another workspace's is unknown", async () => {
  await fresh();
  const { itemId } = await anItem(workspace);
  const { upsellId } = await workspace.run(addUpsell, { itemId, name: "Engraving", price: "10" });
  await workspace.run(changeUpsell, { upsellId, name: "Laser engraving", price: "10.0000" });
  await workspace.run(changeUpsell, { upsellId, price: "12.5", archived: true });
  await workspace.run(changeUpsell, { upsellId, price: "12.5" });
  expect(await show(itemId)).toMatchObject({
    upsells: [{ id: upsellId, name: "Laser engraving", price: "12.5", archived: true }],
  });
  expect((await workspace.facts(upsellId)).map(({ version, data }) => [version, data])).toMatchObject([
    [1, { name: "Engraving" }],
    [2, { name: { from: "Engraving", to: "Laser engraving" } }],
    [3, { price: { from: "10", to: "12.5" }, archived: { from: false, to: true } }],
  ]);
  const other = await world.aWorkspace();
  expect(await other.ask(changeUpsell, { upsellId, name: "Mine" })).toMatchObject(
    refused("upsell_unknown", ["upsellId"]),
  );
});
