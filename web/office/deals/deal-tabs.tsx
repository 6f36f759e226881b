import { Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import type { OutputOf } from "#modules/routes.ts";
import { useSession } from "#web/shared/session.ts";
import { FileList } from "../files/file-list.tsx";
import { TaskList } from "../tasks/task-list.tsx";
import { useTexts } from "../texts.ts";
import { Timeline } from "../timeline/timeline.tsx";
import { DealFinance } from "./deal-finance.tsx";
import { dealTabs } from "./deal-search.ts";
import style from "./deal-page.module.css";

const route = getRouteApi("/w/$workspace/deals/$dealId");

type Deal = OutputOf<"showDeal">;
type Props = { readonly deal: Deal; readonly workspace: string };

/** The story with what is still to do above it; the files; the money. The address says which of them is open. */
export function DealTabs({ deal, workspace }: Props) {
  const { t } = useTexts();
  const { tab, show } = route.useSearch();
  const navigate = route.useNavigate();
  const { can } = useSession();
  const seesMoney = deal.money !== null;
  const shown = tab === "finance" && !seesMoney ? undefined : tab;
  return (
    <section className={style.tabs} aria-label={t("deal.parts")}>
      <Tabs
        value={shown ?? "activity"}
        onChange={(next) =>
          void navigate({
            search: { tab: dealTabs.find((known) => known === next) },
            replace: true,
            resetScroll: false,
          })
        }
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="activity">{t("deal.tab.activity")}</Tabs.Tab>
          <Tabs.Tab value="files">{t("deal.tab.files")}</Tabs.Tab>
          {seesMoney && <Tabs.Tab value="finance">{t("deal.tab.finance")}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="activity">
          {deal.openTasks.length > 0 && (
            <div className={style.todo}>
              <h3 className={style.todoTitle}>{t("deal.todo")}</h3>
              <TaskList tasks={deal.openTasks} workspace={workspace} of="deal" />
            </div>
          )}
          <Timeline
            about={{ thing: "deal", dealId: deal.id }}
            workspace={workspace}
            kind={show}
            onKind={(kind) => void navigate({ search: { show: kind }, replace: true, resetScroll: false })}
          />
        </Tabs.Panel>
        <Tabs.Panel value="files" className={style.body}>
          <FileList
            thing="deal"
            thingId={deal.id}
            title={t("deal.tab.files")}
            empty={t("deal.noFiles")}
            changeable={can("deal.write")}
          />
        </Tabs.Panel>
        <Tabs.Panel value="finance">
          <DealFinance deal={deal} workspace={workspace} />
        </Tabs.Panel>
      </Tabs>
    </section>
  );
}
