import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { endOfDay, localDate } from "#kernel/calendar.ts";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import { type Act, defineCommand } from "#commands/run-command.ts";
import { isActiveMember } from "#modules/access/store/is-active-member.ts";
import { takeNumber } from "#modules/access/store/number-series.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { insertPlannedCost } from "#modules/costing/store/captured-cost.ts";
import type { AskedAttribute, OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import { checkAskedAttributes } from "#modules/catalog/core/asked-attributes.ts";
import { lockDealLine } from "#modules/crm/store/lock-deal-line.ts";
import { reserveStock } from "#modules/inventory/core/reserve-stock.ts";
import { balanceOf, type Stock } from "#modules/inventory/core/stock-state.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { createOrder as create } from "#modules/production/core/create-order.ts";
import { type OrderState, priorityRank } from "#modules/production/core/order-state.ts";
import { lineHasOrder } from "#modules/production/store/order-of-line.ts";
import { insertOrder } from "#modules/production/store/save-order.ts";
import { findVariant } from "#modules/catalog/store/find-variant.ts";
import type { BatchMode } from "#modules/templates/contract/template-body.ts";
import { loadTemplateForOrder } from "#modules/templates/store/template-for-order.ts";
import { nameShortages, shortagesOf } from "./order-shortages.ts";
import { appendOrderFacts } from "./append-order-facts.ts";
import { momentOf } from "./order-work.ts";
import { planOrder, stockNeeds } from "./plan-order.ts";

import type { Tx } from "#server/database/workspace-transaction.ts";

/** Each is a lot with runs of its own. */
export const mostUnitsOneByOne = 10_000;

type Asked = Input<typeof productionRoutes.createOrder>;
type Made = Output<typeof productionRoutes.createOrder>;

/** The order that needs what this one makes: it is locked before the balances are. */
export type MadeFor = {
  readonly orderId: Id;
  readonly number: number;
  readonly normId: Id;
  readonly warehouseId: Id;
};

/**
 * Makes an order: the version is resolved and frozen with its plan, materials are reserved as far as they are
 * free, what is missing is listed. The lock on the deal comes first, then the balances in their order.
 */
export const createOrder = defineCommand("createOrder", productionRoutes.createOrder, (tx, input, act) =>
  makeOrder(tx, input, act, null),
);

export async function makeOrder(
  tx: Tx,
  input: Asked,
  act: Act,
  madeFor: MadeFor | null,
): Promise<Result<Made>> {
  const line = await checkDealLine(tx, input);
  if (!line.ok) return line;
  if (typeof input.responsibleId === "string" && !(await isActiveMember(tx, input.responsibleId))) {
    return no("member_unknown", {}, ["responsibleId"]);
  }
  // Asked for together: they travel together.
  const [template, workspace] = await Promise.all([
    loadTemplateForOrder(tx, input.variantId),
    loadWorkspacePolicies(tx),
  ]);
  if (template === null) {
    const variant = await findVariant(tx, input.variantId);
    if (variant === null) return no("variant_unknown", {}, ["variantId"]);
    return no("template_missing", { itemId: variant.itemId, item: variant.itemName }, ["variantId"]);
  }
  const { policies } = template.body;
  const batchMode = input.batchMode ?? policies.batchMode;
  if (batchMode === "per_unit" && input.quantity > mostUnitsOneByOne) {
    return no("too_many_units_one_by_one", { most: mostUnitsOneByOne }, ["quantity"]);
  }

  const attributes = input.attributes ?? line.value.attributes;
  const answered = checkAttributes(template.asked, attributes, input.unitAttributes, batchMode);
  if (!answered.ok) return answered;
  const upsellIds = [...new Set(input.upsellIds ?? line.value.upsellIds)].sort();

  const wished = input.dueDate === undefined ? line.value.promisedDate : input.dueDate;
  const planned = await planOrder(tx, template.body, {
    variantId: input.variantId,
    quantity: input.quantity,
    batchMode,
    upsellIds,
    attributes,
    unitAttributes: input.unitAttributes,
    now: act.now,
    dueAt: wished === null ? null : endOfDay(wished, workspace.timeZone),
    ...workspace,
  });
  if (!planned.ok) return planned;
  const plan = planned.value;
  // A deal's order is due when it was promised, else when its plan ends.
  const ofDeal = input.dealLineId !== null && input.dueDate === undefined;
  const dueDate = wished ?? (ofDeal ? localDate(plan.dates.plannedFinish, workspace.timeZone) : null);
  const dueAt = dueDate === null ? null : endOfDay(dueDate, workspace.timeZone);

  const stock = await lockStock(tx, stockNeeds(plan.norms), {});
  const priority = input.priority ?? policies.priority;
  const made = {
    orderId: act.newId(),
    templateVersionId: template.templateVersionId,
    variantId: input.variantId,
    quantity: input.quantity,
    batchMode,
    priority,
    dueDate,
    dueAt,
    notes: input.notes,
    dealId: line.value.dealId,
    dealLineId: input.dealLineId,
    responsibleId: input.responsibleId === undefined ? policies.responsibleId : input.responsibleId,
    // What is made for a norm goes where the norm takes it from.
    warehouseId: madeFor?.warehouseId ?? policies.finishedWarehouseId,
    defectAccounting: policies.defectAccounting,
    overYield: policies.overYield,
    attributes,
    unitAttributes: input.unitAttributes,
    upsellIds,
    parentId: madeFor?.orderId ?? null,
    parentNormId: madeFor?.normId ?? null,
    parentNumber: madeFor?.number,
    semiFinished: policies.semiFinished,
    createdBy: act.actor.kind === "member" ? act.actor.memberId : null,
    createAnyway: input.createAnyway ?? null,
    plannedStart: plan.dates.plannedStart,
    plannedFinish: plan.dates.plannedFinish,
    planned: plan.cost,
    stages: plan.stages.map((stage) => ({
      ...stage,
      optional: stage.condition !== null,
      planned: plan.dates.stages.get(stage.key),
    })),
    norms: plan.norms,
    number: 0,
  } satisfies Parameters<typeof create>[0];
  const shortages = shortagesOf(plan.norms, stock);
  if (shortages.length > 0 && policies.shortage === "block" && input.createAnyway === undefined) {
    return no("shortage_blocks", { shortages: await nameShortages(tx, shortages) });
  }
  const change = create({ ...made, number: await takeNumber(tx, "order", act.newId) }, momentOf(act));
  await insertOrder(tx, change.state, act.newId);
  await insertPlannedCost(
    tx,
    made.orderId,
    plan.cost.lines.map((row) => ({
      ...row,
      id: act.newId(),
      stageId: change.stageIds.get(row.stageKey) ?? "",
      quantity: text(row.quantity),
      rate: text(row.rate),
      amount: text(row.amount),
    })),
  );
  await saveStock(tx, stock, reserveNorms(stock, change.state, act), act);
  appendOrderFacts(act, 0, change);
  return ok({
    orderId: made.orderId,
    number: change.state.order.number,
    shortages: policies.shortage === "ignore" ? [] : await nameShortages(tx, shortages),
  });
}

/** The order's values answer what the item asks; per unit each unit may have its own over them. */
function checkAttributes(
  asked: readonly AskedAttribute[],
  attributes: OrderAttributes,
  ofUnits: readonly OrderAttributes[],
  batchMode: BatchMode,
): Result<void> {
  const ownOnly = batchMode === "per_unit" && ofUnits.length > 0;
  const whole = checkAskedAttributes(asked, attributes, ["attributes"], { partly: ownOnly });
  if (!whole.ok) return whole;
  if (batchMode !== "per_unit") return ok(undefined);
  for (const [place, own] of ofUnits.entries()) {
    const path = ["unitAttributes", place];
    const fits = checkAskedAttributes(asked, own, path, { partly: true });
    if (!fits.ok) return fits;
    const answered = checkAskedAttributes(asked, { ...attributes, ...own }, path);
    if (!answered.ok) return answered;
  }
  return ok(undefined);
}

type DealOfOrder = {
  readonly dealId: Id | null;
  readonly promisedDate: string | null;
  readonly attributes: OrderAttributes;
  readonly upsellIds: readonly Id[];
};

/** The line's deal, locked, so that two movers make one order; a deal without a line is the schema's to check. */
async function checkDealLine(tx: Tx, input: Asked): Promise<Result<DealOfOrder>> {
  if (input.dealLineId === null) {
    return ok({ dealId: input.dealId, promisedDate: null, attributes: {}, upsellIds: [] });
  }
  const line = await lockDealLine(tx, input.dealLineId);
  const fits = line?.variantId === input.variantId && (input.dealId === null || line.dealId === input.dealId);
  if (line === null || !fits) return no("deal_line_unknown", {}, ["dealLineId"]);
  if (await lineHasOrder(tx, input.dealLineId)) return no("line_has_order", {}, ["dealLineId"]);
  return ok(line);
}

/**
 * Reserves what is free for each norm that is still short; the same material in two norms is given once. A norm that
 * has a reservation says there what it wants; one that has none yet, or on the shelf of an earlier pick, wants all
 * that it needs.
 */
export function reserveNorms(
  stock: Stock,
  state: OrderState,
  act: Parameters<typeof stockContextOf>[0],
): Stock {
  let reserved = stock;
  for (const norm of state.norms.values()) {
    if (norm.variantId === null) continue;
    const balance = balanceOf(reserved, norm.variantId, norm.warehouseId);
    const reservation = reserved.state.reservations.get(norm.id);
    // One of a pick that was taken back is closed, and has heard of no change of the order since.
    const isStale = reservation?.closed === true && norm.consumed.eq(0);
    const wanted =
      reservation?.balanceId === balance.id && !isStale
        ? reservation.wanted
        : norm.required.minus(norm.consumed);
    reserved = reserveStock(
      reserved,
      {
        balanceId: balance.id,
        orderId: state.order.id,
        normId: norm.id,
        wanted,
        priorityRank: priorityRank[state.order.priority],
        dueAt: state.order.dueAt,
      },
      stockContextOf(act),
    ).stock;
  }
  return reserved;
}
