import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useEffect, useMemo, useRef, useState } from "react";
import type { RequestOf } from "#modules/routes.ts";
import { usePages } from "#web/shared/queries.ts";
import { useTexts } from "../texts.ts";
import { BoardCard, type BoardColumn } from "./board-card.tsx";
import style from "./board.module.css";

type Props = {
  readonly column: BoardColumn;
  readonly filter: RequestOf<"showOrderBoard">;
  readonly workspace: string;
  readonly today: string;
  /** The card that is open beside the board. */
  readonly open: string | undefined;
};

/** Only what is in sight is drawn; the rest comes from the server as one scrolls to it. */
export const OrderColumn = memo(function OrderColumn({ column, filter, workspace, today, open }: Props) {
  const { t } = useTexts();
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
      className={style.column}
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
              <li
                key={card.id}
                ref={virtual.measureElement}
                data-index={item.index}
                data-card={card.id}
                data-open={card.id === open || undefined}
                aria-setsize={column.count}
                aria-posinset={item.index + 1}
                className={style.card}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <BoardCard card={card} workspace={workspace} today={today} />
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
});
