import {
  IconAlertOctagon,
  IconAlertTriangle,
  IconArrowBackUp,
  IconClock,
  IconLock,
  IconTruckReturn,
} from "@tabler/icons-react";
import { memo } from "react";
import type { OutputOf } from "#modules/routes.ts";
import type { ChatMarks } from "#web/shared/chat/use-chat-marks.ts";
import { Picture } from "#web/shared/file-picture.tsx";
import { RelativeTime } from "#web/shared/texts.tsx";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { useTexts } from "./texts.ts";
import { Bar, Face, Mark } from "./mark.tsx";
import { ChatMark } from "./order-chat/chat-mark.tsx";
import { toneOfDue, toneOfState } from "./order-tones.ts";
import style from "./board.module.css";

export type BoardColumn = OutputOf<"showOrderBoard">["columns"][number];
export type BoardCardRow = BoardColumn["cards"][number];
/** The list's rows are the same orders; how many units stand `here` is a column's to say. */
export type OrderCardRow = Omit<BoardCardRow, "here"> & { readonly here?: number | null };

type Props = {
  readonly card: OrderCardRow;
  readonly workspace: string;
  /** Today in the workspace's days. */
  readonly today: string;
  /** The board's address as far as the order's id: a card is a plain link, and the board opens it (see use-open-order.ts). */
  readonly address: string;
  readonly chat: ChatMarks | undefined;
  /** In a lane: the same in fewer lines. */
  readonly compact?: boolean;
};

export const isClosed = (status: OrderCardRow["status"]): boolean =>
  status === "done" || status === "cancelled";

export const BoardCard = memo(function BoardCard(props: Props) {
  const { card, workspace, today, address, chat, compact = false } = props;
  const { t, number, quantity, date } = useTexts();
  const { current } = card;
  const closed = isClosed(card.status);
  const due = card.dueDate;
  const stages = stagesOf(card);
  return (
    <>
      <div className={style.cardTop}>
        {card.photoId !== null && !compact && (
          <Picture
            fileId={card.photoId}
            size="thumbnail"
            alt=""
            className={style.cardPhoto}
            workspace={workspace}
            fallback={null}
          />
        )}
        <a href={address + card.id} data-order={card.id} className={style.cardTitle} draggable={false}>
          <span className={style.number}>{t("board.number", { number: card.number })}</span>{" "}
          {nameOfVariant(card.itemName, card.variantName)}
        </a>
        {chat !== undefined && <ChatMark chat={chat} />}
        {(card.priority === "urgent" || card.priority === "high") && !closed && (
          <Mark tone={card.priority === "urgent" ? "alarm" : "waiting"}>
            {t(`priority.${card.priority}`)}
          </Mark>
        )}
      </div>
      <div className={style.progress}>
        <span>
          {t("board.progress", {
            done: number(String(card.received)),
            total: quantity(String(card.ordered), card.unit),
          })}
        </span>
        {typeof card.here === "number" && card.here !== card.ordered && (
          <span className={style.here}>{t("board.here", { count: card.here })}</span>
        )}
        <span className={style.stages}>{t("board.stages", stages)}</span>
      </div>
      {!compact && <Bar {...stages} />}
      {current !== null && (
        <div className={style.stage}>
          <span className={style.stageName}>{current.name}</span>
          <Mark tone={toneOfState[current.state]}>
            {current.state === "blocked" && <IconLock size={12} aria-hidden />}
            {current.state === "waiting" ? (
              <WaitWords availableAt={current.availableAt} waitName={current.waitName} today={today} />
            ) : (
              <StateWord state={current.state} />
            )}
          </Mark>
          {current.operatorName !== null && (
            <span className={style.owner}>
              <Face name={current.operatorName} />
            </span>
          )}
          {current.subcontractorName !== null && (
            <span className={style.owner} title={t("board.outside", { name: current.subcontractorName })}>
              <IconTruckReturn size={14} aria-hidden />
              <Face name={current.subcontractorName} />
            </span>
          )}
        </div>
      )}
      {card.status === "aggregated" && card.batch !== null && card.batch.stageName !== null && (
        <div className={style.stage}>
          <span className={style.stageName}>{card.batch.stageName}</span>
        </div>
      )}
      {(hasTrouble(card) ||
        card.awaits.length > 0 ||
        card.madeFor !== null ||
        card.batch !== null ||
        card.gathers !== null) && (
        <div className={style.marks}>
          <TroubleMarks order={card} />
          {card.batch !== null && (
            <Mark tone={closed ? "plain" : "waiting"}>
              {t("gather.inBatch", { number: card.batch.number })}
            </Mark>
          )}
          {card.gathers !== null && card.gathers > 0 && (
            <Mark>{t("gather.gathers", { count: card.gathers })}</Mark>
          )}
          {card.awaits.map((one) => (
            <Mark key={one.orderId} tone="waiting">
              {t("made.waitsFor", {
                number: one.number,
                done: number(String(one.received)),
                total: number(String(one.ordered)),
              })}
            </Mark>
          ))}
          {card.madeFor !== null && <Mark>{t("made.forOrder", { number: card.madeFor.number })}</Mark>}
        </div>
      )}
      <div className={style.foot}>
        {due !== null && (
          <span data-tone={closed ? "plain" : toneOfDue(due, card.overdue, today)} className={style.due}>
            {card.overdue ? t("board.overdue", { date: date(due) }) : t("board.due", { date: date(due) })}
          </span>
        )}
        <span className={style.since} title={t("board.since")}>
          <IconClock size={13} aria-hidden />
          <span className="unseen">{t("board.since")}</span>
          <RelativeTime when={current?.since ?? card.finishedAt ?? card.createdAt} />
        </span>
      </div>
    </>
  );
});

