import type { Id } from "#kernel/id.ts";
import { zero } from "#kernel/decimal.ts";
import {
  type DealToStart,
  effectsOfDefect,
  effectsOfEnd,
  effectsOfEntry,
  effectsOfStage,
} from "#modules/automation/core/decide-effects.ts";
import type { Effect } from "#modules/automation/core/effect.ts";
import { dealToMoveBack } from "#modules/automation/views/deal-to-move-back.ts";
import { readDealToStart, readEndedOrder } from "#modules/automation/views/deal-of-trigger.ts";
import { hasStageEffects, readOrderAtStage } from "#modules/automation/views/order-at-stage.ts";
import { applyVariant } from "#modules/templates/core/apply-variant.ts";
import { nameLosses } from "#modules/automation/views/name-losses.ts";
import { readMoneyOfDeal } from "#modules/automation/views/money-of-deal.ts";
import { startsFor } from "#modules/templates/core/start-condition.ts";
import {
  findStartTriggers,
  findVersionTriggers,
  type StartTrigger,
} from "#modules/templates/store/template-for-order.ts";
import { loadVersionOfOrder } from "#modules/templates/store/template-version.ts";
import type { ReservationChange } from "#modules/inventory/core/evolve-balance.ts";
import { isWaitedFor } from "#modules/inventory/store/short-reservations.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A fact as reactions need it. */
export type FactToReact = {
  readonly id: Id;
  readonly workspaceId: string;
  readonly kind: string;
  readonly thingId: Id;
  readonly data: Readonly<Record<string, unknown>>;
  readonly hop: number;
};

type Planner = (tx: Tx, fact: FactToReact) => Promise<readonly Effect[]>;

/** Which facts can make something follow; all others are passed over without a query. */
const planners: Readonly<Record<string, Planner>> = {
  deal_added: (tx, fact) => planStart(tx, fact, textOf(fact, "statusId"), null),
  deal_moved: (tx, fact) => planStart(tx, fact, textOf(fact, "toStatusId"), null),
  deal_line_added: (tx, fact) => planStart(tx, fact, textOf(fact, "statusId"), textOf(fact, "lineId")),
  order_finished: (tx, fact) => planEnd(tx, fact, "done"),
  order_cancelled: (tx, fact) => planEnd(tx, fact, "cancel"),
  defect_reported: (tx, fact) =>
    planDefect(tx, fact, {
      kind: "defect",
      opensCycle: fact.data["decision"] === "return" && fact.data["escalated"] !== true,
    }),
  lot_returned: (tx, fact) => planDefect(tx, fact, { kind: "return" }),
  run_started: (tx, fact) => planStage(tx, fact, "stage_start"),
  run_finished: (tx, fact) => planStage(tx, fact, "stage_completion"),
  lot_written_off: (tx, fact) => planStage(tx, fact, "stage_completion"),
  work_undone: planUndo,
  lot_awaits_receipt: (_tx, fact) => Promise.resolve(planReceipt(fact)),
  stock_received: planFilling,
  stock_output: planFilling,
  stock_returned: planFilling,
  stock_released: planFilling,
  stock_transferred_in: planFilling,
  stock_adjusted: async (tx, fact) => [...(await planFilling(tx, fact)), ...(await planLosses(tx, fact))],
  stock_issued: planLosses,
  stock_scrapped: planLosses,
};

export const concernsTriggers = (fact: FactToReact): boolean =>
  Object.hasOwn(planners, fact.kind) && mayConcernOthers(fact);

/** Every tap issues stock and ends reservations: what says itself that it touches nobody else costs no transaction. */
function mayConcernOthers(fact: FactToReact): boolean {
  switch (fact.kind) {
    case "stock_issued":
    case "stock_scrapped":
      return lostBy(fact).length > 0;
    case "stock_released":
      return changesOf(fact).some((change) => change.quantity.startsWith("-"));
    default:
      return true;
  }
}

const changesOf = (fact: FactToReact): readonly ReservationChange[] =>
  (fact.data as { reservations?: readonly ReservationChange[] }).reservations ?? [];

/** What others than the order that took it have less reserved. */
const lostBy = (fact: FactToReact): readonly ReservationChange[] =>
  changesOf(fact).filter(
    (change) => change.orderId !== fact.data["orderId"] && change.quantity.startsWith("-"),
  );

export async function planEffects(tx: Tx, fact: FactToReact): Promise<readonly Effect[]> {
  return planners[fact.kind]?.(tx, fact) ?? [];
}

/** The deal is read as it is now: a line that has gone since gets no order. `lineId` null: all of its lines. */
async function planStart(
  tx: Tx,
  fact: FactToReact,
  statusId: string | null,
  lineId: string | null,
): Promise<readonly Effect[]> {
  if (statusId === null) return [];
  const starting = await findStartTriggers(tx, statusId);
  if (starting.length === 0) return [];
  const deal = await readDealToStart(tx, fact.thingId);
  if (deal === null) return [];
  const added = lineId === null ? deal.lines : deal.lines.filter((line) => line.lineId === lineId);
  const lines = await whereConditionHolds(tx, { ...deal, lines: added }, starting);
  return effectsOfEntry({ ...deal, lines }, starting);
}

