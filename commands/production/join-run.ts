import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { joinRun as join } from "#modules/production/core/run-verbs.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { memberOf, momentOf, openRunToJoin, runAnswer, saveWork } from "./order-work.ts";

export const joinRun = defineCommand("joinRun", productionRoutes.joinRun, async (tx, input, asked) => {
  const opened = await openRunToJoin(tx, input.runId, asked);
  if (!opened.ok) return opened;
  const { state, run, act } = opened.value;
  const memberId = memberOf(act);
  if (memberId === null) return no("not_yours");
  const bounds = await loadPauseBounds(tx, state, [run.id]);
  const changed = join(state, run, memberId, momentOf(act), bounds);
  if (!changed.ok) return changed;
  await saveWork(tx, act, changed.value);
  return ok(runAnswer(changed.value, run.id, act.now));
});
