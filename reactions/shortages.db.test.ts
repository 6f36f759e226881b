import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { OutputOf } from "#modules/routes.ts";
import { aTriggerShop, type TriggerShop } from "#test/builders/trigger-shop.ts";
import { type HttpWorld, openHttpWorld } from "#test/http/http-world.ts";

let world: HttpWorld;
let shop: TriggerShop;
let beansId: string;

beforeAll(async () => {
  world = await openHttpWorld({ withJobs: true });
});
afterAll(() => world.close());
beforeEach(async () => {
  shop = await aTriggerShop(world);
  const beans = await shop.post<OutputOf<"addItem">>("/items/add", {
    kind: "material",
    name: "Beans",
    unit: "kg",
    variants: [{ name: "Beans" }],
  });
  beansId = beans.variantIds[0] ?? "";
  await shop.addTemplate({ norm: beansId });
});

const receive = (quantity: string): Promise<unknown> =>
  shop.post("/stock/receive", {
    warehouseId: shop.workspace.warehouseIds.materials,
    lines: [{ variantId: beansId, quantity, price: "10" }],
  });
/** A quarter of a kilogram a unit. */
async function order(quantity: number, wish: object = {}): Promise<string> {
  const { orderId } = await shop.post<OutputOf<"createOrder">>("/orders/create", {
    variantId: shop.coffee.variantIds[0],
    quantity,
    ...wish,
  });
  return orderId;
}
async function material(orderId: string) {
  const { rows } = await shop.get<OutputOf<"showOrderMaterials">>(`/orders/${orderId}/materials`);
  const [row] = rows;
  if (row === undefined) throw new Error("The order needs nothing");
  return row;
}

test("a receipt is reserved for who waits, as automation, because of it; nobody else's does anything", async () => {
  const [later, urgent] = [await order(8), await order(4, { priority: "urgent" })];
  await receive("2");
  const effects = await shop.effects(1);
  expect(effects).toMatchObject([
    {
      triggerKind: "shortage",
      state: "done",
      outcome: "shortages_filled",
      outcomeValues: { count: 2 },
      causeKind: "stock_received",
    },
  ]);
  expect(await material(urgent)).toMatchObject({ reserved: "1", shortage: "0" });
  expect(await material(later)).toMatchObject({ reserved: "1", shortage: "1" });
  // what is free is not looked for twice: this receipt fills the rest, and the next finds nobody
  await receive("5");
  expect(await shop.effects(2)).toHaveLength(2);
  expect(await material(later)).toMatchObject({ reserved: "2", shortage: "0" });
  await receive("5");
  await order(4);
  expect(await shop.effects(2)).toHaveLength(2);
});

test("a cancelled order's reservation goes to who waits", async () => {
  await receive("1");
  const [holding, waiting] = [await order(4), await order(4)];
  await shop.post(`/orders/${holding}/cancel`, { reason: "Not wanted", returnMaterials: false });
  await shop.effects(1);
  expect(await material(waiting)).toMatchObject({ reserved: "1", shortage: "0" });
});

test("whoever loses a reservation to another order is told of, once", async () => {
  await receive("2");
  const [greedy, loser] = [await order(4), await order(4)];
  const shown = await shop.get<OutputOf<"showOrder">>(`/orders/${greedy}`);
  const { normId } = await material(greedy);
  const runId = shown.stages[0]?.runs[0]?.id;
  await shop.post(`/runs/${runId}/start`, { materials: [{ normId, quantity: "1.4" }] });
  expect(await shop.effects(1)).toMatchObject([
    { triggerKind: "reservation_lost", outcome: "task_reservation_lost", orderId: loser },
  ]);
  expect(await shop.tasks()).toMatchObject([
    {
      textId: "task.reservation_lost",
      textValues: { order: 2, toOrder: 1, material: "Beans", lostQuantity: "0.4\tkg" },
      assigneeRole: "supervisor",
    },
  ]);
  expect(await material(loser)).toMatchObject({ reserved: "0.6", shortage: "0.4" });
  // a count that finds less tells it too, and what comes in makes it good
  const { materials } = shop.workspace.warehouseIds;
  await shop.post("/stock/count", {
    warehouseId: materials,
    lines: [{ variantId: beansId, counted: "0.1" }],
  });
  await shop.effects(2);
  expect(new Set((await shop.tasks()).map((task) => task.textId))).toEqual(
    new Set(["task.reservation_gone", "task.reservation_lost"]),
  );
  await receive("5");
  await shop.effects(3);
  expect(await material(loser)).toMatchObject({ reserved: "1", shortage: "0" });
});

test("what was let go by hand stays free, and another order gets it", async () => {
  await receive("1");
  const [holding, waiting] = [await order(4, { priority: "urgent" }), await order(2)];
  const { normId } = await material(holding);
  await shop.post("/reservations/release", { normId });
  await shop.effects(1);
  expect(await material(waiting)).toMatchObject({ reserved: "0.5", shortage: "0" });
  expect(await material(holding)).toMatchObject({ reserved: "0", shortage: "1", free: "0.5" });
});
