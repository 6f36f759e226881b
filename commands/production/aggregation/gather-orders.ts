import { text } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { takeNumber } from "#modules/access/store/number-series.ts";
import { insertPlannedCost } from "#modules/costing/store/captured-cost.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { joinBatch } from "#modules/production/core/aggregation.ts";
import { createOrder } from "#modules/production/core/create-order.ts";
import { lockOrders } from "#modules/production/store/load-orders.ts";
import { insertOrder } from "#modules/production/store/save-order.ts";
import { appendOrderFacts } from "../append-order-facts.ts";
import { mostUnitsOneByOne, reserveNorms } from "../create-order.ts";
import { normKeys } from "../end-work.ts";
import { missingOfNorms, nameShortages } from "../order-shortages.ts";
import { momentOf } from "../order-work.ts";
import { stockNeeds } from "../plan-order.ts";
import { notesOf } from "./batch-notes.ts";
import { planBatch } from "./plan-batch.ts";
import { normIdsOf, releaseOfMembers } from "./return-members.ts";
import { saveMembers } from "./save-members.ts";

/**
 * Makes one order of several: what they have reserved goes to it in the same transaction, and their own runs are void
 * until they leave it or get their units back. Each keeps its deal, notes and files.
 */
export const gatherOrders = defineCommand(
  "gatherOrders",
  productionRoutes.gatherOrders,
  async (tx, input, act) => {
    const orderIds = [...new Set(input.orderIds)];
    const found = await lockOrders(tx, orderIds);
    const planned = await planBatch(tx, found, orderIds, input, act);
    if (!planned.ok) return planned;
    const { members, model, plan, quantity, batchMode } = planned.value;
    if (batchMode === "per_unit" && quantity > mostUnitsOneByOne) {
      return no("too_many_units_one_by_one", { most: mostUnitsOneByOne }, ["orderIds"]);
    }
    const stock = await lockStock(
      tx,
      [...members.flatMap(({ norms }) => normKeys(norms.values())), ...stockNeeds(plan.norms)],
      { normIds: normIdsOf(members) },
    );
    const orderId = act.newId();
    const number = await takeNumber(tx, "order", act.newId);
    const { order } = model;
    const change = createOrder(
      {
        orderId,
        number,
        templateVersionId: order.templateVersionId,
        variantId: order.variantId,
        quantity,
        batchMode,
        priority: planned.value.priority,
        dueDate: planned.value.dueDate,
        dueAt: planned.value.dueAt,
        notes: input.notes ?? notesOf(members),
        dealId: null,
        dealLineId: null,
        responsibleId: order.responsibleId,
        warehouseId: order.warehouseId,
        defectAccounting: order.defectAccounting,
        overYield: text(order.overYield),
        attributes: order.attributes,
        unitAttributes: planned.value.unitAttributes,
        upsellIds: order.upsellIds,
        parentId: null,
        parentNormId: null,
        semiFinished: order.semiFinished,
        gathers: members.map((each) => ({
          orderId: each.order.id,
          number: each.order.number,
          units: each.order.inWork,
        })),
        createdBy: act.actor.kind === "member" ? act.actor.memberId : null,
        createAnyway: null,
        plannedStart: plan.dates.plannedStart,
        plannedFinish: plan.dates.plannedFinish,
        planned: plan.cost,
        stages: plan.stages.map((stage) => ({
          ...stage,
          optional: stage.condition !== null,
          planned: plan.dates.stages.get(stage.key),
        })),
        norms: plan.norms,
      },
      momentOf(act),
    );
    await insertOrder(tx, change.state, act.newId);
    await insertPlannedCost(
      tx,
      orderId,
      plan.cost.lines.map((row) => ({
        ...row,
        id: act.newId(),
        stageId: change.stageIds.get(row.stageKey) ?? "",
        quantity: text(row.quantity),
        rate: text(row.rate),
        amount: text(row.amount),
      })),
    );
    const batch = { batchOrderId: orderId, batchNumber: number };
    const joined = members.map((state) => joinBatch(state, batch, momentOf(act)));
    const reserved = reserveNorms(releaseOfMembers(stock, members, act), change.state, act);
    await saveMembers(tx, act, joined);
    await saveStock(tx, stock, reserved, act);
    appendOrderFacts(act, 0, change);
    const missing = missingOfNorms(change.state.norms.values(), reserved);
    return ok({ orderId, number, shortages: await nameShortages(tx, missing) });
  },
);
