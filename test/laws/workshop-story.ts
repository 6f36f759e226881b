import { v7 as newId } from "uuid";
import { addMember } from "#commands/access/add-member.ts";
import { changeWorkspace } from "#commands/access/change-workspace.ts";
import { addUpsell } from "#commands/catalog/add-upsell.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { countStock } from "#commands/inventory/count-stock.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { blockRun } from "#commands/production/block-run.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { cancelStart } from "#commands/production/cancel-start.ts";
import { changeQuantity } from "#commands/production/change-quantity.ts";
import { changeUpsells } from "#commands/production/change-upsells.ts";
import { confirmWork } from "#commands/production/confirm-work.ts";
import { decideCorrection } from "#commands/production/corrections/decide-correction.ts";
import { stopForgotten } from "#commands/production/corrections/stop-forgotten.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { joinRun } from "#commands/production/join-run.ts";
import { leaveRun } from "#commands/production/leave-run.ts";
import { letGo } from "#commands/production/let-go.ts";
import { mergeLots } from "#commands/production/merge-lots.ts";
import { pauseRun } from "#commands/production/pause-run.ts";
import { pickMaterial } from "#commands/production/pick-material.ts";
import { reassignRun } from "#commands/production/reassign-run.ts";
import { receiveLot } from "#commands/production/receive-lot.ts";
import { recordProgress } from "#commands/production/record-progress.ts";
import { releaseRunEarly } from "#commands/production/release-run-early.ts";
import { reopenRun } from "#commands/production/reopen-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { fillShortages } from "#commands/production/fill-shortages.ts";
import { moveReservation } from "#commands/production/move-reservation.ts";
import { releaseReservation } from "#commands/production/release-reservation.ts";
import { reserveOrder } from "#commands/production/reserve-order.ts";
import { resolveEscalation } from "#commands/production/resolve-escalation.ts";
import { resumeRun } from "#commands/production/resume-run.ts";
import { splitLot } from "#commands/production/split-lot.ts";
import { startRun } from "#commands/production/start-run.ts";
import { unblockRun } from "#commands/production/unblock-run.ts";
import { undoWork } from "#commands/production/undo-work.ts";
import { addSubcontractor } from "#commands/subcontracting/add-subcontractor.ts";
import type { Command } from "#commands/run-command.ts";
import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import type { Request, Route } from "#kernel/route.ts";
import type { OrderFactKind } from "#modules/production/core/order-fact.ts";
import {
  normsOfStage,
  type OrderStage,
  type OrderState,
  runOf,
  stageOf,
} from "#modules/production/core/order-state.ts";
import type { PriceKind } from "#modules/templates/contract/template-body.ts";
import { loadOrder } from "#modules/production/store/load-order.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import type { OrderWish, StageWish } from "#test/builders/an-order-state.ts";
import type { AskedDefect } from "#test/builders/floor-finish.ts";
import { aShopOfStages, defectReasonOf, type StagesShop } from "#test/builders/stages-shop.ts";
import { aMember } from "#test/builders/workshop.ts";
import type { TestDatabase } from "#test/database.ts";
import { tellCorrection } from "./correction-story.ts";
import type { StoryWorld } from "./floor-story.ts";

/** The stories of floor-story.ts told to a real workshop: orders that share people and too little material. */
export type StoryShop = {
  readonly shop: StagesShop;
  readonly orderIds: readonly Id[];
  readonly people: readonly ReturnType<typeof aMember>[];
  readonly upsellIds: ReadonlyMap<string, Id>;
  readonly reasonId: Id;
  readonly acts: Map<Id, ShopAct[]>;
  readonly undone: Set<Id>;
};
type ShopAct = {
  readonly id: Id;
  readonly verb: string;
  readonly by: Id;
  readonly at: Date;
  readonly facts: readonly { readonly kind: OrderFactKind }[];
};

const names = ["Anna", "Borys", "Vira"] as const;

export type ShopWish = OrderWish & {
  readonly flour: string;
  readonly strict: boolean;
  /** a stage by its place that a subcontractor does; beyond the last: none */
  readonly outside?: { readonly place: number; readonly kind: PriceKind };
};
export const agreedAmount = "77.77";

