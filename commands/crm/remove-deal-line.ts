import { text } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { lockDealLine, markDealLineRemoved } from "#modules/crm/store/deal-line.ts";
import { findOrdersOfDeal } from "#modules/crm/store/orders-of-deal.ts";
import { defineCommand } from "../run-command.ts";
import { appendLineFact, lockDealForLines } from "./raise-deal-version.ts";
import { isOpen, tellProduction } from "./tell-production.ts";

export const removeDealLine = defineCommand(
  "removeDealLine",
  crmRoutes.removeDealLine,
  async (tx, input, act) => {
    const { dealId, lineId } = input;
    const deal = await lockDealForLines(tx, dealId);
    if (!deal.ok) return deal;
    const line = await lockDealLine(tx, dealId, lineId);
    if (line === null) return no("deal_line_unknown", {}, ["lineId"]);
    if (line.shipped.gt(0)) return no("deal_line_shipped", { shipped: text(line.shipped) });
    await markDealLineRemoved(tx, lineId);
    const data = {
      lineId,
      variantId: line.variantId,
      quantity: text(line.quantity),
      price: text(line.price),
    };
    await appendLineFact(tx, act, deal.value, "deal_line_removed", data);
    const orders = (await findOrdersOfDeal(tx, dealId, lineId)).filter(isOpen);
    const { product } = line;
    await tellProduction(tx, act, deal.value, orders, "task.deal_line_removed", { product });
    return ok({});
  },
);
