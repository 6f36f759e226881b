import { Drawer } from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconDots } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useCallback, useRef, useState } from "react";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import type { ChatMarks } from "#web/shared/chat/use-chat-marks.ts";
import { usePages, useRoute } from "#web/shared/queries.ts";
import { MoreButton } from "../shell/more-button.tsx";
import { BoardCard, type BoardColumn, type OrderCardRow } from "./board-card.tsx";
import { useCardPlace, useDropPlace } from "./board-drag.ts";
import { sizeAsTold, useColumnsInSight } from "./in-sight.ts";
import { nameOfColumn } from "./board-words.ts";
import { OfflineSince } from "./offline-since.tsx";
import { useTexts } from "./texts.ts";
import { useHeld } from "./use-held.ts";
import style from "./board.module.css";

type Board = OutputOf<"showOrderBoard">;
type Lane = Board["lanes"][number];
type LaneKind = NonNullable<RequestOf<"showOrderBoard">["lanes"]>;
type Shown = {
  readonly columns: readonly BoardColumn[];
  readonly asked: RequestOf<"showOrderBoard">;
  readonly kind: LaneKind;
  readonly workspace: string;
  readonly today: string;
  /** See BoardCard. */
  readonly address: string;
  readonly chats: ReadonlyMap<string, ChatMarks>;
  readonly open: string | undefined;
  readonly onMenu: ((card: OrderCardRow, button: HTMLElement) => void) | undefined;
};

const cardsInCell = 6;
const cardHeight = 92;
const laneHead = 46;

/** Lanes in sight are drawn, and ask for their own cards; how many there are, the board has said. */
export function BoardLanes({
  lanes,
  leftOut,
  ...shown
}: Shown & { lanes: readonly Lane[]; leftOut: number }) {
  const { t } = useTexts();
  const scroll = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [cell, setCell] = useState<{ readonly lane: Lane; readonly column: BoardColumn }>();
  const openCell = useCallback((lane: Lane, column: BoardColumn) => setCell({ lane, column }), []);
  const inSight = useColumnsInSight(
    scroll,
    shown.columns.map((column) => column.key),
  );
  const virtual = useVirtualizer({
    count: lanes.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => {
      const lane = lanes[index];
      if (lane === undefined || folded.has(lane.key)) return 44;
      return laneHead + heightOfCells(lane);
    },
    overscan: 0,
    gap: 8,
    getItemKey: (index) => lanes[index]?.key ?? index,
    measureElement: sizeAsTold,
  });
  const fold = useCallback(
    (key: string): void =>
      setFolded(
        (before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key]),
      ),
    [],
  );
  return (
    <div className={style.lanes} ref={scroll}>
      <div className={style.laneColumns} aria-hidden>
        {shown.columns.map((column) => (
          <div key={column.key} className={style.laneColumn} data-in-sight={column.key}>
            <span className={style.columnName}>{nameOfColumn(column, t)}</span>
            <span className={style.count}>{column.count}</span>
            <span className={style.units}>
              {column.count === 0 ? "" : t("count.units", { count: column.units })}
            </span>
          </div>
        ))}
      </div>
      <div className={style.laneList} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const lane = lanes[item.index];
          if (lane === undefined) return null;
          return (
            <div
              key={lane.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={style.lane}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <LaneRow
                {...shown}
                lane={lane}
                folded={folded.has(lane.key)}
                inSight={inSight}
                onFold={fold}
                onMore={openCell}
              />
            </div>
          );
        })}
      </div>
      {leftOut > 0 && <p className={style.nobody}>{t("board.lanesLeftOut", { count: leftOut })}</p>}
      {cell !== undefined && <CellDrawer {...shown} {...cell} onClose={() => setCell(undefined)} />}
    </div>
  );
}

/** What a lane's cells need, at least: it stays as high while the columns with the most are out of sight. */
function heightOfCells(lane: Lane): number {
  const most = Math.max(0, ...lane.cells.map((one) => one.orders));
  return 14 + Math.min(most, cardsInCell) * (cardHeight + 6) + (most > cardsInCell ? 34 : 0);
}

function useLaneName(kind: LaneKind): (lane: Lane) => string {
  const { t } = useTexts();
  return (lane) => lane.name ?? t(kind === "subcontractor" ? "board.inHouse" : "board.unassigned");
}

