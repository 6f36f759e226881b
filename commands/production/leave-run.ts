import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { leaveRun as leave } from "#modules/production/core/run-verbs.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { memberOf, momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";

export const leaveRun = defineCommand("leaveRun", productionRoutes.leaveRun, async (tx, input, act) => {
  const opened = await openRun(tx, input.runId, act);
  if (!opened.ok) return opened;
  const { state, run } = opened.value;
  const memberId = memberOf(act);
  if (memberId === null) return no("not_yours");
  const bounds = await loadPauseBounds(tx, state, [run.id]);
  const changed = leave(state, run, memberId, momentOf(act), bounds);
  if (!changed.ok) return changed;
  await saveWork(tx, act, changed.value);
  return ok(runAnswer(changed.value, run.id, act.now));
});
