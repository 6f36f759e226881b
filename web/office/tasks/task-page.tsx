import { Button, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { usePages } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { Page } from "../shell/page.tsx";
import { useTexts } from "../texts.ts";
import { NewTaskDialog } from "./task-dialog.tsx";
import { TaskList } from "./task-list.tsx";

const WaitingCorrections = lazy(async () => ({
  default: (await import("../production/corrections/waiting-corrections.tsx")).WaitingCorrections,
}));

const route = getRouteApi("/w/$workspace/tasks");

export function TaskPage() {
  const { t } = useTexts();
  const { can } = useSession();
  const { workspace } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const done = search.show === "done";
  // Whoever only works has their own; the server says the same.
  const all = search.show === "all" && can("task.write");
  const pages = usePages("listTasks", { done: done ? "true" : "false", whose: all ? "all" : "mine" });
  const setNew = (open: boolean): void =>
    void navigate({ search: (before) => ({ ...before, new: open ? "task" : undefined }), replace: true });
  const shown = done ? "done" : all ? "all" : "mine";
  return (
    <Page
      title={t("menu.tasks")}
      actions={
        <>
          <SegmentedControl
            aria-label={t("task.show")}
            value={shown}
            onChange={(show) =>
              void navigate({
                search: { show: show === "all" || show === "done" ? show : undefined },
                replace: true,
              })
            }
            data={[
              { value: "mine", label: t("task.show.mine") },
              ...(can("task.write") ? [{ value: "all", label: t("task.show.all") }] : []),
              { value: "done", label: t("task.show.done") },
            ]}
          />
          {can("task.write") && (
            <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setNew(true)}>
              {t("task.add")}
            </Button>
          )}
        </>
      }
    >
      {!done && can("correction.decide") && (
        <Suspense fallback={null}>
          <WaitingCorrections />
        </Suspense>
      )}
      <RefusalNotice refusal={pages.refusal} retry={pages.refetch} />
      {pages.pending && <PageSkeleton />}
      {pages.rows?.length === 0 && (
        <EmptyState
          title={t(done ? "task.noneDone.title" : all ? "task.noneAtAll.title" : "task.empty.title")}
          text={t("task.empty.text")}
        />
      )}
      {pages.rows !== undefined && pages.rows.length > 0 && (
        <div className="plate">
          <TaskList tasks={pages.rows} workspace={workspace} />
        </div>
      )}
      <MoreButton more={pages.more} pending={pages.fetchingMore} />
      {search.new !== undefined && <NewTaskDialog onClose={() => setNew(false)} />}
    </Page>
  );
}
