import { monitorForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { Button, Menu, SegmentedControl, Select } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { walkBetweenCards } from "../production/walk-cards.ts";
import { SearchField } from "../search-field.tsx";
import { Page } from "../shell/page.tsx";
import { boardShortcuts, useShortcuts } from "../shell/shortcuts.ts";
import { useTexts } from "../texts.ts";
import { todayIn } from "../today.ts";
import type { DealRow } from "./deal-card.tsx";
import { DealColumn } from "./deal-column.tsx";
import type { DealSearch } from "./deal-search.ts";
import { DealStatusFilter } from "./deal-status-filter.tsx";
import style from "./deal-board.module.css";

const route = getRouteApi("/w/$workspace/deals");
// The board comes first: what one opens from it comes when it is opened.
const DealList = lazy(async () => ({ default: (await import("./deal-list.tsx")).DealList }));
const FirstSteps = lazy(async () => ({ default: (await import("./first-steps.tsx")).FirstSteps }));
const NewDealDialog = lazy(async () => ({
  default: (await import("./new-deal-dialog.tsx")).NewDealDialog,
}));
type Board = OutputOf<"showDealBoard">;

export function DealBoardPage() {
  const { t } = useTexts();
  useShortcuts(boardShortcuts);
  const { can, workspace: place } = useSession();
  const { workspace } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { search: words, pipeline, status } = search;
  const asList = search.view === "list";
  const { data, refusal, refetch } = useRoute(
    "showDealBoard",
    {
      ...(words === undefined ? {} : { search: words }),
      ...(pipeline === undefined ? {} : { pipelineId: pipeline }),
    },
    { keepPrevious: true, enabled: !asList },
  );
  const filter = useMemo<RequestOf<"listDeals">>(
    () => ({
      ...(words === undefined ? {} : { search: words }),
      ...(status === undefined ? {} : { statusId: status }),
      ...(pipeline === undefined ? {} : { pipelineId: pipeline }),
    }),
    [words, status, pipeline],
  );
  const pipelines = useRoute("listPipelines", {}, { enabled: can("pipeline.read") }).data?.rows ?? [];
  const { menu, openMenu, closeMenu } = useMoveMenu();
  const move = useMoveDeal();
  const mayWrite = can("deal.write");
  const deals = data?.columns.reduce((sum, column) => sum + column.count, 0);
  const setSearch = (part: Partial<DealSearch>): void =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const clear = (): void => setSearch({ search: undefined, status: undefined });
  const noDeals = mayWrite ? (
    <Suspense fallback={<PageSkeleton />}>
      <FirstSteps workspace={workspace} />
    </Suspense>
  ) : (
    <EmptyState title={t("dealBoard.empty.title")} text={t("dealBoard.empty.text")} />
  );

  useEffect(
    () =>
      monitorForElements({
        onDrop: ({ source, location }) => {
          const { dealId, fromStatusId } = source.data;
          const statusId = location.current.dropTargets[0]?.data["statusId"];
          if (typeof dealId !== "string" || typeof fromStatusId !== "string" || typeof statusId !== "string")
            return;
          if (statusId !== fromStatusId) void move(dealId, fromStatusId, statusId);
        },
      }),
    [move],
  );

  return (
    <Page
      fill
      title={t("menu.deals")}
      actions={
        <>
          {pipelines.length > 1 && (
            <Select
              aria-label={t("dealBoard.pipeline")}
              data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
              // A board is always of one pipeline; the list has all of them unless one is chosen.
              allowDeselect={asList}
              clearable={asList}
              placeholder={t("dealList.allPipelines")}
              value={asList ? (pipeline ?? null) : (data?.pipelineId ?? null)}
              onChange={(next) => setSearch({ pipeline: next ?? undefined, status: undefined })}
            />
          )}
          {asList && pipelines.length > 0 && (
            <DealStatusFilter
              pipelines={pipelines}
              value={status}
              onChange={(next) => setSearch({ status: next })}
            />
          )}
          <SearchField
            label={t("dealBoard.search")}
            value={words ?? ""}
            onChange={(text) => setSearch({ search: text === "" ? undefined : text })}
          />
          <SegmentedControl
            aria-label={t("board.view")}
            value={asList ? "list" : "board"}
            onChange={(view) => setSearch({ view: view === "list" ? "list" : undefined })}
            data={[
              { value: "board", label: t("board.view.board") },
              { value: "list", label: t("board.view.list") },
            ]}
          />
          {mayWrite && (
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setSearch({ new: "deal" })}
            >
              {t("dealBoard.new")}
            </Button>
          )}
        </>
      }
    >
      {asList && (
        <Suspense fallback={<PageSkeleton />}>
          <DealList
            filter={filter}
            workspace={workspace}
            today={todayIn(place.timeZone)}
            empty={
              words === undefined && status === undefined ? (
                noDeals
              ) : (
                <EmptyState title={t("list.nothing.title")} text={t("dealList.nothing")}>
                  <Button variant="default" onClick={clear}>
                    {t("board.clearFilters")}
                  </Button>
                </EmptyState>
              )
            }
          />
        </Suspense>
      )}
      {!asList && <RefusalNotice refusal={refusal} retry={refetch} />}
      {!asList && data === undefined && refusal === undefined && <PageSkeleton />}
      {!asList && deals === 0 && words === undefined && noDeals}
      {!asList && deals === 0 && words !== undefined && (
        <EmptyState title={t("list.nothing.title")} text={t("list.nothing.text", { search: words })}>
          <Button variant="default" onClick={clear}>
            {t("search.clear")}
          </Button>
        </EmptyState>
      )}
      {!asList && data !== undefined && deals !== 0 && (
        // Arrows go between cards; everything else on a card is a link or a button of its own.
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
        <div className={style.board} onKeyDown={walkBetweenCards}>
          {data.columns.map((column) => (
            <DealColumn
              key={column.id}
              column={column}
              workspace={workspace}
              today={todayIn(place.timeZone)}
              onMenu={mayWrite ? openMenu : undefined}
            />
          ))}
        </div>
      )}
      {menu !== undefined && data !== undefined && (
        <Menu opened onClose={closeMenu} position="bottom-end" offset={4}>
          <Menu.Target>
            <button
              type="button"
              tabIndex={-1}
              aria-label={t("dealBoard.moveTo")}
              className={style.menuPlace}
              style={{ left: menu.left, top: menu.top }}
            />
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t("dealBoard.moveTo")}</Menu.Label>
            {data.columns
              .filter((column) => column.id !== menu.deal.statusId)
              .map((column) => (
                <Menu.Item
                  key={column.id}
                  onClick={() => void move(menu.deal.id, menu.deal.statusId, column.id)}
                >
                  {column.name}
                </Menu.Item>
              ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {search.new !== undefined && mayWrite && (
        <Suspense fallback={null}>
          <NewDealDialog
            workspace={workspace}
            contactId={search.contact}
            onClose={() => setSearch({ new: undefined, contact: undefined })}
          />
        </Suspense>
      )}
    </Page>
  );
}

/** One menu for the whole board: a menu of its own in each card would cost more than the card. */
function useMoveMenu() {
  const [menu, setMenu] = useState<{ deal: DealRow; left: number; top: number; button: HTMLElement }>();
  const openMenu = useCallback((deal: DealRow, button: HTMLElement) => {
    const { right, bottom } = button.getBoundingClientRect();
    setMenu({ deal, left: right, top: bottom, button });
  }, []);
  const closeMenu = useCallback(() => {
    menu?.button.focus();
    setMenu(undefined);
  }, [menu]);
  return { menu, openMenu, closeMenu };
}

function useMoveDeal() {
  const { run } = useCommand("moveDeal");
  return useCallback(
    async (dealId: string, fromStatusId: string, dealStatusId: string): Promise<void> => {
      await run(
        { dealId, fromStatusId, dealStatusId },
        {
          optimistic: (cache) =>
            cache.change("showDealBoard", (board) => withDealMoved(board, dealId, dealStatusId)),
        },
      );
    },
    [run],
  );
}

/** The sums stay the server's: they come with its answer a moment later. */
function withDealMoved(board: Board, dealId: string, statusId: string): Board {
  const deal = board.columns.flatMap((column) => column.deals).find((row) => row.id === dealId);
  const target = board.columns.find((column) => column.id === statusId);
  if (deal === undefined || target === undefined || deal.statusId === statusId) return board;
  const moved: DealRow = {
    ...deal,
    statusId,
    statusName: target.name,
    statusKind: target.kind,
    statusSince: new Date().toISOString(),
  };
  return {
    ...board,
    columns: board.columns.map((column) => {
      if (column.id === statusId)
        return { ...column, count: column.count + 1, deals: [moved, ...column.deals] };
      if (column.id !== deal.statusId) return column;
      return { ...column, count: column.count - 1, deals: column.deals.filter((row) => row.id !== dealId) };
    }),
  };
}
