import { useId } from "react";
import { useTexts } from "../texts.ts";
import type { NumberProblem } from "./typed-number.ts";
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
  /** May lie below zero: keyboards for decimals have no minus. */
  readonly signed?: boolean;
  /** Norm, and what lies over it. */
  readonly note?: string;
  /** Within its tolerance, or out of it. */
  readonly tone?: "done" | "alarm" | undefined;
};

export function NumberInput({ label, unit, value, change, problem, note, tone, ...kind }: Props) {
  const { whole = false, signed = false } = kind;
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
    }
  };
  return (
    <div className={style.number}>
      <label htmlFor={id}>{label}</label>
      <div className={style.entry} data-wrong={problem !== null} data-tone={tone}>
        <input
          id={id}
          type="text"
          inputMode={signed ? "text" : whole ? "numeric" : "decimal"}
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
      <p id={`${id}-note`} className={style.note} data-wrong={problem !== null} data-tone={tone}>
        {problem === null ? note : words()}
      </p>
    </div>
  );
}