export async function aStoryShop(testDatabase: TestDatabase, wish: ShopWish): Promise<StoryShop> {
  const stages = wish.stages ?? [];
  const upsellIds = new Map<string, Id>();
  let subcontractorId: Id = "";
  const shop = await aShopOfStages(testDatabase, {
    keys: stages.map((stage) => stage.key),
    batchMode: wish.batchMode ?? "whole",
    accounting: wish.defectAccounting ?? "included",
    overYield: wish.overYield ?? "0",
    flour: wish.flour,
    prepare: async (bare) => {
      ({ subcontractorId } = await bare.make(addSubcontractor, { name: "Serhii" }));
      for (const { key } of stages.filter((stage) => stage.off === true)) {
        const upsell = await bare.make(addUpsell, { itemId: bare.productId, name: key, price: "5" });
        upsellIds.set(key, upsell.upsellId);
      }
    },
    change: (body, bare) => ({
      ...body,
      stages: body.stages.map((stage, place) => {
        const asked: StageWish = stages[place] ?? { key: stage.key };
        const upsellId = upsellIds.get(asked.key);
        return {
          ...stage,
          ...(wish.outside?.place === place
            ? {
                performer: {
                  kind: "subcontractor" as const,
                  subcontractorId,
                  price: { kind: wish.outside.kind, amount: agreedAmount },
                },
              }
            : {}),
          waitsFor: asked.waitsFor === undefined ? null : [...asked.waitsFor],
          wait: waitOf(asked),
          condition: upsellId === undefined ? null : { kind: "upsell" as const, upsellId },
          consumption: asked.consumption ?? "at_start",
          reworkLimit: asked.reworkLimit ?? null,
          norms: (wish.norms ?? [])
            .filter((norm) => norm.stageKey === asked.key)
            .map((norm, index) => ({
              key: `n${index + 1}`,
              variantId: norm.itemId === undefined ? bare.flourId : null,
              itemId: norm.itemId === undefined ? null : bare.flourItemId,
              follows: null,
              warehouseId: bare.materialsId,
              perUnit: norm.perUnit ?? "0",
              perBatch: norm.perBatch ?? "0",
              loss: "0",
              allowance: "0",
              roundingStep: null,
              samples: [],
            })),
        };
      }),
    }),
  });
  if (wish.strict) await shop.make(changeWorkspace, { allowNegativeStock: false });
  const people: ReturnType<typeof aMember>[] = [];
  for (const [place, name] of names.entries()) {
    const added = await shop.make(addMember(hashPin), { name, roles: ["supervisor"], tradeIds: [] });
    await shop.make(setRate, { memberId: added.memberId, rate: `${60 + place * 33}.37` });
    people.push(aMember(added.memberId, ["supervisor"]));
  }
  const orderIds: Id[] = [];
  for (const quantity of [wish.quantity ?? 4, 2]) {
    const order = { variantId: shop.variantId, quantity, upsellIds: [], createAnyway: "A story" };
    orderIds.push((await shop.make(createOrder, order, { now: startOfStory })).orderId);
  }
  const reasonId = await defectReasonOf(shop);
  return { shop, orderIds, people, upsellIds, reasonId, acts: new Map(), undone: new Set() };
}
export const startOfStory = new Date("2026-03-02T09:00:00Z");

function waitOf({ waitMinutes, waitMaximumMinutes }: StageWish) {
  if (waitMinutes === undefined && waitMaximumMinutes === undefined) return null;
  return {
    name: "drying",
    minimumSeconds: (waitMinutes ?? 0) * 60,
    maximumSeconds: waitMaximumMinutes === undefined ? null : waitMaximumMinutes * 60,
  };
}

/** What a finish has to say of a subcontractor's work. */
function toldOf({ price }: OrderStage): Pick<Request<typeof finishRun.route>, "subcontracting" | "comment"> {
  if (price?.kind === "hourly") return { subcontracting: { hours: "1.25" } };
  if (price?.kind === "variable") return { subcontracting: { sum: "33.3333" }, comment: "So it came to be" };
  return {};
}

export async function loadStory({ shop }: StoryShop, orderId: Id): Promise<OrderState> {
  const state = await readWorkspace(shop.database, shop.workspaceId, (tx) => loadOrder(tx, orderId));
  if (state === null) throw new Error(`No order ${orderId}`);
  return state;
}

export type Asked = Promise<Result<unknown>>;

