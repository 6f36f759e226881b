import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { leaveRuns } from "#modules/production/core/run-verbs.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { memberOf, momentOf, openRuns, runAnswer, saveWork } from "./order-work.ts";

export const leaveRun = defineCommand("leaveRun", productionRoutes.leaveRun, async (tx, input, asked) => {
  const runIds = [input.runId, ...input.alsoRunIds];
  const opened = await openRuns(tx, runIds, asked);
  if (!opened.ok) return opened;
  const { state, runs, act } = opened.value;
  const memberId = memberOf(act);
  if (memberId === null) return no("not_yours");
  const bounds = await loadPauseBounds(tx, state, runIds);
  const changed = leaveRuns(state, runs, memberId, momentOf(act), bounds);
  if (!changed.ok) return changed;
  await saveWork(tx, act, changed.value);
  return ok(runAnswer(changed.value, input.runId, act.now));
});
