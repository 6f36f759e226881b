import { useState } from "react";
import { Section } from "../../shell/page.tsx";
import { ScrollAside } from "../../scroll-aside.tsx";
import { Bar, Face, Mark } from "../mark.tsx";
import { useTexts } from "../texts.ts";
import { useNow } from "../use-now.ts";
import type { OrderTimeData } from "./time-words.ts";
import style from "./order-time.module.css";

/**
 * Planned beside actual, by person and by stage; what runs now goes on counting. What an order has not used of its
 * plan is saved only once it is over.
 */
export function TimeSums({ time, isOver }: { readonly time: OrderTimeData; readonly isOver: boolean }) {
  const { t } = useTexts();
  const elapsed = useElapsed(time);
  const working = time.people.filter((person) => person.workingSince !== null).length;
  return (
    <>
      <Tiles time={time} isOver={isOver} worked={time.total.workedSeconds + elapsed * working} />
      <div className={style.sums}>
        <Section title={t("time.byPerson")}>
          <People time={time} elapsed={elapsed} />
        </Section>
        <Section title={t("time.byStage")}>
          <Stages time={time} elapsed={elapsed} />
        </Section>
      </div>
    </>
  );
}

/** Seconds since the figures came. */
function useElapsed(time: OrderTimeData): number {
  const now = useNow(1000);
  const [came, setCame] = useState(() => ({ at: now, time }));
  if (came.time !== time) setCame({ at: now, time });
  return Math.max(0, Math.floor((now - came.at) / 1000));
}

type TilesProps = { readonly time: OrderTimeData; readonly isOver: boolean; readonly worked: number };

function Tiles({ time, isOver, worked }: TilesProps) {
  const { t, duration, money } = useTexts();
  const { plannedSeconds, total } = time;
  const over = worked - plannedSeconds;
  return (
    <dl className={style.tiles}>
      <div className={style.tile}>
        <dt>{t("time.worked")}</dt>
        <dd>{duration(worked)}</dd>
        {plannedSeconds > 0 && (
          <>
            <dd className={style.bar}>
              <Bar done={worked} total={plannedSeconds} />
            </dd>
            <dd className={style.beside} data-tone={over > 0 ? "waiting" : undefined}>
              {over > 0
                ? t("time.over", { time: duration(over) })
                : t(isOver ? "time.under" : "time.left", { time: duration(-over) })}
            </dd>
          </>
        )}
      </div>
      <div className={style.tile}>
        <dt>{t("time.planned")}</dt>
        <dd>{duration(plannedSeconds)}</dd>
      </div>
      <div className={style.tile}>
        <dt>{t("time.paused")}</dt>
        <dd>{total.pausedSeconds === 0 ? "–" : duration(total.pausedSeconds)}</dd>
        {total.paidPauseSeconds > 0 && (
          <dd className={style.beside}>
            {t("time.ofWhichPaid", { time: duration(total.paidPauseSeconds) })}
          </dd>
        )}
      </div>
      {total.amount !== null && (
        <div className={style.tile}>
          <dt>{t("time.labour")}</dt>
          <dd>{money(total.amount)}</dd>
          <dd className={style.beside}>{t("time.labourText")}</dd>
        </div>
      )}
    </dl>
  );
}

type Props = { readonly time: OrderTimeData; readonly elapsed: number };

function People({ time, elapsed }: Props) {
  const { t, duration, money, time: clockTime } = useTexts();
  const seesMoney = time.total.amount !== null;
  const seesRates = time.people.some((person) => person.rate !== null);
  return (
    <ScrollAside label={t("time.byPerson")}>
      <table className="rows stacked">
        <thead>
          <tr>
            <th scope="col">{t("time.person")}</th>
            <th scope="col" className="figures">
              {t("time.worked")}
            </th>
            <th scope="col" className="figures">
              {t("time.paused")}
            </th>
            {seesRates && (
              <th scope="col" className="figures">
                {t("time.rate")}
              </th>
            )}
            {seesMoney && (
              <th scope="col" className="figures">
                {t("time.labour")}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {time.people.map((person) => (
            <tr key={person.memberId}>
              <td>
                <span className={style.person}>
                  <Face name={person.name} named />
                  {person.workingSince !== null && (
                    <Mark tone="running">{t("time.nowSince", { time: clockTime(person.workingSince) })}</Mark>
                  )}
                </span>
              </td>
              <td className="figures" data-label={t("time.worked")}>
                {duration(person.workedSeconds + (person.workingSince === null ? 0 : elapsed))}
              </td>
              <td className="figures" data-label={t("time.paused")}>
                {person.pausedSeconds === 0 ? "–" : duration(person.pausedSeconds)}
              </td>
              {seesRates && (
                <td className="figures" data-label={t("time.rate")}>
                  {person.rate === null ? (
                    <span className="soft">{t("time.severalRates")}</span>
                  ) : (
                    money(person.rate)
                  )}
                </td>
              )}
              {seesMoney && (
                <td className="figures" data-label={t("time.labour")}>
                  {person.amount === null ? "" : money(person.amount)}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollAside>
  );
}

function Stages({ time, elapsed }: Props) {
  const { t, duration, money } = useTexts();
  const seesMoney = time.total.amount !== null;
  // A person works once at a time: those who work at a stage now are counted by name.
  const workingAt = (stageId: string): number =>
    new Set(
      time.runs
        .filter((run) => run.stageId === stageId)
        .flatMap((run) => run.stretches)
        .filter((stretch) => stretch.to === null && stretch.kind === "work")
        .map((stretch) => stretch.memberId),
    ).size;
  return (
    <ScrollAside label={t("time.byStage")}>
      <table className="rows stacked">
        <thead>
          <tr>
            <th scope="col">{t("time.stage")}</th>
            <th scope="col" className="figures">
              {t("time.planned")}
            </th>
            <th scope="col" className="figures">
              {t("time.worked")}
            </th>
            {seesMoney && (
              <th scope="col" className="figures">
                {t("time.labour")}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {time.stages.map((stage) => {
            const worked = stage.workedSeconds + elapsed * workingAt(stage.stageId);
            const isOver = stage.plannedSeconds > 0 && worked > stage.plannedSeconds;
            return (
              <tr key={stage.stageId}>
                <td>{stage.name}</td>
                <td className="figures" data-label={t("time.planned")}>
                  {duration(stage.plannedSeconds)}
                </td>
                <td className="figures" data-label={t("time.worked")}>
                  <span className={style.worked} data-tone={isOver ? "waiting" : undefined}>
                    {duration(worked)}
                  </span>
                </td>
                {seesMoney && (
                  <td className="figures" data-label={t("time.labour")}>
                    {stage.amount === null ? "" : money(stage.amount)}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollAside>
  );
}