/** How many stages are behind it; a gathered order is as far as its batch. */
export function stagesOf(card: Pick<OrderCardRow, "status" | "batch" | "stagesDone" | "stagesTotal">): {
  readonly done: number;
  readonly total: number;
} {
  const made = card.status === "aggregated" && card.batch !== null ? card.batch : card;
  return { done: made.stagesDone, total: made.stagesTotal };
}

type Trouble = Pick<
  OrderCardRow,
  "blocked" | "shortages" | "escalated" | "inRework" | "writtenOff" | "defects" | "current"
>;
const isBlockedElsewhere = (order: Trouble): boolean => order.blocked && order.current?.state !== "blocked";
const hasTrouble = (order: Trouble): boolean =>
  isBlockedElsewhere(order) ||
  order.shortages + order.escalated + order.inRework + order.writtenOff + order.defects > 0;

/** What needs a look, the worst first; each in words, with its sign. */
export function TroubleMarks({ order }: { readonly order: Trouble }) {
  const { t } = useTexts();
  return (
    <>
      {order.escalated > 0 && (
        <Mark tone="alarm">
          <IconAlertOctagon size={12} aria-hidden />
          {t("board.escalated", { count: order.escalated })}
        </Mark>
      )}
      {isBlockedElsewhere(order) && (
        <Mark tone="alarm">
          <IconLock size={12} aria-hidden />
          <StateWord state="blocked" />
        </Mark>
      )}
      {order.shortages > 0 && (
        <Mark tone="alarm">
          <IconAlertTriangle size={12} aria-hidden />
          {t("board.shortages", { count: order.shortages })}
        </Mark>
      )}
      {order.inRework > 0 && (
        <Mark tone="waiting">
          <IconArrowBackUp size={12} aria-hidden />
          {t("board.inRework", { count: order.inRework })}
        </Mark>
      )}
      {order.writtenOff > 0 && <Mark>{t("board.writtenOff", { count: order.writtenOff })}</Mark>}
      {order.defects > 0 && order.inRework === 0 && order.writtenOff === 0 && (
        <Mark>{t("board.defects", { count: order.defects })}</Mark>
      )}
    </>
  );
}

export function StateWord({ state }: { readonly state: string }) {
  const { lookUp } = useTexts();
  return <>{lookUp(`runState.${state}`) ?? state}</>;
}

/** "degassing until 14:30": the day too, where it is not today's. */
export function WaitWords(props: {
  readonly availableAt: string;
  readonly waitName: string | null;
  readonly today: string;
}) {
  const { t, time, dateTime, date } = useTexts();
  const { availableAt, waitName, today } = props;
  const when = date(availableAt) === date(today) ? time(availableAt) : dateTime(availableAt);
  return (
    <>{waitName === null ? t("board.until", { when }) : t("board.waitUntil", { wait: waitName, when })}</>
  );
}
