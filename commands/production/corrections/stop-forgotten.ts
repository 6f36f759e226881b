import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { stopForgotten as stop } from "#modules/production/core/stop-forgotten.ts";
import { memberOf, momentOf, openRun, runAnswer, saveWork } from "../order-work.ts";
import { applyTime } from "./apply-time.ts";

/** The pause and the proposal: both or neither. What could not be applied now is not proposed. */
export const stopForgotten = defineCommand(
  "stopForgotten",
  productionRoutes.stopForgotten,
  async (tx, input, asked) => {
    const opened = await openRun(tx, input.runId, asked);
    if (!opened.ok) return opened;
    const { state, run, act } = opened.value;
    const memberId = memberOf(act);
    if (memberId === null) return no("not_in_crew");
    const at = new Date(input.stoppedAt);
    const stopped = { memberId, at, correctionId: act.newId(), reason: input.reason };
    const proposed = stop(state, run, stopped, momentOf(act));
    if (!proposed.ok) return proposed;
    const { change, asked: wish } = proposed.value;
    const tried = await applyTime(tx, act, change, wish, true);
    if (!tried.ok) return no(tried.refusal.code, tried.refusal.data, ["stoppedAt"]);
    await saveWork(tx, act, change);
    return ok({ ...runAnswer(change, run.id, act.now), correctionId: stopped.correctionId });
  },
);
