import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import { CardDetails, CardFacts, CardName } from "./card-parts.tsx";
import style from "./run-card.module.css";
import { RunningTime } from "./running-time.tsx";
import type { RunCard } from "./show-taps.ts";

type Props = {
  readonly card: RunCard;
  readonly saving: boolean;
  /** The first one: it fills the screen, and is seen from across the room. */
  readonly fills: boolean;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly finish: () => void;
  readonly more: () => void;
};

/** A run in progress or paused. The first card's Pause and Finish stay within reach of the thumb. */
export function ActiveCard({ card, saving, fills, ...acts }: Props) {
  const { t } = useTexts();
  const running = card.state === "in_progress";
  const may = (verb: string): boolean => card.verbs.includes(verb);
  const title = `run-${card.runId}`;
  const buttons = (
    <div className={style.acts} data-sticky={fills}>
      {saving ? (
        <p className={style.saving} role="status">
          {t("floor.saving")}
        </p>
      ) : (
        <>
          {may("pauseRun") && (
            <BigButton size="huge" tone="pause" onClick={acts.pause}>
              {t("verb.pause")}
            </BigButton>
          )}
          {may("resumeRun") && (
            <BigButton size="huge" tone="start" onClick={acts.resume}>
              {t("verb.resume")}
            </BigButton>
          )}
          {may("finishRun") && (
            <BigButton size="huge" tone="finish" onClick={acts.finish}>
              {t("verb.finish")}
            </BigButton>
          )}
        </>
      )}
    </div>
  );
  return (
    <article
      className={style.active}
      aria-labelledby={title}
      data-running={running}
      data-fills={fills}
      data-run={card.runId}
      tabIndex={-1}
    >
      <div className={style.top}>
        <CardName card={card} id={title} />
        {(may("cancelStart") || may("recordProgress")) && (
          <BigButton aria-label={t("floor.moreAbout", { stage: card.stageName })} onClick={acts.more}>
            {t("floor.more")}
          </BigButton>
        )}
      </div>
      {!running && <p className={style.state}>{t("runState.paused")}</p>}
      <RunningTime card={card} />
      {card.progress > 0 && (
        <p className={style.progress}>{t("floor.progress", { done: card.progress, total: card.units })}</p>
      )}
      {/* Only one card at a time may hold on to the thumb: two bars there could not be told apart. */}
      {!fills && buttons}
      <CardFacts card={card} />
      <CardDetails card={card} />
      {fills && buttons}
    </article>
  );
}
