import { Fragment } from "react";
import { decimal } from "#kernel/decimal.ts";
import { BatchSelect } from "#web/shared/batches/batch-select.tsx";
import { type FloorTexts, useTexts } from "../texts.ts";
import { productOf } from "./card-words.ts";
import { type FinishDraft, shownUse, usedOf } from "./finish-form.ts";
import { NumberInput } from "./number-input.tsx";
import style from "./sheets.module.css";
import type { RunCard } from "./show-taps.ts";
import { overNorm, readQuantity } from "./typed-number.ts";

type Material = RunCard["materials"][number];
type Props = {
  readonly card: RunCard;
  readonly materials: readonly Material[];
  readonly draft: FinishDraft;
  readonly change: (part: Pick<FinishDraft, "materials"> | Pick<FinishDraft, "batches">) => void;
};

/** What was really used: the norm stands there until somebody types. */
export function FinishMaterials({ card, materials, draft, change }: Props) {
  const texts = useTexts();
  const { t, lookUp, language } = texts;
  const sign = language === "uk" ? "," : ".";
  if (materials.length === 0) return null;
  return (
    <fieldset className={style.section}>
      <legend>{t("floor.finish.materials")}</legend>
      {materials.map((material) => {
        const typed = shownUse(card, material, draft, sign);
        const read = readQuantity(typed);
        return (
          <Fragment key={material.normId}>
            <NumberInput
              label={productOf(material)}
              unit={lookUp(`unit.${material.unit}`) ?? material.unit}
              value={typed}
              change={(next) => change({ materials: { ...draft.materials, [material.normId]: next } })}
              problem={read.problem}
              note={
                isReworkOf(card, material) ? t("floor.finish.noNorm") : normNote(texts, material, read.value)
              }
            />
            <BatchSelect
              runId={card.runId}
              normId={material.normId}
              what={productOf(material)}
              used={usedOf(card, material, draft)}
              chosen={draft.batches[material.normId]}
              onChoose={(chosen) => {
                const { [material.normId]: _, ...others } = draft.batches;
                change({ batches: chosen === undefined ? others : { ...others, [material.normId]: chosen } });
              }}
            />
          </Fragment>
        );
      })}
    </fieldset>
  );
}

/** Nobody knows ahead what mending takes: a norm of nothing is no norm to be over. */
const isReworkOf = ({ cycle }: RunCard, { norm }: Material): boolean => cycle > 0 && decimal(norm).eq(0);

function normNote({ t, quantity }: FloorTexts, material: Material, used: string | null): string {
  const norm = t("floor.finish.norm", { quantity: quantity(material.norm, material.unit) });
  const difference = used === null ? null : overNorm(used, material.norm);
  if (difference === null) return norm;
  const by = quantity(difference.by, material.unit);
  const words = difference.over
    ? t("floor.finish.over", { quantity: by })
    : t("floor.finish.under", { quantity: by });
  return `${norm} · ${words}`;
}
