import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { changeNorms, changeUpsells as change } from "#modules/production/core/change-in-work.ts";
import { holdDealOfOrder } from "#modules/crm/store/deal-of-order.ts";
import { momentOf, openOrder } from "./order-work.ts";
import { planAnew, saveNeeds } from "./plan-anew.ts";
import { tellSalesOfUpsells } from "./tell-sales.ts";

/** Options sold on top change in work: optional stages switch on or off where their place is still ahead. */
export const changeUpsells = defineCommand(
  "changeUpsells",
  productionRoutes.changeUpsells,
  async (tx, input, act) => {
    const deal = await holdDealOfOrder(tx, input.orderId);
    const opened = await openOrder(tx, input.orderId);
    if (!opened.ok) return opened;
    const state = opened.value;
    const upsellIds = [...new Set(input.upsellIds)].sort();
    const none = { switchedOn: [], switchedOff: [], shortages: [] };
    if (upsellIds.join() === state.order.upsellIds.join()) return ok(none);
    if (state.order.gathers) return no("batch_keeps_its_stages");
    const plan = await planAnew(tx, state, { quantity: state.order.ordered, upsellIds }, act);
    if (!plan.ok) return plan;
    const active = new Set(plan.value.stages.filter((stage) => stage.active).map((stage) => stage.key));
    const changed = change(state, upsellIds, active, momentOf(act));
    if (!changed.ok) return changed;
    const needs = changeNorms(changed.value, plan.value.norms, momentOf(act));
    const shortages = await saveNeeds(tx, act, needs);
    await tellSalesOfUpsells(tx, act, deal, state, upsellIds);
    const switched = state.stages.filter((stage) => stage.active !== active.has(stage.key));
    return ok({
      switchedOn: switched.filter((stage) => !stage.active).map((stage) => stage.name),
      switchedOff: switched.filter((stage) => stage.active).map((stage) => stage.name),
      shortages,
    });
  },
);
