import { v7 as newId } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeMember } from "#commands/access/change-member.ts";
import { addMember } from "#commands/access/add-member.ts";
import { changeWorkspace } from "#commands/access/change-workspace.ts";
import { addItem } from "#commands/catalog/add-item.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import type { Id } from "#kernel/id.ts";
import type { Refusal } from "#kernel/result.ts";
import type { Request, Route } from "#kernel/route.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import { aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import {
  type OrderInput,
  allRows,
  anOrder,
  finishAt,
  normIdAt,
  orderInput,
  refused,
  runIdAt,
  shopMinute,
  startAt,
  workThrough,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import type { Command } from "../run-command.ts";
import { addStopReason } from "./add-stop-reason.ts";
import { blockRun } from "./block-run.ts";
import { cancelOrder } from "./cancel-order.ts";
import { cancelStart } from "./cancel-start.ts";
import { changeOrder } from "./change-order.ts";
import { changeStopReason } from "./change-stop-reason.ts";
import { createOrder } from "./create-order.ts";
import { finishRun } from "./finish-run.ts";
import { pauseRun } from "./pause-run.ts";
import { reassignRun } from "./reassign-run.ts";
import { recordProgress } from "./record-progress.ts";
import { releaseRunEarly } from "./release-run-early.ts";
import { reserveOrder } from "./reserve-order.ts";
import { resumeRun } from "./resume-run.ts";
import { startRun } from "./start-run.ts";
import { unblockRun } from "./unblock-run.ts";

/** Every "no" of production's commands, with the place of the input; each leaves every table as it was. */
let testDatabase: TestDatabase;
let shop: Workshop;
let other: Workshop;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  shop = await aWorkshop(testDatabase);
  other = await aWorkshop(testDatabase);
});
afterAll(() => testDatabase.drop());

type Asked = { as?: Workshop["owner"]; now?: Date; in?: Workshop };

function refusalOf<R extends Route>(
  command: Command<R>,
  input: Request<R>,
  asked: Asked = {},
): Promise<Refusal> {
  const where = asked.in ?? shop;
  const { as = where.owner, now = shopMinute(100) } = asked;
  return refused(where, () => where.ask(command, input, { as, now }));
}

/** Each verb on a run, with an input that is right but for the run. */
const runVerbs: readonly [name: string, ask: (runId: Id, asked?: Asked) => Promise<Refusal>][] = [
  ["startRun", (runId, asked) => refusalOf(startRun, { runId }, asked)],
  ["pauseRun", (runId, asked) => refusalOf(pauseRun, { runId, reasonId: null }, asked)],
  ["resumeRun", (runId, asked) => refusalOf(resumeRun, { runId }, asked)],
  ["recordProgress", (runId, asked) => refusalOf(recordProgress, { runId, units: 1 }, asked)],
  ["finishRun", (runId, asked) => refusalOf(finishRun, { runId, units: 10, comment: "" }, asked)],
  ["cancelStart", (runId, asked) => refusalOf(cancelStart, { runId }, asked)],
  [
    "blockRun",
    (runId, asked) => refusalOf(blockRun, { runId, reasonId: shop.blockReasonId, note: "" }, asked),
  ],
  ["unblockRun", (runId, asked) => refusalOf(unblockRun, { runId }, asked)],
  ["releaseRunEarly", (runId, asked) => refusalOf(releaseRunEarly, { runId, reason: "In a hurry" }, asked)],
  [
    "reassignRun",
    (runId, asked) => refusalOf(reassignRun, { runId, memberId: shop.operator.memberId }, asked),
  ],
];
const headsOnly = ["blockRun", "unblockRun", "releaseRunEarly", "reassignRun"];

