import { text } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { findOrderOfLine, lockDealLine, markDealLineRemoved } from "#modules/crm/store/deal-line.ts";
import { defineCommand } from "../run-command.ts";
import { appendLineFact, lockDealForLines } from "./raise-deal-version.ts";

export const removeDealLine = defineCommand(
  "removeDealLine",
  crmRoutes.removeDealLine,
  async (tx, input, act) => {
    const { dealId, lineId } = input;
    const deal = await lockDealForLines(tx, dealId);
    if (!deal.ok) return deal;
    const line = await lockDealLine(tx, dealId, lineId);
    if (line === null) return no("deal_line_unknown", {}, ["lineId"]);
    const order = await findOrderOfLine(tx, lineId);
    if (order !== null) return no("deal_line_in_production", { number: order.number });
    if (line.shipped.gt(0)) return no("deal_line_shipped", { shipped: text(line.shipped) });
    await markDealLineRemoved(tx, lineId);
    const data = {
      lineId,
      variantId: line.variantId,
      quantity: text(line.quantity),
      price: text(line.price),
    };
    await appendLineFact(tx, act, deal.value, "deal_line_removed", data);
    return ok({});
  },
);
