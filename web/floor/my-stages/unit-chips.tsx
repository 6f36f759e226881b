import { useState } from "react";
import { BigButton } from "../shell/big-button.tsx";
import { type FloorTexts, useTexts } from "../texts.ts";
import { attributesText, lotText, partAttributes } from "./card-words.ts";
import type { CardUnit } from "./group-cards.ts";
import type { RunCard } from "./show-taps.ts";
import style from "./unit-chips.module.css";

type Props = {
  /** Names the group: "Which units?" */
  readonly label: string;
  readonly card: Pick<RunCard, "batchMode" | "unit">;
  readonly units: readonly CardUnit[];
  readonly chosen: readonly string[];
  readonly choose: (runIds: readonly string[]) => void;
};

/** So many are seen at once; the others open. */
const fewAtFirst = 12;

/** "#1 #2 #3": one tap takes a unit along or leaves it, one takes all of them. */
export function UnitChips({ label, card, units, chosen, choose }: Props) {
  const texts = useTexts();
  const { t } = texts;
  const [open, setOpen] = useState(units.length <= fewAtFirst + 1);
  const { telling } = partAttributes(units);
  const shown = open ? units : units.slice(0, fewAtFirst);
  const all = units.every(({ runId }) => chosen.includes(runId));
  const toggle = (runId: string): void =>
    choose(
      units
        .filter((unit) => (unit.runId === runId) !== chosen.includes(unit.runId))
        .map((unit) => unit.runId),
    );
  return (
    <fieldset className={style.chips}>
      <legend>{label}</legend>
      <div className={style.grid} data-told={telling.size > 0 || undefined}>
        {shown.map((unit) => (
          <BigButton key={unit.runId} chosen={chosen.includes(unit.runId)} onClick={() => toggle(unit.runId)}>
            <span className={style.chip}>
              <b>{lotText(card, unit.lotNumber, texts)}</b>
              {under(card, unit, telling, texts).map((line) => (
                <span key={line}>{line}</span>
              ))}
            </span>
          </BigButton>
        ))}
        {!open && (
          <BigButton onClick={() => setOpen(true)}>
            {t("floor.units.others", { count: units.length - fewAtFirst })}
          </BigButton>
        )}
      </div>
      <BigButton
        chosen={all}
        onClick={() =>
          choose(all ? units.slice(0, 1).map(({ runId }) => runId) : units.map(({ runId }) => runId))
        }
      >
        {t("floor.units.all", { count: units.length })}
      </BigButton>
    </fieldset>
  );
}

/** What tells one from the other: its own measures by their names, and of lots how many they are. */
function under(
  card: Props["card"],
  unit: CardUnit,
  telling: ReadonlySet<string>,
  texts: FloorTexts,
): readonly string[] {
  const count =
    card.batchMode === "per_unit" || unit.card === null
      ? []
      : [texts.quantity(String(unit.card.units), card.unit)];
  const own = attributesText(unit.lotAttributes, texts).filter(({ name }) => telling.has(name));
  return [...count, ...own.map(({ name, value }) => `${name} ${value}`)];
}
