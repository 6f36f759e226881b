import { no } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { checkTime, stretchDataOf } from "#modules/production/core/correct-time.ts";
import { unchanged } from "#modules/production/core/order-change.ts";
import { applyTime } from "./apply-time.ts";
import { readAskedTime } from "./asked-time.ts";
import { lockOrderToCorrect, propose } from "./decision.ts";

/**
 * Somebody says what a stretch of time really was, or that one was forgotten. Nothing counts until it is approved,
 * save where whoever may decide applies it in the same act. What could not be applied now is not proposed.
 */
export const proposeTimeCorrection = defineCommand(
  "proposeTimeCorrection",
  productionRoutes.proposeTimeCorrection,
  async (tx, input, act) => {
    const locked = await lockOrderToCorrect(tx, input.runId);
    if (!locked.ok) return locked;
    const state = locked.value;
    const asked = await readAskedTime(tx, state, input, act);
    if (!asked.ok) return asked;
    const correctionId = act.newId();
    const { runId, intervalId, stretches } = asked.value;
    const wish = { correctionId, runId, intervalId, stretches, reason: input.reason };
    const checked = checkTime(state, wish, act.now);
    if (!checked.ok) return checked;
    if (!input.applyAtOnce) {
      const tried = await applyTime(tx, act, unchanged(state), wish, true);
      if (!tried.ok) return tried;
    }
    const named = checked.value.find((row) => row.id === intervalId);
    if (intervalId !== null && named === undefined) return no("correction_outdated");
    const before = { stretches: named === undefined ? [] : [stretchDataOf(named)] };
    const proposal = {
      correctionId,
      runId,
      reason: input.reason,
      asked: { kind: "time" as const, intervalId, before, after: { stretches: [...stretches] } },
    };
    return propose(tx, act, state, proposal, input.applyAtOnce);
  },
);
