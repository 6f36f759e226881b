import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockRun } from "#commands/production/block-run.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { cancelStart } from "#commands/production/cancel-start.ts";
import { confirmWork } from "#commands/production/confirm-work.ts";
import { changeOrder } from "#commands/production/change-order.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { reassignRun } from "#commands/production/reassign-run.ts";
import { recordProgress } from "#commands/production/record-progress.ts";
import { releaseRunEarly } from "#commands/production/release-run-early.ts";
import { resumeRun } from "#commands/production/resume-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { unblockRun } from "#commands/production/unblock-run.ts";
import type { Id } from "#kernel/id.ts";
import type { Input } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { historyGroups } from "#modules/production/contract/history-groups.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { seeView } from "#test/builders/see-view.ts";
import { accepted, aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { enFacts } from "#web/texts/compiled/en-facts.ts";
import { ukFacts } from "#web/texts/compiled/uk-facts.ts";
import { createTranslator } from "#web/texts/translator.ts";
import { orderFactKinds } from "./fact-values.ts";
import { showOrderHistory } from "./show-order-history.ts";

let testDatabase: TestDatabase;
let shop: Workshop;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  shop = await aWorkshop(testDatabase, { waitSeconds: 3600, policies: { overYield: "0.5" } });
});
afterAll(() => testDatabase.drop());

const at = (minutes: number): Date => new Date(Date.parse("2026-03-02T09:00:00Z") + minutes * 60_000);
const en = createTranslator("en", [enFacts], "Europe/Kyiv");
const uk = createTranslator("uk", [ukFacts], "Europe/Kyiv");

async function history(
  orderId: Id,
  input: Partial<Input<typeof productionRoutes.showOrderHistory>> = {},
  actor: Actor = shop.owner,
) {
  const asked = { orderId, limit: 200, ...input };
  return accepted(await seeView(shop, productionRoutes.showOrderHistory, showOrderHistory, asked, { actor }));
}

async function anOrder(): Promise<Id> {
  const input = {
    variantId: shop.variantId,
    quantity: 4,
    notes: "",
    dealId: null,
    dealLineId: null,
    dueDate: "2026-03-20",
  };
  return (await shop.make(createOrder, input, { now: at(0) })).orderId;
}

async function openRun(orderId: Id): Promise<Id> {
  const row = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("run")
      .select("id")
      .where("workspace_id", "=", tx.workspaceId)
      .where("order_id", "=", orderId)
      .where("state", "not in", ["done", "ended"])
      .executeTakeFirstOrThrow(),
  );
  return row.id;
}

/** A life with every verb in it, ended by the receipt of one unit more than was ordered. */
async function aLongStory(): Promise<Id> {
  const orderId = await anOrder();
  const as = (minutes: number) => ({ as: shop.operator, now: at(minutes) });
  const runId = await openRun(orderId);
  await shop.make(startRun, { runId }, as(0));
  await shop.make(cancelStart, { runId }, as(1));
  await shop.make(startRun, { runId }, as(2));
  await shop.make(pauseRun, { runId, reasonId: shop.pauseReasonId }, as(5));
  await shop.make(resumeRun, { runId }, as(6));
  await shop.make(recordProgress, { runId, units: 2 }, as(7));
  await shop.make(confirmWork, { runId }, as(7.5));
  await shop.make(blockRun, { runId, reasonId: shop.blockReasonId, note: "cold oven" }, { now: at(8) });
  await shop.make(unblockRun, { runId }, { now: at(9) });
  await shop.make(resumeRun, { runId }, as(10));
  await shop.make(finishRun, { runId, units: 5, comment: "smells good" }, as(12));
  const packing = await openRun(orderId);
  await shop.make(releaseRunEarly, { runId: packing, reason: "cold enough" }, { now: at(13) });
  await shop.make(reassignRun, { runId: packing, memberId: shop.operator.memberId }, { now: at(14) });
  await shop.make(
    changeOrder,
    { orderId, dueDate: null, priority: "urgent", notes: "hurry", responsibleId: shop.owner.memberId },
    { now: at(15) },
  );
  await shop.make(startRun, { runId: packing }, as(16));
  await shop.make(finishRun, { runId: packing, units: 5, comment: "" }, as(20));
  return orderId;
}

