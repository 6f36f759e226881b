import { type SyntheticEvent, useId, useState } from "react";
import type { RequestOf } from "#modules/routes.ts";
import { BigButton } from "../shell/big-button.tsx";
import { Sheet } from "../shell/sheet.tsx";
import { type FloorTexts, useTexts } from "../texts.ts";
import { productOf } from "./card-parts.tsx";
import { type FinishDraft, finishInput, overNorm, readQuantity, readUnits, shownUse } from "./finish-form.ts";
import { NumberInput } from "./number-input.tsx";
import style from "./sheets.module.css";
import type { RunCard } from "./show-taps.ts";

type Props = {
  readonly card: RunCard;
  readonly first: FinishDraft;
  /** Why the last try was refused, in words. */
  readonly refused: string | undefined;
  readonly close: (draft: FinishDraft) => void;
  readonly finish: (input: RequestOf<"finishRun">, draft: FinishDraft) => void;
};

/** Opens with what is right in nine cases of ten, so that the second tap finishes. */
export function FinishSheet({ card, first, refused, close, finish }: Props) {
  const texts = useTexts();
  const { t, quantity, lookUp, language } = texts;
  const [draft, setDraft] = useState(first);
  const form = useId();
  const commentId = useId();
  const sign = language === "uk" ? "," : ".";
  const units = readUnits(draft.units, card.units);
  const input = finishInput(card, draft);
  const unitName = (unit: string): string => lookUp(`unit.${unit}`) ?? unit;

  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (input !== null) finish(input, draft);
  };
  const step = (by: number): void => {
    const count = Number(units.value ?? card.units) + by;
    setDraft({ ...draft, units: String(Math.max(1, count)) });
  };

  return (
    <Sheet
      title={t("floor.finish.title", { stage: card.stageName })}
      close={() => close(draft)}
      foot={
        <div className={style.pair}>
          <BigButton onClick={() => close(draft)}>{t("floor.finish.keep")}</BigButton>
          <BigButton type="submit" form={form} size="huge" tone="finish" disabled={input === null}>
            {t("floor.finish.confirm")}
            {units.value !== null && <br />}
            {units.value !== null && quantity(units.value, card.unit)}
          </BigButton>
        </div>
      }
    >
      <form id={form} className={style.form} onSubmit={submit}>
        {refused !== undefined && (
          <p className={style.refused} role="alert">
            {refused}
          </p>
        )}
        {card.batchMode !== "per_unit" && (
          <div className={style.units}>
            <BigButton
              aria-label={t("floor.finish.less")}
              disabled={draft.units === "1"}
              onClick={() => step(-1)}
            >
              −
            </BigButton>
            <NumberInput
              label={t("floor.finish.units")}
              unit={unitName(card.unit)}
              whole
              value={draft.units}
              change={(typed) => setDraft({ ...draft, units: typed })}
              problem={units.problem}
              fewest={quantity(String(card.units), card.unit)}
            />
            <BigButton aria-label={t("floor.finish.more")} onClick={() => step(1)}>
              +
            </BigButton>
          </div>
        )}
        {card.materials.length > 0 && (
          <fieldset className={style.materials}>
            <legend>{t("floor.finish.materials")}</legend>
            {card.materials.map((material) => {
              const typed = shownUse(card, material, draft, sign);
              const read = readQuantity(typed);
              return (
                <NumberInput
                  key={material.normId}
                  label={productOf(material)}
                  unit={unitName(material.unit)}
                  value={typed}
                  change={(next) =>
                    setDraft({ ...draft, materials: { ...draft.materials, [material.normId]: next } })
                  }
                  problem={read.problem}
                  note={normNote(texts, material, read.value)}
                />
              );
            })}
          </fieldset>
        )}
        <div className={style.number}>
          <label htmlFor={commentId}>{t("floor.finish.comment")}</label>
          <textarea
            id={commentId}
            rows={2}
            maxLength={10_000}
            value={draft.comment}
            onChange={(event) => setDraft({ ...draft, comment: event.currentTarget.value })}
          />
        </div>
      </form>
    </Sheet>
  );
}

function normNote(
  { t, quantity }: FloorTexts,
  material: RunCard["materials"][number],
  used: string | null,
): string {
  const norm = t("floor.finish.norm", { quantity: quantity(material.norm, material.unit) });
  const difference = used === null ? null : overNorm(used, material.norm);
  if (difference === null) return norm;
  const by = quantity(difference.by, material.unit);
  const words = difference.over
    ? t("floor.finish.over", { quantity: by })
    : t("floor.finish.under", { quantity: by });
  return `${norm} · ${words}`;
}
