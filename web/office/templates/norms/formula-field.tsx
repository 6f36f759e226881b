import { useState } from "react";
import type { Refused } from "#web/shared/call.ts";
import { useTexts } from "../texts.ts";
import type { SampleState } from "../sample.ts";
import { isFormula } from "../template-draft.ts";
import type { Product } from "../template-tab.ts";
import type { FormulaUse, Reading } from "./formula-engine.ts";
import { FormulaInput } from "./formula-input.tsx";
import { Explained } from "./explained.tsx";
import style from "./formula.module.css";
import { useEngine } from "./use-engine.ts";

type Props = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly use: FormulaUse;
  readonly product: Product | undefined;
  readonly sample: SampleState;
  readonly placeholder?: string;
  /** What the server found wrong when it was to be saved. */
  readonly fault: { readonly message: string | undefined; readonly data: Refused["data"] };
};

/** A condition: "=" and an expression that comes to yes or no. */
export function FormulaField({ value, onChange, ...props }: Props) {
  const reading = useReading(value, props.use, props);
  const error = useFaultWords(reading, props.fault);
  const [marked, setMarked] = useState<{ at: number; to: number }>();
  return (
    <div className={style.field}>
      <FormulaInput
        {...props}
        value={value}
        // The "=" is part of what is kept; nobody has to type it here.
        onChange={(typed) => onChange(isFormula(typed) ? typed.trimStart() : `= ${typed}`)}
        marked={marked}
        error={error}
      />
      <Outcome reading={reading} formula={value} onShow={(at, to) => setMarked({ at, to })} />
    </div>
  );
}

/** Nothing while it is no formula, or only its "=". */
export function useReading(
  value: string,
  use: FormulaUse,
  { product, sample }: { readonly product: Product | undefined; readonly sample: SampleState },
): Reading | undefined {
  const wanted = isFormula(value) && value.trim() !== "=";
  const engine = useEngine(wanted);
  return wanted ? engine?.readFormula(value.trimStart(), use, product, sample) : undefined;
}

/** What is wrong, in the reader's words: said here while one types, else as the server said it. */
export function useFaultWords(reading: Reading | undefined, fault: Props["fault"]): string | undefined {
  const { refusal } = useTexts();
  if (reading === undefined) return fault.message;
  return reading.kind === "fault" ? refusal(reading.refusal) : undefined;
}

type OutcomeProps = {
  readonly reading: Reading | undefined;
  readonly formula: string;
  readonly onShow: (at: number, to: number) => void;
};

/** Under a formula: the place of the fault, or what it comes to for the sample order and, if asked, why. */
export function Outcome({ reading, formula, onShow }: OutcomeProps) {
  const { t, quantity, refusal } = useTexts();
  const [open, setOpen] = useState(false);
  if (reading === undefined) return null;
  if (reading.kind === "fault") {
    const { at, to } = reading;
    return (
      <button type="button" className={style.place} onClick={() => onShow(at, to)}>
        <span className="unseen">{t("template.formula.showFault")}</span>{" "}
        <code>
          {formula.slice(0, at)}
          <mark>{formula.slice(at, to) || " "}</mark>
          {formula.slice(to)}
        </code>
      </button>
    );
  }
  if (reading.kind === "unknown") {
    return (
      <p className={style.unknown}>{t("template.formula.unknown", { why: refusal(reading.refusal) })}</p>
    );
  }
  const { explanation } = reading;
  const { result } = explanation;
  const unit = result.kind === "amount" ? result.unit[0]?.unit : undefined;
  return (
    <div className={style.outcome}>
      <output className={style.result}>
        {reading.kind === "truth"
          ? t(reading.truth ? "template.formula.holds" : "template.formula.holdsNot")
          : `= ${unit === undefined ? reading.amount.toFixed() : quantity(reading.amount.toFixed(), unit)}`}
      </output>
      <button type="button" className={style.why} aria-expanded={open} onClick={() => setOpen(!open)}>
        {t("template.formula.why")}
      </button>
      {open && <Explained explanation={explanation} />}
    </div>
  );
}
