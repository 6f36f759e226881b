import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { record, unchanged } from "#modules/production/core/order-change.ts";
import { findCorrection } from "#modules/production/store/correction.ts";
import { lockOrder } from "#modules/production/store/load-order.ts";
import { memberOf, saveWork } from "../order-work.ts";

/** Whoever proposed it takes it back, as long as nobody has decided. */
export const withdrawCorrection = defineCommand(
  "withdrawCorrection",
  productionRoutes.withdrawCorrection,
  async (tx, { correctionId }, act) => {
    const known = await findCorrection(tx, correctionId);
    const state = known === null ? null : await lockOrder(tx, known.orderId);
    const correction = await findCorrection(tx, correctionId);
    if (state === null || correction === null) return no("correction_unknown", {}, ["correctionId"]);
    const by = memberOf(act);
    if (correction.proposedBy === null || correction.proposedBy !== by) return no("not_yours");
    if (correction.state !== "proposed") return no("correction_decided", { state: correction.state });
    const withdrawn = record(unchanged(state), {
      kind: "correction_withdrawn",
      data: { correctionId, runId: correction.runId, by, at: act.now.toISOString() },
    });
    await saveWork(tx, act, withdrawn);
    return ok({ correctionId, state: "withdrawn", costDifference: null });
  },
);
