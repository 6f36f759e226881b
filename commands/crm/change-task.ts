import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { mayChangeTask } from "#modules/crm/core/own-task.ts";
import { lockTask, type Task, updateTask } from "#modules/crm/store/task.ts";
import { defineCommand } from "../run-command.ts";
import { refuseUnknownAssignee } from "./check-task-people.ts";

export const changeTask = defineCommand(
  "changeTask",
  crmRoutes.changeTask,
  async (tx, { taskId, remindAt, ...wish }, act) => {
    const before = await lockTask(tx, taskId);
    if (before === null) return no("task_unknown", {}, ["taskId"]);
    if (!mayChangeTask(act.actor, before, act.may("task.write"))) return no("not_yours");
    if (before.doneAt !== null) return no("task_done");
    const changes = changesOf<Task>(before, {
      ...wish,
      remindAt: typeof remindAt === "string" ? new Date(remindAt) : remindAt,
    });
    if (changes.none) return ok({});
    const refused = await refuseUnknownAssignee(tx, changes.fields);
    if (refused !== null) return refused;
    const version = before.version + 1;
    await updateTask(tx, taskId, changes.fields, version);
    // What there is to do may name people: that it changed is enough.
    const { details, ...told } = changes.fromTo;
    const data = details === undefined ? told : { ...told, fields: ["details"] };
    act.append({ kind: "task_changed", thing: "task", thingId: taskId, version, data });
    return ok({});
  },
);
