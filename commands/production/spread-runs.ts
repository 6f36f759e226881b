import type { Id } from "#kernel/id.ts";
import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { proposeOperators } from "#modules/production/core/propose-operators.ts";
import { reassignRun as reassign } from "#modules/production/core/run-verbs.ts";
import type { OrderChange } from "#modules/production/core/order-change.ts";
import { type OrderState, stageOf } from "#modules/production/core/order-state.ts";
import { loadRunsToSpread, missingRun } from "#modules/production/store/runs-to-spread.ts";
import { lockOrder } from "#modules/production/store/load-order.ts";
import { momentOf, saveWork } from "./order-work.ts";

/** So many orders are locked at once, and no more. */
const most = 200;

/** Every waiting run whose operator is chosen at start goes to whoever has the least open planned work. */
export const spreadRuns = defineCommand("spreadRuns", productionRoutes.spreadRuns, async (tx, input, act) => {
  const missing = await missingRun(tx, input.runIds ?? []);
  if (missing !== null) return no("run_unknown", {}, ["runIds", missing]);
  const { runs, members, left } = await loadRunsToSpread(tx, input.runIds ?? null, most);
  const proposed = proposeOperators(runs, members);
  const byOrder = Map.groupBy(
    runs.filter((run) => proposed.has(run.runId)),
    (run) => run.orderId,
  );
  const names = new Map(members.map((member) => [member.memberId, member.name]));
  const given: { runId: Id; orderNumber: number; stageName: string; memberName: string }[] = [];
  // Orders are locked in the order of their ids, each whole: two who spread at once wait in line.
  for (const orderId of [...byOrder.keys()].sort()) {
    const state = await lockOrder(tx, orderId);
    if (state === null) continue;
    let change: OrderChange | null = null;
    for (const { runId } of byOrder.get(orderId) ?? []) {
      const now: OrderState = change === null ? state : change.state;
      const run = now.runs.get(runId);
      const memberId = proposed.get(runId);
      // Somebody may have taken it since we looked.
      if (run === undefined || memberId === undefined || run.operatorId !== null) continue;
      if (run.state !== "waiting") continue;
      const after = reassign(now, run, memberId, momentOf(act), new Map());
      if (!after.ok) continue;
      change = {
        before: state,
        state: after.value.state,
        facts: [...(change === null ? [] : change.facts), ...after.value.facts],
      };
      given.push({
        runId,
        orderNumber: state.order.number,
        stageName: stageOf(state, run.stageId).name,
        memberName: names.get(memberId) ?? "",
      });
    }
    if (change !== null) await saveWork(tx, act, change);
  }
  return ok({ given, left });
});
