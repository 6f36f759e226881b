import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addMember } from "#commands/access/add-member.ts";
import { addItem } from "#commands/catalog/add-item.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { joinRun } from "#commands/production/join-run.ts";
import { letGo } from "#commands/production/let-go.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { splitLot } from "#commands/production/split-lot.ts";
import { startRun } from "#commands/production/start-run.ts";
import { saveTemplate } from "#commands/templates/save-template.ts";
import type { Id } from "#kernel/id.ts";
import type { Output, Request } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { seeView } from "#test/builders/see-view.ts";
import {
  anOrderOf,
  aShopOfStages,
  defectReasonOf,
  runOfLot,
  type StagesShop,
  type StagesWish,
} from "#test/builders/stages-shop.ts";
import { shopMinute } from "#test/builders/workshop-orders.ts";
import { accepted, aMember } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { showMyStages } from "./show-my-stages.ts";
import { showOrderBoard } from "./show-order-board.ts";
import { showOrderDefects } from "./show-order-defects.ts";
import { showOrderMaterials } from "./show-order-materials.ts";
import { showOrder } from "./show-order.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

type Seen = { actor?: Actor; minute?: number };
type Card = Output<typeof productionRoutes.showOrder>;
const as = ({ actor, minute }: Seen) => ({
  now: shopMinute(minute ?? 0),
  ...(actor === undefined ? {} : { actor }),
});
const card = async (shop: StagesShop, orderId: Id, seen: Seen = {}): Promise<Card> =>
  accepted(await seeView(shop, productionRoutes.showOrder, showOrder, { orderId }, as(seen)));
const defects = async (shop: StagesShop, orderId: Id, seen: Seen = {}) =>
  accepted(await seeView(shop, productionRoutes.showOrderDefects, showOrderDefects, { orderId }, as(seen)));
const materials = async (shop: StagesShop, orderId: Id) =>
  accepted(await seeView(shop, productionRoutes.showOrderMaterials, showOrderMaterials, { orderId })).rows;
const mine = async (shop: StagesShop, seen: Seen = {}) =>
  accepted(
    await seeView(
      shop,
      productionRoutes.showMyStages,
      showMyStages,
      {},
      { ...as(seen), actor: seen.actor ?? shop.operator },
    ),
  );
const runsOf = (order: Card, key: string) => {
  const stage = order.stages.find((each) => each.key === key);
  return (stage?.runs ?? []).map((run) => [run.lotNumber, run.cycle, run.state, run.units]);
};
const runOf = (order: Card, key: string, lot: string) =>
  order.stages.find((each) => each.key === key)?.runs.find((run) => run.lotNumber === lot);

async function start(shop: StagesShop, runId: Id, minute: number, actor: Actor = shop.operator) {
  await shop.make(startRun, { runId }, { as: actor, now: shopMinute(minute) });
}
async function work(shop: StagesShop, runId: Id, minute: number, units: number) {
  await start(shop, runId, minute);
  await shop.make(finishRun, { runId, units }, { as: shop.operator, now: shopMinute(minute + 10) });
}
async function sendBack(shop: StagesShop, orderId: Id, runId: Id, to: string, units: number, minute: number) {
  const back: Request<typeof productionRoutes.reportDefect> = {
    runId,
    reasonId: await defectReasonOf(shop),
    units,
    decision: "return",
    toStageId: await shop.stageId(orderId, to),
    note: "cracked",
  };
  return shop.make(reportDefect, back, { as: shop.operator, now: shopMinute(minute) });
}
const shopOf = (wish: StagesWish) => aShopOfStages(testDatabase, wish);

