import { ok } from "#kernel/result.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { defineCommand } from "../run-command.ts";
import { endPurchase } from "./end-purchase.ts";

/** Nothing of it has come, and nothing is to come any more. */
export const cancelPurchase = defineCommand(
  "cancelPurchase",
  buyingRoutes.cancelPurchase,
  async (tx, { purchaseId, reason }, act) => {
    const ended = await endPurchase(tx, act, purchaseId, "cancel", (before) => ({
      after: { ...before, state: "cancelled" },
      kind: "purchase_cancelled",
      data: { reason },
    }));
    return ended.ok ? ok({}) : ended;
  },
);
