import { Select, TextInput } from "@mantine/core";
import { type Unit, unitNames, units } from "#kernel/unit.ts";
import type { OutputOf } from "#modules/routes.ts";
import type { Refused } from "#web/shared/call.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import style from "./asked-fields.module.css";

export type Asked = OutputOf<"showItem">["asked"][number];
export type AskedValues = OutputOf<"showDeal">["lines"][number]["attributes"];
/** Values as they stand in a form: numbers and texts as they are typed, with the unit beside. */
export type DraftValues = Readonly<Record<string, { readonly typed: string; readonly unit: Unit | null }>>;

export function draftOfValues(asked: readonly Asked[], values: AskedValues): DraftValues {
  return Object.fromEntries(
    asked.map(({ name, unit }) => {
      const value = values[name];
      if (value === undefined) return [name, { typed: "", unit }];
      return [
        name,
        "text" in value ? { typed: value.text, unit } : { typed: value.amount, unit: value.unit },
      ];
    }),
  );
}

/** As the server takes them; what was left empty is not told. */
export function valuesOfDraft(asked: readonly Asked[], draft: DraftValues): AskedValues {
  const values: AskedValues = {};
  for (const { name, kind, unit } of asked) {
    const typed = draft[name]?.typed.trim() ?? "";
    if (typed === "") continue;
    const given = draft[name]?.unit ?? unit;
    values[name] = kind === "number" && given !== null ? { amount: typed, unit: given } : { text: typed };
  }
  return values;
}

type Props = {
  readonly asked: readonly Asked[];
  readonly draft: DraftValues;
  readonly onChange: (draft: DraftValues) => void;
  readonly refusal: Refused | undefined;
  /** Where the values stand in the input: "attributes." or "lines.0.attributes.". */
  readonly path: string;
};

/** What an item asks when it is ordered: a number with its unit, a text, or one of the given words. */
export function AskedFields({ asked, draft, onChange, refusal, path }: Props) {
  const { t, lookUp } = useTexts();
  if (asked.length === 0) return null;
  return (
    <FormRow>
      {asked.map((one) => {
        const { name, kind, choices } = one;
        const value = draft[name] ?? { typed: "", unit: one.unit };
        const set = (typed: string): void => onChange({ ...draft, [name]: { ...value, typed } });
        const error = faultAt(refusal, `${path}${name}`);
        if (kind === "choice") {
          return (
            <Select
              key={name}
              label={name}
              clearable
              data={[...choices]}
              value={value.typed === "" ? null : value.typed}
              onChange={(typed) => set(typed ?? "")}
              error={error}
            />
          );
        }
        if (kind === "text") {
          return (
            <TextInput
              key={name}
              label={name}
              maxLength={200}
              value={value.typed}
              onChange={(event) => set(event.currentTarget.value)}
              error={error}
            />
          );
        }
        const unit = value.unit ?? one.unit ?? "pcs";
        const alike = unitNames.filter((other) => units[other].dimension === units[unit].dimension);
        const wordOf = (other: Unit): string => lookUp(`unit.${other}`) ?? other;
        return (
          <div key={name} className={style.number} data-alone={alike.length === 1 || undefined}>
            <NumberField
              label={alike.length > 1 ? name : `${name}, ${wordOf(unit)}`}
              places={6}
              value={value.typed}
              onChange={set}
              error={error}
            />
            {alike.length > 1 && (
              <Select
                aria-label={t("asked.unit", { name })}
                allowDeselect={false}
                data={alike.map((other) => ({ value: other, label: wordOf(other) }))}
                value={unit}
                onChange={(next) => {
                  const chosen = alike.find((other) => other === next);
                  if (chosen !== undefined) onChange({ ...draft, [name]: { ...value, unit: chosen } });
                }}
              />
            )}
          </div>
        );
      })}
    </FormRow>
  );
}
