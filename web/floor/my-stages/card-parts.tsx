import { decimal } from "#kernel/decimal.ts";
import { asPhoneTime, serverNow } from "../server-clock.ts";
import { type FloorTexts, useTexts } from "../texts.ts";
import style from "./run-card.module.css";
import type { RunCard } from "./show-taps.ts";

/** "14:30" today, else with its day: the workspace's, not the phone's. */
export function whenText({ date, time, dateTime }: FloorTexts, when: string): string {
  return isToday(date, when) ? time(when) : dateTime(when);
}

const isToday = (date: FloorTexts["date"], when: string): boolean =>
  date(when) === date(new Date(serverNow()));

export function productOf(card: Pick<RunCard, "itemName" | "variantName">): string {
  const { itemName, variantName } = card;
  return variantName === "" || variantName === itemName ? itemName : `${itemName} · ${variantName}`;
}

/** What one has in hand: "20 pcs", "17 pcs of 20", and per unit how far the whole order is: "8 of 12 done". */
export function unitsText(card: RunCard, { t, quantity }: FloorTexts): string {
  const mine = quantity(String(card.units), card.unit);
  switch (card.batchMode) {
    case "per_unit":
      return t("floor.units.doneOf", { done: card.received, total: card.ordered });
    case "split":
      return card.units === card.ordered
        ? mine
        : t("floor.units.partOf", { units: mine, total: card.ordered });
    case "whole":
      return mine;
  }
}

/** Stage and product: the same on every card. `id` names the card for screen readers. */
export function CardName({ card, id }: { readonly card: RunCard; readonly id: string }) {
  return (
    <div className={style.head}>
      <h2 id={id} className={style.stage}>
        {card.stageName}
      </h2>
      <p className={style.product}>{productOf(card)}</p>
    </div>
  );
}

/** How many, of which order, and what asks for attention. */
export function CardFacts({ card }: { readonly card: RunCard }) {
  const texts = useTexts();
  const { t } = texts;
  return (
    <div className={style.head}>
      <p className={style.units}>{unitsText(card, texts)}</p>
      <p className={style.order}>
        {t("floor.order", { number: card.orderNumber })}
        {card.batchMode === "per_unit" && <span>{t("floor.unit", { number: card.lotNumber })}</span>}
        {card.batchMode !== "per_unit" && card.lotNumber.includes(".") && (
          <span>{t("floor.lot", { number: card.lotNumber })}</span>
        )}
      </p>
      <Marks card={card} />
    </div>
  );
}

/** Only what asks for attention: a normal order that is due some day has none. */
function Marks({ card }: { readonly card: RunCard }) {
  const texts = useTexts();
  const { t, date, time } = texts;
  const { dueAt, priority, state } = card;
  const due = dueAt === null || state === "done" ? undefined : dueTone(dueAt, date);
  if (due === undefined && priority === "normal") return null;
  return (
    <p className={style.marks}>
      {priority !== "normal" && state !== "done" && (
        <span data-mark={priority === "low" ? "plain" : priority === "high" ? "waiting" : "alarm"}>
          {t(`floor.priority.${priority}`)}
        </span>
      )}
      {dueAt !== null && due === "alarm" && (
        <span data-mark="alarm">{t("floor.overdue", { when: relativeText(texts, dueAt) })}</span>
      )}
      {dueAt !== null && due === "waiting" && (
        <span data-mark="waiting">{t("floor.dueToday", { time: time(dueAt) })}</span>
      )}
      {dueAt !== null && due === "plain" && (
        <span data-mark="plain">{t("floor.due", { when: date(dueAt) })}</span>
      )}
    </p>
  );
}

function dueTone(dueAt: string, date: FloorTexts["date"]): "alarm" | "waiting" | "plain" {
  if (Date.parse(dueAt) < serverNow()) return "alarm";
  return isToday(date, dueAt) ? "waiting" : "plain";
}

/** Notes of the order, what was ordered on top, materials, and the instruction that opens. */
export function CardDetails({ card }: { readonly card: RunCard }) {
  const { t, quantity } = useTexts();
  const { notes, upsells, materials, instruction } = card;
  return (
    <div className={style.details}>
      {notes !== "" && (
        <div className={style.notes}>
          <h3>{t("floor.notes")}</h3>
          <p>{notes}</p>
        </div>
      )}
      {upsells.length > 0 && (
        <div>
          <h3>{t("floor.upsells")}</h3>
          <ul className={style.upsells}>
            {upsells.map((upsell) => (
              <li key={upsell}>{upsell}</li>
            ))}
          </ul>
        </div>
      )}
      {materials.length > 0 && (
        <div>
          <h3>{t("floor.materials")}</h3>
          <ul className={style.materials}>
            {materials.map((material) => (
              <li key={material.normId}>
                <span>{productOf(material)}</span>
                <b>{quantity(readable(material.norm), material.unit)}</b>
                {material.consumed !== "0" && material.consumed !== material.norm && (
                  <span className={style.taken}>
                    {t("floor.materials.taken", {
                      quantity: quantity(readable(material.consumed), material.unit),
                    })}
                  </span>
                )}
              </li>
            ))}
          </ul>
          <p className={style.when}>
            {card.consumption === "at_completion"
              ? t("floor.materials.atFinish")
              : card.startedAt === null
                ? t("floor.materials.atStart")
                : t("floor.materials.takenAtStart")}
          </p>
        </div>
      )}
      {instruction !== "" && (
        <details className={style.instruction}>
          <summary>{t("floor.instruction")}</summary>
          <p>{instruction}</p>
        </details>
      )}
      <p className={style.next}>
        {card.nextStageName === null ? t("floor.lastStage") : t("floor.next", { stage: card.nextStageName })}
      </p>
    </div>
  );
}

/** No scale on the floor weighs 5.882353 kg: thousandths are enough from 1 on. The finish sheet keeps it exact. */
function readable(amount: string): string {
  const value = decimal(amount);
  return value.lt(1) ? amount : value.round(3, 1).toFixed();
}

/** "in 2 hours" by the server's clock, on a phone whose own may be wrong. */
export const relativeText = ({ relative }: FloorTexts, when: string): string => relative(asPhoneTime(when));
