import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { letGo as release } from "#modules/production/core/report-defect.ts";
import { momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";

/** A held run goes on without the units that were sent back. */
export const letGo = defineCommand("letGo", productionRoutes.letGo, async (tx, input, act) => {
  const opened = await openRun(tx, input.runId, act);
  if (!opened.ok) return opened;
  const { state, run } = opened.value;
  const released = release(state, run.id, input.reason, momentOf(act));
  if (!released.ok) return released;
  await saveWork(tx, act, released.value);
  return ok(runAnswer(released.value, run.id, act.now));
});
