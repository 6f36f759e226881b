import { Button, Drawer, SegmentedControl } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef } from "react";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import { useChatMarks } from "#web/shared/chat/use-chat-marks.ts";
import { useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { EmptyState, PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { later, useAhead } from "../later.ts";
import { SearchField } from "../search-field.tsx";
import { Page } from "../shell/page.tsx";
import { boardShortcuts, useShortcuts } from "../shell/shortcuts.ts";
import { useTexts } from "./texts.ts";
import { todayIn } from "../today.ts";
import { BoardChips, BoardFilters, filterFields } from "./board-filters.tsx";
import { BoardDisplay } from "./board-display.tsx";
import { BoardColumns } from "./board-columns.tsx";
import { BoardLanes } from "./board-lanes.tsx";
import { askOfOrder, useBoardMoves } from "./board-moves.tsx";
import { type BoardSearch, filterOf, noFilters } from "./board-search.ts";
import { useOpenOrder } from "./use-open-order.ts";
import { savedViewDialogs, SavedViews } from "./saved-views/saved-views.tsx";
import { BoardMenu, spreadResult } from "./spread-runs.tsx";
import { UndoHost } from "./undo/undo-host.tsx";
import { enterCards, walkBetweenCards } from "./walk-cards.ts";
import style from "./board.module.css";
import cardStyle from "./order-card.module.css";

const GatherSheet = lazy(async () => ({
  default: (await import("./aggregation/gather-sheet.tsx")).GatherSheet,
}));
const OrderList = lazy(async () => ({ default: (await import("./list/order-list.tsx")).OrderList }));
const ListTools = lazy(async () => ({ default: (await import("./list/list-tools.tsx")).ListTools }));

const orderCard = later(() => import("./order-card.tsx"));
const newOrder = later(() => import("./new-order/new-order-sheet.tsx"));
const parts = [orderCard, newOrder, askOfOrder, filterFields, savedViewDialogs, spreadResult];
// A link to an order is a link to its card.
if (new URLSearchParams(location.search).has("order")) orderCard.ahead();

const route = getRouteApi("/w/$workspace/board");

const noColumns: OutputOf<"showOrderBoard">["columns"] = [];

export function BoardPage() {
  const { t } = useTexts();
  useShortcuts(boardShortcuts);
  const { can, workspace: place } = useSession();
  const { workspace } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { search: words, columns: by, lanes } = search;
  const filterText = JSON.stringify(filterOf(search));
  const filter = useMemo(() => JSON.parse(filterText) as RequestOf<"listOrders">, [filterText]);
  const asked = useMemo<RequestOf<"showOrderBoard">>(
    () => ({ ...filter, ...(by === undefined ? {} : { columns: by }) }),
    [filter, by],
  );
  const { data, refusal, refetch } = useRoute(
    "showOrderBoard",
    lanes === undefined ? asked : { ...asked, lanes },
    { keepPrevious: true },
  );
  const board = useRef<HTMLDivElement>(null);
  const opening = useOpenOrder();
  const chats = useChatMarks(can("chat.read"));
  const columns = data?.columns ?? noColumns;
  const today = todayIn(place.timeZone);
  const orders = data?.columns.reduce((sum, column) => sum + column.count, 0);
  const asList = search.view === "list";
  const narrowed = Object.keys(filter).length > 0 || (asList && search.status !== undefined);
  const mayCreate = can("order.create");
  const moves = useBoardMoves(columns, lanes);
  useAhead(parts);
  const isNew = search.new === "order" && mayCreate;
  const card = orderCard.use(search.order !== undefined);
  const sheet = newOrder.use(isNew);

  const setSearch = useCallback(
    (part: Partial<BoardSearch>): void =>
      void navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  );

  useEffect(() => {
    const enter = (event: KeyboardEvent): void => enterCards(event, board.current);
    document.addEventListener("keydown", enter);
    return () => document.removeEventListener("keydown", enter);
  }, []);

  const nothing = narrowed ? (
    <EmptyState title={t("list.nothing.title")} text={t("board.nothing")}>
      <Button variant="default" onClick={() => setSearch({ ...noFilters, search: undefined })}>
        {t("board.clearFilters")}
      </Button>
    </EmptyState>
  ) : (
    <EmptyState title={t("board.empty.title")} text={t("board.empty.text")}>
      {mayCreate && <Button onClick={() => setSearch({ new: "order" })}>{t("board.new")}</Button>}
    </EmptyState>
  );

  return (
    <Page
      fill
      title={t("board.title")}
      actions={
        <div className={style.tools}>
          <SearchField
            label={t("board.search")}
            value={words ?? ""}
            onChange={(text) => setSearch({ search: text === "" ? undefined : text })}
          />
          <SavedViews search={search} named={data?.named} workspace={workspace} onChange={setSearch} />
          <BoardFilters search={search} named={data?.named} onChange={setSearch} />
          {!asList && <BoardDisplay search={search} onChange={setSearch} />}
          {asList && (
            <Suspense fallback={null}>
              <ListTools search={search} onChange={setSearch} workspace={workspace} />
            </Suspense>
          )}
          <SegmentedControl
            aria-label={t("board.view")}
            value={asList ? "list" : "board"}
            onChange={(view) => setSearch({ view: view === "list" ? "list" : undefined })}
            data={[
              { value: "board", label: t("board.view.board") },
              { value: "list", label: t("board.view.list") },
            ]}
          />
          <BoardMenu onGather={() => setSearch({ new: "batch" })} />
          {mayCreate && (
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => setSearch({ new: "order" })}
            >
              {t("board.new")}
            </Button>
          )}
        </div>
      }
    >
      <BoardChips search={search} named={data?.named} onChange={setSearch} />
      <RefusalNotice refusal={refusal} retry={refetch} />
      {data === undefined && refusal === undefined && (
        <div className={style.board} role="status" aria-label={t("state.loading")}>
          {[1, 2, 3, 4, 5].map((column) => (
            <div key={column} className={style.skeleton} />
          ))}
        </div>
      )}
      {orders === 0 && !asList && nothing}
      {data !== undefined && !asList && orders !== 0 && (
        // Arrows go between cards, and a card's link is heard here for all; the links themselves take keys and clicks.
        // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
        <div className={style.board} ref={board} onKeyDown={walkBetweenCards} onClick={opening.onClick}>
          {lanes !== undefined && (
            <BoardLanes
              lanes={data.lanes}
              leftOut={data.lanesLeftOut}
              columns={data.columns}
              asked={asked}
              kind={lanes}
              workspace={workspace}
              today={today}
              address={opening.address}
              chats={chats}
              open={search.order}
              onMenu={moves.onMenu}
            />
          )}
          {lanes === undefined && (
            <BoardColumns
              board={board}
              columns={data.columns}
              asked={asked}
              workspace={workspace}
              today={today}
              address={opening.address}
              chats={chats}
              open={search.order}
              onMenu={moves.onMenu}
            />
          )}
        </div>
      )}
      {asList && (
        <Suspense fallback={<PageSkeleton lines={10} />}>
          <OrderList
            search={search}
            onChange={setSearch}
            workspace={workspace}
            today={today}
            open={search.order}
            nothing={nothing}
          />
        </Suspense>
      )}
      <Drawer.Root
        opened={search.order !== undefined && card !== undefined}
        onClose={() => setSearch({ order: undefined, tab: undefined })}
        position="right"
        size="46rem"
      >
        <Drawer.Overlay />
        <Drawer.Content aria-label={t("order.title")}>
          <Drawer.Body className={cardStyle.drawerBody}>
            {search.order !== undefined && card !== undefined && (
              <card.OrderCardPanel
                orderId={search.order}
                workspace={workspace}
                tab={search.tab ?? "overview"}
                onTab={(tab) => setSearch({ tab: tab === "overview" ? undefined : tab })}
                onClose={() => setSearch({ order: undefined, tab: undefined })}
              />
            )}
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
      {search.new === "batch" && mayCreate && (
        <Suspense fallback={null}>
          <GatherSheet workspace={workspace} onClose={() => setSearch({ new: undefined })} />
        </Suspense>
      )}
      {isNew && sheet !== undefined && (
        <sheet.NewOrderSheet
          workspace={workspace}
          onClose={() => setSearch({ new: undefined })}
          onMade={(order) => setSearch({ new: undefined, order, tab: undefined })}
        />
      )}
      {moves.parts}
      <UndoHost />
    </Page>
  );
}
