import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { releaseRunEarly as release } from "#modules/production/core/run-verbs.ts";
import { momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";

export const releaseRunEarly = defineCommand(
  "releaseRunEarly",
  productionRoutes.releaseRunEarly,
  async (tx, input, act) => {
    const opened = await openRun(tx, input.runId, act);
    if (!opened.ok) return opened;
    const { state, run } = opened.value;
    const released = release(state, run, input.reason, momentOf(act));
    if (!released.ok) return released;
    await saveWork(tx, act, released.value);
    return ok(runAnswer(released.value, run.id, act.now));
  },
);
