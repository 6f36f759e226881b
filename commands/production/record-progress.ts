import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { recordProgress as progress } from "#modules/production/core/run-verbs.ts";
import { memberOf, momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";

export const recordProgress = defineCommand(
  "recordProgress",
  productionRoutes.recordProgress,
  async (tx, input, asked) => {
    const opened = await openRun(tx, input.runId, asked);
    if (!opened.ok) return opened;
    const { state, run, act } = opened.value;
    const recorded = progress(state, run, input.units, momentOf(act), memberOf(act));
    if (!recorded.ok) return recorded;
    await saveWork(tx, act, recorded.value);
    return ok(runAnswer(recorded.value, run.id, act.now));
  },
);
