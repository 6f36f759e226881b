import { TextInput, type TextInputProps } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { readDecimal, showDecimal } from "./decimal-text.ts";
import { useTexts } from "./texts.tsx";

type DecimalProps = Omit<TextInputProps, "value" | "onChange" | "type"> & {
  /** A decimal as text ("2.5"), or "" for nothing. */
  readonly value: string;
  /** Called with a decimal as text, or "" when the field is empty; not called while it is no number. */
  readonly onChange: (value: string) => void;
  /** Places after the decimal sign: 6 for quantities, 4 for money, 0 for whole units. */
  readonly places?: number;
};

/**
 * A decimal that stays the text that was typed: comma or point, no float, and a blur rounds nothing. What is no
 * number keeps standing there, marked, until it is put right.
 */
export function NumberField({ value, onChange, places = 6, error, ...props }: DecimalProps) {
  const { language, t } = useTexts();
  const sign = language === "uk" ? "," : ".";
  const [typed, setTyped] = useState(() => showDecimal(value, sign));
  const read = typed.trim() === "" ? "" : readDecimal(typed, places);
  // The form has set another value (a reset, a price that came with a variant): that one is shown.
  const shown = read === null || read === value ? typed : showDecimal(value, sign);
  const problem = read === null ? t("field.notANumber", { places }) : undefined;
  const input = useRef<HTMLInputElement>(null);
  // A form is not sent with the number that stood here before: the browser itself holds it back.
  useEffect(() => input.current?.setCustomValidity(problem ?? ""), [problem]);
  return (
    <TextInput
      {...props}
      ref={input}
      value={shown}
      inputMode={places === 0 ? "numeric" : "decimal"}
      autoComplete="off"
      onChange={(event) => {
        const text = event.currentTarget.value;
        setTyped(text);
        const next = text.trim() === "" ? "" : readDecimal(text, places);
        if (next !== null) onChange(next);
      }}
      error={error ?? problem}
    />
  );
}

type DateProps = Omit<TextInputProps, "value" | "onChange" | "type"> & {
  /** "2026-06-30", or "" for none. */
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** A day, by the browser's own picker: known on every phone, and it speaks the reader's language. */
export function DateField({ value, onChange, ...props }: DateProps) {
  return (
    <TextInput
      {...props}
      type="date"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
