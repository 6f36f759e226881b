import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { lockDeal, updateDealStatus } from "#modules/crm/store/deal.ts";
import { findOrdersOfDeal } from "#modules/crm/store/orders-of-deal.ts";
import { findDealStatus } from "#modules/crm/store/pipeline.ts";
import { defineCommand } from "../run-command.ts";
import { isOpen, tellProduction } from "./tell-production.ts";

export const moveDeal = defineCommand("moveDeal", crmRoutes.moveDeal, async (tx, input, act) => {
  const deal = await lockDeal(tx, input.dealId);
  if (deal === null) return no("deal_unknown", {}, ["dealId"]);
  const status = await findDealStatus(tx, input.dealStatusId);
  if (status === null || status.pipelineId !== deal.pipelineId) {
    return no("deal_status_unknown", {}, ["dealStatusId"]);
  }
  // Already where the mover wants it: nothing happened, so nothing is told and no trigger fires again.
  if (status.id === deal.statusId) return ok({ moved: false });
  if (input.fromStatusId.toLowerCase() !== deal.statusId) {
    return no("deal_moved_meanwhile", { status: deal.statusName }, ["fromStatusId"]);
  }
  const version = deal.version + 1;
  await updateDealStatus(tx, deal.id, status.id, act.now, version);
  act.append({
    kind: "deal_moved",
    thing: "deal",
    thingId: deal.id,
    version,
    data: { fromStatusId: deal.statusId, toStatusId: status.id, from: deal.statusName, to: status.name },
  });
  if (status.kind === "lost") {
    const orders = (await findOrdersOfDeal(tx, deal.id)).filter(isOpen);
    await tellProduction(tx, act, deal, orders, "task.deal_lost", { status: status.name });
  }
  return ok({ moved: true });
});
