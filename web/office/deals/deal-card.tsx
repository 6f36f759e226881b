import { draggable } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { IconClock, IconDots, IconHammer } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo, useEffect, useRef, useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { RelativeTime } from "#web/shared/texts.tsx";
import { useTexts } from "../texts.ts";
import style from "./deal-board.module.css";

export type DealColumn = OutputOf<"showDealBoard">["columns"][number];
export type DealRow = DealColumn["deals"][number];

type Props = {
  readonly deal: DealRow;
  readonly workspace: string;
  /** Today in the workspace's days, "2026-06-30". */
  readonly today: string;
  /** Absent where the member may not move deals. */
  readonly onMenu: ((deal: DealRow, button: HTMLElement) => void) | undefined;
};

export const DealCard = memo(function DealCard({ deal, workspace, today, onMenu }: Props) {
  const { t, money, date } = useTexts();
  const card = useRef<HTMLLIElement>(null);
  const [dragged, setDragged] = useState(false);
  const movable = onMenu !== undefined;
  useEffect(() => {
    const element = card.current;
    if (element === null || !movable) return undefined;
    return draggable({
      element,
      getInitialData: () => ({ dealId: deal.id, fromStatusId: deal.statusId }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [deal.id, deal.statusId, movable]);

  const { production } = deal;
  const late = deal.promisedDate !== null && deal.statusKind === "open" && deal.promisedDate < today;
  const who = [deal.contactName, deal.companyName].filter((name) => name !== null).join(", ");
  return (
    <li ref={card} className={style.card} data-card={deal.id} data-dragged={dragged || undefined}>
      <Link
        to="/w/$workspace/deals/$dealId"
        params={{ workspace, dealId: deal.id }}
        className={style.cardTitle}
        draggable={false}
      >
        {deal.title}
      </Link>
      {onMenu !== undefined && (
        <button
          type="button"
          className={style.move}
          aria-label={t("dealBoard.move", { deal: deal.title })}
          aria-haspopup="menu"
          onClick={(event) => onMenu(deal, event.currentTarget)}
        >
          <IconDots size={18} aria-hidden />
        </button>
      )}
      {who !== "" && <p className={style.who}>{who}</p>}
      <div className={style.facts}>
        {deal.revenue !== null && <span className={style.money}>{money(deal.revenue)}</span>}
        {deal.promisedDate !== null && (
          <span className={late ? style.late : undefined}>
            {t("dealBoard.promised", { date: date(deal.promisedDate) })}
          </span>
        )}
      </div>
      <div className={style.facts}>
        {production !== null && production.orders > 0 && (
          <span className={style.shop} data-done={production.done === production.orders || undefined}>
            <IconHammer size={14} aria-hidden />
            {production.stageName ??
              t("dealBoard.ordersDone", { done: production.done, orders: production.orders })}
          </span>
        )}
        <span className={style.since} title={t("deal.statusSince")}>
          <IconClock size={14} aria-hidden />
          <RelativeTime when={deal.statusSince} />
        </span>
      </div>
    </li>
  );
});
