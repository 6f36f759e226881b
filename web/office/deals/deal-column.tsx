import { dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { memo, useEffect, useRef, useState } from "react";
import { useTexts } from "../texts.ts";
import { DealCard, type DealColumn as Column, type DealRow } from "./deal-card.tsx";
import style from "./deal-board.module.css";

type Props = {
  readonly column: Column;
  readonly workspace: string;
  readonly today: string;
  readonly onMenu: ((deal: DealRow, button: HTMLElement) => void) | undefined;
};

export const DealColumn = memo(function DealColumn({ column, workspace, today, onMenu }: Props) {
  const { t, money } = useTexts();
  const place = useRef<HTMLElement>(null);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null) return undefined;
    return dropTargetForElements({
      element,
      getData: () => ({ statusId: column.id }),
      canDrop: ({ source }) => typeof source.data["dealId"] === "string",
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: () => setOver(false),
    });
  }, [column.id]);
  const hidden = column.count - column.deals.length;
  return (
    <section
      ref={place}
      className={style.column}
      data-kind={column.kind}
      data-over={over || undefined}
      aria-label={t("dealBoard.column", { status: column.name, count: column.count })}
    >
      <header className={style.columnHead}>
        <h2 className={style.columnName}>{column.name}</h2>
        <span className={style.count}>{column.count}</span>
        <span className={style.sum}>
          {column.revenue === null || column.count === 0 ? "" : money(column.revenue)}
        </span>
      </header>
      <ul className={style.cards} data-column={column.id}>
        {column.deals.map((deal) => (
          <DealCard key={deal.id} deal={deal} workspace={workspace} today={today} onMenu={onMenu} />
        ))}
        {hidden > 0 && <li className={style.nobody}>{t("dealBoard.more", { count: hidden })}</li>}
      </ul>
    </section>
  );
});
