import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { record, unchanged } from "#modules/production/core/order-change.ts";
import { findCorrection } from "#modules/production/store/correction.ts";
import { lockOrder } from "#modules/production/store/load-order.ts";
import { memberOf, saveWork } from "../order-work.ts";
import { approve } from "./decision.ts";

/** Of two who decide at once, the second finds it decided: the order's lock stands before both. */
export const decideCorrection = defineCommand(
  "decideCorrection",
  productionRoutes.decideCorrection,
  async (tx, input, act) => {
    const { correctionId, decision, note } = input;
    const known = await findCorrection(tx, correctionId);
    const state = known === null ? null : await lockOrder(tx, known.orderId);
    // Read anew: somebody may have decided while this one waited.
    const correction = await findCorrection(tx, correctionId);
    if (state === null || correction === null) return no("correction_unknown", {}, ["correctionId"]);
    if (correction.state !== "proposed") return no("correction_decided", { state: correction.state });
    const { runId, asked, reason } = correction;
    if (decision === "approve") {
      const proposal = { correctionId, runId, asked, reason };
      return approve(tx, act, unchanged(state), proposal, { atOnce: false, note });
    }
    const at = act.now.toISOString();
    const declined = record(unchanged(state), {
      kind: "correction_decided",
      data: { correctionId, runId, decision: "declined", atOnce: false, note, by: memberOf(act), at },
    });
    await saveWork(tx, act, declined);
    return ok({ correctionId, state: "declined", costDifference: null });
  },
);