describe.each(runVerbs)("%s refuses", (verb, ask) => {
  it("a run that is not there, and another workspace's just so", async () => {
    const foreign = await runIdAt(other, await anOrder(other), "baking");
    const before = await allRows(other);
    for (const runId of [newId(), foreign]) {
      expect(await ask(runId)).toEqual({ code: "run_unknown", data: {}, path: ["runId"] });
    }
    expect(await allRows(other)).toEqual(before);
  });

  it("an operator another's run, and whoever may not do it at all", async () => {
    const runId = await runIdAt(shop, await anOrder(shop), "baking");
    await shop.make(reassignRun, { runId, memberId: shop.owner.memberId });
    const code = (await ask(runId, { as: shop.operator })).code;
    expect(code).toBe(headsOnly.includes(verb) ? "not_allowed" : "not_yours");
    const storekeeper = aMember(shop.operator.memberId, ["storekeeper"]);
    expect((await ask(runId, { as: storekeeper })).code).toBe("not_allowed");
  });

  it("a run of an order that is done or cancelled", async () => {
    const done = await anOrder(shop, { quantity: 10 });
    await workThrough(shop, done, 0);
    expect(await ask(await runIdAt(shop, done, "baking"))).toEqual({
      code: "order_closed",
      data: { status: "done" },
    });
    const cancelled = await anOrder(shop);
    await shop.make(cancelOrder, { orderId: cancelled, reason: "The customer left", returnMaterials: false });
    expect(await ask(await runIdAt(shop, cancelled, "baking"))).toEqual({
      code: "order_closed",
      data: { status: "cancelled" },
    });
  });
});

describe("verbs at the wrong time are refused by name of state and verb", () => {
  const wrong: readonly [state: string, verbs: readonly string[]][] = [
    [
      "ready",
      [
        "pauseRun",
        "resumeRun",
        "recordProgress",
        "finishRun",
        "cancelStart",
        "unblockRun",
        "releaseRunEarly",
      ],
    ],
    ["in_progress", ["startRun", "resumeRun", "unblockRun", "releaseRunEarly"]],
    ["paused", ["startRun", "pauseRun", "unblockRun", "releaseRunEarly"]],
    [
      "blocked",
      [
        "startRun",
        "pauseRun",
        "resumeRun",
        "recordProgress",
        "finishRun",
        "cancelStart",
        "blockRun",
        "releaseRunEarly",
      ],
    ],
    ["done", runVerbs.map(([verb]) => verb)],
  ];

  it.each(wrong)("%s: %s", async (state, verbs) => {
    const orderId = await anOrder(shop);
    const runId = await runIdAt(shop, orderId, "baking");
    const begun = ["in_progress", "paused", "blocked", "done"].includes(state);
    if (begun) await startAt(shop, orderId, "baking", 0);
    if (state === "paused") await shop.make(pauseRun, { runId, reasonId: null }, { now: shopMinute(5) });
    if (state === "blocked") {
      await shop.make(blockRun, { runId, reasonId: shop.blockReasonId, note: "" }, { now: shopMinute(5) });
    }
    if (state === "done") await finishAt(shop, orderId, "baking", 10);
    for (const [verb, ask] of runVerbs) {
      if (!verbs.includes(verb)) continue;
      expect(await ask(runId)).toEqual({ code: "verb_not_now", data: { verb, state } });
    }
    if (!["done"].includes(state))
      await shop.make(
        cancelOrder,
        { orderId, reason: "Over", returnMaterials: true },
        { now: shopMinute(20) },
      );
  });
});

