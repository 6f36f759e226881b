import { Radio, TextInput } from "@mantine/core";
import type { CheckAnswer } from "#modules/production/contract/order-card.ts";
import { NumberField } from "#web/shared/field.tsx";
import { PhotoPicker } from "#web/shared/photo-picker.tsx";
import { useTexts } from "../texts.ts";
import { type Check, type CheckDrafts, judgeCheck } from "./check-answers.ts";
import style from "./runs.module.css";

type NumberCheck = Extract<Check, { kind: "number" }>;
type Unit = NonNullable<NumberCheck["unit"]>;
type Draft = Omit<CheckAnswer, "key">;
type Props = {
  readonly checks: readonly Check[];
  readonly drafts: CheckDrafts;
  readonly onChange: (drafts: CheckDrafts) => void;
  readonly onBusy: (busy: boolean) => void;
};

/** The checklist of a stage, each line in its own kind of field. */
export function CheckFields({ checks, drafts, onChange, onBusy }: Props) {
  const { t } = useTexts();
  if (checks.length === 0) return null;
  return (
    <fieldset className={style.part}>
      <legend>{t("run.checklist")}</legend>
      {checks.map((check) => (
        <CheckField
          key={check.key}
          check={check}
          draft={drafts[check.key] ?? {}}
          onChange={(draft) => onChange({ ...drafts, [check.key]: draft })}
          onBusy={onBusy}
        />
      ))}
    </fieldset>
  );
}

function CheckField(props: {
  readonly check: Check;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly onBusy: (busy: boolean) => void;
}) {
  const { check, draft, onChange, onBusy } = props;
  const { t, number: inDigits, quantity } = useTexts();
  const amount = (value: string, unit: Unit | null): string =>
    unit === null ? inDigits(value) : quantity(value, unit);
  const tolerance = ({ minimum, maximum, unit }: NumberCheck): string | undefined => {
    if (minimum !== null && maximum !== null) {
      return t("run.checkBetween", { from: amount(minimum, unit), to: amount(maximum, unit) });
    }
    if (minimum !== null) return t("run.checkFrom", { from: amount(minimum, unit) });
    return maximum === null ? undefined : t("run.checkTo", { to: amount(maximum, unit) });
  };
  const label = check.required ? check.name : t("run.checkOptional", { name: check.name });
  const failed = judgeCheck(check, draft) === "failed" ? t("run.checkFailed") : undefined;
  switch (check.kind) {
    case "yes_no":
      return (
        <Radio.Group
          label={label}
          withAsterisk={check.required}
          value={draft.yes === undefined ? null : draft.yes ? "yes" : "no"}
          onChange={(value) => onChange({ yes: value === "yes" })}
          error={failed}
        >
          <div className={style.choices}>
            <Radio value="yes" label={t("run.yes")} />
            <Radio value="no" label={t("run.no")} />
          </div>
        </Radio.Group>
      );
    case "number":
      return (
        <NumberField
          label={label}
          withAsterisk={check.required}
          description={tolerance(check)}
          value={draft.number ?? ""}
          onChange={(number) => onChange({ number })}
          rightSection={
            check.unit === null ? undefined : <span className="soft">{t(`unit.${check.unit}`)}</span>
          }
          error={failed}
        />
      );
    case "text":
      return (
        <TextInput
          label={label}
          withAsterisk={check.required}
          value={draft.text ?? ""}
          onChange={(event) => onChange({ text: event.currentTarget.value })}
        />
      );
    case "photo":
      return (
        <PhotoPicker
          label={check.required ? `${label} *` : label}
          photoIds={draft.photoIds ?? []}
          onChange={(photoIds) => onChange({ photoIds })}
          onBusy={onBusy}
          camera={false}
        />
      );
  }
}
