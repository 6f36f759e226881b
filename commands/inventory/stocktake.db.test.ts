import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as newId } from "uuid";
import { type TestWorkspace, type TestWorld, openTestWorld, refused } from "#test/builders/a-workspace.ts";
import { anItem } from "#test/builders/an-item.ts";
import { changeItem } from "#commands/catalog/change-item.ts";
import type { RequestOf } from "#modules/routes.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { stocktakeRoutes } from "#modules/inventory/contract/stocktake-routes.ts";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import { listBalances } from "#modules/inventory/views/list-balances.ts";
import { listOpenBatches } from "#modules/inventory/views/list-open-batches.ts";
import { listStocktakes } from "#modules/inventory/views/list-stocktakes.ts";
import { showStocktake } from "#modules/inventory/views/show-stocktake.ts";
import { cancelStocktake } from "./cancel-stocktake.ts";
import { countInStocktake } from "./count-in-stocktake.ts";
import { countStock } from "./count-stock.ts";
import { postStocktake } from "./post-stocktake.ts";
import { receiveStock } from "./receive-stock.ts";
import { startStocktake } from "./start-stocktake.ts";
import { transferStock } from "./transfer-stock.ts";
import { uncountInStocktake } from "./uncount-in-stocktake.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.drop());

/** A warehouse with 10 kg of flour at 4 and 6 kg of salt at 2, and a stocktake that has begun. */
async function aCount() {
  const workspace = await world.aWorkspace();
  const warehouseId = workspace.warehouseIds.materials;
  const flour = (await anItem(workspace, { kind: "material", name: "Flour", unit: "kg" })).variantId;
  const salt = (await anItem(workspace, { kind: "material", name: "Salt", unit: "kg" })).variantId;
  const lines = [
    { variantId: flour, quantity: "10", price: "4" },
    { variantId: salt, quantity: "6", price: "2" },
  ];
  await workspace.run(receiveStock, { warehouseId, lines });
  const { stocktakeId } = await workspace.run(startStocktake, { warehouseId });
  const count = (variantId: string, counted: string, add = false) =>
    workspace.run(countInStocktake, { stocktakeId, variantId, counted, add });
  const show = (wish: Partial<RequestOf<"showStocktake">> = {}) =>
    workspace.see(stocktakeRoutes.showStocktake, showStocktake, { stocktakeId, ...wish });
  return { workspace, warehouseId, flour, salt, stocktakeId, count, show };
}

const onHand = async (workspace: TestWorkspace) =>
  (await workspace.see(inventoryRoutes.listBalances, listBalances, {})).rows.map((row) => [
    row.itemName,
    row.onHand,
    row.value,
  ]);
const lawsOf = (workspace: TestWorkspace) => checkStockLaws(world.database.kysely, workspace.workspaceId);

