import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { pauseRun as pause } from "#modules/production/core/run-verbs.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { findStopReason } from "#modules/production/store/find-stop-reason.ts";
import { memberOf, momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";

export const pauseRun = defineCommand("pauseRun", productionRoutes.pauseRun, async (tx, input, asked) => {
  const opened = await openRun(tx, input.runId, asked);
  if (!opened.ok) return opened;
  const { state, run, act } = opened.value;
  const reason = await findStopReason(tx, "pause", input.reasonId);
  if (!reason.ok) return reason;
  const bounds = await loadPauseBounds(tx, state, [run.id]);
  const paused = pause(state, run, reason.value, memberOf(act), momentOf(act), bounds);
  if (!paused.ok) return paused;
  await saveWork(tx, act, paused.value);
  return ok(runAnswer(paused.value, run.id, act.now));
});