/** One order as it stands now; each act goes to its command. */
export function worldOf(story: StoryShop, state: OrderState, now: Date): StoryWorld<Asked> {
  const { shop, people, reasonId } = story;
  const orderId = state.order.id;
  const acts = story.acts.get(orderId) ?? [];
  const personOf = (memberId: Id) => people.find((each) => each.memberId === memberId) ?? shop.owner;
  async function make<R extends Route>(command: Command<R>, input: Request<R>, by: Id): Asked {
    const commandId = newId();
    const answer = await shop.ask(command, input, { as: personOf(by), now, commandId });
    if (answer.ok) {
      const facts = await factsOf(story, orderId, commandId);
      if (facts.length > 0)
        story.acts.set(orderId, [...acts, { id: commandId, verb: command.name, by, at: now, facts }]);
    }
    return answer;
  }
  const alsoOf = (runIds: readonly Id[]) => ({ runId: runIds[0] ?? "", alsoRunIds: runIds.slice(1) });
  const failedOf = ({ units, decision, toStageId = null }: AskedDefect) => ({
    units,
    decision,
    toStageId,
    reasonId,
  });
  return {
    state,
    now,
    people: people.map((each) => each.memberId),
    nameOf: (memberId) => names[people.findIndex((each) => each.memberId === memberId)] ?? "Somebody",
    acts,
    isUndone: (actId) => story.undone.has(actId),
    ask: {
      start: (runIds, by, lateReason) =>
        make(
          startRun,
          {
            ...alsoOf(runIds),
            picks: normsOfStage(state, runOf(state, runIds[0] ?? "").stageId)
              .filter((norm) => norm.variantId === null)
              .map((norm) => ({ normId: norm.id, variantId: shop.flourId })),
            ...(typeof lateReason === "string" ? { lateReason } : {}),
          },
          by,
        ),
      pause: (runId, by, reason) =>
        make(
          pauseRun,
          { runId, reasonId: reason?.paid === true ? shop.paidPauseReasonId : shop.pauseReasonId },
          by,
        ),
      resume: (runId, by) => make(resumeRun, { runId }, by),
      join: (runId, by) => make(joinRun, { runId }, by),
      leave: (runId, by) => make(leaveRun, { runId }, by),
      progress: (runId, units, by) => make(recordProgress, { runId, units }, by),
      confirm: (runId, by) => make(confirmWork, { runId }, by),
      stopForgotten: (runId, at, by) =>
        make(stopForgotten, { runId, stoppedAt: at.toISOString(), reason: "Forgot" }, by),
      block: (runId, by) => make(blockRun, { runId, reasonId: shop.blockReasonId }, by),
      unblock: (runId, by) => make(unblockRun, { runId }, by),
      releaseEarly: (runId, by) => make(releaseRunEarly, { runId, reason: "In a hurry" }, by),
      reassign: (runId, memberId, by) => make(reassignRun, { runId, memberId }, by),
      cancelStart: (runId, by) => make(cancelStart, { runId }, by),
      finish: (runIds, { units, failed = [], leaveRest = false }, by) =>
        make(
          finishRun,
          {
            ...alsoOf(runIds),
            units,
            leaveRest,
            failed: failed.map(failedOf),
            ...(units > 0 && !leaveRest ? toldOf(stageOf(state, runOf(state, runIds[0] ?? "").stageId)) : {}),
          },
          by,
        ),
      defect: (runIds, defect, by) => make(reportDefect, { ...alsoOf(runIds), ...failedOf(defect) }, by),
      resolve: (runId, decision, by) =>
        make(resolveEscalation, { runId, decision, reason: "Looked at it" }, by),
      letGo: (runId, by) => make(letGo, { runId, reason: "It takes too long" }, by),
      split: (lotId, units, by) => make(splitLot, { lotId, units }, by),
      merge: (lotIds, by) => make(mergeLots, { orderId, lotIds: [...lotIds] }, by),
      changeQuantity: (quantity, by) => make(changeQuantity, { orderId, quantity }, by),
      changeUpsells: (on, by) =>
        make(changeUpsells, { orderId, upsellIds: on.flatMap((key) => story.upsellIds.get(key) ?? []) }, by),
      pick: (runId, normId, _variantId, by) =>
        make(pickMaterial, { runId, normId, variantId: shop.flourId }, by),
      receive: () => make(receiveLot, { orderId }, shop.owner.memberId),
      cancelOrder: (by, returnMaterials = false) =>
        make(cancelOrder, { orderId, reason: "A story", returnMaterials }, by),
      undo: async (commandId, by) => {
        const answer = await make(undoWork, { orderId, commandId }, by);
        if (answer.ok) story.undone.add(commandId);
        return answer;
      },
      reopen: async (runId, by) => {
        const answer = await make(reopenRun, { runId, reason: "Forgot one" }, by);
        if (answer.ok) for (const id of await undoneCommands(story, orderId)) story.undone.add(id);
        return answer;
      },
    },
  };
}

async function factsOf({ shop }: StoryShop, orderId: Id, commandId: Id) {
  const { rows } = await shop.database.pool.query<{ kind: OrderFactKind }>(
    `select kind from fact where workspace_id = $1 and thing = 'order' and thing_id = $2 and command_id = $3`,
    [shop.workspaceId, orderId, commandId],
  );
  return rows;
}

async function undoneCommands({ shop }: StoryShop, orderId: Id): Promise<Id[]> {
  const { rows } = await shop.database.pool.query<{ id: Id }>(
    `select data ->> 'commandId' as id from fact
     where workspace_id = $1 and thing = 'order' and thing_id = $2 and kind = 'work_undone'`,
    [shop.workspaceId, orderId],
  );
  return rows.map((row) => row.id);
}

