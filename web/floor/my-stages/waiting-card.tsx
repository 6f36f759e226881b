import { useState } from "react";
import { ChatButton } from "../chat/chat-button.tsx";
import { Saving } from "../outbox/connection-bar.tsx";
import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import { CardDetails, CardFacts, CardName, CardRework, Wait } from "./card-parts.tsx";
import { Crew } from "./crew.tsx";
import type { CardGroup } from "./group-cards.ts";
import style from "./run-card.module.css";
import type { Me, RunCard } from "./show-taps.ts";
import { UnitChips } from "./unit-chips.tsx";

type Props = {
  readonly group: CardGroup;
  readonly me: Me;
  readonly saving: boolean;
  readonly start: (runIds: readonly string[]) => void;
  readonly join: () => void;
  readonly defect: () => void;
};

/** Ready to start, in others' hands, held by a wait that tells its end, by rework, by a block, by a decision. */
export function WaitingCard({ group, me, saving, start, join, defect }: Props) {
  const { t, duration } = useTexts();
  const { lead: card } = group;
  const title = `run-${card.runId}`;
  const may = (verb: string): boolean => card.verbs.includes(verb);
  return (
    <article
      className={style.waiting}
      aria-labelledby={title}
      data-state={card.state}
      data-run={card.runId}
      tabIndex={-1}
    >
      <CardName card={card} id={title} />
      <CardFacts group={group} />
      {card.plannedSeconds > 0 && (
        <p className={style.plan}>{t("floor.time.planned", { time: duration(card.plannedSeconds) })}</p>
      )}
      <WhyItWaits card={card} />
      <AwaitedOrders card={card} />
      <CardRework card={card} />
      <Crew card={card} me={me} />
      {card.proposed !== null && (
        <p className={style.plan}>
          {card.proposed.memberId === me.id
            ? t("floor.proposed.you")
            : t("floor.proposed", { name: card.proposed.name })}
        </p>
      )}
      {saving ? (
        <p className={style.saving} role="status">
          <Saving />
        </p>
      ) : (
        <>
          {may("startRun") && card.state === "ready" && <Start group={group} start={start} />}
          {may("joinRun") && (
            <div className={style.startAct}>
              <BigButton
                size="huge"
                tone="start"
                aria-label={t("floor.joinOf", { stage: card.stageName })}
                onClick={join}
              >
                {t("floor.join")}
              </BigButton>
            </div>
          )}
        </>
      )}
      <ChatButton orderId={card.orderId} orderNumber={card.orderNumber} />
      <CardDetails group={group} />
      {may("reportDefect") && !saving && <BigButton onClick={defect}>{t("verb.reportDefect")}</BigButton>}
    </article>
  );
}

/** One tap starts the first unit, or those that were chosen before it. */
function Start({ group, start }: Pick<Props, "group" | "start">) {
  const { t } = useTexts();
  const { lead, units } = group;
  const [chosen, setChosen] = useState<readonly string[]>([units[0]?.runId ?? lead.runId]);
  // What somebody else has taken in the meantime is not chosen any more; one alone needs no choice.
  const open = units.filter(({ runId }) => chosen.includes(runId)).map(({ runId }) => runId);
  const taken = units.length === 1 ? [lead.runId] : open;
  return (
    <div className={style.startAct}>
      {units.length > 1 && (
        <UnitChips
          label={t("floor.units.which")}
          card={lead}
          units={units}
          chosen={taken}
          choose={setChosen}
        />
      )}
      <BigButton
        size="huge"
        tone="start"
        aria-label={t("floor.startOf", { stage: lead.stageName })}
        disabled={taken.length === 0}
        onClick={() => start(taken)}
      >
        {taken.length < 2 ? t("verb.start") : t("floor.startSeveral", { count: taken.length })}
      </BigButton>
    </div>
  );
}

/** What the stage lacks and other orders are making. Where it binds, Start is for whoever may say why. */
function AwaitedOrders({ card }: { readonly card: RunCard }) {
  const { t, number } = useTexts();
  if (card.awaits.length === 0) return null;
  return (
    <div className={style.banner} data-tone="waiting">
      {card.awaits.map((one) => (
        <p key={one.orderId} className={card.awaitsBind ? style.bannerTitle : undefined}>
          {t(card.awaitsBind ? "floor.waitsFor" : "floor.stillMade", {
            item: one.itemName,
            number: one.number,
            done: number(String(one.received)),
            total: number(String(one.ordered)),
          })}
        </p>
      ))}
    </div>
  );
}

function WhyItWaits({ card }: { readonly card: RunCard }) {
  const { t, quantity } = useTexts();
  switch (card.state) {
    case "waiting":
      return <Wait card={card} />;
    case "blocked":
      return (
        <div className={style.banner} data-tone="alarm">
          <p className={style.bannerTitle}>
            {card.blockReason === null
              ? t("floor.blocked")
              : t("floor.blockedFor", { reason: card.blockReason })}
          </p>
          {card.blockNote !== null && card.blockNote !== "" && <p>{card.blockNote}</p>}
          <p>{t("floor.blockedWho")}</p>
        </div>
      );
    case "held":
      return (
        <div className={style.banner} data-tone="waiting">
          <p className={style.bannerTitle}>
            {card.awaited > 0
              ? t("floor.held", { quantity: quantity(String(card.awaited), card.unit) })
              : t("runState.held")}
          </p>
          <p>{t("floor.heldMeans")}</p>
        </div>
      );
    case "escalated":
      return (
        <div className={style.banner} data-tone="alarm">
          <p className={style.bannerTitle}>{t("floor.escalated")}</p>
          <p>{t("floor.escalatedMeans")}</p>
        </div>
      );
    default:
      return null;
  }
}
