import { useEffect, useState } from "react";
import { serverNow } from "../server-clock.ts";
import { useTexts } from "../texts.ts";
import { clockText, workedAt } from "./clock-text.ts";
import { type CardGroup, timeOf } from "./group-cards.ts";
import style from "./run-card.module.css";

/** The time that is seen from two metres. It ticks alone, and on the second of the work, not of the wall. */
export function RunningTime({ group }: { readonly group: CardGroup }) {
  const { t, duration } = useTexts();
  const { workedSeconds, workingSince, plannedSeconds } = timeOf(group);
  const [, setBeats] = useState(0);
  useEffect(() => {
    if (workingSince === null) return undefined;
    let timer: ReturnType<typeof setTimeout>;
    const wait = (): void => {
      const past = (serverNow() - Date.parse(workingSince)) % 1000;
      timer = setTimeout(
        () => {
          setBeats((beats) => beats + 1);
          wait();
        },
        past < 0 ? 1000 : 1000 - past + 5,
      );
    };
    wait();
    return () => clearTimeout(timer);
  }, [workingSince]);

  const worked = workedAt({ workedSeconds, workingSince }, serverNow());
  const over = Math.floor(worked) - plannedSeconds;
  const text = clockText(worked);
  return (
    <div className={style.times}>
      {/* A timer is not read out each second; whoever lands on it hears where it stands. */}
      <p className={style.time} role="timer" aria-live="off" data-long={text.length > 5}>
        <span className="unseen">{t("floor.time.worked")}: </span>
        {text}
      </p>
      {plannedSeconds > 0 && (
        <p className={style.planned}>
          {over < 60 ? (
            t("floor.time.planned", { time: duration(plannedSeconds) })
          ) : (
            <>
              {t("floor.time.planned", { time: duration(plannedSeconds) })}
              <span className={style.over}>{t("floor.time.over", { time: duration(over) })}</span>
            </>
          )}
        </p>
      )}
    </div>
  );
}
