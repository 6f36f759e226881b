import { serverNow } from "../server-clock.ts";
import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import { CardDetails, CardFacts, CardName, relativeText, whenText } from "./card-parts.tsx";
import style from "./run-card.module.css";
import type { RunCard } from "./show-taps.ts";
import { useBeat } from "./use-beat.ts";

type Props = { readonly card: RunCard; readonly saving: boolean; readonly start: () => void };

/** Ready to start, held by a wait that tells its end, or blocked with its reason. */
export function WaitingCard({ card, saving, start }: Props) {
  const texts = useTexts();
  const { t, duration } = texts;
  const title = `run-${card.runId}`;
  return (
    <article
      className={style.waiting}
      aria-labelledby={title}
      data-state={card.state}
      data-run={card.runId}
      tabIndex={-1}
    >
      <CardName card={card} id={title} />
      <CardFacts card={card} />
      {card.plannedSeconds > 0 && (
        <p className={style.plan}>{t("floor.time.planned", { time: duration(card.plannedSeconds) })}</p>
      )}
      {card.state === "waiting" && <Wait card={card} />}
      {card.state === "blocked" && (
        <div className={style.banner} data-tone="alarm">
          <p className={style.bannerTitle}>
            {card.blockReason === null
              ? t("floor.blocked")
              : t("floor.blockedFor", { reason: card.blockReason })}
          </p>
          {card.blockNote !== null && card.blockNote !== "" && <p>{card.blockNote}</p>}
          <p>{t("floor.blockedWho")}</p>
        </div>
      )}
      {card.verbs.includes("startRun") && card.state === "ready" && (
        <div className={style.startAct}>
          {saving ? (
            <p className={style.saving} role="status">
              {t("floor.saving")}
            </p>
          ) : (
            <BigButton
              size="huge"
              tone="start"
              aria-label={t("floor.startOf", { stage: card.stageName })}
              onClick={start}
            >
              {t("verb.start")}
            </BigButton>
          )}
        </div>
      )}
      <CardDetails card={card} />
    </article>
  );
}

const beat = 10_000;

function Wait({ card }: { readonly card: RunCard }) {
  const texts = useTexts();
  const { t } = texts;
  useBeat(beat);
  const when = whenText(texts, card.availableAt);
  return (
    <div className={style.banner} data-tone="waiting">
      <p className={style.bannerTitle}>
        {card.waitName === null || card.waitName === ""
          ? t("floor.available", { when })
          : t("floor.availableFor", { when, wait: card.waitName })}
      </p>
      {Date.parse(card.availableAt) > serverNow() && <p>{relativeText(texts, card.availableAt)}</p>}
    </div>
  );
}
