import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { usageOf } from "#modules/production/core/offered-materials.ts";
import { stageOf } from "#modules/production/core/order-state.ts";
import { startRun as start } from "#modules/production/core/run-verbs.ts";
import { momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";
import { settleMaterials } from "./run-materials.ts";

/** Time begins; what is consumed at start leaves stock. */
export const startRun = defineCommand("startRun", productionRoutes.startRun, async (tx, input, act) => {
  const opened = await openRun(tx, input.runId, act);
  if (!opened.ok) return opened;
  const { state, run } = opened.value;
  if (act.actor.kind !== "member") return no("not_yours");
  if (input.lateReason !== undefined && !act.may("run.release_early"))
    return no("not_allowed", { action: "run.release_early" });
  const started = start(
    state,
    run,
    { memberId: act.actor.memberId, lateReason: input.lateReason ?? null },
    momentOf(act),
  );
  if (!started.ok) return started;
  if (stageOf(state, run.stageId).consumption === "at_completion") {
    if (input.materials !== undefined && input.materials.length > 0)
      return no("norm_unknown", {}, ["materials", 0, "normId"]);
    await saveWork(tx, act, started.value);
    return ok(runAnswer(started.value, run.id, act.now));
  }
  const used = usageOf(state, run, input.materials);
  if (!used.ok) return used;
  const stock = await lockStock(
    tx,
    used.value.map(({ norm, quantity }) => ({
      variantId: norm.variantId,
      warehouseId: norm.warehouseId,
      needed: quantity,
    })),
    { orderId: state.order.id, withYielding: true },
  );
  const { allowNegativeStock } = await loadWorkspacePolicies(tx);
  const settled = settleMaterials(
    { change: started.value, stock },
    run,
    used.value,
    [],
    allowNegativeStock,
    stockContextOf(act),
  );
  if (!settled.ok) return settled;
  await saveWork(tx, act, settled.value.change);
  await saveStock(tx, stock, settled.value.stock, act);
  return ok(runAnswer(settled.value.change, run.id, act.now));
});
