import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { resumeRun as resume } from "#modules/production/core/run-verbs.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";

export const resumeRun = defineCommand("resumeRun", productionRoutes.resumeRun, async (tx, input, asked) => {
  const opened = await openRun(tx, input.runId, asked);
  if (!opened.ok) return opened;
  const { state, run, act } = opened.value;
  if (act.actor.kind !== "member") return no("not_yours");
  const bounds = await loadPauseBounds(tx, state, [run.id]);
  const resumed = resume(state, run, { memberId: act.actor.memberId }, momentOf(act), bounds);
  if (!resumed.ok) return resumed;
  await saveWork(tx, act, resumed.value);
  return ok(runAnswer(resumed.value, run.id, act.now));
});
