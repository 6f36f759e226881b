import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { OutputOf } from "#modules/routes.ts";
import { aTriggerShop, type Deal, type TriggerShop } from "#test/builders/trigger-shop.ts";
import { type HttpWorld, openHttpWorld } from "#test/http/http-world.ts";

let world: HttpWorld;
let shop: TriggerShop;
let workspace: TriggerShop["workspace"];
let coffee: TriggerShop["coffee"];

beforeAll(async () => {
  world = await openHttpWorld({ withJobs: true });
});
afterAll(() => world.close());
beforeEach(async () => {
  shop = await aTriggerShop(world);
  ({ workspace, coffee } = shop);
});

const post: TriggerShop["post"] = (...asked) => shop.post(...asked);
const get: TriggerShop["get"] = (path) => shop.get(path);
const addTemplate: TriggerShop["addTemplate"] = (options) => shop.addTemplate(options);
const addDeal: TriggerShop["addDeal"] = (...lines) => shop.addDeal(...lines);
const move: TriggerShop["move"] = (...asked) => shop.move(...asked);
const effects: TriggerShop["effects"] = (count) => shop.effects(count);
const finishOrder: TriggerShop["finishOrder"] = (orderId) => shop.finishOrder(orderId);
const tasks: TriggerShop["tasks"] = () => shop.tasks();

/** One order of a deal, right after its creation. */
async function orderOfDeal(quantity: number): Promise<{ deal: Deal; order: OutputOf<"showOrder"> }> {
  const deal = await addDeal([coffee.variantIds[0], quantity]);
  await move(deal, workspace.dealStatusIds.accepted);
  const [effect] = await effects(1);
  return { deal, order: await get(`/orders/${effect?.orderId}`) };
}
const statusOf = async (deal: Deal): Promise<string> => (await get<Deal>(`/deals/${deal.id}`)).statusId;
const reasonId = async (): Promise<string> =>
  (await get<OutputOf<"listDefectReasons">>("/defect-reasons")).rows[0]?.id ?? "";

test("a return fires rework, a write-off fires defect", async () => {
  const { rework, quoted } = workspace.dealStatusIds;
  await addTemplate({
    change: (body) => ({
      ...body,
      triggers: { ...body.triggers, defect: { dealStatusId: quoted }, rework: { dealStatusId: rework } },
    }),
  });
  const { deal, order } = await orderOfDeal(20);
  const [stage] = order.stages;
  const runId = stage?.runs[0]?.id;
  await post(`/runs/${runId}/start`, {});
  const defect = { reasonId: await reasonId(), units: 2 };
  await post(`/runs/${runId}/defect`, { ...defect, decision: "return", toStageId: stage?.id });
  expect((await effects(2))[1]).toMatchObject({ triggerKind: "rework", outcome: "deal_moved" });
  expect(await statusOf(deal)).toBe(rework);
  await post(`/runs/${runId}/defect`, { ...defect, decision: "write_off" });
  expect((await effects(3))[2]).toMatchObject({ triggerKind: "defect", outcome: "deal_moved" });
  expect(await statusOf(deal)).toBe(quoted);
});

test("a stage moves the deal at its start, asks for a task and writes to the customer at its end, once", async () => {
  const { inProduction } = workspace.dealStatusIds;
  await addTemplate({
    done: null,
    change: (body) => ({
      ...body,
      stages: body.stages.map((stage) => ({
        ...stage,
        atStart: [{ kind: "move_deal", dealStatusId: inProduction }],
        atCompletion: [
          { kind: "create_task", title: "Prepare for shipment: {product}", role: "sales_manager" },
          { kind: "message", text: "{quantity} of {product} are ready" },
        ],
      })),
    }),
  });
  const { deal, order } = await orderOfDeal(20);
  const runId = order.stages[0]?.runs[0]?.id;
  await post(`/runs/${runId}/start`, {});
  expect((await effects(2))[1]).toMatchObject({ triggerKind: "stage_start", outcome: "deal_moved" });
  expect(await statusOf(deal)).toBe(inProduction);
  await post(`/runs/${runId}/cancel-start`, {});
  await post(`/runs/${runId}/start`, {});
  await post(`/runs/${runId}/finish`, { units: 20 });
  const told = (await effects(4)).slice(2);
  expect(new Set(told.map(({ outcome }) => outcome))).toEqual(
    new Set(["task_of_stage", "task_send_message"]),
  );
  const planned = await tasks();
  expect(planned.map((task) => [task.textId, task.textValues])).toEqual(
    expect.arrayContaining([
      ["task.of_stage", { title: "Prepare for shipment: Coffee" }],
      ["task.send_message", { text: "20 of Coffee are ready" }],
    ]),
  );
  await sleep(300);
  expect(await effects(4)).toHaveLength(4);
});

test("an undo takes the deal back that its act had moved, and nobody else's move", async () => {
  await addTemplate();
  const { accepted, readyToShip, quoted } = workspace.dealStatusIds;
  for (const [turn, movedBy] of ["trigger", "person"].entries()) {
    const deal = await addDeal([coffee.variantIds[0], 5]);
    await move(deal, accepted);
    const sofar = (await effects(1 + turn * 3)).at(-1);
    const orderId = sofar?.orderId ?? "";
    await finishOrder(orderId);
    await effects(2 + turn * 3);
    expect(await statusOf(deal)).toBe(readyToShip);
    if (movedBy === "person") await move(deal, quoted, readyToShip);
    const history = await get<OutputOf<"showOrderHistory">>(`/orders/${orderId}/history`);
    const commandId = history.rows.find(({ kind }) => kind === "run_finished")?.commandId;
    await post(`/orders/${orderId}/undo`, { commandId });
    if (movedBy === "trigger") {
      expect((await effects(3))[2]).toMatchObject({ triggerKind: "undo", outcome: "deal_moved_back" });
      expect(await statusOf(deal)).toBe(accepted);
    } else {
      await sleep(400);
      expect(await statusOf(deal)).toBe(quoted);
    }
  }
});

test("a wait after the last stage delays the receipt until it is over", async () => {
  await addTemplate({
    change: (body) => ({
      ...body,
      stages: body.stages.map((stage) => ({ ...stage, wait: { name: "cooling", minimumSeconds: 2 } })),
    }),
  });
  const { order } = await orderOfDeal(5);
  await finishOrder(order.id);
  expect(await get(`/orders/${order.id}`)).toMatchObject({ status: "in_progress", received: 0 });
  for (let turn = 0; turn < 100; turn += 1) {
    const { status } = await get<OutputOf<"showOrder">>(`/orders/${order.id}`);
    if (status === "done") break;
    await sleep(100);
  }
  expect(await get(`/orders/${order.id}`)).toMatchObject({ status: "done", received: 5 });
  expect(await effects(3)).toContainEqual(expect.objectContaining({ outcome: "lot_received" }));
});
