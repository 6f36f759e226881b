import { decimal } from "#kernel/decimal.ts";
import { fileAddress } from "#web/shared/file-picture.tsx";
import { isEmptyText, RichText } from "#web/shared/rich-text.tsx";
import { asPhoneTime, serverNow } from "../server-clock.ts";
import { type FloorTexts, useTexts } from "../texts.ts";
import {
  attributesText,
  lotText,
  partAttributes,
  productOf,
  toleranceText,
  unitsText,
} from "./card-words.ts";
import { type CardGroup, materialsOf } from "./group-cards.ts";
import { Photos } from "./photos.tsx";
import style from "./run-card.module.css";
import type { RunCard } from "./show-taps.ts";
import { useBeat } from "./use-beat.ts";

/** "14:30" today, else with its day: the workspace's, not the phone's. */
export function whenText({ date, time, dateTime }: FloorTexts, when: string): string {
  return isToday(date, when) ? time(when) : dateTime(when);
}

const isToday = (date: FloorTexts["date"], when: string): boolean =>
  date(when) === date(new Date(serverNow()));

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
export function CardFacts({ group }: { readonly group: CardGroup }) {
  const texts = useTexts();
  const { t } = texts;
  const { lead, units } = group;
  const single = units.length === 1;
  const attributes = attributesText(partAttributes(units).common, texts);
  const facts = (
    <div className={style.head}>
      <p className={style.units}>{unitsText(lead, texts)}</p>
      <p className={style.order}>
        {t("floor.order", { number: lead.orderNumber })}
        {single && lead.batchMode === "per_unit" && <span>{lotText(lead, lead.lotNumber, texts)}</span>}
        {single && lead.batchMode !== "per_unit" && lead.lotNumber.includes(".") && (
          <span>{t("floor.lot", { number: lead.lotNumber })}</span>
        )}
      </p>
      {attributes.length > 0 && (
        <p className={style.attributes}>
          {attributes.map(({ name, value }) => (
            <span key={name}>
              {name} <b>{value}</b>
            </span>
          ))}
        </p>
      )}
      <Marks card={lead} />
    </div>
  );
  if (lead.photoId === null) return facts;
  return (
    <div className={style.facts}>
      {facts}
      <Photos photoIds={[lead.photoId]} title={productOf(lead)} />
    </div>
  );
}

/** Why these units are here again, and which of them are still on their way back. */
export function CardRework({ card }: { readonly card: RunCard }) {
  const { t, quantity } = useTexts();
  const { returnedFor, awaited } = card;
  return (
    <>
      {returnedFor !== null && (
        <div className={style.banner} data-tone="waiting">
          <p className={style.bannerTitle}>{t("floor.again", { reason: returnedFor.reasonName })}</p>
          {returnedFor.note !== "" && <p>{returnedFor.note}</p>}
          {returnedFor.photoIds.length > 0 && (
            <Photos
              photoIds={returnedFor.photoIds}
              title={t("floor.again", { reason: returnedFor.reasonName })}
            />
          )}
        </div>
      )}
      {awaited > 0 && card.state !== "held" && (
        <p className={style.awaited}>
          {t("floor.awaited", { quantity: quantity(String(awaited), card.unit) })}
        </p>
      )}
    </>
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

/** Notes of the order, what was ordered on top, materials, what will be checked, the instruction that opens. */
export function CardDetails({ group }: { readonly group: CardGroup }) {
  const texts = useTexts();
  const { t, quantity } = texts;
  const { lead: card, units } = group;
  const { notes, upsells, instruction } = card;
  const atWork = card.startedAt !== null;
  // What several take together is known once they are at work; before it, what the first of them takes.
  const materials = atWork
    ? materialsOf(
        group,
        units.map(({ runId }) => runId),
      )
    : card.materials;
  const told = materials.filter((material) => !isFree(card, material));
  return (
    <div className={style.details}>
      {notes !== "" && (
        <div className={style.notes}>
          <h3>{t("floor.notes")}</h3>
          <p>{notes}</p>
        </div>
      )}
      <Drawings drawings={card.drawings} />
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
      {told.length > 0 && (
        <div>
          <h3>
            {units.length === 1 || atWork
              ? t("floor.materials")
              : t("floor.materials.of", { unit: lotText(card, card.lotNumber, texts) })}
          </h3>
          <ul className={style.materials}>
            {told.map((material) => (
              <li key={material.normId}>
                <span>{productOf(material)}</span>
                <b>{quantity(readable(material.norm), material.unit)}</b>
                {material.variantId === null && (
                  <span className={style.toPick}>{t("floor.materials.toPick")}</span>
                )}
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
      {told.length < materials.length && card.state !== "done" && (
        <p className={style.when}>{t("floor.materials.rework")}</p>
      )}
      {(card.checks.length > 0 || card.photoRequired) && card.state !== "done" && (
        <div>
          <h3>{t("floor.checks")}</h3>
          <ul className={style.checks}>
            {card.checks.map((check) => (
              <li key={check.key}>
                {check.required ? check.name : t("floor.check.optional", { name: check.name })}
                {check.kind === "number" && toleranceText(check, texts) !== "" && (
                  <b>{toleranceText(check, texts)}</b>
                )}
              </li>
            ))}
            {card.photoRequired && <li>{t("floor.finish.photo")}</li>}
          </ul>
        </div>
      )}
      {!isEmptyText(instruction) && (
        <details className={style.instruction}>
          <summary>{t("floor.instruction")}</summary>
          <RichText text={instruction} className={style.rich} />
        </details>
      )}
      <p className={style.next}>
        {card.nextStageName === null ? t("floor.lastStage") : t("floor.next", { stage: card.nextStageName })}
      </p>
    </div>
  );
}

/** Pictures open over the card; documents are handed out for the phone's own reader. */
function Drawings({ drawings }: Pick<RunCard, "drawings">) {
  const { t } = useTexts();
  if (drawings.length === 0) return null;
  const pictures = drawings.filter(({ kind }) => kind === "picture");
  const documents = drawings.filter(({ kind }) => kind === "document");
  return (
    <div>
      <h3>{t("floor.drawings")}</h3>
      {pictures.length > 0 && <Photos photoIds={pictures.map(({ id }) => id)} title={t("floor.drawings")} />}
      {documents.map(({ id, name }) => (
        <a key={id} href={fileAddress(id, "full")} download="" className={style.drawing}>
          {name}
        </a>
      ))}
    </div>
  );
}

/** Rework has a norm of nothing, unless the recipe says one: a list of noughts tells nobody what to take. */
const isFree = ({ cycle }: RunCard, { norm, consumed }: RunCard["materials"][number]): boolean =>
  cycle > 0 && decimal(norm).eq(0) && decimal(consumed).eq(0);

/** No scale on the floor weighs 5.882353 kg: thousandths are enough from 1 on. The finish sheet keeps it exact. */
function readable(amount: string): string {
  const value = decimal(amount);
  return value.lt(1) ? amount : value.round(3, 1).toFixed();
}

/** "in 2 hours" by the server's clock, on a phone whose own may be wrong. */
export const relativeText = ({ relative }: FloorTexts, when: string): string => relative(asPhoneTime(when));

const beat = 10_000;

/** When it may begin, and what it waits for. */
export function Wait({ card }: { readonly card: RunCard }) {
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
