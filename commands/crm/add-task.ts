import { no, ok } from "#kernel/result.ts";
import { memberExists } from "#modules/access/store/member.ts";
import { findUnknownTrade } from "#modules/access/store/trade.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { dealExists } from "#modules/crm/store/deal.ts";
import { insertTask } from "#modules/crm/store/task.ts";
import { defineCommand } from "../run-command.ts";

export const addTask = defineCommand("addTask", crmRoutes.addTask, async (tx, input, act) => {
  const { assigneeId, assigneeTradeId, assigneeRole, dueDate, dealId } = input;
  if (assigneeId !== null && !(await memberExists(tx, assigneeId))) {
    return no("member_unknown", {}, ["assigneeId"]);
  }
  if (assigneeTradeId !== null && (await findUnknownTrade(tx, [assigneeTradeId])) !== null) {
    return no("trade_unknown", {}, ["assigneeTradeId"]);
  }
  if (dealId !== null && !(await dealExists(tx, dealId))) return no("deal_unknown", {}, ["dealId"]);
  const taskId = act.newId();
  await insertTask(tx, { ...input, id: taskId, now: act.now });
  act.append({
    kind: "task_added",
    thing: "task",
    thingId: taskId,
    version: 1,
    data: { title: input.title, assigneeId, assigneeTradeId, assigneeRole, dueDate, dealId },
  });
  return ok({ taskId });
});