const LaneRow = memo(function LaneRow(
  props: Shown & {
    readonly lane: Lane;
    readonly folded: boolean;
    readonly inSight: ReadonlySet<string>;
    readonly onFold: (key: string) => void;
    readonly onMore: (lane: Lane, column: BoardColumn) => void;
  },
) {
  const { lane, folded, inSight, onFold, onMore, ...shown } = props;
  const { t } = useTexts();
  const name = useLaneName(shown.kind)(lane);
  const { data } = useRoute(
    "showBoardLane",
    { ...shown.asked, lanes: shown.kind, lane: lane.key },
    { enabled: !folded, keepPrevious: true },
  );
  return (
    <section aria-label={t("board.lane", { name, count: lane.orders })}>
      <h2 className={style.laneHead}>
        <button type="button" aria-expanded={!folded} onClick={() => onFold(lane.key)}>
          {folded ? <IconChevronRight size={16} aria-hidden /> : <IconChevronDown size={16} aria-hidden />}
          {name}
        </button>
        {shown.kind === "operator" && lane.name !== null && <OfflineSince memberId={lane.key} />}
        <span className={style.count}>{t("count.orders", { count: lane.orders })}</span>
        <span className={style.count}>{t("count.units", { count: lane.units })}</span>
      </h2>
      {!folded && (
        <div
          className={style.cells}
          style={inSight.size < shown.columns.length ? { minHeight: heightOfCells(lane) } : undefined}
        >
          {shown.columns.map((column) => {
            if (!inSight.has(column.key)) return <div key={column.key} className={style.cell} />;
            const count = lane.cells.find((one) => one.column === column.key)?.orders ?? 0;
            const cards = data?.cells.find((one) => one.column === column.key)?.cards;
            return (
              <LaneCell
                key={column.key}
                {...shown}
                lane={lane}
                column={column}
                count={count}
                cards={cards ?? []}
                loading={cards === undefined}
                onMore={onMore}
              />
            );
          })}
        </div>
      )}
    </section>
  );
});

const LaneCell = memo(function LaneCell(
  props: Shown & {
    readonly lane: Lane;
    readonly column: BoardColumn;
    readonly count: number;
    readonly cards: readonly OrderCardRow[];
    readonly loading: boolean;
    readonly onMore: (lane: Lane, column: BoardColumn) => void;
  },
) {
  const { lane, column, count, loading, onMore, workspace, today, address, chats, open, onMenu } = props;
  const { t } = useTexts();
  const place = useRef<HTMLDivElement>(null);
  const over = useDropPlace(place, column.key, lane.key);
  const cards = useHeld(place, props.cards);
  const more = count - cards.length;
  return (
    <div ref={place} className={style.cell} data-over={over || undefined}>
      {loading && count > 0 && <div className={style.cellSkeleton} />}
      {cards.length > 0 && (
        <ul
          className={style.cellCards}
          data-column={column.key}
          data-lane={lane.key}
          aria-label={t("board.column", { status: nameOfColumn(column, t), count })}
        >
          {cards.map((card, index) => (
            <CellCard
              key={card.id}
              workspace={workspace}
              today={today}
              address={address}
              chat={chats.get(card.id)}
              open={card.id === open}
              onMenu={onMenu}
              card={card}
              lane={lane.key}
              column={column.key}
              above={cards[index - 1]?.priority ?? null}
              below={cards[index + 1]?.priority ?? null}
            />
          ))}
        </ul>
      )}
      {!loading && more > 0 && (
        <button type="button" className={style.moreInCell} onClick={() => onMore(lane, column)}>
          {t("board.moreInCell", { count: more })}
        </button>
      )}
    </div>
  );
});

const CellCard = memo(function CellCard(
  props: Pick<Shown, "workspace" | "today" | "address" | "onMenu"> & {
    readonly card: OrderCardRow;
    readonly chat: ChatMarks | undefined;
    readonly open: boolean;
    readonly lane: string;
    readonly column: string;
    readonly above: OrderCardRow["priority"] | null;
    readonly below: OrderCardRow["priority"] | null;
  },
) {
  const { card, lane, column, above, below, workspace, today, address, chat, open, onMenu } = props;
  const { t } = useTexts();
  const place = useRef<HTMLLIElement>(null);
  const { dragged, edge } = useCardPlace(place, { card, column, lane, above, below }, onMenu !== undefined);
  return (
    <li
      ref={place}
      data-card={card.id}
      data-open={open || undefined}
      data-dragged={dragged || undefined}
      data-edge={edge}
      className={style.cellCard}
    >
      <BoardCard card={card} workspace={workspace} today={today} address={address} chat={chat} compact />
      {onMenu !== undefined && (
        <button
          type="button"
          className={style.move}
          aria-label={t("board.moveTo", { number: card.number })}
          title={t("board.moveTo", { number: card.number })}
          aria-haspopup="menu"
          onClick={(event) => onMenu(card, event.currentTarget)}
        >
          <IconDots size={16} aria-hidden />
        </button>
      )}
    </li>
  );
});

/** All cards of one cell, page by page. */
function CellDrawer(
  props: Shown & { readonly lane: Lane; readonly column: BoardColumn; readonly onClose: () => void },
) {
  const { lane, column, kind, asked, onClose, workspace, today, address, chats } = props;
  const { t } = useTexts();
  const name = useLaneName(kind)(lane);
  const { rows, more, fetchingMore } = usePages(
    "listBoardCell",
    { ...asked, lanes: kind, lane: lane.key, column: column.key, limit: 30 },
    { keepPrevious: true },
  );
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size="26rem"
      title={t("board.cellTitle", { lane: name, column: nameOfColumn(column, t) })}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      <ul className={style.cellCards} data-column={column.key}>
        {(rows ?? []).map((card) => (
          <li key={card.id} data-card={card.id} className={style.cellCard}>
            <BoardCard
              card={card}
              workspace={workspace}
              today={today}
              address={address}
              chat={chats.get(card.id)}
              compact
            />
          </li>
        ))}
      </ul>
      <MoreButton more={more} pending={fetchingMore} />
    </Drawer>
  );
}