describe("a split order with a return", () => {
  it("shows its lots, where each stands, what is on its way again and why", async () => {
    const shop = await shopOf({
      keys: ["planing", "gluing", "packing"],
      batchMode: "split",
      material: "planing",
    });
    const orderId = await anOrderOf(shop, 20);
    await work(shop, await runOfLot(shop, orderId, "1", "planing"), 0, 20);
    const gluing = await runOfLot(shop, orderId, "1", "gluing");
    await start(shop, gluing, 20);
    await sendBack(shop, orderId, gluing, "planing", 3, 30);

    const seen = await card(shop, orderId, { minute: 31 });
    expect(seen).toMatchObject({
      lots: [
        {
          number: "1",
          parentId: null,
          state: "in_work",
          units: 17,
          mergesIntoRunId: null,
          returns: [],
          verbs: [],
        },
        {
          number: "1.1",
          state: "in_work",
          units: 3,
          returns: [{ count: 1 }],
          carried: "33",
          verbs: ["splitLot", "mergeLots"],
        },
      ],
      lotsTotal: 2,
      inRework: 3,
      escalated: 0,
      writtenOff: 0,
      defects: 1,
      stagesDone: 0,
      stagesTotal: 3,
      current: { name: "gluing", state: "in_progress" },
    });
    expect(seen.lots[1]?.parentId).toBe(seen.lots[0]?.id);
    expect(seen.verbs).toContain("mergeLots");
    expect(runsOf(seen, "planing")).toEqual([
      ["1", 0, "done", 20],
      ["1.1", 1, "ready", 3],
    ]);
    expect(runsOf(seen, "gluing")).toEqual([["1", 0, "in_progress", 17]]);
    expect(seen.stages[0]?.counts).toEqual([
      { state: "done", runs: 1, units: 20 },
      { state: "ready", runs: 1, units: 3 },
    ]);
    // Units have left it with their share of the work, so that its start can't be taken back.
    expect(runOf(seen, "gluing", "1")?.verbs).not.toContain("cancelStart");

    const again = (await mine(shop, { minute: 31 })).waiting[0];
    expect(again).toMatchObject({
      lotNumber: "1.1",
      cycle: 1,
      units: 3,
      stageName: "planing",
      returnedFor: { note: "cracked", photoIds: [] },
      materials: [{ itemName: "Flour", norm: "0", consumed: "0" }],
      canLeaveRest: true,
    });
    const { rows, accounting } = await defects(shop, orderId);
    expect(accounting).toBe("included");
    expect(rows).toMatchObject([
      {
        units: 3,
        decision: "return",
        lotNumber: "1.1",
        fromLotNumber: "1",
        caughtStageName: "gluing",
        bornStageName: "gluing",
        toStageName: "planing",
        reporterName: "Operator",
        escalated: false,
        resolution: null,
        undone: false,
        cost: "33",
      },
    ]);

    await shop.make(finishRun, { runId: gluing, units: 17 }, { as: shop.operator, now: shopMinute(40) });
    await work(shop, await runOfLot(shop, orderId, "1.1", "planing"), 50, 3);
    const later = await card(shop, orderId, { minute: 61 });
    // Nobody needs planing any more; lot 1.1 glues once more, so that it is on its way again still.
    expect(later).toMatchObject({ stagesDone: 1, inRework: 3 });
    expect(later.stages.map((stage) => stage.done)).toEqual([true, false, false]);
    // Nothing later has begun with lot 1, but gluing has since planing.
    expect(runOf(later, "gluing", "1")?.verbs).toEqual(["reopenRun"]);
    expect(runOf(later, "planing", "1")?.verbs).toEqual([]);
  });

  it("is parted by hand as long as nobody has begun what it stands before", async () => {
    const shop = await shopOf({ keys: ["cutting", "sewing"], batchMode: "split" });
    const orderId = await anOrderOf(shop, 5);
    expect((await card(shop, orderId)).lots[0]?.verbs).toEqual(["splitLot"]);
    const lotId = (await card(shop, orderId)).lots[0]?.id ?? "";
    await shop.make(splitLot, { lotId, units: 2 }, { now: shopMinute(1) });
    await start(shop, await runOfLot(shop, orderId, "1", "cutting"), 2);
    expect((await card(shop, orderId, { minute: 3 })).lots.map((lot) => [lot.units, lot.verbs])).toEqual([
      [3, []],
      [2, ["splitLot", "mergeLots"]],
    ]);
  });
});

