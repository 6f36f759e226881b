import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { confirmWork as confirm } from "#modules/production/core/run-verbs.ts";
import { memberOf, momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";

export const confirmWork = defineCommand(
  "confirmWork",
  productionRoutes.confirmWork,
  async (tx, input, asked) => {
    const opened = await openRun(tx, input.runId, asked);
    if (!opened.ok) return opened;
    const { state, run, act } = opened.value;
    const memberId = memberOf(act);
    if (memberId === null) return no("not_in_crew");
    const confirmed = confirm(state, run, memberId, momentOf(act));
    if (!confirmed.ok) return confirmed;
    await saveWork(tx, act, confirmed.value);
    return ok(runAnswer(confirmed.value, run.id, act.now));
  },
);
