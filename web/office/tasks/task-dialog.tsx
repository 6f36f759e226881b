import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { type DraftTask, emptyTask, taskBody, TaskFields } from "./task-fields.tsx";
import { titleOfTask } from "./task-title.ts";

type Task = OutputOf<"listTasks">["rows"][number];

export function NewTaskDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTexts();
  const { member } = useSession();
  const add = useCommand("addTask");
  const [task, setTask] = useState(() => emptyTask(member.id));
  const submit = async (): Promise<void> => {
    const answer = await add.run(taskBody(task), { inPlace: true });
    if (!answer.ok) return;
    notify({ tone: "done", text: t("task.planned") });
    onClose();
  };
  return (
    <FormDialog
      title={t("task.add")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("action.add")}
      pending={add.pending}
      refusal={add.refusal}
    >
      <TaskFields task={task} onChange={setTask} refusal={add.refusal} />
    </FormDialog>
  );
}

export function ChangeTaskDialog({ task, onClose }: { readonly task: Task; readonly onClose: () => void }) {
  const texts = useTexts();
  const change = useCommand("changeTask");
  const [draft, setDraft] = useState(() => draftOf(task));
  const automatic = task.textId !== null;
  const submit = async (): Promise<void> => {
    const { title, ...rest } = taskBody(draft);
    const answer = await change.run(
      { taskId: task.id, ...rest, ...(automatic ? {} : { title }) },
      { inPlace: true },
    );
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={automatic ? titleOfTask(task, texts) : texts.t("task.change")}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={change.pending}
      refusal={change.refusal}
    >
      <TaskFields task={draft} onChange={setDraft} refusal={change.refusal} automatic={automatic} />
    </FormDialog>
  );
}

function draftOf(task: Task): DraftTask {
  const { title, details, dueDate, remindAt } = task;
  return { title, details, dueDate: dueDate ?? "", remindAt, assignee: assigneeOf(task) };
}

function assigneeOf({ assigneeId, assigneeTradeId, assigneeRole }: Task): string {
  if (assigneeId !== null) return `member ${assigneeId}`;
  if (assigneeTradeId !== null) return `trade ${assigneeTradeId}`;
  return assigneeRole === null ? "nobody" : `role ${assigneeRole}`;
}
