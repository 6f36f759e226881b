import { Checkbox } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { RelativeTime } from "#web/shared/texts.tsx";
import { type OfficeTexts, useTexts } from "../texts.ts";
import { todayIn } from "../today.ts";
import style from "./tasks.module.css";

export type Task = OutputOf<"listTasks">["rows"][number];

/** Tasks with a box to tick; one that a trigger made is worded in the reader's language. */
export function TaskList({
  tasks,
  workspace,
}: {
  readonly tasks: readonly Task[];
  readonly workspace: string;
}) {
  return (
    <ul className={style.list}>
      {tasks.map((task) => (
        <TaskRow key={task.id} task={task} workspace={workspace} />
      ))}
    </ul>
  );
}

export function titleOfTask(task: Task, { lookUp }: OfficeTexts): string {
  return (task.textId === null ? undefined : lookUp(task.textId, task.textValues ?? {})) ?? task.title;
}

function TaskRow({ task, workspace }: { readonly task: Task; readonly workspace: string }) {
  const texts = useTexts();
  const { t, date, dateTime } = texts;
  const { can, workspace: place } = useSession();
  const complete = useCommand("completeTask");
  const title = titleOfTask(task, texts);
  const done = task.doneAt !== null || complete.pending;
  const late = !done && task.dueDate !== null && task.dueDate < todayIn(place.timeZone);
  return (
    <li className={style.task} data-done={done || undefined}>
      <Checkbox
        className={style.box}
        aria-label={t("task.complete", { title })}
        checked={done}
        disabled={task.doneAt !== null}
        onChange={() => void complete.run({ taskId: task.id })}
      />
      <div className={style.what}>
        <span className={style.title}>{title}</span>
        {task.details !== "" && <p className={style.details}>{task.details}</p>}
        <div className={style.about}>
          {task.dueDate !== null && (
            <span className={late ? style.late : undefined}>
              {t("task.due", { date: date(task.dueDate) })}
            </span>
          )}
          {task.assigneeName !== null && <span>{task.assigneeName}</span>}
          {task.dealId !== null && can("deal.read") && (
            <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: task.dealId }}>
              {task.dealTitle ?? t("deal.title")}
            </Link>
          )}
          {task.orderId !== null && can("order.read") && (
            <Link to="/w/$workspace/orders/$orderId" params={{ workspace, orderId: task.orderId }}>
              {t("deal.order", { number: task.orderNumber ?? 0 })}
            </Link>
          )}
          {task.doneAt === null ? (
            <RelativeTime when={task.createdAt} />
          ) : (
            <span>{t("task.doneAt", { when: dateTime(task.doneAt) })}</span>
          )}
        </div>
      </div>
    </li>
  );
}
