import { useSession } from "#web/shared/session.ts";
import { useTexts } from "../texts.ts";
import { todayIn } from "../today.ts";
import { isClosed, StateWord, WaitWords } from "./board-card.tsx";
import { Face, Mark } from "./mark.tsx";
import { toneOfState } from "./order-tones.ts";
import type { Order, OrderStage, StageRun } from "./order-types.ts";
import { RunButtons } from "./run-actions.tsx";
import { Track } from "./stage-track.tsx";
import { spanOf } from "./stage-spans.ts";
import { useNow } from "./use-now.ts";
import style from "./order-card.module.css";

/** Every stage with its plan, what really happened beside it, and what can be done now. */
export function OrderStages({ order }: { readonly order: Order }) {
  const { t, dateTime } = useTexts();
  const now = useNow();
  const span = spanOf(order, now);
  return (
    <div className={style.stages}>
      {span !== null && (
        <div className={style.legend}>
          <span>{dateTime(new Date(span.from))}</span>
          <ul>
            <li data-kind="planned">{t("order.planned")}</li>
            <li data-kind="actual">{t("order.actual")}</li>
            <li data-kind="wait">{t("order.wait")}</li>
          </ul>
          <span>{dateTime(new Date(span.to))}</span>
        </div>
      )}
      <ol className={style.stageList}>
        {order.stages.map((stage, index) => (
          <StageBlock key={stage.id} order={order} stage={stage} place={index + 1} now={now} />
        ))}
      </ol>
    </div>
  );
}

function StageBlock(props: {
  readonly order: Order;
  readonly stage: OrderStage;
  readonly place: number;
  readonly now: number;
}) {
  const { order, stage, place, now } = props;
  const { t, lookUp, duration, dateTime } = useTexts();
  const { performer } = stage;
  const who =
    performer.kind === "role"
      ? (lookUp(`role.${performer.name ?? ""}`) ?? performer.name)
      : (performer.name ?? (performer.kind === "chosen_at_start" ? t("order.chosenAtStart") : null));
  return (
    <li className={style.stageBlock} data-done={stage.done || undefined}>
      <div className={style.stageHead}>
        <h2 className={style.stageName}>
          <span className={style.place}>{place}</span> {stage.name}
        </h2>
        {stage.done && (
          <Mark tone="done">
            <StateWord state="done" />
          </Mark>
        )}
        <span className="soft">
          {[who, t("order.plannedTime", { time: duration(stage.plannedSeconds) })]
            .filter((part) => part !== null)
            .join(" · ")}
        </span>
        {stage.plannedFinish !== null && !stage.done && (
          <span className={style.right}>
            {t("order.plannedFor", { when: dateTime(stage.plannedFinish) })}
          </span>
        )}
      </div>
      <Track order={order} stage={stage} now={now} />
      {stage.waitSeconds > 0 && (
        <p className={style.waitLine}>
          {t("order.waitAfter", {
            wait: stage.waitName ?? t("order.wait"),
            time: duration(stage.waitSeconds),
          })}
        </p>
      )}
      {stage.runs.map((run) => (
        <RunBlock key={run.id} order={order} stage={stage} run={run} now={now} />
      ))}
      {stage.runs.length === 0 && !isClosed(order.status) && (
        <p className={style.later}>{t("order.notReached")}</p>
      )}
      {stage.instruction !== "" && (
        <details className={style.instruction}>
          <summary>{t("order.instruction")}</summary>
          <p>{stage.instruction}</p>
        </details>
      )}
    </li>
  );
}

function RunBlock(props: {
  readonly order: Order;
  readonly stage: OrderStage;
  readonly run: StageRun;
  readonly now: number;
}) {
  const { order, stage, run, now } = props;
  const { t, quantity, duration, dateTime } = useTexts();
  const { workspace } = useSession();
  const running = run.workingSince === null ? 0 : Math.max(0, (now - Date.parse(run.workingSince)) / 1000);
  const worked = run.workedSeconds + running;
  const several = stage.runs.length > 1 || order.batchMode !== "whole";
  const details = [
    quantity(String(run.units), order.unit),
    run.progress > 0 && run.finishedAt === null
      ? t("order.madeSoFar", { amount: quantity(String(run.progress), order.unit) })
      : null,
    worked >= 1 ? t("order.worked", { time: duration(worked) }) : null,
    run.pausedSeconds >= 1 ? t("order.paused", { time: duration(run.pausedSeconds) }) : null,
    run.startedAt === null ? null : t("order.startedAt", { when: dateTime(run.startedAt) }),
    run.finishedAt === null ? null : t("order.finishedAt", { when: dateTime(run.finishedAt) }),
  ];
  return (
    <div className={style.run} data-tone={toneOfState[run.state]}>
      <div className={style.runHead}>
        {several && <strong>{t("order.lot", { number: run.lotNumber })}</strong>}
        {run.cycle > 0 && <Mark tone="waiting">{t("order.rework", { cycle: run.cycle })}</Mark>}
        <Mark tone={toneOfState[run.state]}>
          {run.state === "waiting" ? (
            <WaitWords
              availableAt={run.availableAt}
              waitName={order.current?.runId === run.id ? order.current.waitName : null}
              today={todayIn(workspace.timeZone)}
            />
          ) : (
            <StateWord state={run.state} />
          )}
        </Mark>
        {run.releasedEarly && <Mark tone="waiting">{t("order.releasedEarly")}</Mark>}
        {run.operatorName === null ? (
          run.finishedAt === null && <span className="soft">{t("order.nobody")}</span>
        ) : (
          <Face name={run.operatorName} named />
        )}
      </div>
      <p className={style.runFacts}>{details.filter((part) => part !== null).join(" · ")}</p>
      {run.blockReason !== null && run.state === "blocked" && (
        <p className={style.blocked}>
          {run.blockNote === null || run.blockNote === ""
            ? run.blockReason
            : t("order.blockedBecause", { reason: run.blockReason, note: run.blockNote })}
        </p>
      )}
      {run.comment !== null && run.comment !== "" && <p className={style.comment}>{run.comment}</p>}
      <RunButtons order={order} stage={stage} run={run} />
    </div>
  );
}
