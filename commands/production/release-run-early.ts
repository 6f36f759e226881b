import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { releaseRunsEarly } from "#modules/production/core/run-verbs.ts";
import { momentOf, openRuns, runAnswer, saveWork } from "./order-work.ts";

/** One run, or a group of units that lie side by side: one reason for all of them. */
export const releaseRunEarly = defineCommand(
  "releaseRunEarly",
  productionRoutes.releaseRunEarly,
  async (tx, input, act) => {
    const opened = await openRuns(tx, [input.runId, ...input.alsoRunIds], act);
    if (!opened.ok) return opened;
    const { state, runs } = opened.value;
    const released = releaseRunsEarly(state, runs, input.reason, momentOf(act));
    if (!released.ok) return released;
    await saveWork(tx, act, released.value);
    return ok(runAnswer(released.value, input.runId, act.now));
  },
);
