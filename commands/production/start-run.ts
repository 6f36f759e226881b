import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { shareOut, zero } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { sayInUnit } from "#commands/inventory/say-in-unit.ts";
import { defineCommand } from "#commands/run-command.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { shareOfTyped, type Usage, usageOf } from "#modules/production/core/offered-materials.ts";
import { stageOf } from "#modules/production/core/order-state.ts";
import { startRuns } from "#modules/production/core/run-verbs.ts";
import { awaitOrders } from "./await-orders.ts";
import { reserveNorms } from "./create-order.ts";
import { batchesOfRuns } from "./batches-of-run.ts";
import { normKeys } from "./end-work.ts";
import { namingMaterial } from "./name-material.ts";
import { memberOf, momentOf, openRuns, runAnswer, saveWork } from "./order-work.ts";
import { checkPicked, pickMaterials } from "./pick-materials.ts";
import { settleMaterials, type WithStock } from "./run-materials.ts";
import { checkTypedPieces } from "./typed-pieces.ts";

/** Time begins; what is consumed at start leaves stock. Several runs of one stage may be taken together. */
export const startRun = defineCommand("startRun", productionRoutes.startRun, async (tx, input, asked) => {
  const opened = await openRuns(tx, [input.runId, ...input.alsoRunIds], asked);
  if (!opened.ok) return opened;
  const { state, runs, act } = opened.value;
  const memberId = memberOf(act);
  if (memberId === null) return no("not_yours");
  if (input.lateReason !== undefined && !act.may("run.release_early"))
    return no("not_allowed", { action: "run.release_early" });
  const { lateReason = null, awaitedReason } = input;
  const started = startRuns(state, runs, { memberId, lateReason, awaitedReason }, momentOf(act));
  if (!started.ok) return started;
  const stageId = runs[0]?.stageId ?? "";
  const picked = await pickMaterials(tx, started.value, stageId, input.picks, act);
  if (!picked.ok) return picked;
  const missing = checkPicked(picked.value.state, stageId);
  if (!missing.ok) return namingMaterial(tx, missing, state);
  const change = picked.value;
  const free = await awaitOrders(tx, change.state, runs, input.awaitedReason, act);
  if (!free.ok) return free;

  const atStart = stageOf(state, stageId).consumption === "at_start";
  if (!atStart && input.materials !== undefined && input.materials.length > 0)
    return no("norm_unknown", {}, ["materials", 0, "normId"]);
  const used = new Map<string, readonly Usage[]>();
  if (atStart) {
    const typed = shareOfTyped(change.state, runs, input.materials, (total, weights) =>
      shareOut(total, weights, 6),
    );
    // As it was before the start: the first of a stage is offered what is for the batch, once.
    for (const run of runs) {
      const own = change.state.runs.get(run.id) ?? run;
      const usage = usageOf(change.state, own, input.materials === undefined ? undefined : typed.get(run.id));
      if (!usage.ok) return namingMaterial(tx, usage, state);
      used.set(run.id, usage.value);
    }
  }
  const whole = await checkTypedPieces(tx, change.state, input.materials);
  if (!whole.ok) return whole;
  const norms = [...used.values()].flat();
  const named = batchesOfRuns(input.batches, used);
  if (!named.ok) return sayInUnit(tx, named);
  const pickedNorms = new Map(
    input.picks.flatMap(({ normId }) => {
      const norm = change.state.norms.get(normId);
      return norm === undefined || norm === state.norms.get(normId) ? [] : [[normId, norm] as const];
    }),
  );
  // With the shelf of an earlier pick, which its reservation leaves.
  const places = [...pickedNorms.values()].flatMap((norm) => [norm, state.norms.get(norm.id) ?? norm]);
  const stock = await lockStock(
    tx,
    [
      ...norms.flatMap(({ norm, quantity }) =>
        norm.variantId === null
          ? []
          : [{ variantId: norm.variantId, warehouseId: norm.warehouseId, needed: quantity }],
      ),
      ...normKeys(places).map((key) => ({ ...key, needed: zero })),
    ],
    { orderId: state.order.id, withYielding: true },
  );
  const { allowNegativeStock } = await loadWorkspacePolicies(tx);
  let work: WithStock = { change, stock: reserveNorms(stock, { ...change.state, norms: pickedNorms }, act) };
  for (const [runId, usage] of used) {
    const settled = settleMaterials(
      work,
      { id: runId },
      usage,
      [],
      allowNegativeStock,
      stockContextOf(act),
      named.value.get(runId),
    );
    if (!settled.ok) return settled;
    work = settled.value;
  }
  await saveWork(tx, act, work.change);
  await saveStock(tx, stock, work.stock, act);
  return ok(runAnswer(work.change, input.runId, act.now));
});