/** The deal's money is read only where a condition asks for it. */
async function whereConditionHolds(
  tx: Tx,
  deal: DealToStart,
  starting: readonly StartTrigger[],
): Promise<DealToStart["lines"]> {
  const conditions = new Map(starting.map(({ itemId, condition }) => [itemId, condition]));
  const isAsked = deal.lines.some(({ itemId }) => (conditions.get(itemId) ?? null) !== null);
  if (!isAsked) return deal.lines;
  const { amount, upsells } = await readMoneyOfDeal(tx, deal.dealId);
  return deal.lines.filter(({ itemId, lineId, quantity }) =>
    startsFor(conditions.get(itemId) ?? null, {
      quantity,
      upsells: upsells.get(lineId) ?? [],
      amount,
      // There are no payments yet.
      paid: zero,
    }),
  );
}

async function planEnd(tx: Tx, fact: FactToReact, how: "done" | "cancel"): Promise<readonly Effect[]> {
  const order = await readEndedOrder(tx, fact.thingId);
  if (order === null || order.dealId === null) return [];
  const [version] = await findVersionTriggers(tx, [order.templateVersionId]);
  // An order made by hand may be of a version that nobody has approved: its triggers sleep.
  if (version === undefined || !version.approved) return [];
  return effectsOfEnd(order, how, version.triggers);
}

async function planDefect(
  tx: Tx,
  fact: FactToReact,
  what: Parameters<typeof effectsOfDefect>[1],
): Promise<readonly Effect[]> {
  const order = await readEndedOrder(tx, fact.thingId);
  if (order === null || order.dealId === null) return [];
  const [version] = await findVersionTriggers(tx, [order.templateVersionId]);
  if (version === undefined || !version.approved) return [];
  return effectsOfDefect(order, what, version.triggers);
}

/** The stage as the order's own version has it for its variant. A stage that begins again fires nothing anew. */
async function planStage(
  tx: Tx,
  fact: FactToReact,
  when: "stage_start" | "stage_completion",
): Promise<readonly Effect[]> {
  // Most orders have none, and every start and finish of the shop floor comes by here.
  if (!(await hasStageEffects(tx, fact.thingId))) return [];
  const order = await readOrderAtStage(tx, fact.thingId, textOf(fact, "runId"));
  if (order === null) return [];
  const stages = when === "stage_start" ? order.begun : order.over;
  if (stages.length === 0) return [];
  const [version] = await findVersionTriggers(tx, [order.templateVersionId]);
  if (version === undefined || !version.approved) return [];
  const body = await loadVersionOfOrder(tx, order.templateVersionId);
  const applied = applyVariant(body, order.variantId);
  return stages.flatMap((key) => {
    const stage = applied.find((each) => each.key === key);
    const effects = when === "stage_start" ? stage?.atStart : stage?.atCompletion;
    return effectsOfStage(order, { key, effects: effects ?? [] }, when, order.fields);
  });
}

/** What a trigger did to a deal because of an act goes back with the act, where nobody has moved it since. */
async function planUndo(tx: Tx, fact: FactToReact): Promise<readonly Effect[]> {
  const commandId = textOf(fact, "commandId");
  const deal = commandId === null ? null : await dealToMoveBack(tx, commandId);
  if (deal === null || deal.backTo === null) return [];
  const { dealId, fromStatusId, backToId } = deal;
  return [
    {
      trigger: "undo",
      target: dealId,
      templateVersionId: null,
      dealId,
      orderId: fact.thingId,
      plan: { act: "move_deal_back", dealId, fromStatusId, dealStatusId: backToId },
    },
  ];
}

function planReceipt(fact: FactToReact): readonly Effect[] {
  const [lotId, until] = [textOf(fact, "lotId"), textOf(fact, "until")];
  if (lotId === null || until === null) return [];
  return [
    {
      trigger: "receipt",
      target: lotId,
      templateVersionId: null,
      dealId: null,
      orderId: fact.thingId,
      plan: { act: "receive_lot", orderId: fact.thingId, lotId, until },
    },
  ];
}

/** What has become free is for those who wait for it. Most facts free what nobody waits for: one look by an index. */
async function planFilling(tx: Tx, fact: FactToReact): Promise<readonly Effect[]> {
  const balanceId = fact.thingId;
  if (!(await isWaitedFor(tx, balanceId))) return [];
  return [
    {
      trigger: "shortage",
      target: balanceId,
      templateVersionId: null,
      dealId: null,
      orderId: null,
      plan: { act: "fill_shortages", balanceId },
    },
  ];
}

/** Whose reservations gave way to what somebody else took, or to what a count did not find. */
async function planLosses(tx: Tx, fact: FactToReact): Promise<readonly Effect[]> {
  const lost = lostBy(fact);
  if (lost.length === 0) return [];
  const named = await nameLosses(tx, fact.thingId, lost, textOf(fact, "orderId"));
  return named.map(({ normId, ...loss }) => ({
    trigger: "reservation_lost",
    target: normId,
    templateVersionId: null,
    dealId: null,
    orderId: loss.orderId,
    plan: { act: "tell_reservation_lost", ...loss },
  }));
}

function textOf(fact: FactToReact, key: string): string | null {
  const value = fact.data[key];
  return typeof value === "string" ? value : null;
}
