import { endOfDay } from "#kernel/calendar.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Act } from "#commands/run-command.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { whyNotGathered } from "#modules/production/core/aggregation.ts";
import { byDueDate } from "#modules/production/core/share-batch.ts";
import type { OrderNorm, OrderState, Priority } from "#modules/production/core/order-state.ts";
import { priorityRank } from "#modules/production/core/order-state.ts";
import { ordersAwaiting } from "#modules/production/store/aggregation.ts";
import type { BatchMode } from "#modules/templates/contract/template-body.ts";
import { loadVersionOfOrder } from "#modules/templates/store/template-version.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type OrderPlan, planOrder } from "../plan-order.ts";
import { likenessOfOrders } from "./likeness.ts";

export type BatchWish = {
  readonly batchMode?: BatchMode | undefined;
  readonly dueDate?: string | null | undefined;
  readonly priority?: Priority | undefined;
};
export type PlannedBatch = {
  /** by due date; the last in the list of orders lends its version */
  readonly members: readonly OrderState[];
  readonly model: OrderState;
  readonly quantity: number;
  readonly batchMode: BatchMode;
  readonly dueDate: string | null;
  readonly dueAt: Date | null;
  readonly priority: Priority;
  readonly unitAttributes: readonly OrderState["order"]["attributes"][];
  readonly plan: OrderPlan;
};

/** Checks that these orders can be made as one, and works that one out by the version of the newest of them. */
export async function planBatch(
  tx: Tx,
  found: readonly OrderState[],
  orderIds: readonly Id[],
  wish: BatchWish,
  act: Pick<Act, "now">,
): Promise<Result<PlannedBatch>> {
  if (orderIds.length < 2) return no("too_few_to_gather", {}, ["orderIds"]);
  const unknown = orderIds.findIndex((id) => !found.some((state) => state.order.id === id));
  if (unknown !== -1) return no("order_unknown", {}, ["orderIds", unknown]);
  const awaiting = await ordersAwaiting(tx, orderIds);
  for (const state of found) {
    const { id, number } = state.order;
    const why = whyNotGathered(state, awaiting.has(id));
    if (why !== null) return no("order_not_gathered", { number, why }, ["orderIds", orderIds.indexOf(id)]);
  }
  const members = found.toSorted((a, b) => byDueDate(a.order, b.order));
  const model = members.reduce((newest, each) => (each.order.number > newest.order.number ? each : newest));
  const likeness = await likenessOfOrders(tx, members);
  const other = members.find((each) => likeness.get(each.order.id) !== likeness.get(model.order.id));
  if (other !== undefined) {
    const data = { number: other.order.number, first: model.order.number };
    return no("orders_differ", data, ["orderIds", orderIds.indexOf(other.order.id)]);
  }
  const [body, workspace] = await Promise.all([
    loadVersionOfOrder(tx, model.order.templateVersionId),
    loadWorkspacePolicies(tx),
  ]);
  const quantity = members.reduce((units, { order }) => units + order.inWork, 0);
  const batchMode = wish.batchMode ?? mostCommon(members.map(({ order }) => order.batchMode));
  const dueDate = wish.dueDate === undefined ? (members[0]?.order.dueDate ?? null) : wish.dueDate;
  const dueAt = dueDate === null ? null : endOfDay(dueDate, workspace.timeZone);
  const unitAttributes = batchMode === "per_unit" ? attributesOfUnits(members) : [];
  const planned = await planOrder(tx, body, {
    variantId: model.order.variantId,
    quantity,
    batchMode,
    upsellIds: model.order.upsellIds,
    attributes: model.order.attributes,
    unitAttributes,
    now: act.now,
    dueAt,
    ...workspace,
  });
  if (!planned.ok) return planned;
  const plan = planned.value;
  const active = new Set(plan.stages.filter((stage) => stage.active).map((stage) => stage.key));
  const sameStages = model.stages.every((stage) => stage.active === active.has(stage.key));
  if (!sameStages) return no("batch_changes_stages", { quantity }, ["orderIds"]);
  const norms = plan.norms.map((norm) => ({ ...norm, variantId: norm.variantId ?? pickOf(model, norm) }));
  return ok({
    members,
    model,
    quantity,
    batchMode,
    dueDate,
    dueAt,
    priority: wish.priority ?? highest(members.map(({ order }) => order.priority)),
    unitAttributes,
    plan: { ...plan, norms },
  });
}

/** What a person has picked already for a norm that awaits it: the same for all members, or they were not alike. */
function pickOf(model: OrderState, norm: { readonly stageKey: string; readonly key: string }): Id | null {
  const stage = model.stages.find(({ key }) => key === norm.stageKey);
  const same = (own: OrderNorm): boolean => own.stageId === stage?.id && own.key === norm.key;
  return [...model.norms.values()].find(same)?.variantId ?? null;
}

/** Of equally common ones the first. */
function mostCommon(modes: readonly BatchMode[]): BatchMode {
  const counts = new Map<BatchMode, number>();
  for (const mode of modes) counts.set(mode, (counts.get(mode) ?? 0) + 1);
  return [...counts].reduce((best, each) => (each[1] > best[1] ? each : best), ["whole", 0] as [
    BatchMode,
    number,
  ])[0];
}

const highest = (priorities: readonly Priority[]): Priority =>
  priorities.reduce<Priority>((top, each) => (priorityRank[each] > priorityRank[top] ? each : top), "low");

/** Each unit's own values, member after member; none where they are all alike. */
function attributesOfUnits(members: readonly OrderState[]): OrderState["order"]["attributes"][] {
  const ofUnits = members.flatMap(({ lots }) =>
    [...lots.values()]
      .filter((lot) => lot.units > 0)
      .sort((a, b) => a.number.localeCompare(b.number, "en", { numeric: true }))
      .flatMap((lot) => Array.from({ length: lot.units }, () => lot.attributes)),
  );
  return ofUnits.every((own) => Object.keys(own).length === 0) ? [] : ofUnits;
}
