import { text } from "#kernel/decimal.ts";
import { ok } from "#kernel/result.ts";
import { buyingRoutes } from "#modules/buying/contract/routes.ts";
import { defineCommand } from "../run-command.ts";
import { endPurchase } from "./end-purchase.ts";

/** The rest will not come: what was received stands, and what is left is no longer expected. */
export const closePurchase = defineCommand(
  "closePurchase",
  buyingRoutes.closePurchase,
  async (tx, { purchaseId, reason }, act) => {
    const ended = await endPurchase(tx, act, purchaseId, "close", (before) => ({
      after: { ...before, state: "received", closedShort: true },
      kind: "purchase_closed",
      data: {
        reason,
        lines: before.lines
          .filter((line) => line.received.lt(line.quantity))
          .map((line) => ({
            lineId: line.id,
            variantId: line.variantId,
            left: text(line.quantity.minus(line.received)),
          })),
      },
    }));
    return ended.ok ? ok({}) : ended;
  },
);