describe("the history of an order", () => {
  it("tells every change newest first, by whom, in words of both languages", async () => {
    const orderId = await aLongStory();
    const { rows, next } = await history(orderId);
    expect(next).toBeNull();
    expect(rows.at(-1)).toMatchObject({
      kind: "order_created",
      byName: "Owner",
      byWhom: "member",
      causeKind: null,
    });
    for (const row of rows) {
      for (const translator of [en, uk]) {
        const sentence = translator.lookUp(`fact.${row.kind}`, row.values) ?? "no text";
        expect(sentence, row.kind).not.toMatch(/[{}]|undefined|null|no text|[0-9a-f]{8}-[0-9a-f]{4}-/);
      }
    }
    const told = rows.map((row) => en.lookUp(`fact.${row.kind}`, row.values));
    expect(told).toContain("Baking consumed Flour\t8\tkg.");
    expect(told).toContain("Operator still worked on Baking.");
    expect(told).toContain("Baking was blocked: No material. cold oven");
    expect(told).toContain("Lot 1 gave 1 unit more than was ordered.");
    expect(told).toContain("Packing was reassigned: — → Operator.");
    expect(told.find((sentence) => sentence?.startsWith("The order was changed"))).toBe(
      "The order was changed. Due: 2026-03-20 → —. Priority: normal → urgent. Responsible: — → Owner. Notes: — → hurry.",
    );
    const cancelled = await anOrder();
    await shop.make(
      cancelOrder,
      { orderId: cancelled, reason: "by mistake.", returnMaterials: false },
      { now: at(30) },
    );
    const seen = new Set([...rows, ...(await history(cancelled)).rows].map((row) => row.kind));
    const unseen = orderFactKinds.filter((kind) => !seen.has(kind));
    // These are told by lots-history.db.test.ts, those of corrections by the test below; those of gathered orders
    // by aggregation.db.test.ts.
    const ofLots = [
      "correction_decided",
      "correction_proposed",
      "correction_withdrawn",
      "crew_joined",
      "crew_left",
      "defect_reported",
      "escalation_resolved",
      "given_cost_corrected",
      "lot_awaits_receipt",
      "lot_escalated",
      "lot_let_go",
      "lot_returned",
      "lot_split",
      "lot_written_off",
      "lots_merged",
      "material_corrected",
      "material_picked",
      "member_taken_out",
      "norms_changed",
      "order_aggregated",
      "order_given_back",
      "order_left_batch",
      "quantity_changed",
      "return_counted",
      "run_cost_corrected",
      "run_held",
      "run_resumed_after_hold",
      "run_voided",
      "runs_reached",
      "stage_switched",
      "time_corrected",
      "units_given",
      "units_sent_on",
      "upsells_changed",
      "work_undone",
    ];
    expect([...unseen].sort()).toEqual(ofLots);
  });

  it("has a text for every kind in both languages, with the right plural in Ukrainian", () => {
    for (const kind of orderFactKinds) {
      expect(en.lookUp(`fact.${kind}`, {}), kind).toBeDefined();
      expect(uk.lookUp(`fact.${kind}`, {}), kind).toBeDefined();
    }
    const finished = (units: number) =>
      uk.lookUp("fact.run_finished", { stage: "Випікання", units, more: "no", comment: "—" });
    expect([1, 3, 5].map(finished)).toEqual([
      "Етап «Випікання» завершено: 1 одиниця.",
      "Етап «Випікання» завершено: 3 одиниці.",
      "Етап «Випікання» завершено: 5 одиниць.",
    ]);
  });

  it("lets no money, rate or price out to who may not see cost", async () => {
    const orderId = await aLongStory();
    const supervisor = JSON.stringify(
      (await history(orderId, {}, aMember(shop.owner.memberId, ["supervisor"]))).rows,
    );
    expect(supervisor).toMatch(/"totalAmount":"\d/);
    // 120 an hour, 10 a kg: the rate and the price themselves leave for nobody.
    expect(supervisor).not.toMatch(/"120"|"10"/);
    const technologist = JSON.stringify(
      (await history(orderId, {}, aMember(shop.owner.memberId, ["technologist"]))).rows,
    );
    expect(technologist).not.toMatch(/"totalAmount":"\d/);
  });

  it("comes in pages, each fact once", async () => {
    const orderId = await aLongStory();
    const all = (await history(orderId)).rows.map((row) => row.id);
    const paged: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof history>> = await history(orderId, {
        limit: 4,
        ...(cursor === null ? {} : { cursor }),
      });
      paged.push(...page.rows.map((row) => row.id));
      cursor = page.next;
    } while (cursor !== null);
    expect(paged).toEqual(all);
  });

  it("narrows to what lines are about, to who did it and to words, and all together", async () => {
    const orderId = await aLongStory();
    const all = (await history(orderId)).rows;
    const kindsOf = async (input: Parameters<typeof history>[1]) => [
      ...new Set((await history(orderId, input)).rows.map((row) => row.kind)),
    ];
    const groups = await Promise.all(
      historyGroups.map(async (group) => (await history(orderId, { group })).rows.map((row) => row.id)),
    );
    // Each line is about one thing; nobody but people has done anything here.
    expect(groups.flat().sort()).toEqual(all.map((row) => row.id).sort());
    expect(groups.at(-1)).toEqual([]);
    expect(await kindsOf({ group: "materials" })).toEqual(["materials_consumed", "materials_returned"]);
    expect(await kindsOf({ group: "cost" })).toEqual(["run_cost_captured"]);
    const { people } = await history(orderId);
    expect(people.map(({ name }) => name)).toEqual(["Operator", "Owner"]);
    const { memberId } = shop.operator;
    const ofOperator = (await history(orderId, { memberId })).rows;
    expect(ofOperator).toEqual(all.filter((row) => row.byName === "Operator"));
    // Notes, names of stages, of materials, of reasons and of people, whatever the case.
    expect(await kindsOf({ search: "COLD OVEN" })).toEqual(["run_blocked"]);
    expect(await kindsOf({ search: "cold enough" })).toEqual(["run_released_early"]);
    expect(await kindsOf({ search: "flour", group: "materials" })).toContain("materials_consumed");
    expect(await kindsOf({ search: "no material" })).toContain("run_blocked");
    const packing = (await history(orderId, { search: "packing" })).rows;
    expect(packing.length).toBeGreaterThan(0);
    for (const row of packing) {
      expect(en.lookUp(`fact.${row.kind}`, row.values) + JSON.stringify(row), row.kind).toContain("Packing");
    }
    // Words of a sentence itself are the reader's language's: the screen says which kinds have them.
    expect(await kindsOf({ search: "was paused" })).toEqual([]);
    expect(await kindsOf({ search: "was paused", saying: "run_paused" })).toEqual(["run_paused"]);
    expect(await kindsOf({ search: "100%_" })).toEqual([]);
    // A price is not found either: 10 a kg, 120 an hour.
    for (const search of ["10", "120"]) expect(await kindsOf({ search, group: "cost" })).toEqual([]);
    expect(await kindsOf({ search: "10", group: "materials" })).toEqual([]);
    // No piece of an id or of an instant is a word.
    const [id] = /[0-9a-f]{8}/.exec(orderId) ?? [""];
    expect(await kindsOf({ search: id })).toEqual([]);
  });

  it("refuses another workspace's order", async () => {
    const stranger = await aWorkshop(testDatabase);
    const answer = await seeView(stranger, productionRoutes.showOrderHistory, showOrderHistory, {
      orderId: await anOrder(),
      limit: 10,
    });
    expect(answer).toMatchObject({ ok: false, refusal: { code: "order_unknown" } });
  });
});
