import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { unchanged } from "#modules/production/core/order-change.ts";
import { checkVerb } from "#modules/production/core/run-table.ts";
import { reserveNorms } from "./create-order.ts";
import { normKeys } from "./end-work.ts";
import { missingOfNorms, nameShortages } from "./order-shortages.ts";
import { openRun, saveWork } from "./order-work.ts";
import { pickMaterials } from "./pick-materials.ts";

/** A material that awaited selection is reserved from the moment it is picked; another pick lets the first go for it. */
export const pickMaterial = defineCommand(
  "pickMaterial",
  productionRoutes.pickMaterial,
  async (tx, input, act) => {
    const opened = await openRun(tx, input.runId, act);
    if (!opened.ok) return opened;
    const { state, run } = opened.value;
    const allowed = checkVerb(run, "pickMaterial", act.now);
    if (!allowed.ok) return allowed;
    const { normId, variantId } = input;
    const picked = await pickMaterials(tx, unchanged(state), run.stageId, [{ normId, variantId }], act);
    if (!picked.ok) {
      const { code, data, path = [] } = picked.refusal;
      return { ok: false, refusal: { code, ...(data === undefined ? {} : { data }), path: path.slice(2) } };
    }
    const norm = picked.value.state.norms.get(normId);
    if (norm === undefined || picked.value.facts.length === 0) return ok({ shortages: [] });
    const before = state.norms.get(normId);
    const stock = await lockStock(tx, normKeys(before === undefined ? [norm] : [before, norm]), {
      orderId: state.order.id,
      normIds: [normId],
    });
    const reserved = reserveNorms(stock, { ...picked.value.state, norms: new Map([[normId, norm]]) }, act);
    await saveWork(tx, act, picked.value);
    await saveStock(tx, stock, reserved, act);
    return ok({ shortages: await nameShortages(tx, missingOfNorms([norm], reserved)) });
  },
);