describe("startRun refuses", () => {
  it("a run before its time, saying when it comes", async () => {
    const dry = await aWorkshop(testDatabase, { waitSeconds: 3_600, waitMaximumSeconds: 7_200 });
    const orderId = await anOrder(dry);
    await startAt(dry, orderId, "baking", 0);
    await finishAt(dry, orderId, "baking", 10);
    const runId = await runIdAt(dry, orderId, "packing");
    expect(await refusalOf(startRun, { runId }, { in: dry, now: shopMinute(69) })).toEqual({
      code: "not_yet_available",
      data: { availableAt: shopMinute(70).toISOString() },
    });
    const late = { in: dry, now: shopMinute(131) };
    expect(await refusalOf(startRun, { runId }, late)).toEqual({
      code: "wait_exceeded",
      data: { latest: shopMinute(130).toISOString() },
    });
    // The reason is a supervisor's to give.
    expect(
      await refusalOf(startRun, { runId, lateReason: "It held" }, { ...late, as: dry.operator }),
    ).toEqual({
      code: "not_allowed",
      data: { action: "run.release_early" },
    });
    await dry.make(startRun, { runId, lateReason: "It held" }, { now: shopMinute(131) });
  });

  it("whoever is at work on another run; resuming too", async () => {
    const [first, second] = [await anOrder(shop), await anOrder(shop)];
    const runId = await startAt(shop, first, "baking", 0);
    const busy = { code: "member_busy" };
    const secondRun = await runIdAt(shop, second, "baking");
    expect(await refusalOf(startRun, { runId: secondRun }, { as: shop.operator })).toEqual(busy);
    await shop.make(pauseRun, { runId, reasonId: null }, { now: shopMinute(5) });
    await startAt(shop, second, "baking", 10);
    expect(await refusalOf(resumeRun, { runId }, { as: shop.operator })).toEqual(busy);
    for (const orderId of [first, second]) {
      await shop.make(
        cancelOrder,
        { orderId, reason: "Over", returnMaterials: true },
        { now: shopMinute(20) },
      );
    }
  });

  it("norms of another stage, order or workspace, one named twice, and any where nothing is consumed at start", async () => {
    const orderId = await anOrder(shop);
    const runId = await runIdAt(shop, orderId, "baking");
    const own = await normIdAt(shop, orderId, "baking");
    const strangers = [
      await normIdAt(shop, orderId, "packing"),
      await normIdAt(shop, await anOrder(shop), "baking"),
      await normIdAt(other, await anOrder(other), "baking"),
    ];
    for (const normId of strangers) {
      const materials = [
        { normId: own, quantity: "1" },
        { normId, quantity: "1" },
      ];
      expect(await refusalOf(startRun, { runId, materials })).toEqual({
        code: "norm_unknown",
        data: {},
        path: ["materials", 1, "normId"],
      });
    }
    const twice = [own, own].map((normId) => ({ normId, quantity: "1" }));
    expect(await refusalOf(startRun, { runId, materials: twice })).toEqual({
      code: "norm_twice",
      data: {},
      path: ["materials", 1, "normId"],
    });
    await startAt(shop, orderId, "baking", 0, { as: shop.owner });
    await finishAt(shop, orderId, "baking", 10);
    const packing = await runIdAt(shop, orderId, "packing");
    const materials = [{ normId: await normIdAt(shop, orderId, "packing"), quantity: "1" }];
    expect(await refusalOf(startRun, { runId: packing, materials })).toMatchObject({
      code: "norm_unknown",
      path: ["materials", 0, "normId"],
    });
  });

  it("more than is on hand, where stock may not go below zero", async () => {
    const strict = await aWorkshop(testDatabase, { flour: "5", boxes: "1" });
    await strict.make(changeWorkspace, { allowNegativeStock: false });
    const orderId = await anOrder(strict, { quantity: 3 });
    const runId = await runIdAt(strict, orderId, "baking");
    const flour = { variantId: strict.flourId };
    expect(await refusalOf(startRun, { runId }, { in: strict })).toEqual({
      code: "not_enough_stock",
      data: { ...flour, missing: "1", unit: "kg" },
    });
    const [normId] = [await normIdAt(strict, orderId, "baking")];
    await startAt(strict, orderId, "baking", 0, { materials: [{ normId, quantity: "5" }] });
    const more = { runId, units: 3, comment: "", materials: [{ normId, quantity: "5.000001" }] };
    expect(await refusalOf(finishRun, more, { in: strict })).toEqual({
      code: "not_enough_stock",
      data: { ...flour, missing: "0.000001", unit: "kg" },
    });
    await finishAt(strict, orderId, "baking", 10);
    const packing = await startAt(strict, orderId, "packing", 20);
    expect(await refusalOf(finishRun, { runId: packing, units: 3, comment: "" }, { in: strict })).toEqual({
      code: "not_enough_stock",
      data: { variantId: strict.boxId, missing: "2", unit: "pcs" },
    });
  });
});

describe("finishRun and recordProgress refuse", () => {
  it("fewer units, more units, unknown norms and norms twice, at their places", async () => {
    const orderId = await anOrder(shop);
    const runId = await startAt(shop, orderId, "baking", 0, { as: shop.owner });
    const normId = await normIdAt(shop, orderId, "baking");
    const units = ["units"];
    expect(await refusalOf(finishRun, { runId, units: 9, comment: "" })).toEqual({
      code: "finish_short",
      data: { units: 9, lot: 10 },
      path: units,
    });
    expect(await refusalOf(finishRun, { runId, units: 11, comment: "" })).toEqual({
      code: "over_yield",
      data: { units: 11, most: 10 },
      path: units,
    });
    expect(await refusalOf(recordProgress, { runId, units: 11 })).toEqual({
      code: "more_units_than_run",
      data: { units: 11, most: 10 },
      path: units,
    });
    const usage = { normId, quantity: "1" };
    const finish = { runId, units: 10, comment: "" };
    expect(await refusalOf(finishRun, { ...finish, materials: [usage, usage] })).toMatchObject({
      code: "norm_twice",
      path: ["materials", 1, "normId"],
    });
    const unknown = [{ normId: newId(), quantity: "1" }];
    expect(await refusalOf(finishRun, { ...finish, materials: unknown })).toMatchObject({
      code: "norm_unknown",
      path: ["materials", 0, "normId"],
    });
    await shop.make(cancelStart, { runId }, { now: shopMinute(20) });
  });
});