describe("a held batch", () => {
  it("waits for its units, counts them, and may be let go", async () => {
    const shop = await shopOf({
      keys: ["sewing", "checking"],
      batchMode: "whole",
      reworkLimit: { sewing: 1 },
    });
    const orderId = await anOrderOf(shop, 10);
    await work(shop, await runOfLot(shop, orderId, "1", "sewing"), 0, 10);
    const checking = await runOfLot(shop, orderId, "1", "checking");
    await start(shop, checking, 20);
    await sendBack(shop, orderId, checking, "sewing", 2, 30);
    const seen = await card(shop, orderId, { minute: 31 });
    expect(seen).toMatchObject({
      inRework: 2,
      // what it waits for is worked on before what waits
      current: { name: "sewing", state: "ready" },
      lots: [
        { state: "held", units: 8 },
        { state: "in_work", units: 2, mergesIntoRunId: checking },
      ],
    });
    expect(runOf(seen, "checking", "1")).toMatchObject({
      state: "held",
      units: 8,
      verbs: ["letGo", "reassignRun"],
    });
    const held = (await mine(shop, { minute: 31 })).waiting.find((each) => each.runId === checking);
    expect(held).toMatchObject({ state: "held", awaited: 2, units: 8, verbs: [] });

    await shop.make(letGo, { runId: checking, reason: "hurry" }, { now: shopMinute(40) });
    expect(runOf(await card(shop, orderId, { minute: 41 }), "checking", "1")?.state).toBe("paused");
  });

  it("shows what came back too often to the supervisor first, and a limit that was reached", async () => {
    const shop = await shopOf({
      keys: ["sewing", "checking"],
      batchMode: "whole",
      reworkLimit: { sewing: 0 },
    });
    const orderId = await anOrderOf(shop, 10);
    await work(shop, await runOfLot(shop, orderId, "1", "sewing"), 0, 10);
    const checking = await runOfLot(shop, orderId, "1", "checking");
    await start(shop, checking, 20);
    expect(await sendBack(shop, orderId, checking, "sewing", 2, 30)).toMatchObject({ escalated: true });
    const seen = await card(shop, orderId, { minute: 31 });
    expect(seen).toMatchObject({
      escalated: 2,
      inRework: 0,
      current: { name: "checking", state: "escalated" },
    });
    expect(runOf(seen, "checking", "1.1")).toMatchObject({
      state: "escalated",
      verbs: ["resolveEscalation", "reassignRun"],
    });
    expect((await defects(shop, orderId)).rows[0]).toMatchObject({ escalated: true, resolution: null });
    const operators = (await mine(shop, { minute: 31 })).waiting.filter((each) => each.state === "escalated");
    expect(operators).toMatchObject([{ lotNumber: "1.1", units: 2, verbs: [] }]);
    const { columns } = accepted(await seeView(shop, productionRoutes.showOrderBoard, showOrderBoard, {}));
    expect(columns[1]?.cards[0]).toMatchObject({ escalated: 2, defects: 1, lots: 2 });
  });
});

describe("an order per unit", () => {
  it("says 8 of 12, whose unit is where, and which may be taken in one tap", async () => {
    const shop = await shopOf({ keys: ["frame", "cover"], batchMode: "per_unit" });
    const orderId = await anOrderOf(shop, 12, {
      attributes: {},
    });
    const [first = "", ...others] = (await mine(shop)).waiting.map((each) => each.runId);
    expect((await mine(shop)).waiting[0]?.together.map((unit) => unit.lotNumber)).toEqual(
      Array.from({ length: 11 }, (_, place) => `#${place + 2}`),
    );
    await shop.make(
      startRun,
      { runId: first, alsoRunIds: others.slice(0, 7) },
      { as: shop.operator, now: shopMinute(1) },
    );
    const working = await mine(shop, { minute: 2 });
    expect(working.counts).toEqual({ inProgress: 8, waiting: 4, doneToday: 0 });
    expect(working.inProgress[0]?.together).toHaveLength(7);
    await shop.make(
      finishRun,
      { runId: first, alsoRunIds: others.slice(0, 7), units: 8 },
      { as: shop.operator, now: shopMinute(10) },
    );
    const seen = await card(shop, orderId, { minute: 11 });
    expect(seen).toMatchObject({ lots: { length: 12 }, lotsTotal: 12, stagesDone: 0, status: "in_progress" });
    expect(seen.stages[0]?.counts).toEqual([
      { state: "done", runs: 8, units: 8 },
      { state: "ready", runs: 4, units: 4 },
    ]);
    expect(seen.stages[0]?.done).toBe(false);
    expect(seen.verbs).not.toContain("mergeLots");
  });
});

