import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { isOwnTask } from "#modules/crm/core/own-task.ts";
import { lockTask, markTaskDone } from "#modules/crm/store/task.ts";
import { defineCommand } from "../run-command.ts";

export const reopenTask = defineCommand("reopenTask", crmRoutes.reopenTask, async (tx, { taskId }, act) => {
  const task = await lockTask(tx, taskId);
  if (task === null) return no("task_unknown", {}, ["taskId"]);
  if (!isOwnTask(act.actor, task, act.may("task.write"))) return no("not_yours");
  if (task.doneAt === null) return ok({});
  const version = task.version + 1;
  await markTaskDone(tx, taskId, null, null, version);
  act.append({ kind: "task_reopened", thing: "task", thingId: taskId, version, data: {} });
  return ok({});
});
