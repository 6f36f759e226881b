import { ActionIcon, Badge, Checkbox } from "@mantine/core";
import { IconBell, IconPencil } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { RelativeTime } from "#web/shared/texts.tsx";
import { useTexts } from "../texts.ts";
import { todayIn } from "../today.ts";
import { ChangeTaskDialog } from "./task-dialog.tsx";
import { titleOfTask } from "./task-title.ts";
import style from "./tasks.module.css";

/** What an order lacks that could not be created, and what one can do about it. */
const BlockedOrder = lazy(async () => ({ default: (await import("./blocked-order.tsx")).BlockedOrder }));

export type Task = OutputOf<"listTasks">["rows"][number];

/** On whose card the list stands: that one needs no telling. */
type Of = "deal" | "contact" | "company" | undefined;
type ListProps = { readonly tasks: readonly Task[]; readonly workspace: string; readonly of?: Of };

/** Tasks with a box to tick; one that a trigger made is worded in the reader's language. */
export function TaskList({ tasks, workspace, of }: ListProps) {
  const [edited, setEdited] = useState<Task>();
  return (
    <>
      <ul className={style.list}>
        {tasks.map((task) => (
          <TaskRow key={task.id} task={task} workspace={workspace} of={of} onEdit={setEdited} />
        ))}
      </ul>
      {edited !== undefined && <ChangeTaskDialog task={edited} onClose={() => setEdited(undefined)} />}
    </>
  );
}

type RowProps = {
  readonly task: Task;
  readonly workspace: string;
  readonly of: Of;
  readonly onEdit: (task: Task) => void;
};

function TaskRow({ task, workspace, of, onEdit }: RowProps) {
  const texts = useTexts();
  const { t } = texts;
  const complete = useCommand("completeTask");
  const reopen = useCommand("reopenTask");
  const title = titleOfTask(task, texts);
  const wasDone = task.doneAt !== null;
  const done = (wasDone && !reopen.pending) || complete.pending;
  const tick = async (): Promise<void> => {
    const taskId = task.id;
    if (wasDone) {
      await reopen.run({ taskId });
      return;
    }
    const answer = await complete.run({ taskId });
    if (!answer.ok) return;
    notify({
      tone: "done",
      text: t("task.completed", { title }),
      act: { label: t("action.undo"), run: () => void reopen.run({ taskId }) },
    });
  };
  return (
    <li className={style.task} data-done={done || undefined}>
      <Checkbox
        className={style.box}
        aria-label={t(wasDone ? "task.reopen" : "task.complete", { title })}
        checked={done}
        disabled={!task.mine}
        onChange={() => void tick()}
      />
      <div className={style.what}>
        <span className={style.title} data-automatic={task.textId === null ? undefined : ""}>
          {title}
        </span>
        {task.details !== "" && <p className={style.details}>{task.details}</p>}
        {task.textId === "task.shortage_blocks" && !wasDone && (
          <Suspense>
            <BlockedOrder task={task} workspace={workspace} />
          </Suspense>
        )}
        <TaskAbout task={task} workspace={workspace} of={of} done={done} />
      </div>
      {task.changeable && (
        <ActionIcon aria-label={t("task.changeNamed", { title })} onClick={() => onEdit(task)}>
          <IconPencil size={16} aria-hidden />
        </ActionIcon>
      )}
    </li>
  );
}

const hasRung = (remindAt: string): boolean => new Date(remindAt) <= new Date();

type AboutProps = Omit<RowProps, "onEdit"> & { readonly done: boolean };

function TaskAbout({ task, workspace, of, done }: AboutProps) {
  const { t, date, dateTime, lookUp } = useTexts();
  const { can, workspace: place } = useSession();
  const today = todayIn(place.timeZone);
  const late = !done && task.dueDate !== null && task.dueDate < today;
  const role = task.assigneeRole;
  const forWhom = task.assigneeName ?? (role === null ? null : (lookUp(`role.${role}`) ?? role));
  return (
    <div className={style.about}>
      {late && <Badge color="red">{t("task.overdue")}</Badge>}
      {!done && task.dueDate === today && <Badge color="yellow">{t("task.today")}</Badge>}
      {task.dueDate !== null && (
        <span className={late ? style.late : undefined}>{t("task.due", { date: date(task.dueDate) })}</span>
      )}
      {task.remindAt !== null && !done && (
        <span className={style.reminder} data-rung={hasRung(task.remindAt) || undefined}>
          <IconBell size={13} aria-hidden />
          {t("task.remind", { when: dateTime(task.remindAt) })}
        </span>
      )}
      {forWhom !== null && <span>{forWhom}</span>}
      {task.dealId !== null && of !== "deal" && can("deal.read") && (
        <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: task.dealId }}>
          {task.dealTitle ?? t("deal.title")}
        </Link>
      )}
      {task.contactId !== null && of !== "contact" && can("contact.read") && (
        <Link to="/w/$workspace/contacts/$contactId" params={{ workspace, contactId: task.contactId }}>
          {task.contactName ?? t("newDeal.contact")}
        </Link>
      )}
      {task.companyId !== null && of !== "company" && can("contact.read") && (
        <Link to="/w/$workspace/companies/$companyId" params={{ workspace, companyId: task.companyId }}>
          {task.companyName ?? t("deal.company")}
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
  );
}
