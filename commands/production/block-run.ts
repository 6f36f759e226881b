import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { blockRun as block } from "#modules/production/core/run-verbs.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { findStopReason } from "#modules/production/store/find-stop-reason.ts";
import { momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";

export const blockRun = defineCommand("blockRun", productionRoutes.blockRun, async (tx, input, act) => {
  const opened = await openRun(tx, input.runId, act);
  if (!opened.ok) return opened;
  const { state, run } = opened.value;
  const reason = await findStopReason(tx, "block", input.reasonId);
  if (!reason.ok) return reason;
  const bounds = await loadPauseBounds(tx, state, [run.id]);
  const blocked = block(state, run, { id: input.reasonId, note: input.note }, momentOf(act), bounds);
  if (!blocked.ok) return blocked;
  await saveWork(tx, act, blocked.value);
  return ok(runAnswer(blocked.value, run.id, act.now));
});
