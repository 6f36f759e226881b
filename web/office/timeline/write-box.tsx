import { Button, SegmentedControl } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useState } from "react";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { RefusalNotice } from "#web/shared/states.tsx";
import { emptyTask, taskBody, TaskFields } from "../tasks/task-fields.tsx";
import { noteShortcuts, useShortcuts } from "../shell/shortcuts.ts";
import { useTexts } from "../texts.ts";
import { type About, idOf } from "./about.ts";
import { activityBody, ActivityFields, emptyActivity, type WrittenKind } from "./activity-fields.tsx";
import style from "./timeline.module.css";

type Kind = WrittenKind | "task";

/** One box to write, to log a call or a message, or to plan a task; what is typed stays when the kind is changed. */
export function WriteBox({ about }: { readonly about: About }) {
  const { t } = useTexts();
  useShortcuts(noteShortcuts);
  const { can, member } = useSession();
  const mayWrite = can("activity.write") && can(about.thing === "deal" ? "deal.write" : "contact.write");
  const kinds: readonly Kind[] = [
    ...(mayWrite ? (["note", "call", "message"] as const) : []),
    ...(can("task.write") ? (["task"] as const) : []),
  ];
  const [chosen, setChosen] = useState<Kind>();
  const kind = chosen ?? kinds[0];
  const [draft, setDraft] = useState(emptyActivity);
  const [task, setTask] = useState(() => emptyTask(member.id));
  const add = useCommand("addActivity");
  const remove = useCommand("removeActivity");
  const plan = useCommand("addTask");
  if (kind === undefined) return null;

  const write = async (what: WrittenKind): Promise<void> => {
    const answer = await add.run(
      { kind: what, ...activityBody(what, draft), ...idOf(about) },
      { inPlace: true },
    );
    if (!answer.ok) return;
    const { activityId } = answer.value;
    setDraft(emptyActivity);
    notify({
      tone: "done",
      text: t(`activity.added.${what}`),
      act: { label: t("action.undo"), run: () => void remove.run({ activityId }) },
    });
  };
  const planTask = async (): Promise<void> => {
    const answer = await plan.run({ ...taskBody(task), ...idOf(about) }, { inPlace: true });
    if (!answer.ok) return;
    setTask(emptyTask(member.id));
    notify({ tone: "done", text: t("task.planned") });
  };
  const pending = add.pending || plan.pending;
  const submit = (event?: FormEvent): void => {
    event?.preventDefault();
    if (pending || !ready) return;
    void (kind === "task" ? planTask() : write(kind));
  };
  const ready = kind === "task" ? task.title.trim() !== "" : kind === "call" || draft.text.trim() !== "";
  const sendByKeys = (event: KeyboardEvent): void => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) submit();
  };
  return (
    // Ctrl Enter sends from any of the fields, which are what takes the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <form className={style.box} aria-label={t("activity.box")} onSubmit={submit} onKeyDown={sendByKeys}>
      {kinds.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t("activity.kind")}
          value={kind}
          onChange={setChosen}
          data={kinds.map((value) => ({ value, label: t(`activity.kind.${value}`) }))}
        />
      )}
      {kind === "task" ? (
        <TaskFields task={task} onChange={setTask} refusal={plan.refusal} />
      ) : (
        <ActivityFields kind={kind} draft={draft} onChange={setDraft} refusal={add.refusal} inBox />
      )}
      <RefusalNotice refusal={kind === "task" ? plan.refusal : add.refusal} />
      <div className={style.send}>
        <Button type="submit" size="xs" loading={pending} disabled={!ready}>
          {t(`activity.send.${kind}`)}
        </Button>
      </div>
    </form>
  );
}