describe("a crew", () => {
  it("is seen by all, joined by whom the work was open to, and each acts for themselves", async () => {
    const shop = await shopOf({ keys: ["frame"], batchMode: "whole" });
    const orderId = await anOrderOf(shop, 2);
    const added = await shop.make(addMember(hashPin), {
      name: "Petro",
      roles: ["operator"],
      tradeIds: [],
      pin: "4321",
    });
    const petro = aMember(added.memberId, ["operator"]);
    const runId = await runOfLot(shop, orderId, "1", "frame");
    await start(shop, runId, 0);
    // Somebody else's work stands among what waits, and counts with it.
    const before = await mine(shop, { actor: petro, minute: 1 });
    expect(before.counts).toEqual({ inProgress: 0, waiting: 1, doneToday: 0 });
    expect(before.waiting[0]).toMatchObject({
      state: "in_progress",
      operatorName: "Operator",
      verbs: ["joinRun"],
    });
    await shop.make(joinRun, { runId }, { as: petro, now: shopMinute(2) });
    const joined = await mine(shop, { actor: petro, minute: 3 });
    expect(joined.inProgress[0]).toMatchObject({
      workingSince: shopMinute(2).toISOString(),
      crew: [
        { name: "Operator", working: true },
        { name: "Petro", working: true },
      ],
    });
    expect(joined.inProgress[0]?.verbs).toContain("finishRun");
    expect(joined.inProgress[0]?.verbs).not.toContain("resumeRun");
    await shop.make(pauseRun, { runId }, { as: petro, now: shopMinute(4) });
    const paused = (await mine(shop, { actor: petro, minute: 5 })).inProgress[0];
    expect(paused).toMatchObject({ state: "in_progress", workingSince: null });
    // On a pause of one's own one goes on, and does not pause the others.
    expect(paused?.verbs).toContain("resumeRun");
    expect(paused?.verbs).not.toContain("pauseRun");
    expect((await mine(shop, { minute: 5 })).inProgress[0]?.verbs).not.toContain("resumeRun");
    const baker = aMember(newId(), ["operator"]);
    expect((await mine(shop, { actor: baker, minute: 5 })).waiting[0]?.verbs).toEqual(["joinRun"]);
    const supervisor = aMember(newId(), ["supervisor"]);
    expect(runOf(await card(shop, orderId, { actor: supervisor, minute: 5 }), "frame", "1")?.crew).toEqual([
      { memberId: shop.operator.memberId, name: "Operator", working: true },
      { memberId: petro.memberId, name: "Petro", working: false },
    ]);
  });
});

