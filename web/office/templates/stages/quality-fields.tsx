import { ActionIcon, Button, Checkbox, Menu, Select, Switch, TextInput } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import { unitNames } from "#kernel/unit.ts";
import type { StageCheck } from "#modules/templates/contract/template-body.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useTexts } from "../texts.ts";
import { OwnField } from "../own-field.tsx";
import { newKey } from "../template-draft.ts";
import type { StageProps } from "../template-tab.ts";
import style from "../template.module.css";
import rows from "./rows.module.css";

const kinds = ["yes_no", "number", "text", "photo"] as const satisfies readonly StageCheck["kind"][];

function newCheck(kind: StageCheck["kind"]): StageCheck {
  const check = { key: newKey("check"), name: "", required: true };
  return kind === "number"
    ? { kind, ...check, unit: null, minimum: null, maximum: null }
    : { kind, ...check };
}

/** What is looked at before a stage counts as done: the checklist, a photo, and how often units may come back. */
export function QualityFields(props: StageProps) {
  const { edit, editable, refusal } = props;
  const { t } = useTexts();
  const { checks, photoRequired, reworkLimit } = edit.stage;
  const own = { edit, editable };
  const set = (next: readonly StageCheck[]): void => void edit.set({ checks: [...next] });
  const swap = (from: number, to: number): void => {
    const next = [...checks];
    const [moved] = next.splice(from, 1);
    if (moved === undefined) return;
    next.splice(to, 0, moved);
    set(next);
  };
  return (
    <>
      <OwnField {...own} field="checks" label={t("template.checklist")}>
        <div>
          <h3 className={rows.title}>{t("template.checklist")}</h3>
          {checks.length === 0 && <p className="soft">{t("template.noChecks")}</p>}
          <ol className={rows.rows}>
            {checks.map((check, place) => (
              <li key={check.key} className={rows.row}>
                <CheckLine
                  check={check}
                  at={(field) => faultAt(refusal, `${edit.path}.checks.${place}.${field}`)}
                  onChange={(next) => set(checks.map((one, other) => (other === place ? next : one)))}
                />
                {editable && (
                  <div className={rows.tools}>
                    <ActionIcon
                      aria-label={t("template.moveUp", { stage: check.name })}
                      disabled={place === 0}
                      onClick={() => swap(place, place - 1)}
                    >
                      <IconArrowUp size={16} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      aria-label={t("template.moveDown", { stage: check.name })}
                      disabled={place === checks.length - 1}
                      onClick={() => swap(place, place + 1)}
                    >
                      <IconArrowDown size={16} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      aria-label={t("template.removeCheck", { number: place + 1 })}
                      onClick={() => set(checks.filter((_, other) => other !== place))}
                    >
                      <IconTrash size={16} aria-hidden />
                    </ActionIcon>
                  </div>
                )}
              </li>
            ))}
          </ol>
          {editable && (
            <Menu position="bottom-start">
              <Menu.Target>
                <Button size="xs" variant="light" leftSection={<IconPlus size={14} aria-hidden />}>
                  {t("template.addCheck")}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {kinds.map((kind) => (
                  <Menu.Item key={kind} onClick={() => set([...checks, newCheck(kind)])}>
                    {t(`template.check.${kind}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
      </OwnField>
      <OwnField {...own} field="photoRequired" label={t("template.photoRequired")}>
        <Switch
          label={t("template.photoRequired")}
          description={t("template.photoRequiredHint")}
          checked={photoRequired}
          onChange={(event) => edit.set({ photoRequired: event.currentTarget.checked })}
        />
      </OwnField>
      <OwnField {...own} field="reworkLimit" label={t("template.reworkLimit")}>
        <NumberField
          className={style.narrow ?? ""}
          label={t("template.reworkLimit")}
          description={t("template.reworkLimitHint")}
          places={0}
          value={reworkLimit === null ? "" : String(reworkLimit)}
          onChange={(limit) => edit.set({ reworkLimit: limit === "" ? null : Number(limit) })}
          error={faultAt(refusal, `${edit.path}.reworkLimit`)}
        />
      </OwnField>
    </>
  );
}

type LineProps = {
  readonly check: StageCheck;
  readonly at: (field: string) => string | undefined;
  readonly onChange: (check: StageCheck) => void;
};

function CheckLine({ check, at, onChange }: LineProps) {
  const { t } = useTexts();
  return (
    <div className={rows.fields}>
      <TextInput
        className={rows.wide ?? ""}
        label={t(`template.check.${check.kind}`)}
        placeholder={t(`template.checkHint.${check.kind}`)}
        required
        value={check.name}
        onChange={(event) => onChange({ ...check, name: event.currentTarget.value })}
        error={at("name")}
      />
      {check.kind === "number" && <Tolerance check={check} at={at} onChange={onChange} />}
      <Checkbox
        className={rows.check ?? ""}
        label={t("template.checkRequired")}
        checked={check.required}
        onChange={(event) => onChange({ ...check, required: event.currentTarget.checked })}
      />
    </div>
  );
}

function Tolerance(props: LineProps & { readonly check: Extract<StageCheck, { kind: "number" }> }) {
  const { check, at, onChange } = props;
  const { t } = useTexts();
  const unit = check.unit === null ? null : <span className="soft">{t(`unit.${check.unit}`)}</span>;
  return (
    <>
      <Select
        label={t("template.checkUnit")}
        placeholder="–"
        clearable
        data={unitNames.map((name) => ({ value: name, label: t(`unit.${name}`) }))}
        value={check.unit}
        onChange={(next) => onChange({ ...check, unit: unitNames.find((name) => name === next) ?? null })}
        error={at("unit")}
      />
      <NumberField
        label={t("template.checkMinimum")}
        value={check.minimum ?? ""}
        onChange={(minimum) => onChange({ ...check, minimum })}
        rightSection={unit}
        error={at("minimum")}
      />
      <NumberField
        label={t("template.checkMaximum")}
        value={check.maximum ?? ""}
        onChange={(maximum) => onChange({ ...check, maximum })}
        rightSection={unit}
        error={at("maximum")}
      />
    </>
  );
}
