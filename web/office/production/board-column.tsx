import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { IconDots } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { RequestOf } from "#modules/routes.ts";
import { usePages } from "#web/shared/queries.ts";
import { useTexts } from "./texts.ts";
import { BoardCard, type BoardColumn, type OrderCardRow } from "./board-card.tsx";
import style from "./board.module.css";

type Props = {
  readonly column: BoardColumn;
  readonly filter: RequestOf<"showOrderBoard">;
  readonly workspace: string;
  readonly today: string;
  /** The card that is open beside the board. */
  readonly open: string | undefined;
  /** Absent where the member may not move orders. */
  readonly onMenu: ((card: OrderCardRow, button: HTMLElement) => void) | undefined;
};

/** Only what is in sight is drawn; the rest comes from the server as one scrolls to it. */
export const OrderColumn = memo(function OrderColumn(props: Props) {
  const { column, filter, workspace, today, open, onMenu } = props;
  const { t } = useTexts();
  const place = useRef<HTMLElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    return dropTargetForElements({
      element,
      getData: () => ({ status: column.status }),
      canDrop: ({ source }) => source.data["kind"] === "order",
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [column.status]);
  const [wanted, setWanted] = useState(false);
  const { next } = column;
  const further = usePages(
    "listOrders",
    { ...filter, status: column.status, limit: 50, ...(next === null ? {} : { cursor: next }) },
    { enabled: wanted && next !== null, keepPrevious: true },
  );
  const furtherRows = next === null ? undefined : further.rows;
  const cards = useMemo(() => {
    const first = new Set(column.cards.map((card) => card.id));
    return [...column.cards, ...(furtherRows ?? []).filter((card) => !first.has(card.id))];
  }, [column.cards, furtherRows]);

  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 136,
    overscan: 5,
    gap: 8,
    getItemKey: (index) => cards[index]?.id ?? index,
  });
  const shown = virtual.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  const { more, fetchingMore } = further;
  useEffect(() => {
    if (next === null || lastShown < cards.length - 8) return;
    if (!wanted) setWanted(true);
    else if (more !== null && !fetchingMore) more();
  }, [next, lastShown, cards.length, wanted, more, fetchingMore]);

  return (
    <section
      ref={place}
      className={style.column}
      data-over={over || undefined}
      data-status={column.status}
      data-empty={column.count === 0 || undefined}
      aria-label={t("board.column", { status: t(`orderStatus.${column.status}`), count: column.count })}
    >
      <header className={style.columnHead}>
        <h2 className={style.columnName}>{t(`orderStatus.${column.status}`)}</h2>
        <span className={style.count}>{column.count}</span>
        <span className={style.units}>
          {column.count === 0 ? "" : t("count.units", { count: column.units })}
        </span>
      </header>
      {column.count === 0 && <p className={style.nobody}>{t(`board.none.${column.status}`)}</p>}
      <div className={style.scroll} ref={scroll}>
        <ul className={style.cards} data-column={column.status} style={{ height: virtual.getTotalSize() }}>
          {shown.map((item) => {
            const card = cards[item.index];
            if (card === undefined) return null;
            return (
              <CardItem
                key={card.id}
                card={card}
                index={item.index}
                start={item.start}
                count={column.count}
                measure={virtual.measureElement}
                workspace={workspace}
                today={today}
                open={card.id === open}
                onMenu={onMenu}
              />
            );
          })}
        </ul>
      </div>
    </section>
  );
});

type ItemProps = Pick<Props, "workspace" | "today" | "onMenu"> & {
  readonly card: OrderCardRow;
  readonly index: number;
  readonly start: number;
  readonly count: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly open: boolean;
};

/** A card in its place; it can be dragged, and its menu does the same without a mouse. */
function CardItem(props: ItemProps) {
  const { card, index, start, count, measure, workspace, today, open, onMenu } = props;
  const { t } = useTexts();
  const place = useRef<HTMLLIElement>(null);
  const [dragged, setDragged] = useState(false);
  const movable = onMenu !== undefined;
  const hold = useCallback(
    (element: HTMLLIElement | null) => {
      place.current = element;
      measure(element);
    },
    [measure],
  );
  const { id, number, status } = card;
  useEffect(() => {
    const element = place.current;
    if (element === null || !movable) return undefined;
    return draggable({
      element,
      getInitialData: () => ({ kind: "order", id, number, status }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [id, number, status, movable]);
  return (
    <li
      ref={hold}
      data-index={index}
      data-card={id}
      data-open={open || undefined}
      data-dragged={dragged || undefined}
      aria-setsize={count}
      aria-posinset={index + 1}
      className={style.card}
      style={{ transform: `translateY(${start}px)` }}
    >
      <BoardCard card={card} workspace={workspace} today={today} />
      {onMenu !== undefined && (
        <button
          type="button"
          className={style.move}
          aria-label={t("board.moveTo", { number })}
          title={t("board.moveTo", { number })}
          aria-haspopup="menu"
          onClick={(event) => onMenu(card, event.currentTarget)}
        >
          <IconDots size={16} aria-hidden />
        </button>
      )}
    </li>
  );
}
