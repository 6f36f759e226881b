import { usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { MoreButton } from "../shell/more-button.tsx";
import { TaskList } from "../tasks/task-list.tsx";
import { useTexts } from "../texts.ts";
import style from "../deals/deal-page.module.css";

type Props = {
  readonly of: { readonly contactId: string } | { readonly companyId: string };
  readonly workspace: string;
};

/** What is still to do for a contact or a company; nothing where there is nothing. */
export function OpenTasks({ of, workspace }: Props) {
  const { t } = useTexts();
  const whose = useSession().can("task.write") ? "all" : "mine";
  const { rows, more, fetchingMore } = usePages("listTasks", { ...of, whose });
  if (rows === undefined || rows.length === 0) return null;
  return (
    <div className={style.todo}>
      <h3 className={style.todoTitle}>{t("deal.todo")}</h3>
      <TaskList tasks={rows} workspace={workspace} of={"contactId" in of ? "contact" : "company"} />
      <MoreButton more={more} pending={fetchingMore} />
    </div>
  );
}
