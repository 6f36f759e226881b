import { BigButton } from "../shell/big-button.tsx";
import { useTexts } from "../texts.ts";
import { NumberInput } from "./number-input.tsx";
import style from "./sheets.module.css";
import type { NumberProblem } from "./typed-number.ts";

type Props = {
  readonly label: string;
  readonly unit: string;
  /** As typed. */
  readonly value: string;
  readonly change: (typed: string) => void;
  /** Of what is typed, as a whole number; null while it is none. */
  readonly count: number | null;
  readonly fewest: number;
  /** Left out: as many as one likes. */
  readonly most?: number;
  readonly problem: NumberProblem | null;
  readonly note?: string;
};

/** A count of units between two keys that a thumb in a glove can't miss; the number can be typed, too. */
export function Stepper({ label, unit, value, change, count, fewest, most, problem, note }: Props) {
  const { t } = useTexts();
  const step = (by: number): void => {
    const next = (count ?? fewest) + by;
    change(String(Math.min(Math.max(fewest, next), most ?? next)));
  };
  return (
    <div className={style.stepper}>
      <BigButton
        aria-label={t("floor.finish.less")}
        disabled={count !== null && count <= fewest}
        onClick={() => step(-1)}
      >
        −
      </BigButton>
      <NumberInput
        label={label}
        unit={unit}
        whole
        value={value}
        change={change}
        problem={problem}
        {...(note === undefined ? {} : { note })}
      />
      <BigButton
        aria-label={t("floor.finish.more")}
        disabled={count !== null && most !== undefined && count >= most}
        onClick={() => step(1)}
      >
        +
      </BigButton>
    </div>
  );
}
