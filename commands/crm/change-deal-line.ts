import { changesOf } from "#kernel/changes.ts";
import { decimal, text } from "#kernel/decimal.ts";
import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import {
  type DealLine,
  findOrderOfLine,
  lockDealLine,
  updateDealLine,
} from "#modules/crm/store/deal-line.ts";
import { defineCommand } from "../run-command.ts";
import { appendLineFact, lockDealForLines } from "./raise-deal-version.ts";

export const changeDealLine = defineCommand(
  "changeDealLine",
  crmRoutes.changeDealLine,
  async (tx, input, act) => {
    const { dealId, lineId } = input;
    const deal = await lockDealForLines(tx, dealId);
    if (!deal.ok) return deal;
    const line = await lockDealLine(tx, dealId, lineId);
    if (line === null) return no("deal_line_unknown", {}, ["lineId"]);
    const changes = changesOf<DealLine>(line, {
      quantity: input.quantity === undefined ? undefined : decimal(input.quantity),
      price: input.price === undefined ? undefined : decimal(input.price),
      promisedDate: input.promisedDate,
    });
    if (changes.none) return ok({});
    const { quantity } = changes.fields;
    if (quantity !== undefined) {
      const order = await findOrderOfLine(tx, lineId);
      if (order !== null) return no("deal_line_in_production", { number: order.number }, ["quantity"]);
      if (quantity.lt(line.shipped))
        return no("deal_line_shipped", { shipped: text(line.shipped) }, ["quantity"]);
    }
    await updateDealLine(tx, lineId, changes.fields);
    await appendLineFact(tx, act, deal.value, "deal_line_changed", { lineId, ...changes.fromTo });
    return ok({});
  },
);
