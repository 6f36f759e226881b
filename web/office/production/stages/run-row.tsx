import { useSession } from "#web/shared/session.ts";
import { useTexts } from "../texts.ts";
import { todayIn } from "../../today.ts";
import { attributesInWords } from "../attribute-words.ts";
import { StateWord, WaitWords } from "../board-card.tsx";
import { Bar, Face, Mark } from "../mark.tsx";
import { OfflineSince } from "../offline-since.tsx";
import { toneOfState } from "../order-tones.ts";
import { isOver, lotOf, type Order, type OrderStage, type StageRun } from "../order-types.ts";
import { RunButtons, RunMenu } from "../runs/run-actions.tsx";
import { RunProof } from "./run-proof.tsx";
import { spanInWords } from "./span-words.ts";
import { Escalated, Held } from "./run-trouble.tsx";
import { workedOf } from "./stage-spans.ts";
import { lotInWords } from "../lots/lot-words.ts";
import style from "./stages.module.css";

type Props = {
  readonly order: Order;
  readonly stage: OrderStage;
  readonly run: StageRun;
  readonly now: number;
  /** One of many: what one may do stands behind one button. */
  readonly compact?: boolean;
};

/** A lot at a stage: who, how far, since when, why not; and what may be done with it. */
export function RunRow({ order, stage, run, now, compact = false }: Props) {
  const texts = useTexts();
  const { t, number, quantity } = texts;
  const lot = lotOf(order, run);
  const several = order.lots.length > 1 || order.batchMode !== "whole";
  const attributes = lot === undefined ? "" : attributesInWords(lot.attributes, texts);
  return (
    <div className={style.run} data-tone={toneOfState[run.state]} data-state={run.state}>
      <div className={style.runHead}>
        {several && <strong>{lotInWords(run.lotNumber, texts)}</strong>}
        {(!compact || run.state === "waiting") && <StateMark order={order} run={run} />}
        {run.cycle > 0 && <Mark tone="waiting">{t("order.rework", { cycle: run.cycle })}</Mark>}
        {run.releasedEarly && <Mark tone="waiting">{t("order.releasedEarly")}</Mark>}
        <Crew stage={stage} run={run} />
        <span className={style.amount}>
          {run.progress > 0 && !isOver(run)
            ? t("run.progress", {
                done: number(String(run.progress)),
                total: quantity(String(run.units), order.unit),
              })
            : !(compact && run.units === 1) && quantity(String(run.units), order.unit)}
        </span>
        {compact && <RunMenu order={order} stage={stage} run={run} />}
      </div>
      {run.progress > 0 && !isOver(run) && <Bar done={run.progress} total={run.units} />}
      {attributes !== "" && <p className={style.runFacts}>{attributes}</p>}
      <RunFacts run={run} now={now} />
      {run.blockReason !== null && run.state === "blocked" && (
        <p className={style.blocked}>
          {run.blockNote === null || run.blockNote === ""
            ? run.blockReason
            : t("order.blockedBecause", { reason: run.blockReason, note: run.blockNote })}
        </p>
      )}
      {run.state === "held" && <Held order={order} run={run} />}
      {run.state === "escalated" && <Escalated order={order} stage={stage} run={run} />}
      {run.comment !== null && run.comment !== "" && <p className={style.comment}>{run.comment}</p>}
      <RunProof stage={stage} run={run} />
      {!compact && <RunButtons order={order} stage={stage} run={run} />}
    </div>
  );
}

function StateMark({ order, run }: Pick<Props, "order" | "run">) {
  const { workspace } = useSession();
  return (
    <Mark tone={toneOfState[run.state]}>
      {run.state === "waiting" ? (
        <WaitWords
          availableAt={run.availableAt}
          waitName={order.current?.runId === run.id ? order.current.waitName : waitBefore(order, run)}
          today={todayIn(workspace.timeZone)}
        />
      ) : (
        <StateWord state={run.state} />
      )}
    </Mark>
  );
}

/** The name of the wait that holds a run, if what it waits for has only one. */
function waitBefore(order: Order, run: StageRun): string | null {
  const own = order.stages.find((stage) => stage.runs.includes(run));
  const names = order.stages
    .filter((stage) => own?.after.includes(stage.id) === true && stage.waitSeconds > 0)
    .map((stage) => stage.waitName);
  return names.length === 1 ? (names[0] ?? null) : null;
}

/** One person by name, a crew by its faces: who is on a pause is pale. */
function Crew({ stage, run }: Pick<Props, "stage" | "run">) {
  const { t } = useTexts();
  if (run.crew.length > 1) {
    return (
      <span className={style.crew}>
        {run.crew.map((member) => (
          <span key={member.memberId} data-pausing={!member.working || undefined}>
            <Face name={member.name} named={run.crew.length < 4} />
            {!member.working && !isOver(run) && <span className="soft"> {t("run.pausing")}</span>}
            {member.working && !isOver(run) && <OfflineSince memberId={member.memberId} />}
          </span>
        ))}
      </span>
    );
  }
  const name = run.operatorName ?? run.crew[0]?.name ?? null;
  const [alone] = run.crew;
  if (name !== null) {
    return (
      <>
        <Face name={name} named />
        {alone?.working === true && !isOver(run) && <OfflineSince memberId={alone.memberId} />}
      </>
    );
  }
  if (stage.performer.kind === "subcontractor" && stage.performer.name !== null) {
    return <Face name={stage.performer.name} named />;
  }
  if (isOver(run)) return null;
  return (
    <span className="soft">
      {run.proposed === null ? t("order.nobody") : t("run.proposed", { name: run.proposed.name })}
    </span>
  );
}

function RunFacts({ run, now }: Pick<Props, "run" | "now">) {
  const texts = useTexts();
  const { t, duration, dateTime } = texts;
  const worked = workedOf(run, now);
  const facts = [
    worked >= 1 ? t("order.worked", { time: duration(worked) }) : null,
    run.pausedSeconds >= 1 ? t("order.paused", { time: duration(run.pausedSeconds) }) : null,
    run.startedAt !== null && run.finishedAt === null
      ? t("order.startedAt", { when: dateTime(run.startedAt) })
      : null,
    run.startedAt !== null && run.finishedAt !== null
      ? spanInWords(run.startedAt, run.finishedAt, texts)
      : null,
  ].filter((part) => part !== null);
  return facts.length === 0 ? null : <p className={style.runFacts}>{facts.join(" · ")}</p>;
}
