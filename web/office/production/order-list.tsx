import { Link } from "@tanstack/react-router";
import { type ReactNode, useRef } from "react";
import type { RequestOf } from "#modules/routes.ts";
import { usePages } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { MoreButton } from "../shell/more-button.tsx";
import { useTexts } from "./texts.ts";
import { isClosed, type OrderCardRow, StateWord, TroubleMarks, WaitWords } from "./board-card.tsx";
import { Face, Mark } from "./mark.tsx";
import { toneOfDue, toneOfState, toneOfStatus } from "./order-tones.ts";
import { walkBetweenCards } from "./walk-cards.ts";
import style from "./board.module.css";

type Props = {
  readonly filter: RequestOf<"listOrders">;
  readonly workspace: string;
  readonly today: string;
  readonly open: string | undefined;
  /** Instead of a table without rows. The board can't tell: it has only the last days of what is over. */
  readonly nothing: ReactNode;
};

/** The board's own query as a table; what has ended is in it however old it is. */
export function OrderList({ filter, workspace, today, open, nothing }: Props) {
  const { t } = useTexts();
  const { rows, refusal, pending, more, fetchingMore, refetch } = usePages<"listOrders">(
    "listOrders",
    filter,
    {
      keepPrevious: true,
    },
  );
  const place = useRef<HTMLDivElement>(null);
  return (
    // Arrows go from row to row; each row's link is what takes the focus.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className={style.listPlace} ref={place} onKeyDown={walkBetweenCards}>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {pending && refusal === undefined && <PageSkeleton lines={10} />}
      {rows?.length === 0 && nothing}
      {rows !== undefined && rows.length > 0 && (
        <div className="plate scroll-aside">
          <table className="rows">
            <caption className="unseen">{t("board.listCaption")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("board.order")}</th>
                <th scope="col">{t("board.status")}</th>
                <th scope="col" className="figures">
                  {t("board.done")}
                </th>
                <th scope="col">{t("board.stage")}</th>
                <th scope="col">{t("board.operator")}</th>
                <th scope="col">{t("board.dueDate")}</th>
                <th scope="col">{t("board.plannedFinish")}</th>
                <th scope="col">{t("board.deal")}</th>
              </tr>
            </thead>
            <tbody data-column="all">
              {rows.map((row) => (
                <Row key={row.id} row={row} workspace={workspace} today={today} open={row.id === open} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton more={more} pending={fetchingMore} />
    </div>
  );
}

function Row(props: {
  readonly row: OrderCardRow;
  readonly workspace: string;
  readonly today: string;
  readonly open: boolean;
}) {
  const { row, workspace, today, open } = props;
  const { t, number, quantity, date } = useTexts();
  const { current } = row;
  const operator = current?.operatorName ?? null;
  return (
    <tr data-card={row.id} data-open={open || undefined} className={style.row}>
      <td>
        <Link
          from="/w/$workspace/board"
          to="/w/$workspace/board"
          params={{ workspace }}
          search={(before) => ({ ...before, order: row.id, tab: undefined })}
          className={style.rowLink}
        >
          {t("board.number", { number: row.number })}
        </Link>{" "}
        {nameOfVariant(row.itemName, row.variantName)}
      </td>
      <td>
        <div className={style.rowMarks}>
          <Mark tone={toneOfStatus[row.status]}>{t(`orderStatus.${row.status}`)}</Mark>
          {(row.priority === "urgent" || row.priority === "high") && !isClosed(row.status) && (
            <Mark tone={row.priority === "urgent" ? "alarm" : "waiting"}>
              {t(`priority.${row.priority}`)}
            </Mark>
          )}
          <TroubleMarks order={row} />
        </div>
      </td>
      <td className="figures">
        {t("board.progress", {
          done: number(String(row.received)),
          total: quantity(String(row.ordered), row.unit),
        })}
      </td>
      <td>
        {current !== null && (
          <div className={style.rowMarks}>
            <span>{current.name}</span>
            <Mark tone={toneOfState[current.state]}>
              {current.state === "waiting" ? (
                <WaitWords availableAt={current.availableAt} waitName={current.waitName} today={today} />
              ) : (
                <StateWord state={current.state} />
              )}
            </Mark>
          </div>
        )}
      </td>
      <td>{operator !== null && <Face name={operator} named />}</td>
      <td>
        {row.dueDate !== null && (
          <span
            className={style.due}
            data-tone={isClosed(row.status) ? "plain" : toneOfDue(row.dueDate, row.overdue, today)}
          >
            {row.overdue ? t("board.overdue", { date: date(row.dueDate) }) : date(row.dueDate)}
          </span>
        )}
      </td>
      <td>{row.plannedFinish !== null && date(row.plannedFinish)}</td>
      <td>
        {row.dealId !== null && (
          <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: row.dealId }}>
            {row.dealTitle}
          </Link>
        )}
      </td>
    </tr>
  );
}
