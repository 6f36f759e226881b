import type { Id } from "#kernel/id.ts";
import { zero } from "#kernel/decimal.ts";
import { type DealToStart, effectsOfEnd, effectsOfEntry } from "#modules/automation/core/decide-effects.ts";
import type { Effect } from "#modules/automation/core/effect.ts";
import { readDealToStart, readEndedOrder } from "#modules/automation/views/deal-of-trigger.ts";
import { readMoneyOfDeal } from "#modules/automation/views/money-of-deal.ts";
import { startsFor } from "#modules/templates/core/start-condition.ts";
import {
  findStartTriggers,
  findVersionTriggers,
  type StartTrigger,
} from "#modules/templates/store/template-for-order.ts";
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
};

export const concernsTriggers = (fact: FactToReact): boolean => Object.hasOwn(planners, fact.kind);

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

function textOf(fact: FactToReact, key: string): string | null {
  const value = fact.data[key];
  return typeof value === "string" ? value : null;
}
