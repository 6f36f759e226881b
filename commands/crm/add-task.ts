import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { companyExists } from "#modules/crm/store/company.ts";
import { contactExists } from "#modules/crm/store/contact.ts";
import { dealExists } from "#modules/crm/store/deal.ts";
import { insertTask } from "#modules/crm/store/task.ts";
import { defineCommand } from "../run-command.ts";
import { refuseUnknownAssignee } from "./check-task-people.ts";

export const addTask = defineCommand("addTask", crmRoutes.addTask, async (tx, input, act) => {
  const { assigneeId, assigneeTradeId, assigneeRole, dueDate, remindAt } = input;
  const { dealId, contactId, companyId } = input;
  const refused = await refuseUnknownAssignee(tx, input);
  if (refused !== null) return refused;
  if (dealId !== null && !(await dealExists(tx, dealId))) return no("deal_unknown", {}, ["dealId"]);
  if (contactId !== null && !(await contactExists(tx, contactId)))
    return no("contact_unknown", {}, ["contactId"]);
  if (companyId !== null && !(await companyExists(tx, companyId)))
    return no("company_unknown", {}, ["companyId"]);
  const taskId = act.newId();
  await insertTask(tx, {
    ...input,
    id: taskId,
    remindAt: remindAt === null ? null : new Date(remindAt),
    createdBy: act.actor.kind === "member" ? act.actor.memberId : null,
    now: act.now,
  });
  act.append({
    kind: "task_added",
    thing: "task",
    thingId: taskId,
    version: 1,
    data: {
      title: input.title,
      assigneeId,
      assigneeTradeId,
      assigneeRole,
      dueDate,
      remindAt,
      dealId,
      contactId,
      companyId,
    },
  });
  return ok({ taskId });
});
