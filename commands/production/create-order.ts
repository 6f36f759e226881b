import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { endOfDay, localDate } from "#kernel/calendar.ts";
import { decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input } from "#kernel/route.ts";
import { defineCommand } from "#commands/run-command.ts";
import { isActiveMember } from "#modules/access/store/is-active-member.ts";
import { takeNumber } from "#modules/access/store/number-series.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { insertPlannedCost } from "#modules/costing/store/captured-cost.ts";
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
import { loadTemplateForOrder } from "#modules/templates/store/template-for-order.ts";
import { nameShortages, shortagesOf } from "./order-shortages.ts";
import { appendOrderFacts, momentOf } from "./order-work.ts";
import { planOrder, stockNeeds } from "./plan-order.ts";

import type { Tx } from "#server/database/workspace-transaction.ts";

type Asked = Input<typeof productionRoutes.createOrder>;

/**
 * Makes an order: the version is resolved and frozen with its plan, materials are reserved as far as they are
 * free, what is missing is listed. The lock on the deal comes first, then the balances in their order.
 */
export const createOrder = defineCommand(
  "createOrder",
  productionRoutes.createOrder,
  async (tx, input, act) => {
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
    if (batchMode !== "whole") return no("batch_mode_later", {}, ["batchMode"]);

    const wished = input.dueDate === undefined ? line.value.promisedDate : input.dueDate;
    const plan = await planOrder(tx, template.body, {
      quantity: input.quantity,
      now: act.now,
      dueAt: wished === null ? null : endOfDay(wished, workspace.timeZone),
      ...workspace,
    });
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
      warehouseId: policies.finishedWarehouseId,
      defectAccounting: policies.defectAccounting,
      overYield: policies.overYield,
      createdBy: act.actor.kind === "member" ? act.actor.memberId : null,
      createAnyway: input.createAnyway ?? null,
      plannedStart: plan.dates.plannedStart,
      plannedFinish: plan.dates.plannedFinish,
      planned: plan.cost,
      stages: plan.stages.map((stage) => ({ ...stage, planned: plan.dates.stages.get(stage.key) })),
      norms: plan.norms,
      number: 0,
    } satisfies Parameters<typeof create>[0];
    const shortages = shortagesOf(plan.norms, stock);
    if (shortages.length > 0 && policies.shortage === "block" && input.createAnyway === undefined) {
      return no("shortage_blocks", { shortages: await nameShortages(tx, shortages) });
    }
    const change = create({ ...made, number: await takeNumber(tx, "order", act.newId) }, momentOf(act));
    await insertOrder(tx, change.state);
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
  },
);

type DealOfOrder = { readonly dealId: Id | null; readonly promisedDate: string | null };

/** The line's deal, locked, so that two movers make one order; a deal without a line is the schema's to check. */
async function checkDealLine(tx: Tx, input: Asked): Promise<Result<DealOfOrder>> {
  if (input.dealLineId === null) return ok({ dealId: input.dealId, promisedDate: null });
  const line = await lockDealLine(tx, input.dealLineId);
  const fits = line?.variantId === input.variantId && (input.dealId === null || line.dealId === input.dealId);
  if (line === null || !fits) return no("deal_line_unknown", {}, ["dealLineId"]);
  if (await lineHasOrder(tx, input.dealLineId)) return no("line_has_order", {}, ["dealLineId"]);
  return ok({ dealId: line.dealId, promisedDate: line.promisedDate });
}

/** Reserves what is free for each norm that is still short; the same material in two norms is given once. */
export function reserveNorms(
  stock: Stock,
  state: OrderState,
  act: Parameters<typeof stockContextOf>[0],
): Stock {
  let reserved = stock;
  for (const norm of state.norms.values()) {
    const held = reserved.state.reservations.get(norm.id)?.quantity ?? decimal(0);
    const wanted = norm.required.minus(norm.consumed).minus(held);
    if (wanted.lte(0)) continue;
    reserved = reserveStock(
      reserved,
      {
        balanceId: balanceOf(reserved, norm.variantId, norm.warehouseId).id,
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
