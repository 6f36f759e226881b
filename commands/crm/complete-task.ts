import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { isOwnTask } from "#modules/crm/core/own-task.ts";
import { lockTask, markTaskDone } from "#modules/crm/store/task.ts";
import { defineCommand } from "../run-command.ts";

export const completeTask = defineCommand(
  "completeTask",
  crmRoutes.completeTask,
  async (tx, { taskId }, act) => {
    const task = await lockTask(tx, taskId);
    if (task === null) return no("task_unknown", {}, ["taskId"]);
    if (!isOwnTask(act.actor, task, act.may("task.write"))) return no("not_yours");
    // Two who share a role may both tick it off: the first one did.
    if (task.doneAt !== null) return ok({});
    const version = task.version + 1;
    const by = act.actor.kind === "member" ? act.actor.memberId : null;
    await markTaskDone(tx, taskId, by, act.now, version);
    act.append({ kind: "task_completed", thing: "task", thingId: taskId, version, data: {} });
    return ok({});
  },
);
