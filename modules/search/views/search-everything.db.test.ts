import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addPurchase } from "#commands/buying/add-purchase.ts";
import { addCompany } from "#commands/crm/add-company.ts";
import { addContact } from "#commands/crm/add-contact.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import { addTemplate } from "#commands/templates/add-template.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { aSupplier } from "#test/builders/a-purchase.ts";
import { openTestWorld, type TestWorkspace, type TestWorld } from "#test/builders/a-workspace.ts";
import { anItem } from "#test/builders/an-item.ts";
import { anOrderRow } from "#test/builders/an-order-row.ts";
import { searchRoutes } from "../contract/routes.ts";
import { searchEverything } from "./search-everything.ts";

let world: TestWorld;
let workspace: TestWorkspace;
beforeAll(async () => {
  world = await openTestWorld();
});
beforeEach(async () => {
  workspace = await world.aWorkspace();
});
afterAll(() => world.drop());

const found = async (words: string, as: Actor = workspace.owner, where = workspace) =>
  (await where.see(searchRoutes.searchEverything, searchEverything, { words }, { as })).found;
const names = async (words: string, as?: Actor): Promise<string[]> =>
  (await found(words, as)).map(({ kind, number, title }) => `${kind} ${number ?? title}`);

/** One of each kind whose name holds "Oak"; of items two. */
async function oaks(): Promise<void> {
  const chair = await anItem(workspace, { variant: { sku: "OC-7", barcode: "4820000000017" } });
  const table = await anItem(workspace, { name: "Oak table" });
  const body = {
    stages: [
      {
        key: "a",
        name: "A",
        performer: { kind: "role" as const, role: "operator" as const },
        consumption: "at_start" as const,
      },
    ],
    triggers: { start: null, done: null, cancel: null },
    policies: { finishedWarehouseId: workspace.warehouseIds.finishedGoods },
  };
  await workspace.run(addTemplate, { itemId: table.itemId, name: "Oak tables", body });
  await anOrderRow(world, workspace, { ...chair, number: 12 });
  await workspace.run(addContact, { name: "Ivan Oakley", phone: "+380 50 111 22 33" });
  await workspace.run(addCompany, { name: "Oak & Sons" });
  await workspace.run(addDeal, { title: "Chairs of oak" });
  const supplierId = await aSupplier(workspace, { name: "Oak mill" });
  await workspace.run(addPurchase, {
    supplierId,
    warehouseId: workspace.warehouseIds.materials,
    lines: [{ variantId: chair.variantId, quantity: "1", price: "1" }],
  });
}

test("everything of a word is found, each kind opened by what its page needs", async () => {
  await oaks();
  expect((await names("oak")).toSorted()).toEqual([
    "company Oak & Sons",
    "contact Ivan Oakley",
    "deal 1",
    "item Oak chair",
    "item Oak table",
    "order 12",
    "purchase 1",
    "supplier Oak mill",
    "template Oak tables",
  ]);
  expect(await found("4820000000017")).toMatchObject([{ kind: "item", title: "Oak chair" }]);
  expect(await found("oc-7")).toMatchObject([{ kind: "item" }]);
  expect(await found("111 22")).toMatchObject([{ kind: "contact", detail: "+380 50 111 22 33" }]);
  expect(await names("CHAIR oak")).toEqual(["order 12", "deal 1", "item Oak chair"]);
  // what a pattern means to the database means nothing here
  expect(await found("%")).toEqual([]);
  expect(await found("o_k")).toEqual([]);
});

test("Ukrainian names are found whatever the size of their letters", async () => {
  await workspace.run(addContact, { name: "Їжакевич Ганна" });
  expect(await names("ЇЖАК")).toEqual(["contact Їжакевич Ганна"]);
  expect(await names("ганна")).toEqual(["contact Їжакевич Ганна"]);
});

test("a number leads to the order of that number, then to those that begin so", async () => {
  const chair = await anItem(workspace, { name: "Chair 12" });
  for (const number of [2, 12, 120, 129, 312, 1205]) {
    await anOrderRow(world, workspace, { ...chair, number, status: "done" });
  }
  const orders = (await found("№12")).filter(({ kind }) => kind === "order");
  expect(orders.map(({ number }) => number)).toEqual([12, 1205, 129, 120]);
  // by digits alone the product counts too: it is the last of the five
  const byDigits = (await found("12")).filter(({ kind }) => kind === "order");
  expect(byDigits.map(({ number }) => number)).toEqual([12, 1205, 129, 120, 312]);
  expect((await found("0")).filter(({ kind }) => kind === "order")).toEqual([]);
});

test("a kind is bounded, the newest orders of a product first", async () => {
  const chair = await anItem(workspace);
  for (let number = 1; number <= 8; number += 1) await anOrderRow(world, workspace, { ...chair, number });
  const orders = (await found("oak")).filter(({ kind }) => kind === "order");
  expect(orders.map(({ number }) => number)).toEqual([8, 7, 6, 5, 4]);
});

test("who may not see a kind does not find it", async () => {
  await oaks();
  const kinds = async (role: Parameters<TestWorkspace["aMember"]>[0]): Promise<string[]> =>
    [...new Set((await found("oak", await workspace.aMember(role))).map(({ kind }) => kind))].toSorted();
  expect(await kinds("operator")).toEqual([]);
  expect(await kinds("technologist")).toEqual(["item", "order", "purchase", "supplier", "template"]);
  expect(await kinds("sales_manager")).toEqual(["company", "contact", "deal", "item", "order", "template"]);
  expect(await kinds("storekeeper")).toEqual(["item", "order", "purchase", "supplier", "template"]);
});

test("another workspace's things are not there", async () => {
  await oaks();
  const other = await world.aWorkspace();
  expect(await found("oak", other.owner, other)).toEqual([]);
});