describe("reasons and people that can't be chosen are refused", () => {
  it("a reason that is not there, another workspace's, of the other kind, or archived", async () => {
    const orderId = await anOrder(shop);
    const runId = await startAt(shop, orderId, "baking", 0, { as: shop.owner });
    const { reasonId: old } = await shop.make(addStopReason, { kind: "pause", name: "Old", paid: false });
    await shop.make(changeStopReason, { reasonId: old, archived: true });
    const unknown = { code: "stop_reason_unknown", data: {}, path: ["reasonId"] };
    for (const reasonId of [newId(), other.pauseReasonId, shop.blockReasonId, old]) {
      expect(await refusalOf(pauseRun, { runId, reasonId })).toEqual(unknown);
    }
    for (const reasonId of [newId(), other.blockReasonId, shop.pauseReasonId]) {
      expect(await refusalOf(blockRun, { runId, reasonId, note: "" })).toEqual(unknown);
    }
    for (const reasonId of [newId(), other.pauseReasonId]) {
      expect(await refusalOf(changeStopReason, { reasonId, name: "New" })).toEqual(unknown);
    }
    expect((await refusalOf(addStopReason, { kind: "pause", name: "Old", paid: true })).code).toBe(
      "name_taken",
    );
    await shop.make(cancelStart, { runId }, { now: shopMinute(20) });
  });

  it("a member who is not there, another workspace's, or gone", async () => {
    const orderId = await anOrder(shop);
    const runId = await runIdAt(shop, orderId, "baking");
    const gone = await shop.make(addMember(hashPin), { name: "Gone", roles: ["operator"], tradeIds: [] });
    await shop.make(changeMember, { memberId: gone.memberId, active: false });
    for (const memberId of [newId(), other.operator.memberId, gone.memberId]) {
      expect(await refusalOf(reassignRun, { runId, memberId })).toEqual({
        code: "member_unknown",
        data: {},
        path: ["memberId"],
      });
      const unknown = { code: "member_unknown", data: {}, path: ["responsibleId"] };
      expect(await refusalOf(changeOrder, { orderId, responsibleId: memberId })).toEqual(unknown);
      expect(await refusalOf(createOrder, orderInput(shop, { responsibleId: memberId }))).toEqual(unknown);
    }
  });
});

describe("commands on an order refuse", () => {
  const asks: readonly [string, (orderId: Id) => Promise<Refusal>][] = [
    ["changeOrder", (orderId) => refusalOf(changeOrder, { orderId, notes: "Other" })],
    [
      "cancelOrder",
      (orderId) => refusalOf(cancelOrder, { orderId, reason: "Twice", returnMaterials: false }),
    ],
    ["reserveOrder", (orderId) => refusalOf(reserveOrder, { orderId })],
  ];

  it.each(asks)("%s: one that is not there, another workspace's, or over", async (_, ask) => {
    for (const orderId of [newId(), await anOrder(other)]) {
      expect(await ask(orderId)).toEqual({ code: "order_unknown", data: {}, path: ["orderId"] });
    }
    const done = await anOrder(shop, { quantity: 1 });
    await workThrough(shop, done, 0);
    expect(await ask(done)).toEqual({ code: "order_closed", data: { status: "done" } });
    const cancelled = await anOrder(shop);
    await shop.make(cancelOrder, { orderId: cancelled, reason: "The customer left", returnMaterials: false });
    expect(await ask(cancelled)).toEqual({ code: "order_closed", data: { status: "cancelled" } });
  });
});

