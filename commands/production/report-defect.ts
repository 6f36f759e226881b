import { stockContextOf } from "#commands/inventory/stock-context.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { consumedOfRuns, lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { type OrderChange, unchanged } from "#modules/production/core/order-change.ts";
import { lotOf, type Run } from "#modules/production/core/order-state.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { endWork, normKeys, receiptKeys } from "./end-work.ts";
import { openRuns, runAnswer, saveWork } from "./order-work.ts";
import { linkDefectPhotos, reportDefects, runsOfLots, usageOfEmptied } from "./report-defects.ts";
import { settleMaterials, type WithStock } from "./run-materials.ts";

/**
 * Units failed: written off, or sent back. A run that the defect empties ends: what it used is taken at its norm
 * where it is consumed at completion, and its cost is captured before the units go their way.
 */
export const reportDefect = defineCommand(
  "reportDefect",
  productionRoutes.reportDefect,
  async (tx, input, asked) => {
    const opened = await openRuns(tx, [input.runId, ...input.alsoRunIds], asked);
    if (!opened.ok) return opened;
    const { state, runs, act } = opened.value;
    const all = runs.reduce((total, run) => total + lotOf(state, run.lotId).units, 0);
    if (runs.length > 1 && input.units !== all) {
      return no("more_units_than_run", { units: input.units, most: all }, ["units"]);
    }
    const runIds = runs.map((run) => run.id);
    const bounds = await loadPauseBounds(tx, state, runsOfLots(state, runs));
    let change = unchanged(state);
    const ended: Run[] = [];
    const defectIds: Id[] = [];
    const decisions: ((after: OrderChange) => OrderChange)[] = [];
    let escalated = false;
    for (const run of runs) {
      const units = runs.length > 1 ? lotOf(state, run.lotId).units : input.units;
      const reported = await reportDefects(tx, change, run.id, [{ ...input, units }], act, bounds, runIds);
      if (!reported.ok) {
        const { code, data = {}, path = [] } = reported.refusal;
        return no(code, data, path[0] === "failed" ? path.slice(2) : path);
      }
      ({ change } = reported.value);
      ended.push(...reported.value.ended);
      defectIds.push(...reported.value.defectIds);
      decisions.push(reported.value.decide);
      escalated ||= reported.value.escalated;
    }
    const consumed = await consumedOfRuns(
      tx,
      ended.map((run) => run.id),
    );
    const used = usageOfEmptied(change, ended, consumed);
    const issues = [...consumed.values()].flat();
    const stock = await lockStock(tx, [...normKeys(state.norms.values()), ...receiptKeys(state, runs)], {
      orderId: state.order.id,
      withYielding: used.size > 0,
      normIds: issues.flatMap((row) => row.issue.taken.map((taken) => taken.normId)),
    });
    const { allowNegativeStock } = await loadWorkspacePolicies(tx);
    let work: WithStock = { change, stock };
    for (const [runId, usage] of used) {
      const settled = settleMaterials(
        work,
        { id: runId },
        usage,
        consumed.get(runId) ?? [],
        allowNegativeStock,
        stockContextOf(act),
      );
      if (!settled.ok) return settled;
      work = settled.value;
    }
    const done = await endWork(
      tx,
      act,
      work,
      ended.map((run) => run.id),
      consumed,
      (after) => decisions.reduce((next, decide) => decide(next), after),
    );
    for (const defectId of defectIds) {
      const linked = await linkDefectPhotos(tx, { defectIds: [defectId] }, [input], act);
      if (!linked.ok) return linked;
    }
    await saveWork(tx, act, done.change);
    await saveStock(tx, stock, done.stock, act);
    return ok({ ...runAnswer(done.change, input.runId, act.now), defectIds, escalated });
  },
);