describe("a stocktake", () => {
  it("shows what is left to count, and what differs with its worth", async () => {
    const { flour, count, show } = await aCount();
    expect(await show()).toMatchObject({ state: "counting", counted: 0, left: 2, different: 0 });
    expect(await count(flour, "9.5")).toEqual({ counted: "9.5", difference: "-0.5" });
    expect(await show()).toMatchObject({ counted: 1, left: 1, different: 1, differenceValue: "-2" });
    expect((await show({ show: "left" })).rows.map((row) => row.itemName)).toEqual(["Salt"]);
    expect((await show({ show: "different" })).rows).toMatchObject([
      { itemName: "Flour", counted: "9.5", onHand: "10", difference: "-0.5", value: "-2" },
    ]);
    expect((await show({ search: "sal" })).rows).toMatchObject([{ itemName: "Salt", counted: null }]);
  });

  it("adds what lies at a further place, and counts anew without adding", async () => {
    const { flour, count, show } = await aCount();
    await count(flour, "4");
    expect(await count(flour, "5.5", true)).toEqual({ counted: "9.5", difference: "-0.5" });
    expect(await count(flour, "10")).toEqual({ counted: "10", difference: "0" });
    expect(await show()).toMatchObject({ counted: 1, different: 0 });
  });

  it("books the difference that the count found, whatever has moved since", async () => {
    const { workspace, warehouseId, flour, stocktakeId, count } = await aCount();
    await count(flour, "9.5");
    await workspace.run(receiveStock, {
      warehouseId,
      lines: [{ variantId: flour, quantity: "20", price: "4" }],
    });
    expect(await workspace.run(postStocktake, { stocktakeId })).toEqual({ adjusted: 1 });
    expect(await onHand(workspace)).toEqual([
      ["Flour", "29.5", "118"],
      ["Salt", "6", "12"],
    ]);
    expect(await lawsOf(workspace)).toEqual([]);
    const facts = await workspace.facts(stocktakeId);
    expect(facts.map((fact) => [fact.kind, fact.version])).toEqual([
      ["stocktake_started", 1],
      ["stocktake_counted", 2],
      ["stocktake_posted", 3],
    ]);
    expect(facts.at(-1)).toMatchObject({
      data: { adjusted: [{ variantId: flour, quantity: "-0.5", value: "-2" }] },
    });
  });

  it("adds to a count as it stands now, where something moved in between", async () => {
    const { workspace, warehouseId, flour, stocktakeId, count } = await aCount();
    await count(flour, "4");
    // From the shelf that is counted already: what is there is 3 now, beside the 6 on the other.
    await workspace.run(countStock, { warehouseId, lines: [{ variantId: flour, counted: "9" }] });
    expect(await count(flour, "6", true)).toEqual({ counted: "9", difference: "0" });
    expect(await workspace.run(postStocktake, { stocktakeId })).toEqual({ adjusted: 0 });
  });

  it("leaves what nobody counted as it is, or takes it for none where that is said", async () => {
    const stays = await aCount();
    await stays.count(stays.flour, "10");
    await stays.workspace.run(postStocktake, { stocktakeId: stays.stocktakeId });
    expect((await onHand(stays.workspace)).at(-1)).toEqual(["Salt", "6", "12"]);

    const none = await aCount();
    await none.count(none.flour, "10");
    const posted = await none.workspace.run(postStocktake, {
      stocktakeId: none.stocktakeId,
      uncounted: "none",
    });
    expect(posted).toEqual({ adjusted: 1 });
    expect((await onHand(none.workspace)).at(-1)).toEqual(["Salt", "0", "0"]);
    expect(await none.show()).toMatchObject({
      state: "posted",
      different: 1,
      differenceValue: "-12",
      left: 0,
    });
    expect(await lawsOf(none.workspace)).toEqual([]);
  });

  it("counts pieces whole", async () => {
    const { workspace, stocktakeId } = await aCount();
    const { variantId } = await anItem(workspace, { kind: "material", name: "Hinge", unit: "pcs" });
    const line = { stocktakeId, variantId, counted: "7.5" };
    expect(await workspace.ask(countInStocktake, line)).toMatchObject(refused("whole_pieces", ["counted"]));
    expect(await workspace.ask(countInStocktake, { ...line, counted: "7" })).toMatchObject({ ok: true });
  });

  it("forgets a count that is struck out", async () => {
    const { workspace, flour, salt, stocktakeId, count, show } = await aCount();
    await count(flour, "1");
    await count(salt, "5");
    await workspace.run(uncountInStocktake, { stocktakeId, variantId: flour });
    expect(await show()).toMatchObject({ counted: 1, left: 1, different: 1 });
    expect(await workspace.run(postStocktake, { stocktakeId })).toEqual({ adjusted: 1 });
    expect((await onHand(workspace))[0]).toEqual(["Flour", "10", "40"]);
  });

  describe("of what is told apart by batch", () => {
    /** 6 kg of batch A, good until May, and 4 of B, until March. */
    async function aTracedCount() {
      const { workspace, warehouseId, salt, stocktakeId, show } = await aCount();
      const sugar = await anItem(workspace, { kind: "material", name: "Sugar", unit: "kg" });
      await workspace.run(changeItem, { itemId: sugar.itemId, traced: true });
      const { variantId } = sugar;
      const bring = (number: string, quantity: string, bestBefore: string) =>
        workspace.run(receiveStock, {
          warehouseId,
          lines: [{ variantId, quantity, price: "3", batch: { number, bestBefore } }],
        });
      await bring("A", "6", "2026-05-01");
      await bring("B", "4", "2026-03-15");
      type Part = { number: string; counted: string; bestBefore?: string };
      const count = (counted: string, batches: Part[], add = false) =>
        workspace.ask(countInStocktake, { stocktakeId, variantId, counted, batches, add });
      const lying = async () => {
        const asked = { places: [{ variantId, warehouseId }] };
        const { places } = await workspace.see(inventoryRoutes.listOpenBatches, listOpenBatches, asked);
        const [place] = places;
        return [...(place?.batches ?? []).map((batch) => [batch.number, batch.quantity]), place?.unknown];
      };
      const take = (quantity: string) =>
        workspace.run(transferStock, {
          variantId,
          fromWarehouseId: warehouseId,
          toWarehouseId: workspace.warehouseIds.finishedGoods,
          quantity,
        });
      return { workspace, salt, stocktakeId, variantId, count, lying, take, bring, show };
    }

    it("books the difference of each batch, whatever has moved since", async () => {
      const { workspace, stocktakeId, count, lying, take, show } = await aTracedCount();
      const parts = [
        { number: "A", counted: "5" },
        { number: "B", counted: "4.5" },
        { number: "C", counted: "1", bestBefore: "2026-06-01" },
      ];
      expect(await count("10.5", parts)).toMatchObject({ ok: true, value: { difference: "0.5" } });
      expect((await show({ show: "different" })).rows).toMatchObject([
        {
          counted: "10.5",
          onHand: "10",
          batches: [
            { number: "A", bestBefore: "2026-05-01", counted: "5", onHand: "6" },
            { number: "B", bestBefore: "2026-03-15", counted: "4.5", onHand: "4" },
            { number: "C", bestBefore: "2026-06-01", counted: "1", onHand: "0" },
          ],
        },
      ]);
      // What expires first goes: 3 kg of B.
      await take("3");
      expect(await workspace.run(postStocktake, { stocktakeId })).toEqual({ adjusted: 1 });
      expect(await lying()).toEqual([["B", "1.5"], ["A", "5"], ["C", "1"], "0"]);
      expect(await lawsOf(workspace)).toEqual([]);
    });

    it("differs where more of one is as much less of another", async () => {
      const { workspace, stocktakeId, count, lying, show } = await aTracedCount();
      const parts = [
        { number: "A", counted: "4" },
        { number: "B", counted: "6" },
      ];
      await count("10", parts);
      expect(await show()).toMatchObject({ different: 1 });
      expect(await workspace.run(postStocktake, { stocktakeId })).toEqual({ adjusted: 1 });
      expect(await lying()).toEqual([["B", "6"], ["A", "4"], "0"]);
      expect(await lawsOf(workspace)).toEqual([]);
    });

    it("takes nothing from another batch where more has left of one than was counted", async () => {
      const { workspace, stocktakeId, count, lying, take } = await aTracedCount();
      await count("8", [{ number: "B", counted: "2" }]);
      await take("4");
      await workspace.run(postStocktake, { stocktakeId });
      expect(await lying()).toEqual([["A", "6"], "0"]);
      expect(await lawsOf(workspace)).toEqual([]);
    });

    it("adds to the batch that was found at a further place", async () => {
      const { workspace, stocktakeId, count, lying, bring } = await aTracedCount();
      await count("9", [
        { number: "A", counted: "5" },
        { number: "B", counted: "4" },
      ]);
      await bring("A", "2", "2026-05-01");
      expect(await count("0.5", [{ number: "A", counted: "0.5" }], true)).toMatchObject({
        value: { counted: "11.5", difference: "-0.5" },
      });
      await workspace.run(postStocktake, { stocktakeId });
      expect(await lying()).toEqual([["B", "4"], ["A", "7.5"], "0"]);
    });

    it("is refused where the batches are more than what was counted, and where nothing is told apart", async () => {
      const { salt, workspace, stocktakeId, count } = await aTracedCount();
      const twice = [
        { number: "A", counted: "1" },
        { number: "A", counted: "2" },
      ];
      expect(await count("5", [{ number: "A", counted: "5" }])).toMatchObject(
        refused("count_below_batches", ["counted"]),
      );
      expect(await count("5", [{ number: "A", counted: "5" }])).toMatchObject({
        refusal: { data: { counted: "5", batches: "9", unit: "kg" } },
      });
      expect(await count("9", twice)).toMatchObject(refused("batch_twice", ["batches", 1, "number"]));
      const line = { stocktakeId, variantId: salt, counted: "5", batches: [{ number: "X", counted: "5" }] };
      expect(await workspace.ask(countInStocktake, line)).toMatchObject(
        refused("batch_not_asked", ["batches", 0, "number"]),
      );
    });
  });

  it("is one at a time in a warehouse, and over is over", async () => {
    const { workspace, warehouseId, flour, stocktakeId } = await aCount();
    expect(await workspace.ask(startStocktake, { warehouseId })).toMatchObject(
      refused("stocktake_counting", ["warehouseId"]),
    );
    expect(await workspace.ask(postStocktake, { stocktakeId })).toMatchObject(refused("stocktake_empty"));
    await workspace.run(cancelStocktake, { stocktakeId });
    const line = { stocktakeId, variantId: flour, counted: "1" };
    expect(await workspace.ask(countInStocktake, line)).toMatchObject(refused("stocktake_over"));
    expect(await onHand(workspace)).toEqual([
      ["Flour", "10", "40"],
      ["Salt", "6", "12"],
    ]);
    await workspace.run(startStocktake, { warehouseId });
    const listed = await workspace.see(stocktakeRoutes.listStocktakes, listStocktakes, { limit: 1 });
    expect(listed).toMatchObject({ rows: [{ state: "counting" }], next: expect.any(String) });
    const rest = await workspace.see(stocktakeRoutes.listStocktakes, listStocktakes, {
      cursor: listed.next ?? "",
    });
    expect(rest).toMatchObject({ rows: [{ id: stocktakeId, state: "cancelled" }], next: null });
  });

  it("knows nothing of another workspace", async () => {
    const { workspace, stocktakeId, flour } = await aCount();
    const other = await aCount();
    const line = { stocktakeId: other.stocktakeId, variantId: flour, counted: "1" };
    expect(await workspace.ask(countInStocktake, line)).toMatchObject(
      refused("stocktake_unknown", ["stocktakeId"]),
    );
    expect(
      await workspace.ask(countInStocktake, { ...line, stocktakeId, variantId: other.flour }),
    ).toMatchObject(refused("variant_unknown", ["variantId"]));
    expect(await workspace.ask(startStocktake, { warehouseId: newId() })).toMatchObject(
      refused("warehouse_unknown", ["warehouseId"]),
    );
  });

  it("counts one thing twice at once without losing one of them", async () => {
    const { workspace, flour, stocktakeId, show } = await aCount();
    const add = { stocktakeId, variantId: flour, counted: "3", add: true };
    await Promise.all([1, 2, 3].map(() => workspace.run(countInStocktake, add)));
    expect((await show({ show: "counted" })).rows).toMatchObject([{ counted: "9" }]);
  });

  it("shows no worth to those who may not see cost", async () => {
    const { workspace, flour, stocktakeId, count } = await aCount();
    await count(flour, "9");
    const as = await workspace.aMember("sales_manager");
    const shown = await workspace.see(stocktakeRoutes.showStocktake, showStocktake, { stocktakeId }, { as });
    expect(shown.differenceValue).toBeNull();
    expect(shown.rows.map((row) => row.value)).toEqual([null, null]);
  });
});
