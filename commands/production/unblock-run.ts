import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { unblockRun as unblock } from "#modules/production/core/run-verbs.ts";
import { momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";

export const unblockRun = defineCommand("unblockRun", productionRoutes.unblockRun, async (tx, input, act) => {
  const opened = await openRun(tx, input.runId, act);
  if (!opened.ok) return opened;
  const { state, run } = opened.value;
  const unblocked = unblock(state, run, momentOf(act));
  if (!unblocked.ok) return unblocked;
  await saveWork(tx, act, unblocked.value);
  return ok(runAnswer(unblocked.value, run.id, act.now));
});
