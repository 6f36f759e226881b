import { Combobox, TextInput, useCombobox } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { FormulaSuggestion } from "#modules/templates/core/formula/formula.ts";
import { useTexts } from "../texts.ts";
import { isFormula } from "../template-draft.ts";
import type { Product } from "../template-tab.ts";
import type { FormulaUse } from "./formula-engine.ts";
import style from "./formula.module.css";
import { useEngine } from "./use-engine.ts";

type Props = {
  readonly label: string;
  /** As it stands in the field. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly use: FormulaUse;
  readonly product: Product | undefined;
  readonly placeholder?: string;
  readonly unit?: ReactNode;
  readonly error?: ReactNode;
  /** Holds a form back (what is no number and no formula). */
  readonly invalid?: string | undefined;
  /** A part of the text to be marked by the cursor; another object marks it again. */
  readonly marked?: { readonly at: number; readonly to: number } | undefined;
};

/** A field of one line that completes names and units of a formula at the cursor: arrows and Enter, or a tap. */
export function FormulaInput(props: Props) {
  const { label, value, onChange, use, product, placeholder, unit, error, invalid, marked } = props;
  const { t, lookUp } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [cursor, setCursor] = useState<number | null>(null);
  const engine = useEngine(isFormula(value));
  const found =
    engine === undefined || cursor === null
      ? undefined
      : engine.suggest(value.slice(0, cursor), use, product);
  const begun = cursor === null ? "" : value.slice(found?.at ?? cursor, cursor);
  // After a finished word nothing has been begun: the list opens on the next letter, or on arrow down.
  const options = (found?.suggestions ?? []).filter(
    (one) => one.insert.toLowerCase() !== begun.toLowerCase(),
  );
  useEffect(() => input.current?.setCustomValidity(invalid ?? ""), [invalid]);
  useEffect(() => {
    if (marked === undefined) return;
    input.current?.focus();
    input.current?.setSelectionRange(marked.at, marked.to);
  }, [marked]);

  const take = (insert: string): void => {
    const at = found?.at ?? value.length;
    onChange(value.slice(0, at) + insert + value.slice(cursor ?? value.length));
    combobox.closeDropdown();
    const next = at + insert.length;
    setCursor(next);
    requestAnimationFrame(() => input.current?.setSelectionRange(next, next));
  };
  const words = (one: FormulaSuggestion): string => {
    switch (one.kind) {
      case "name":
        return one.unit === null ? one.name : `${one.name}, ${lookUp(`unit.${one.unit}`) ?? one.unit}`;
      case "upsell":
        return t("template.formula.upsell");
      case "unit":
        return t("template.formula.unit");
      case "quantity":
        return t("template.formula.quantity");
      case "function":
        return t("template.formula.function");
    }
  };
  return (
    <Combobox
      store={combobox}
      onOptionSubmit={take}
      shadow="md"
      position="bottom-start"
      width={300}
      // The choice of a letter in a formula is no search: what is typed stays.
      resetSelectionOnOptionHover
    >
      <Combobox.Target withExpandedAttribute>
        <TextInput
          ref={input}
          label={label}
          value={value}
          placeholder={placeholder ?? ""}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          classNames={isFormula(value) ? { input: style.formula ?? "" } : {}}
          rightSection={isFormula(value) ? null : unit}
          error={error}
          onChange={(event) => {
            const { value: typed, selectionStart } = event.currentTarget;
            onChange(typed);
            setCursor(selectionStart);
            const last = typed.slice(0, selectionStart ?? typed.length).at(-1) ?? "";
            if (isFormula(typed) && /[\p{L}_"=]/u.test(last)) {
              combobox.openDropdown();
              combobox.selectFirstOption();
            } else combobox.closeDropdown();
          }}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
          onBlur={() => combobox.closeDropdown()}
          onKeyDown={(event) => {
            if (event.key === "Escape" && combobox.dropdownOpened) event.stopPropagation();
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={options.length === 0}>
        <Combobox.Options aria-label={t("template.formula.suggestions")} className={style.options ?? ""}>
          {options.map((one) => (
            <Combobox.Option key={`${one.kind} ${one.insert}`} value={one.insert}>
              <code>{one.insert.replace(/"?\)?$/, "").replace(/\($/, "()")}</code>{" "}
              <span className="soft">{words(one)}</span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
