import { Link } from "@tanstack/react-router";
import type { OrderColumn } from "#modules/production/contract/order-list-routes.ts";
import type { OutputOf } from "#modules/routes.ts";
import { RelativeTime } from "#web/shared/texts.tsx";
import { isClosed, StateWord, TroubleMarks, WaitWords } from "../board-card.tsx";
import { Face, Mark } from "../mark.tsx";
import { toneOfDue, toneOfState, toneOfStatus } from "../order-tones.ts";
import { useTexts } from "../texts.ts";
import board from "../board.module.css";

export type ListRow = OutputOf<"listOrders">["rows"][number];

/** Which columns are figures: they stand at the right. */
export const figures: ReadonlySet<OrderColumn> = new Set([
  "progress",
  "quantity",
  "shortage",
  "defects",
  "cost",
]);

/** What a column shows of an order; nothing where there is nothing to show. */
export function ListCell(props: {
  readonly column: OrderColumn;
  readonly row: ListRow;
  readonly workspace: string;
  readonly today: string;
  /** The priority has a column of its own. */
  readonly withPriority: boolean;
}) {
  const { column, row, workspace, today, withPriority } = props;
  const { t, number, quantity, date, money } = useTexts();
  const { current } = row;
  const closed = isClosed(row.status);
  const day = (at: string | null) => (at === null ? null : date(at));
  switch (column) {
    case "status":
      return (
        <div className={board.rowMarks}>
          <Mark tone={toneOfStatus[row.status]}>{t(`orderStatus.${row.status}`)}</Mark>
          {!withPriority && !closed && <PriorityMark priority={row.priority} />}
          <TroubleMarks order={row} />
        </div>
      );
    case "progress":
      return t("board.progress", {
        done: number(String(row.received)),
        total: quantity(String(row.ordered), row.unit),
      });
    case "quantity":
      return quantity(String(row.ordered), row.unit);
    case "stage":
      return current === null ? null : (
        <div className={board.rowMarks}>
          <span>{current.name}</span>
          <Mark tone={toneOfState[current.state]}>
            {current.state === "waiting" ? (
              <WaitWords availableAt={current.availableAt} waitName={current.waitName} today={today} />
            ) : (
              <StateWord state={current.state} />
            )}
          </Mark>
        </div>
      );
    case "standing":
      return current === null ? null : <RelativeTime when={current.since} />;
    case "operator":
      return current === null || current.operatorName === null ? null : (
        <Face name={current.operatorName} named />
      );
    case "subcontractor":
      return current?.subcontractorName ?? null;
    case "due":
      return row.dueDate === null ? null : (
        <span
          className={board.due}
          data-tone={closed ? "plain" : toneOfDue(row.dueDate, row.overdue, today)}
          title={row.overdue ? t("board.overdue", { date: date(row.dueDate) }) : undefined}
        >
          {date(row.dueDate)}
          {row.overdue && <span className="unseen"> {t("orderList.overdue")}</span>}
        </span>
      );
    case "priority":
      return row.priority === "normal" || row.priority === "low" ? (
        t(`priority.${row.priority}`)
      ) : (
        <PriorityMark priority={row.priority} />
      );
    case "plannedStart":
      return day(row.plannedStart);
    case "plannedFinish":
      return day(row.plannedFinish);
    case "created":
      return day(row.createdAt);
    case "started":
      return day(row.startedAt);
    case "finished":
      return day(row.finishedAt);
    case "shortage":
      return row.shortages === 0 ? null : number(String(row.shortages));
    case "defects":
      return row.defects === 0 ? null : number(String(row.defects));
    case "deal":
      return row.dealId === null ? null : (
        <Link to="/w/$workspace/deals/$dealId" params={{ workspace, dealId: row.dealId }}>
          {row.dealTitle}
        </Link>
      );
    case "cost":
      return row.cost === null ? null : money(row.cost);
  }
}

function PriorityMark({ priority }: { readonly priority: ListRow["priority"] }) {
  const { t } = useTexts();
  if (priority !== "urgent" && priority !== "high") return null;
  return <Mark tone={priority === "urgent" ? "alarm" : "waiting"}>{t(`priority.${priority}`)}</Mark>;
}
