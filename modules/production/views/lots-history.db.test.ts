import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addMember } from "#commands/access/add-member.ts";
import { addItem } from "#commands/catalog/add-item.ts";
import { addUpsell } from "#commands/catalog/add-upsell.ts";
import { changeQuantity } from "#commands/production/change-quantity.ts";
import { changeUpsells } from "#commands/production/change-upsells.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { joinRun } from "#commands/production/join-run.ts";
import { leaveRun } from "#commands/production/leave-run.ts";
import { letGo } from "#commands/production/let-go.ts";
import { mergeLots } from "#commands/production/merge-lots.ts";
import { pickMaterial } from "#commands/production/pick-material.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { resolveEscalation } from "#commands/production/resolve-escalation.ts";
import { splitLot } from "#commands/production/split-lot.ts";
import { startRun } from "#commands/production/start-run.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import { saveTemplate } from "#commands/templates/save-template.ts";
import type { Id } from "#kernel/id.ts";
import type { Output } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { seeView } from "#test/builders/see-view.ts";
import {
  anOrderOf,
  aShopOfStages,
  defectReasonOf,
  lotsOf,
  runOfLot,
  type StagesShop,
  type StagesWish,
} from "#test/builders/stages-shop.ts";
import { shopMinute } from "#test/builders/workshop-orders.ts";
import { accepted, aMember } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { enFacts } from "#web/texts/compiled/en-facts.ts";
import { ukFacts } from "#web/texts/compiled/uk-facts.ts";
import { createTranslator } from "#web/texts/translator.ts";
import type { OrderFactKind } from "#modules/production/core/order-fact.ts";
import { showOrderHistory } from "./show-order-history.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const en = createTranslator("en", [enFacts], "Europe/Kyiv");
const uk = createTranslator("uk", [ukFacts], "Europe/Kyiv");
type Row = Output<typeof productionRoutes.showOrderHistory>["rows"][number];

async function history(shop: StagesShop, orderId: Id, actor: Actor = shop.owner, minute = 0): Promise<Row[]> {
  const asked = { orderId, limit: 200 };
  return accepted(
    await seeView(shop, productionRoutes.showOrderHistory, showOrderHistory, asked, {
      actor,
      now: shopMinute(minute),
    }),
  ).rows;
}

/** Its sentences, oldest first; each must be whole in both languages and name things by their names. */
async function told(shop: StagesShop, orderId: Id, kinds: readonly OrderFactKind[]): Promise<string[]> {
  const rows = (await history(shop, orderId)).toReversed();
  for (const row of rows) {
    for (const translator of [en, uk]) {
      const sentence = translator.lookUp(`fact.${row.kind}`, row.values) ?? "no text";
      expect(sentence, row.kind).not.toMatch(/[{}]|undefined|null|no text|[0-9a-f]{8}-[0-9a-f]{4}-/);
    }
  }
  expect(kinds.filter((kind) => !rows.some((row) => row.kind === kind))).toEqual([]);
  return rows
    .filter((row) => kinds.some((kind) => kind === row.kind))
    .map((row) => en.lookUp(`fact.${row.kind}`, row.values) ?? "");
}

const shopOf = (wish: StagesWish) => aShopOfStages(testDatabase, wish);
const at = (minute: number) => ({ now: shopMinute(minute) });
async function work(shop: StagesShop, runId: Id, minute: number, units: number): Promise<void> {
  await shop.make(startRun, { runId }, at(minute));
  await shop.make(finishRun, { runId, units }, at(minute + 5));
}
async function sendBack(shop: StagesShop, orderId: Id, runId: Id, to: string, units: number, minute: number) {
  const [reasonId, toStageId] = [await defectReasonOf(shop), await shop.stageId(orderId, to)];
  await shop.make(reportDefect, { runId, reasonId, units, decision: "return", toStageId }, at(minute));
}

