import { ok } from "#kernel/result.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { stateReopened } from "#modules/buying/core/purchase-state.ts";
import { defineCommand } from "../run-command.ts";
import { endPurchase } from "./end-purchase.ts";

/** Takes either back: it goes on as if it had never ended. */
export const reopenPurchase = defineCommand(
  "reopenPurchase",
  buyingRoutes.reopenPurchase,
  async (tx, { purchaseId }, act) => {
    const ended = await endPurchase(tx, act, purchaseId, "reopen", (before) => {
      const state = stateReopened(before);
      return {
        after: { ...before, state, closedShort: false },
        kind: "purchase_reopened",
        data: { state },
      };
    });
    return ended.ok ? ok({ state: ended.value.state }) : ended;
  },
);
