import { decimal } from "#kernel/decimal.ts";
import { no } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { usedSoFar } from "./apply-material.ts";
import { lockOrderToCorrect, propose } from "./decision.ts";

/** Somebody says what a finished run really used of a material; what it did to stock and cost is set right by it. */
export const proposeMaterialCorrection = defineCommand(
  "proposeMaterialCorrection",
  productionRoutes.proposeMaterialCorrection,
  async (tx, input, act) => {
    const locked = await lockOrderToCorrect(tx, input.runId);
    if (!locked.ok) return locked;
    const state = locked.value;
    const found = await usedSoFar(tx, state, input.runId, input.materials);
    if (!found.ok) return found;
    const { used } = found.value;
    const same = input.materials.every((row, place) =>
      decimal(row.quantity).eq(used[place]?.quantity ?? "0"),
    );
    if (same) return no("correction_empty");
    const proposal = {
      correctionId: act.newId(),
      runId: input.runId,
      reason: input.reason,
      asked: {
        kind: "material" as const,
        before: { materials: used },
        after: { materials: input.materials.map((row) => ({ ...row })) },
      },
    };
    return propose(tx, act, state, proposal, input.applyAtOnce);
  },
);
