import { IconDots } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { RequestOf } from "#modules/routes.ts";
import type { ChatMarks } from "#web/shared/chat/use-chat-marks.ts";
import { usePages } from "#web/shared/queries.ts";
import { useTexts } from "./texts.ts";
import { BoardCard, type BoardColumn, type OrderCardRow } from "./board-card.tsx";
import { useCardPlace, useDropPlace } from "./board-drag.ts";
import { sizeAsTold } from "./in-sight.ts";
import { nameOfColumn } from "./board-words.ts";
import { useHeld } from "./use-held.ts";
import style from "./board.module.css";

type Props = {
  readonly column: BoardColumn;
  /** How the board is asked for, without its lanes. */
  readonly asked: RequestOf<"showOrderBoard">;
  readonly workspace: string;
  readonly today: string;
  /** See BoardCard. */
  readonly address: string;
  readonly chats: ReadonlyMap<string, ChatMarks>;
  /** Out of sight it is drawn without its cards. */
  readonly inSight: boolean;
  /** The card that is open beside the board. */
  readonly open: string | undefined;
  /** Absent where the member may not move orders. */
  readonly onMenu: ((card: OrderCardRow, button: HTMLElement) => void) | undefined;
};

/** Only what is in sight is drawn; the rest comes from the server as one scrolls to it. */
export const OrderColumn = memo(function OrderColumn(props: Props) {
  const { column, asked, workspace, today, address, chats, inSight, open, onMenu } = props;
  const { t } = useTexts();
  const place = useRef<HTMLElement>(null);
  const over = useDropPlace(place, column.key, undefined);
  const [wanted, setWanted] = useState(false);
  const { next } = column;
  const further = usePages(
    "listBoardCell",
    { ...asked, column: column.key, limit: 50, ...(next === null ? {} : { cursor: next }) },
    { enabled: wanted && next !== null, keepPrevious: true },
  );
  const furtherRows = next === null ? undefined : further.rows;
  const all = useMemo(() => {
    const first = new Set(column.cards.map((card) => card.id));
    return [...column.cards, ...(furtherRows ?? []).filter((card) => !first.has(card.id))];
  }, [column.cards, furtherRows]);

  const scroll = useRef<HTMLDivElement>(null);
  const cards = useHeld(scroll, all);
  const virtual = useVirtualizer({
    count: cards.length,
    getScrollElement: () => scroll.current,
    // Near what they are: the first picture draws few that are not needed, and nothing moves once they are measured.
    estimateSize: (index) => (cards[index]?.current === null ? 112 : 180),
    overscan: 4,
    gap: 8,
    getItemKey: (index) => cards[index]?.id ?? index,
    measureElement: sizeAsTold,
  });
  const shown = inSight ? virtual.getVirtualItems() : [];
  const lastShown = shown.at(-1)?.index ?? 0;
  const { more, fetchingMore } = further;
  useEffect(() => {
    if (!inSight || next === null || lastShown < cards.length - 8) return;
    if (!wanted) setWanted(true);
    else if (more !== null && !fetchingMore) more();
  }, [inSight, next, lastShown, cards.length, wanted, more, fetchingMore]);

  const name = nameOfColumn(column, t);
  return (
    <section
      ref={place}
      className={style.column}
      data-in-sight={column.key}
      data-over={over || undefined}
      data-status={column.status ?? undefined}
      data-empty={column.count === 0 || undefined}
      aria-label={t("board.column", { status: name, count: column.count })}
    >
      <header className={style.columnHead}>
        <h2 className={style.columnName}>{name}</h2>
        <span className={style.count}>{column.count}</span>
        <span className={style.units}>
          {column.count === 0 ? "" : t("count.units", { count: column.units })}
        </span>
      </header>
      {column.count === 0 && (
        <p className={style.nobody}>
          {column.status === null ? t("board.none.stage") : t(`board.none.${column.status}`)}
        </p>
      )}
      <div className={style.scroll} ref={scroll}>
        <ul className={style.cards} data-column={column.key} style={{ height: virtual.getTotalSize() }}>
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
                address={address}
                chat={chats.get(card.id)}
                open={card.id === open}
                onMenu={onMenu}
                column={column.key}
                above={cards[item.index - 1]?.priority ?? null}
                below={cards[item.index + 1]?.priority ?? null}
              />
            );
          })}
        </ul>
      </div>
    </section>
  );
});

type ItemProps = Pick<Props, "workspace" | "today" | "address" | "onMenu"> & {
  readonly chat: ChatMarks | undefined;
  readonly card: OrderCardRow;
  readonly index: number;
  readonly start: number;
  readonly count: number;
  readonly measure: (element: HTMLElement | null) => void;
  readonly open: boolean;
  readonly column: string;
  readonly above: OrderCardRow["priority"] | null;
  readonly below: OrderCardRow["priority"] | null;
};

/** A card in its place; it can be dragged, and its menu does the same without a mouse. */
const CardItem = memo(function CardItem(props: ItemProps) {
  const { card, index, start, count, measure, workspace, today, open, onMenu, column, above, below } = props;
  const { address, chat } = props;
  const { t } = useTexts();
  const place = useRef<HTMLLIElement>(null);
  const hold = useCallback(
    (element: HTMLLIElement | null) => {
      place.current = element;
      measure(element);
    },
    [measure],
  );
  const { dragged, edge } = useCardPlace(
    place,
    { card, column, lane: undefined, above, below },
    onMenu !== undefined,
  );
  const { id, number } = card;
  return (
    <li
      ref={hold}
      data-index={index}
      data-card={id}
      data-open={open || undefined}
      data-dragged={dragged || undefined}
      data-edge={edge}
      aria-setsize={count}
      aria-posinset={index + 1}
      className={style.card}
      style={{ transform: `translateY(${start}px)` }}
    >
      <BoardCard card={card} workspace={workspace} today={today} address={address} chat={chat} />
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
});
