import { IconArrowBackUp } from "@tabler/icons-react";
import { isEmptyText, RichText } from "#web/shared/rich-text.tsx";
import { useTexts } from "../texts.ts";
import { isClosed, StateWord } from "../board-card.tsx";
import { Mark } from "../mark.tsx";
import type { Order, OrderStage } from "../order-types.ts";
import { AwaitedMarks } from "../made-for/made-for.tsx";
import { MergeButton } from "../lots/merge-lots.tsx";
import type { Loop } from "./rework-loops.ts";
import { StageRuns } from "./stage-runs.tsx";
import { spanInWords } from "./span-words.ts";
import { actualOf, waitEndsOf } from "./stage-spans.ts";
import { Track } from "./stage-track.tsx";
import style from "./stages.module.css";

type Props = {
  readonly order: Order;
  readonly stage: OrderStage;
  readonly place: number;
  readonly loops: readonly Loop[];
  readonly now: number;
};

/** One stage: its plan, what really happened beside it, and the lots that stand there. */
export function StageBlock({ order, stage, place, loops, now }: Props) {
  const { t } = useTexts();
  return (
    <li className={style.block} data-done={stage.done || undefined}>
      <div className={style.head} data-stage={stage.id}>
        <h2 className={style.name}>
          <span className={style.place}>{place}</span> {stage.name}
        </h2>
        {stage.done && (
          <Mark tone="done">
            <StateWord state="done" />
          </Mark>
        )}
        <AwaitedMarks awaits={stage.awaits} />
        {stage.optional && <Mark>{t("run.optional")}</Mark>}
        <MergeButton order={order} stage={stage} />
      </div>
      <StageFacts order={order} stage={stage} now={now} />
      <Track order={order} stage={stage} now={now} />
      <Returns order={order} stage={stage} loops={loops} />
      {stage.runs.length === 0 ? (
        !isClosed(order.status) && <p className={style.later}>{t("order.notReached")}</p>
      ) : (
        <StageRuns order={order} stage={stage} now={now} />
      )}
      {stage.waitSeconds > 0 && <WaitAfter order={order} stage={stage} now={now} />}
      {!isEmptyText(stage.instruction) && (
        <details className={style.instruction}>
          <summary>{t("order.instruction")}</summary>
          <RichText text={stage.instruction} />
        </details>
      )}
    </li>
  );
}

/** Who, how long, when: planned in the first line, what really happened in the second. */
function StageFacts({ stage, now }: Pick<Props, "order" | "stage" | "now">) {
  const texts = useTexts();
  const { t, lookUp, duration, dateTime } = texts;
  const { performer } = stage;
  const who =
    performer.kind === "role"
      ? (lookUp(`role.${performer.name ?? ""}`) ?? performer.name)
      : performer.kind === "subcontractor"
        ? t("order.bySubcontractor", { name: performer.name ?? "…" })
        : (performer.name ?? (performer.kind === "chosen_at_start" ? t("order.chosenAtStart") : null));
  const planned = [
    who,
    t("order.plannedTime", { time: duration(stage.plannedSeconds) }),
    stage.plannedStart === null || stage.plannedFinish === null
      ? null
      : spanInWords(stage.plannedStart, stage.plannedFinish, texts),
    stage.reworkLimit === null ? null : t("run.reworkLimit", { limit: stage.reworkLimit }),
  ];
  const actual = actualOf(stage, now);
  return (
    <>
      <p className={style.facts}>{planned.filter((part) => part !== null).join(" · ")}</p>
      {actual !== null && (
        <p className={style.facts}>
          {actual.to === null
            ? t("run.actualSince", { from: dateTime(new Date(actual.from)) })
            : t("run.actualSpan", { span: spanInWords(new Date(actual.from), new Date(actual.to), texts) })}
          {actual.workedSeconds >= 1 && ` · ${t("order.worked", { time: duration(actual.workedSeconds) })}`}
        </p>
      )}
    </>
  );
}

/** What the arcs beside the stages say, in words: what went back from here, and why. */
function Returns({ order, stage, loops }: Pick<Props, "order" | "stage" | "loops">) {
  const { t, quantity, list } = useTexts();
  const nameOf = (stageId: string): string => order.stages.find((one) => one.id === stageId)?.name ?? "";
  return loops
    .filter((loop) => loop.from === stage.id)
    .map((loop) => (
      <p key={loop.to} className={style.returned}>
        <IconArrowBackUp size={16} aria-hidden />
        <span>
          {t("run.returned", {
            units: quantity(String(loop.units), order.unit),
            stage: nameOf(loop.to),
            reasons: list(loop.reasons),
          })}
        </span>
      </p>
    ));
}

/** The wait between this stage and the next, hatched, with its end where one is running. */
function WaitAfter({ order, stage, now }: Pick<Props, "order" | "stage" | "now">) {
  const { t, duration, dateTime } = useTexts();
  const wait = stage.waitName ?? t("order.wait");
  const ends = waitEndsOf(order, stage).filter((end) => end > now);
  return (
    <p className={style.wait}>
      {t("order.waitAfter", { wait, time: duration(stage.waitSeconds) })}
      {ends.length > 0 && ` · ${t("board.until", { when: dateTime(new Date(Math.max(...ends))) })}`}
    </p>
  );
}