/** By automation, or by a supervisor's hand; what they may not do is refused and changes nothing. */
async function tellReservations(
  { shop }: StoryShop,
  { verb, pick, amount }: { verb: "fill" | "move" | "letGo"; pick: number; amount: number },
  now: Date,
): Asked {
  const { rows } = await shop.database.pool.query<{ normId: Id; balanceId: Id }>(
    `select order_norm_id as "normId", balance_id as "balanceId" from reservation where workspace_id = $1
     order by closed, quantity desc, id`,
    [shop.workspaceId],
  );
  const [from, to] = [rows[pick % rows.length], rows[amount % rows.length]];
  if (from === undefined || to === undefined) return ok({});
  const [fromNormId, toNormId] = [from.normId, to.normId];
  if (verb === "fill") {
    const { balanceId } = from;
    return shop.ask(fillShortages, { balanceId }, { now, as: { kind: "automation" } });
  }
  if (verb === "letGo") return shop.ask(releaseReservation, { normId: fromNormId }, { now });
  return shop.ask(moveReservation, { fromNormId, toNormId, quantity: `0.${(amount % 9) + 1}` }, { now });
}

/** On one of the corrections that people have proposed: of timers that they had forgotten. */
async function decideOn(
  { shop }: StoryShop,
  pick: number,
  decision: "approve" | "decline",
  now: Date,
): Promise<Result<unknown>> {
  const { rows } = await shop.database.pool.query<{ id: Id }>(
    `select id from correction where workspace_id = $1 and state = 'proposed' order by id`,
    [shop.workspaceId],
  );
  const correctionId = rows[pick % Math.max(1, rows.length)]?.id;
  return correctionId === undefined
    ? ok({})
    : shop.ask(decideCorrection, { correctionId, decision, note: "" }, { now });
}

/** What else goes on in a workshop: goods come in at other prices, are counted, rates change, orders reserve. */
export const shopVerbs = [
  "receiveStock",
  "countStock",
  "setRate",
  "reserve",
  "fill",
  "move",
  "letGo",
  "correctTime",
  "correctMaterial",
  "decide",
] as const;
export type ShopLine = {
  readonly verb: (typeof shopVerbs)[number];
  readonly pick: number;
  readonly amount: number;
  readonly minutes: number;
};

export function tellShop(
  story: StoryShop,
  { verb, pick, amount }: ShopLine,
  now: Date,
): { words: string; answer: Asked } {
  const { shop, people, orderIds } = story;
  const variantId = shop.flourId;
  const quantity = `${(amount % 9) + 1}.${["333333", "5", "000001"][pick % 3]}`;
  const price = `${amount % 20}.${["3333", "07", "9999"][pick % 3]}`;
  switch (verb) {
    case "receiveStock":
      return {
        words: `${quantity} kg come in at ${price}`,
        answer: shop.ask(
          receiveStock,
          { warehouseId: shop.materialsId, lines: [{ variantId, quantity, price }], note: "" },
          { now },
        ),
      };
    case "countStock":
      return {
        words: `${quantity} kg are counted`,
        answer: shop.ask(
          countStock,
          { warehouseId: shop.materialsId, lines: [{ variantId, counted: quantity }], note: "" },
          { now },
        ),
      };
    case "setRate":
      return {
        words: `an hour is ${price}`,
        answer: shop.ask(
          setRate,
          { memberId: people[pick % people.length]?.memberId ?? "", rate: price },
          { now },
        ),
      };
    case "correctTime":
    case "correctMaterial": {
      const orderId = orderIds[pick % orderIds.length] ?? "";
      const what = verb === "correctTime" ? "time" : "material";
      return {
        words: `${what} is corrected (${pick}, ${amount})`,
        answer: Promise.all(orderIds.map((id) => loadStory(story, id))).then((orders) =>
          tellCorrection({ shop, people, orders }, { orderId, what, pick, amount }, now),
        ),
      };
    }
    case "decide":
      return {
        words: `what waits is ${amount % 4 === 0 ? "declined" : "approved"} (${pick})`,
        answer: decideOn(story, pick, amount % 4 === 0 ? "decline" : "approve", now),
      };
    case "reserve":
      return {
        words: "what is free is reserved",
        answer: shop.ask(reserveOrder, { orderId: orderIds[pick % orderIds.length] ?? "" }, { now }),
      };
    case "fill":
    case "move":
    case "letGo":
      return {
        words: `of reservations: ${verb} (${pick}, ${amount})`,
        answer: tellReservations(story, { verb, pick, amount }, now),
      };
  }
}
