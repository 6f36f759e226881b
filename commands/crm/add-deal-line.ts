import { ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { insertDealLines, nextLinePosition } from "#modules/crm/store/deal-line.ts";
import { defineCommand } from "../run-command.ts";
import { lineData, readLines } from "./deal-line-input.ts";
import { appendLineFact, lockDealForLines } from "./raise-deal-version.ts";

export const addDealLine = defineCommand("addDealLine", crmRoutes.addDealLine, async (tx, input, act) => {
  const deal = await lockDealForLines(tx, input.dealId);
  if (!deal.ok) return deal;
  const { id: dealId, statusId } = deal.value;
  const position = await nextLinePosition(tx, dealId);
  const lines = await readLines(tx, [input], position, act, () => []);
  if (!lines.ok) return lines;
  const [line] = lines.value;
  if (line === undefined) throw new Error("One line in, one line out");
  await insertDealLines(tx, dealId, [line]);
  // The status it came in at: a trigger of that status makes an order for an added line too.
  await appendLineFact(tx, act, deal.value, "deal_line_added", { ...lineData(line), statusId });
  return ok({ lineId: line.id });
});
