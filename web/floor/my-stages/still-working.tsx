import { useState } from "react";
import { serverNow } from "../server-clock.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { type FloorTexts, useTexts } from "../texts.ts";
import type { CardGroup } from "./group-cards.ts";
import sheetStyle from "./sheets.module.css";
import { type Me, worksOn } from "./show-taps.ts";
import style from "./still-working.module.css";
import { laterBy, proposedEnd, stepsOf } from "./stopped-at.ts";
import type { useActs } from "./use-acts.ts";
import { useBeat } from "./use-beat.ts";

type Acts = Pick<ReturnType<typeof useActs>, "act" | "say" | "touched" | "open">;
type Props = { readonly group: CardGroup; readonly me: Me; readonly acts: Acts };

const beat = 10_000;

/** Work that has gone on far beyond its plan or the shift: in large words, on its own card, until somebody answers. */
export function StillWorking({ group, me, acts }: Props) {
  const texts = useTexts();
  const { t } = texts;
  useBeat(beat);
  const { lead: card } = group;
  const { forgotten, workingSince, runId, stageName } = card;
  // What a phone has kept since before there was such a question does not know of it.
  const asksAt = forgotten?.asksAt;
  if (asksAt === undefined || workingSince === null || !worksOn(card, me)) return null;
  if (serverNow() < Date.parse(asksAt)) return null;
  const yes = (): void => {
    acts.touched();
    const show = (): number => acts.say(t("floor.still.said", { stage: stageName }));
    void acts.act("confirmWork", t("floor.still.yes"), cardsOf(group), { runId }, { show });
  };
  const title = `still-${runId}`;
  return (
    <section className={style.asks} aria-labelledby={title}>
      <h3 id={title}>{t("floor.still.title")}</h3>
      <p>{t("floor.still.since", { time: momentText(workingSince, texts) })}</p>
      <BigButton size="huge" onClick={yes}>
        {t("floor.still.yes")}
      </BigButton>
      <BigButton size="huge" onClick={() => acts.open("stopped", group)}>
        {t("floor.still.no")}
      </BigButton>
    </section>
  );
}

/** Proposes when it has ended: one tap takes it, a few more set it right. The supervisor decides. */
export function StoppedSheet({ group, close, acts }: Omit<Props, "me"> & { readonly close: () => void }) {
  const texts = useTexts();
  const { t, duration } = texts;
  const { lead: card } = group;
  // As it was when the sheet opened: what one reads does not move under the thumb.
  const [bounds] = useState(() => ({ since: card.workingSince, now: serverNow() }));
  const [stoppedAt, setStoppedAt] = useState(() => proposedEnd(card, bounds));
  const { runId } = card;
  const told = momentText(stoppedAt, texts);
  const accept = (): void => {
    acts.touched();
    const show = (): number => acts.say(t("floor.stopped.said", { time: told }));
    const input = { runId, stoppedAt, reason: t("floor.stopped.reason") };
    void acts.act("stopForgotten", t("floor.still.no"), cardsOf(group), input, { show });
  };
  return (
    <Sheet
      title={t("floor.stopped.title")}
      close={close}
      foot={
        <>
          <BigButton size="huge" tone="start" onClick={accept}>
            {t("floor.stopped.accept", { time: told })}
          </BigButton>
          <BigButton onClick={close}>{t("action.close")}</BigButton>
        </>
      }
    >
      <p className={style.when} role="status">
        {told}
      </p>
      <div className={style.steps}>
        {stepsOf.map((seconds) => {
          const next = laterBy(stoppedAt, seconds, bounds);
          const time = duration(Math.abs(seconds));
          return (
            <BigButton
              key={seconds}
              aria-label={t(seconds < 0 ? "floor.stopped.earlier" : "floor.stopped.later", { time })}
              disabled={next === stoppedAt}
              onClick={() => setStoppedAt(next)}
            >
              {seconds < 0 ? "−" : "+"}
              {time}
            </BigButton>
          );
        })}
      </div>
      <p className={sheetStyle.words}>{t("floor.stopped.text")}</p>
    </Sheet>
  );
}

/** "14:02"; of another day with its date. */
function momentText(
  at: string,
  { date, dateTime, time }: Pick<FloorTexts, "date" | "dateTime" | "time">,
): string {
  return date(at) === date(new Date(serverNow()).toISOString()) ? time(at) : dateTime(at);
}

const cardsOf = ({ units }: CardGroup) => units.flatMap(({ card }) => (card === null ? [] : [card]));