describe("stages", () => {
  it("propose who has the least open planned work where the operator is chosen at start", async () => {
    const shop = await shopOf({
      keys: ["frame"],
      batchMode: "whole",
      change: (body) => ({
        ...body,
        stages: body.stages.map((stage) => ({
          ...stage,
          performer: { kind: "chosen_at_start", tradeId: null },
        })),
      }),
    });
    const petro = await shop.make(addMember(hashPin), {
      name: "Petro",
      roles: ["operator"],
      tradeIds: [],
      pin: "4321",
    });
    const [busy, free] = [await anOrderOf(shop, 2), await anOrderOf(shop, 2)];
    await start(shop, await runOfLot(shop, busy, "1", "frame"), 0);
    expect(runOf(await card(shop, busy, { minute: 1 }), "frame", "1")?.proposed).toBeNull();
    expect(runOf(await card(shop, free, { minute: 1 }), "frame", "1")?.proposed).toEqual({
      memberId: petro.memberId,
      name: "Petro",
    });
  });

  it("that are switched off are shown as such, need no material, and hand their place on", async () => {
    const shop = await shopOf({
      keys: ["cutting", "engraving", "packing"],
      batchMode: "whole",
      material: "engraving",
      change: (body) => ({
        ...body,
        stages: body.stages.map((stage) =>
          stage.key === "engraving"
            ? { ...stage, condition: { kind: "expression", expression: "= quantity > 100" } }
            : stage,
        ),
      }),
    });
    const seen = await card(shop, await anOrderOf(shop, 2));
    const [cutting, engraving, packing] = seen.stages;
    expect(engraving).toMatchObject({ optional: true, active: false, done: false, after: [], runs: [] });
    expect(packing?.after).toEqual([cutting?.id]);
    expect(seen).toMatchObject({ stagesTotal: 2, materials: 0, shortages: 0 });
    expect(await materials(shop, seen.id)).toEqual([]);
    expect((await mine(shop)).waiting[0]?.nextStageName).toBe("packing");
  });
});

describe("a material that awaits selection", () => {
  it("offers the variants with what is free of them, and is short only where all together lack", async () => {
    const variant = (name: string) => ({ name, sku: null, attributes: {}, salePrice: null, listPrice: null });
    let plain: TemplateBody | undefined;
    const keep = (body: TemplateBody): TemplateBody => (plain = body);
    const shop = await shopOf({ keys: ["cutting"], batchMode: "whole", material: "cutting", change: keep });
    const fabric = await shop.make(addItem, {
      kind: "material",
      name: "Fabric",
      unit: "m",
      shelfLifeDays: null,
      variants: [variant("red"), variant("blue")],
    });
    const [red = "", blue = ""] = fabric.variantIds;
    await shop.make(receiveStock, {
      warehouseId: shop.materialsId,
      lines: [
        { variantId: red, quantity: "5", price: "10" },
        { variantId: blue, quantity: "8", price: "10" },
      ],
      note: "",
    });
    if (plain === undefined) throw new Error("No template was saved");
    // 1.5 m of any fabric a unit: of which is said at the start.
    const norm = { variantId: null, itemId: fabric.itemId, perUnit: "1.5" };
    const stages = plain.stages.map((stage) => ({
      ...stage,
      norms: stage.norms.map((flour) => ({ ...flour, ...norm })),
    }));
    const { templateId } = shop;
    await shop.make(saveTemplate, { templateId, name: "Stages", body: { ...plain, stages }, basedOn: 2 });
    const orderId = await anOrderOf(shop, 10);
    const [row] = await materials(shop, orderId);
    expect(row).toMatchObject({
      itemName: "Fabric",
      variantId: null,
      variantName: null,
      awaitingSelection: true,
      norm: "15",
      reserved: "0",
      free: "13",
      shortage: "2",
      choices: [
        { variantName: "blue", free: "8" },
        { variantName: "red", free: "5" },
      ],
    });
    expect(runOf(await card(shop, orderId), "cutting", "1")?.verbs).toContain("pickMaterial");
    const [waiting] = (await mine(shop)).waiting;
    expect(waiting?.materials).toMatchObject([{ variantId: null, norm: "15", choices: { length: 2 } }]);
    await shop.make(
      startRun,
      { runId: waiting?.runId ?? "", picks: [{ normId: row?.normId ?? "", variantId: blue }] },
      { as: shop.operator, now: shopMinute(1) },
    );
    expect(await materials(shop, orderId)).toMatchObject([
      { variantId: blue, variantName: "blue", awaitingSelection: false, consumed: "15", choices: [] },
    ]);
  });
});
