import { useState } from "react";
import type { Unit } from "#kernel/unit.ts";
import type { Refused } from "#web/shared/call.ts";
import { readDecimal, showDecimal } from "#web/shared/decimal-text.ts";
import { useTexts } from "../texts.ts";
import type { SampleState } from "../sample.ts";
import { isFormula } from "../template-draft.ts";
import type { Product } from "../template-tab.ts";
import { Outcome, useFaultWords, useReading } from "./formula-field.tsx";
import { FormulaInput } from "./formula-input.tsx";
import style from "./formula.module.css";

type Props = {
  readonly label: string;
  /** A decimal as text, "=" and a formula, or "" for nothing. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The item's; pieces while none is chosen. */
  readonly unit: Unit | null;
  readonly product: Product | undefined;
  readonly sample: SampleState;
  readonly fault: { readonly message: string | undefined; readonly data: Refused["data"] };
};

/** A cell that takes a number or, after "=", a formula; what is neither stays standing, marked. */
export function AmountField({ label, value, onChange, unit, product, sample, fault }: Props) {
  const { t, language } = useTexts();
  const sign = language === "uk" ? "," : ".";
  const [typed, setTyped] = useState(() => shownOf(value, sign));
  const [marked, setMarked] = useState<{ at: number; to: number }>();
  const read = readAmount(typed);
  // Another value was set from outside (a reset): that one is shown.
  const shown = read === null || read === value ? typed : shownOf(value, sign);
  const use = { kind: "amount", unit: unit ?? "pcs" } as const;
  const reading = useReading(value, use, { product, sample });
  const error = useFaultWords(reading, fault);
  const problem = read === null ? t("template.notAnAmount") : undefined;
  return (
    <div className={style.field} data-formula={isFormula(shown) || undefined}>
      <FormulaInput
        label={label}
        value={shown}
        use={use}
        product={product}
        unit={<span className="soft">{unit === null ? "" : t(`unit.${unit}`)}</span>}
        onChange={(next) => {
          setTyped(next);
          const amount = readAmount(next);
          if (amount !== null) onChange(amount);
        }}
        invalid={problem}
        marked={marked}
        error={problem ?? error}
      />
      <Outcome reading={reading} formula={value} onShow={(at, to) => setMarked({ at, to })} />
    </div>
  );
}

const shownOf = (value: string, sign: "." | ","): string =>
  isFormula(value) ? value : showDecimal(value, sign);

function readAmount(typed: string): string | null {
  if (typed.trim() === "") return "";
  return isFormula(typed) ? typed.trimStart() : readDecimal(typed, 6);
}
