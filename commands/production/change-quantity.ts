import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { changeNorms, changeQuantity as change } from "#modules/production/core/change-in-work.ts";
import { mostUnitsOneByOne } from "./create-order.ts";
import { momentOf, openOrder } from "./order-work.ts";
import { planAnew, saveNeeds } from "./plan-anew.ts";

/** Units join, or leave before anybody began them; the needs of stages not yet begun follow. */
export const changeQuantity = defineCommand(
  "changeQuantity",
  productionRoutes.changeQuantity,
  async (tx, input, act) => {
    const opened = await openOrder(tx, input.orderId);
    if (!opened.ok) return opened;
    const state = opened.value;
    if (state.order.batchMode === "per_unit" && input.quantity > mostUnitsOneByOne) {
      return no("too_many_units_one_by_one", { most: mostUnitsOneByOne }, ["quantity"]);
    }
    const changed = change(state, input.quantity, input.unitAttributes, momentOf(act));
    if (!changed.ok) return changed;
    if (changed.value.facts.length === 0) return ok({ shortages: [] });
    const plan = await planAnew(
      tx,
      changed.value.state,
      { quantity: input.quantity, upsellIds: state.order.upsellIds },
      act,
    );
    if (!plan.ok) return plan;
    const needs = changeNorms(changed.value, plan.value.norms, momentOf(act));
    return ok({ shortages: await saveNeeds(tx, act, needs) });
  },
);