describe("the history of an order whose units part", () => {
  it("tells of a whole batch that waits, takes in again, escalates and lets go", async () => {
    const shop = await shopOf({
      keys: ["sewing", "checking"],
      batchMode: "whole",
      reworkLimit: { sewing: 1 },
    });
    const orderId = await anOrderOf(shop, 10);
    await work(shop, await runOfLot(shop, orderId, "1", "sewing"), 0, 10);
    const checking = await runOfLot(shop, orderId, "1", "checking");
    await shop.make(startRun, { runId: checking }, at(10));
    await sendBack(shop, orderId, checking, "sewing", 2, 20);
    await work(shop, await runOfLot(shop, orderId, "1.1", "sewing"), 30, 2);
    await sendBack(shop, orderId, checking, "sewing", 3, 40);
    await shop.make(
      resolveEscalation,
      {
        runId: await runOfLot(shop, orderId, "1.2", "checking"),
        decision: "once_more",
        reason: "It can be saved.",
      },
      at(50),
    );
    await shop.make(letGo, { runId: checking, reason: "They are awaited." }, at(60));
    expect(
      await told(shop, orderId, [
        "defect_reported",
        "lot_split",
        "run_held",
        "lot_returned",
        "return_counted",
        "lots_merged",
        "run_resumed_after_hold",
        "lot_escalated",
        "escalation_resolved",
        "lot_let_go",
      ]),
    ).toEqual([
      "Lot 1 was parted: 2 units are lot 1.1 now.",
      "Defect at checking (1): Equipment setup error, 2 units, sent back to sewing.",
      "checking (1) waits for 2 units that were sent back.",
      "Lot 1.1 went back to sewing (return 1).",
      "Lot 1 counts 1 return to sewing.",
      "Lot 1.1 joined lot 1: 2 units.",
      "checking (1) may go on: the units it waited for have caught up.",
      "Lot 1 was parted: 3 units are lot 1.2 now.",
      "Defect at checking (1): Equipment setup error, 3 units, sent back to sewing.",
      "checking (1) waits for 3 units that were sent back.",
      "Lot 1.2 came back to sewing more often than is allowed: a supervisor decides.",
      "Lot 1.2: allowed once more by Owner. It can be saved.",
      "Lot 1.2 went back to sewing (return 2).",
      "Lot 1 counts 2 returns to sewing.",
      "checking (1) goes on without lot 1.2, which goes its own way: They are awaited.",
      "checking (1) may go on: the units it waited for have caught up.",
    ]);
  });

  it("tells of units one by one, a crew, a changed quantity and a loss", async () => {
    const shop = await shopOf({
      keys: ["frame", "cover"],
      batchMode: "per_unit",
      accounting: "separate",
      material: "frame",
    });
    const orderId = await anOrderOf(shop, 3);
    const added = await shop.make(addMember(hashPin), {
      name: "Petro",
      roles: ["operator"],
      tradeIds: [],
      pin: "4321",
    });
    const petro = aMember(added.memberId, ["operator"]);
    const frame = await runOfLot(shop, orderId, "#1", "frame");
    await shop.make(changeQuantity, { orderId, quantity: 4 }, at(0));
    await shop.make(startRun, { runId: frame }, at(1));
    await shop.make(joinRun, { runId: frame }, { as: petro, ...at(2) });
    await shop.make(leaveRun, { runId: frame }, { as: petro, ...at(3) });
    await shop.make(
      reportDefect,
      {
        runId: frame,
        reasonId: await defectReasonOf(shop),
        units: 1,
        decision: "write_off",
        note: "It broke.",
      },
      at(4),
    );
    expect(
      await told(shop, orderId, [
        "runs_reached",
        "quantity_changed",
        "norms_changed",
        "crew_joined",
        "crew_left",
        "defect_reported",
        "lot_written_off",
      ]),
    ).toEqual([
      "3 lots reached frame: 3 units.",
      "Quantity: 3 → 4.",
      "What materials the order needs was reckoned anew (1 norm).",
      "Petro joined frame (#1).",
      "Petro left frame (#1).",
      "Defect at frame (#1): Equipment setup error, 1 unit, written off. It broke.",
      "Lot #1 was written off: 1 unit, a loss of 10.",
    ]);
    const technologist = aMember(newId(), ["technologist"]);
    const seen = (await history(shop, orderId, technologist)).find((row) => row.kind === "lot_written_off");
    expect(seen?.values).toEqual({ lot: "#1", units: 1, shown: "no", totalAmount: "—" });
  });

  it("tells of options, picked materials, a finished part that went on, and a wait before the receipt", async () => {
    let plain: TemplateBody | undefined;
    const shop = await shopOf({
      keys: ["cutting", "engraving"],
      batchMode: "split",
      material: "cutting",
      change: (body) => (plain = body),
    });
    const { upsellId } = await shop.make(addUpsell, {
      itemId: shop.productId,
      name: "Engraving",
      price: "5",
    });
    const fabric = await shop.make(addItem, {
      kind: "material",
      name: "Fabric",
      unit: "m",
      shelfLifeDays: null,
      variants: [{ name: "red", sku: null, attributes: {}, salePrice: null, listPrice: null }],
    });
    if (plain === undefined) throw new Error("No template was saved");
    const stages = plain.stages.map((stage) =>
      stage.key === "engraving"
        ? { ...stage, condition: { kind: "upsell" as const, upsellId } }
        : {
            ...stage,
            wait: { name: "drying", minimumSeconds: 3600, maximumSeconds: null },
            norms: stage.norms.map((norm) => ({ ...norm, variantId: null, itemId: fabric.itemId })),
          },
    );
    const { templateId } = shop;
    await shop.make(saveTemplate, { templateId, name: "Stages", body: { ...plain, stages }, basedOn: 2 });
    const orderId = await anOrderOf(shop, 5);
    const cutting = await runOfLot(shop, orderId, "1", "cutting");
    const [whole] = await lotsOf(shop, orderId);
    const part = await shop.make(splitLot, { lotId: whole?.id ?? "", units: 2 }, at(0));
    await shop.make(mergeLots, { orderId, lotIds: [whole?.id ?? "", part.lotId] }, at(0));
    await shop.make(changeUpsells, { orderId, upsellIds: [upsellId] }, at(0));
    await shop.make(changeUpsells, { orderId, upsellIds: [] }, at(1));
    const normId = await normOf(shop, orderId);
    await shop.make(pickMaterial, { runId: cutting, normId, variantId: fabric.variantIds[0] ?? "" }, at(2));
    await shop.make(startRun, { runId: cutting }, at(3));
    await shop.make(finishRun, { runId: cutting, units: 2, leaveRest: true }, at(4));
    expect(
      await told(shop, orderId, [
        "lot_split",
        "run_voided",
        "lots_merged",
        "upsells_changed",
        "stage_switched",
        "material_picked",
        "units_sent_on",
        "lot_awaits_receipt",
      ]),
    ).toEqual([
      "Lot 1 was parted: 2 units are lot 1.1 now.",
      "cutting (1.1) is not needed any more: its units are elsewhere, or the stage is switched off.",
      "Lot 1.1 joined lot 1: 2 units.",
      "Options: — → Engraving.",
      "engraving was switched on.",
      "Options: Engraving → —.",
      "engraving was switched off.",
      "Material picked: — → Fabric, red.",
      "Lot 1 was parted: 2 units are lot 1.2 now.",
      "cutting (1): 2 finished units went on as lot 1.2; the rest stays at work.",
      expect.stringMatching(/^Lot 1\.2 is through all stages and is received at .+\.$/),
    ]);
  });
});

