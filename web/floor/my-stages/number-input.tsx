import { useId } from "react";
import { useTexts } from "../texts.ts";
import type { NumberProblem } from "./finish-form.ts";
import style from "./sheets.module.css";

type Props = {
  readonly label: string;
  /** Stands behind the field: "kg". */
  readonly unit: string;
  /** As typed: a text until it is sent, so that no float ever comes between. */
  readonly value: string;
  readonly change: (typed: string) => void;
  readonly problem: NumberProblem | null;
  readonly whole?: boolean;
  /** Of a run that has that many units: the sentence for fewer names them. */
  readonly fewest?: string;
  /** Norm, and what lies over it. */
  readonly note?: string;
};

export function NumberInput({ label, unit, value, change, problem, whole = false, fewest, note }: Props) {
  const { t } = useTexts();
  const id = useId();
  const words = (): string => {
    switch (problem) {
      case null:
        return "";
      case "not_a_number":
        return t("field.notANumber", { places: whole ? 0 : 6 });
      case "below_zero":
        return t("refusal.field.zero_or_more");
      case "too_large":
        return t("floor.finish.tooLarge");
      case "at_least_one":
        return t("floor.finish.atLeastOne");
      case "fewer_than_run":
        return t("floor.finish.fewer", { quantity: fewest ?? "" });
    }
  };
  return (
    <div className={style.number}>
      <label htmlFor={id}>{label}</label>
      <div className={style.entry} data-wrong={problem !== null}>
        <input
          id={id}
          type="text"
          inputMode={whole ? "numeric" : "decimal"}
          autoComplete="off"
          enterKeyHint="done"
          value={value}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-note`}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => change(event.currentTarget.value)}
        />
        <span aria-hidden>{unit}</span>
      </div>
      <p id={`${id}-note`} className={style.note} data-wrong={problem !== null}>
        {problem === null ? note : words()}
      </p>
    </div>
  );
}
