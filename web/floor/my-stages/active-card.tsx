import type { ReactNode } from "react";
import { serverNow } from "../server-clock.ts";
import { ChatButton } from "../chat/chat-button.tsx";
import { Saving } from "../outbox/connection-bar.tsx";
import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import { CardDetails, CardFacts, CardName, CardRework, Wait } from "./card-parts.tsx";
import { lotText } from "./card-words.ts";
import { Crew } from "./crew.tsx";
import type { CardGroup } from "./group-cards.ts";
import style from "./run-card.module.css";
import { RunningTime } from "./running-time.tsx";
import { type Me, worksOn } from "./show-taps.ts";

type Props = {
  readonly group: CardGroup;
  readonly me: Me;
  readonly saving: boolean;
  /** The first one: it fills the screen, and is seen from across the room. */
  readonly fills: boolean;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly finish: () => void;
  readonly defect: () => void;
  readonly more: () => void;
  /** What has to be answered before all else. */
  readonly asks: ReactNode;
};

/** What one works on, or has put aside. The first card's Pause and Finish stay within reach of the thumb. */
export function ActiveCard({ group, me, saving, fills, asks, ...acts }: Props) {
  const texts = useTexts();
  const { t } = texts;
  const { lead: card, units } = group;
  const running = worksOn(card, me);
  const may = (verb: string): boolean => card.verbs.includes(verb);
  const title = `run-${card.runId}`;
  const buttons = (
    <div className={style.acts} data-sticky={fills}>
      {saving ? (
        <p className={style.saving} role="status">
          <Saving />
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
        {["cancelStart", "recordProgress", "leaveRun"].some(may) && (
          <BigButton aria-label={t("floor.moreAbout", { stage: card.stageName })} onClick={acts.more}>
            {t("floor.more")}
          </BigButton>
        )}
      </div>
      {asks}
      {!running && (
        <p className={style.state}>
          {t(card.state === "in_progress" ? "floor.crew.youPause" : "runState.paused")}
        </p>
      )}
      <RunningTime group={group} />
      {card.progress > 0 && (
        <p className={style.progress}>{t("floor.progress", { done: card.progress, total: card.units })}</p>
      )}
      {card.state === "paused" && Date.parse(card.availableAt) > serverNow() && <Wait card={card} />}
      <Crew card={card} me={me} />
      {/* Only one card at a time may hold on to the thumb: two bars there could not be told apart. */}
      {!fills && buttons}
      {units.length > 1 && (
        <ul className={style.lots} aria-label={t("floor.units.list")}>
          {units.map(({ runId, lotNumber }) => (
            <li key={runId}>{lotText(card, lotNumber, texts)}</li>
          ))}
        </ul>
      )}
      <CardFacts group={group} />
      <CardRework card={card} />
      {may("reportDefect") && !saving && (
        <BigButton onClick={acts.defect}>{t("verb.reportDefect")}</BigButton>
      )}
      <ChatButton orderId={card.orderId} orderNumber={card.orderNumber} />
      <CardDetails group={group} />
      {fills && buttons}
    </article>
  );
}
