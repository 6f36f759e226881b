import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as newId } from "uuid";
import { aDeal } from "#test/builders/a-deal.ts";
import {
  type TestWorkspace,
  type TestWorld,
  openTestWorld,
  refused,
  testNow,
} from "#test/builders/a-workspace.ts";
import { anItem } from "#test/builders/an-item.ts";
import { inventoryRoutes } from "#modules/inventory/contract/routes.ts";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import { listBalances } from "#modules/inventory/views/list-balances.ts";
import { listMovements } from "#modules/inventory/views/list-movements.ts";
import { listWarehouses } from "#modules/inventory/views/list-warehouses.ts";
import { costingRoutes } from "#modules/costing/contract/routes.ts";
import { listRates } from "#modules/costing/views/list-rates.ts";
import { setRate } from "../costing/set-rate.ts";
import { shipDeal } from "../crm/ship-deal.ts";
import { addWarehouse } from "./add-warehouse.ts";
import { countStock } from "./count-stock.ts";
import { receiveStock } from "./receive-stock.ts";
import { transferStock } from "./transfer-stock.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.drop());

const lawsOf = (workspace: TestWorkspace) => checkStockLaws(world.database.kysely, workspace.workspaceId);
const balances = async (workspace: TestWorkspace) =>
  (await workspace.see(inventoryRoutes.listBalances, listBalances, {})).rows.map((row) => [
    row.itemName,
    row.warehouseName,
    row.onHand,
    row.value,
    row.average,
  ]);

async function aShelf(price = "10", quantity = "5") {
  const workspace = await world.aWorkspace();
  const { variantId } = await anItem(workspace, { kind: "material", name: "Flour", unit: "kg" });
  const warehouseId = workspace.warehouseIds.materials;
  await workspace.run(receiveStock, { warehouseId, lines: [{ variantId, quantity, price }] });
  return { workspace, variantId, warehouseId };
}

describe("what is counted in pieces", () => {
  it("comes and is counted whole; kilograms need not be", async () => {
    const { workspace, variantId: flour, warehouseId } = await aShelf();
    const { variantId: hinge } = await anItem(workspace, { kind: "material", name: "Hinge", unit: "pcs" });
    const receive = (quantity: string) =>
      workspace.ask(receiveStock, {
        warehouseId,
        lines: [
          { variantId: flour, quantity: "0.5", price: "10" },
          { variantId: hinge, quantity, price: "2" },
        ],
      });
    const answer = await receive("1.5");
    expect(answer).toMatchObject(refused("whole_pieces", ["lines", 1, "quantity"]));
    expect(answer).toMatchObject({ refusal: { data: { quantity: "1.5", unit: "pcs" } } });
    expect(await receive("2.000000")).toMatchObject({ ok: true });
    const count = (counted: string) =>
      workspace.ask(countStock, { warehouseId, lines: [{ variantId: hinge, counted }] });
    expect(await count("1.9")).toMatchObject(refused("whole_pieces", ["lines", 0, "counted"]));
    expect(await count("1")).toMatchObject({ ok: true });
    expect((await balances(workspace)).map((row) => [row[0], row[2]])).toEqual([
      ["Flour", "5.5"],
      ["Hinge", "1"],
    ]);
  });
});

describe("receiving", () => {
  it("takes the same material twice in one request, at two prices", async () => {
    const { workspace, variantId, warehouseId } = await aShelf("10", "5");
    const lines = [
      { variantId, quantity: "2.5", price: "4" },
      { variantId: variantId.toUpperCase(), quantity: "2.5", price: "20" },
    ];
    const { movementIds } = await workspace.run(receiveStock, { warehouseId, lines, note: "L-118" });
    expect(movementIds).toHaveLength(2);
    expect(await balances(workspace)).toEqual([["Flour", expect.any(String), "10", "110", "11"]]);
    const { rows } = await workspace.see(inventoryRoutes.listMovements, listMovements, { variantId });
    expect(rows.map((row) => [row.kind, row.quantity, row.value, row.note])).toEqual([
      ["receipt", "2.5", "50", "L-118"],
      ["receipt", "2.5", "10", "L-118"],
      ["receipt", "5", "50", ""],
    ]);
    expect(await lawsOf(workspace)).toEqual([]);
  });

  it("refuses what another workspace owns, and leaves nothing behind", async () => {
    const { workspace, variantId, warehouseId } = await aShelf();
    const other = await aShelf();
    const ours = { variantId, quantity: "1", price: "1" };
    const theirs = { ...ours, variantId: other.variantId };
    const facts = await workspace.facts();
    expect(await workspace.ask(receiveStock, { warehouseId, lines: [ours, theirs] })).toMatchObject(
      refused("variant_unknown", ["lines", 1, "variantId"]),
    );
    expect(
      await workspace.ask(receiveStock, { warehouseId: other.warehouseId, lines: [ours] }),
    ).toMatchObject(refused("warehouse_unknown", ["warehouseId"]));
    expect(await workspace.facts()).toEqual(facts);
  });
});