describe("what may be taken back", () => {
  it("is one's own act of the last five minutes, once, and not what can't be taken back at all", async () => {
    const shop = await shopOf({ keys: ["s1", "s2"], batchMode: "whole" });
    const orderId = await anOrderOf(shop, 2);
    const runId = await runOfLot(shop, orderId, "1", "s1");
    const commandId = newId();
    await shop.make(startRun, { runId }, { as: shop.operator, commandId, ...at(10) });
    const undoable = async (actor: Actor, minute: number): Promise<string[]> =>
      (await history(shop, orderId, aMember(actorId(actor), ["supervisor"]), minute))
        .filter((row) => row.undoable)
        .map((row) => row.kind);
    expect(await undoable(shop.operator, 12)).toEqual(["run_started"]);
    expect(await undoable(shop.owner, 12)).toEqual([]);
    expect(await undoable(shop.operator, 16)).toEqual([]);
    // An order's making can't be taken back, though it was the owner's a moment ago.
    expect(await undoable(shop.owner, 1)).toEqual([]);
    const row = (await history(shop, orderId, shop.owner, 12)).find((each) => each.kind === "run_started");
    expect(row?.commandId).toBe(commandId);
    await shop.make(undoWork, { orderId, commandId }, { as: shop.operator, ...at(13) });
    expect(await undoable(shop.operator, 14)).toEqual([]);
    expect(await told(shop, orderId, ["work_undone"])).toEqual(["Taken back: a start (s1)."]);
  });
});

const actorId = (actor: Actor): Id => (actor.kind === "member" ? actor.memberId : "");

async function normOf(shop: StagesShop, orderId: Id): Promise<Id> {
  const { rows } = await testDatabase.pool.query<{ id: Id }>(
    "select id from order_norm where workspace_id = $1 and order_id = $2",
    [shop.workspaceId, orderId],
  );
  return rows[0]?.id ?? "";
}