describe("createOrder refuses", () => {
  const create = (wish: Partial<OrderInput>, asked?: Asked) =>
    refusalOf(createOrder, orderInput(asked?.in ?? shop, wish), asked);

  it("a variant that is not there, or another workspace's", async () => {
    for (const variantId of [newId(), other.variantId]) {
      expect(await create({ variantId })).toEqual({ code: "variant_unknown", data: {}, path: ["variantId"] });
    }
  });

  it("a product without a template, and offers to make one", async () => {
    const bare = await shop.make(addItem, {
      kind: "product",
      name: "Пиріг",
      unit: "pcs",
      shelfLifeDays: null,
      variants: [{ name: "Малий", sku: null, attributes: {}, salePrice: null, listPrice: null }],
    });
    expect(await create({ variantId: bare.variantIds[0] ?? "" })).toEqual({
      code: "template_missing",
      data: { itemId: bare.itemId, item: "Пиріг" },
      path: ["variantId"],
    });
  });

  it("more units one by one than the product takes", async () => {
    expect(await create({ batchMode: "per_unit", quantity: 10_001 })).toEqual({
      code: "too_many_units_one_by_one",
      data: { most: 10_000 },
      path: ["quantity"],
    });
  });

  it("a deal or a line that is not there, another workspace's, of another product, or of another deal", async () => {
    const dealOf = async (workshop: Workshop, variantId: Id) => {
      const { dealId } = await workshop.make(addDeal, {
        title: "Ten cakes",
        contactId: null,
        companyId: null,
        notes: "",
        lines: [{ variantId, quantity: 10, price: "100", promisedDate: null, upsellIds: [] }],
      });
      const { rows } = await testDatabase.pool.query<{ id: Id }>(
        "select id from deal_line where workspace_id = $1 and deal_id = $2",
        [workshop.workspaceId, dealId],
      );
      return { dealId, lineId: rows[0]?.id ?? "" };
    };
    const [own, foreign, flour] = [
      await dealOf(shop, shop.variantId),
      await dealOf(other, other.variantId),
      await dealOf(shop, shop.flourId),
    ];
    const unknown = { code: "deal_line_unknown", data: {}, path: ["dealLineId"] };
    for (const dealLineId of [newId(), foreign.lineId, flour.lineId]) {
      expect(await create({ dealLineId })).toEqual(unknown);
    }
    expect(await create({ dealId: flour.dealId, dealLineId: own.lineId })).toEqual(unknown);
    // Nobody looks the deal up: the composite key of the schema says no.
    for (const dealId of [newId(), foreign.dealId]) {
      expect((await create({ dealId })).code).toBe("reference_unknown");
    }
    const orderId = await anOrder(shop, { dealId: own.dealId, dealLineId: own.lineId });
    const again = { dealId: own.dealId, dealLineId: own.lineId };
    expect(await create(again)).toEqual({ code: "line_has_order", data: {}, path: ["dealLineId"] });
    await shop.make(cancelOrder, { orderId, reason: "The customer left", returnMaterials: false });
    await anOrder(shop, again);
  });

  it("a shortage where the template says so; a reason creates it anyway, and stays in its history", async () => {
    const short = await aWorkshop(testDatabase, { flour: "5", boxes: "2", policies: { shortage: "block" } });
    expect(await create({ quantity: 3 }, { in: short })).toEqual({
      code: "shortage_blocks",
      data: {
        shortages: [
          expect.objectContaining({
            variantId: short.flourId,
            required: "6",
            reserved: "5",
            missing: "1",
            unit: "kg",
          }),
          expect.objectContaining({
            variantId: short.boxId,
            required: "3",
            reserved: "2",
            missing: "1",
            unit: "pcs",
          }),
        ],
      },
    });
    const made = await short.make(
      createOrder,
      orderInput(short, { quantity: 3, createAnyway: "Flour comes at noon" }),
    );
    expect(made.shortages.map((row) => row.missing)).toEqual(["1", "1"]);
    const { rows } = await testDatabase.pool.query<{ reason: string }>(
      "select data ->> 'createAnyway' as reason from fact where workspace_id = $1 and kind = 'order_created'",
      [short.workspaceId],
    );
    expect(rows).toEqual([{ reason: "Flour comes at noon" }]);
    // What covers itself exactly is no shortage.
    const enough = await aWorkshop(testDatabase, { flour: "6", boxes: "3", policies: { shortage: "block" } });
    await anOrder(enough, { quantity: 3 });
  });
});