describe("moving and counting", () => {
  it("moves stock to another warehouse at its value", async () => {
    const { workspace, variantId, warehouseId } = await aShelf("10", "5");
    const { warehouseId: toWarehouseId } = await workspace.run(addWarehouse, { name: "Annex" });
    const move = { variantId, fromWarehouseId: warehouseId, toWarehouseId };
    await workspace.run(transferStock, { ...move, quantity: "2" });
    expect((await balances(workspace)).map((row) => row.slice(2))).toEqual([
      ["2", "20", "10"],
      ["3", "30", "10"],
    ]);
    expect(await workspace.ask(transferStock, { ...move, quantity: "3.000001" })).toMatchObject({
      ok: false,
      refusal: {
        code: "not_enough_free",
        data: { free: "3", missing: "0.000001", unit: "kg" },
        path: ["quantity"],
      },
    });
    expect(
      await workspace.ask(transferStock, {
        ...move,
        toWarehouseId: warehouseId.toUpperCase(),
        quantity: "1",
      }),
    ).toMatchObject(refused("same_warehouse", ["toWarehouseId"]));
    expect(await lawsOf(workspace)).toEqual([]);
  });

  it("makes what was counted what is there, and says how many lines differed", async () => {
    const { workspace, variantId, warehouseId } = await aShelf("10", "5");
    const { variantId: new1 } = await anItem(workspace, { kind: "material", name: "Salt", unit: "kg" });
    const lines = [
      { variantId, counted: "4.5" },
      { variantId: new1, counted: "0" },
    ];
    expect(await workspace.run(countStock, { warehouseId, lines })).toEqual({ adjusted: 1 });
    expect(await workspace.run(countStock, { warehouseId, lines })).toEqual({ adjusted: 0 });
    // Salt was looked at and never had anything: it has no line in the list.
    expect((await balances(workspace)).map((row) => row[2])).toEqual(["4.5"]);
    const twice = [...lines, { variantId: variantId.toUpperCase(), counted: "1" }];
    expect(await workspace.ask(countStock, { warehouseId, lines: twice })).toMatchObject(
      refused("variant_twice", ["lines", 2, "variantId"]),
    );
    expect(await lawsOf(workspace)).toEqual([]);
  });

  it("names a warehouse once", async () => {
    const workspace = await world.aWorkspace();
    await workspace.run(addWarehouse, { name: "Annex" });
    expect(await workspace.ask(addWarehouse, { name: "Annex" })).toMatchObject(refused("name_taken"));
    const { rows } = await workspace.see(inventoryRoutes.listWarehouses, listWarehouses, {});
    expect(rows.map((row) => row.name)).toContain("Annex");
  });
});

describe("shipping a deal", () => {
  async function aSoldChair() {
    const workspace = await world.aWorkspace();
    const deal = await aDeal(workspace, { line: { quantity: 3 } });
    const warehouseId = workspace.warehouseIds.finishedGoods;
    const receipt = { variantId: deal.variantId, quantity: "2", price: "60" };
    await workspace.run(receiveStock, { warehouseId, lines: [receipt] });
    const ship = (quantity: number, wish: { lineId?: string; warehouseId?: string } = {}) =>
      workspace.ask(shipDeal, {
        dealId: deal.dealId,
        lines: [{ lineId: deal.lineId, warehouseId, quantity, ...wish }],
      });
    return { workspace, deal, warehouseId, ship };
  }

  it("takes the goods out of stock and says so on the deal", async () => {
    const { workspace, deal, ship } = await aSoldChair();
    expect(await ship(2)).toEqual({ ok: true, value: {} });
    expect((await balances(workspace)).map((row) => row.slice(2, 4))).toEqual([["0", "0"]]);
    const facts = await workspace.facts(deal.dealId);
    expect(facts.at(-1)).toMatchObject({
      kind: "deal_shipped",
      data: { lines: [{ lineId: deal.lineId, quantity: "2", shipped: "2" }] },
    });
    expect(facts.map((fact) => fact.version)).toEqual(facts.map((_, index) => index + 1));
    expect(await lawsOf(workspace)).toEqual([]);
  });

  it("ships no more than was sold, than is there, or than it is asked once", async () => {
    const { workspace, deal, warehouseId, ship } = await aSoldChair();
    expect(await ship(4)).toMatchObject(refused("more_than_sold", ["lines", 0, "quantity"]));
    expect(await ship(3)).toMatchObject(refused("not_enough_free", ["lines", 0, "quantity"]));
    expect(await ship(1, { lineId: newId() })).toMatchObject(
      refused("deal_line_unknown", ["lines", 0, "lineId"]),
    );
    expect(await ship(1, { warehouseId: newId() })).toMatchObject(
      refused("warehouse_unknown", ["lines", 0, "warehouseId"]),
    );
    const line = { lineId: deal.lineId, warehouseId, quantity: 1 };
    expect(await workspace.ask(shipDeal, { dealId: deal.dealId, lines: [line, line] })).toMatchObject(
      refused("deal_line_twice", ["lines", 1, "lineId"]),
    );
    expect(await workspace.ask(shipDeal, { dealId: newId(), lines: [line] })).toMatchObject(
      refused("deal_unknown"),
    );
    expect(await ship(2)).toMatchObject({ ok: true });
    expect(await ship(2)).toMatchObject(refused("more_than_sold"));
    // the check of a live database sees a line that says another quantity than left
    await world.pool.query("update deal_line set shipped = 3 where workspace_id = $1", [
      workspace.workspaceId,
    ]);
    expect((await lawsOf(workspace)).map((breach) => breach.law)).toEqual(["shipped_is_moved"]);
  });

  it("gives the last chairs to one of two deals that ship at once", async () => {
    const { workspace, deal, warehouseId, ship } = await aSoldChair();
    const rival = await aDeal(workspace, { line: { variantId: deal.variantId } });
    const line = { lineId: rival.lineId, warehouseId, quantity: 2 };
    const answers = await Promise.all([
      ship(2),
      workspace.ask(shipDeal, { dealId: rival.dealId, lines: [line] }),
    ]);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect(answers.find((answer) => !answer.ok)).toMatchObject(refused("not_enough_free"));
    expect(await lawsOf(workspace)).toEqual([]);
  });
});

