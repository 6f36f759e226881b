import { useTexts } from "../texts.ts";
import { productOf, unitsText } from "./card-words.ts";
import style from "./run-card.module.css";
import type { RunCard } from "./show-taps.ts";

/** What I have finished today: how much, and how long it took beside its plan. */
export function DoneCard({ card }: { readonly card: RunCard }) {
  const texts = useTexts();
  const { t, time, duration } = texts;
  const title = `run-${card.runId}`;
  return (
    <article className={style.done} aria-labelledby={title} data-run={card.runId}>
      <h2 id={title} className={style.stage}>
        {card.stageName}
      </h2>
      <p className={style.product}>{productOf(card)}</p>
      <p className={style.units}>{unitsText(card, texts)}</p>
      {card.finishedAt !== null && (
        <p className={style.finished}>{t("floor.finishedAt", { time: time(card.finishedAt) })}</p>
      )}
      <p className={style.plan}>
        {t("floor.time.took", { time: duration(card.workedSeconds) })}
        {card.plannedSeconds > 0 && (
          <span>{t("floor.time.planned", { time: duration(card.plannedSeconds) })}</span>
        )}
      </p>
      <p className={style.order}>{t("floor.order", { number: card.orderNumber })}</p>
    </article>
  );
}