describe("the lists", () => {
  it("page through everything, as people sort, and find by name", async () => {
    const { workspace, warehouseId } = await aShelf();
    for (const name of ["Apples", "apricots", "Zucchini 100%", "Ґрунтовка", "Єва"]) {
      const { variantId } = await anItem(workspace, { kind: "material", name, unit: "kg" });
      await workspace.run(receiveStock, { warehouseId, lines: [{ variantId, quantity: "1", price: "1" }] });
    }
    const names: string[] = [];
    let cursor: string | undefined;
    do {
      const asked = { limit: 2, ...(cursor === undefined ? {} : { cursor }) };
      const page = await workspace.see(inventoryRoutes.listBalances, listBalances, asked);
      names.push(...page.rows.map((row) => row.itemName));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(names).toEqual(["Apples", "apricots", "Flour", "Zucchini 100%", "Ґрунтовка", "Єва"]);
    const found = await workspace.see(inventoryRoutes.listBalances, listBalances, { search: "100%" });
    expect(found.rows.map((row) => row.itemName)).toEqual(["Zucchini 100%"]);

    const kept: string[] = [];
    cursor = undefined;
    do {
      const asked = { limit: 4, ...(cursor === undefined ? {} : { cursor }) };
      const page: { rows: { id: string }[]; next: string | null } = await workspace.see(
        inventoryRoutes.listMovements,
        listMovements,
        asked,
      );
      kept.push(...page.rows.map((row) => row.id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(kept).toHaveLength(6);
    expect(kept).toEqual([...new Set(kept)].toSorted().toReversed());
    expect(
      await workspace.view(inventoryRoutes.listMovements, listMovements, { cursor: "nonsense" }),
    ).toMatchObject(refused("cursor_broken"));
  });

  it("show what stock is worth only to those who may see cost", async () => {
    const { workspace } = await aShelf();
    const as = await workspace.aMember("sales_manager");
    const stock = await workspace.see(inventoryRoutes.listBalances, listBalances, {}, { as });
    expect(stock.rows).toMatchObject([{ onHand: "5", free: "5", average: null, value: null }]);
    const ledger = await workspace.see(inventoryRoutes.listMovements, listMovements, {}, { as });
    expect(ledger.rows).toMatchObject([{ quantity: "5", value: null, byName: "Owner" }]);
  });
});

describe("rates", () => {
  it("are dated, and the earlier ones stay", async () => {
    const workspace = await world.aWorkspace();
    const { memberId } = await workspace.aMember("operator");
    await workspace.run(setRate, { memberId, rate: "120.50" });
    const later = new Date(testNow.getTime() + 3_600_000);
    await workspace.run(setRate, { memberId, rate: "150" }, { now: later });
    const rowOf = async (now: Date) =>
      (await workspace.see(costingRoutes.listRates, listRates, {}, { now })).rows.find(
        (row) => row.memberId === memberId,
      );
    const first = { rate: "120.5", validFrom: testNow.toISOString() };
    expect(await rowOf(testNow)).toMatchObject({ ...first, earlier: [] });
    expect(await rowOf(later)).toMatchObject({
      rate: "150",
      validFrom: later.toISOString(),
      earlier: [first],
    });
    expect(await workspace.ask(setRate, { memberId: newId(), rate: "1" })).toMatchObject(
      refused("member_unknown", ["memberId"]),
    );
    const facts = (await workspace.facts()).filter((fact) => fact.kind === "rate_set");
    expect(facts.map((fact) => [fact.thing, fact.version, fact.data])).toEqual([
      ["hourly_rate", 1, { memberId, rate: "120.5" }],
      ["hourly_rate", 1, { memberId, rate: "150" }],
    ]);
  });
});
