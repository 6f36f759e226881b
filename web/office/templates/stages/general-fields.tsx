import { TextInput } from "@mantine/core";
import { faultAt } from "#web/shared/call.ts";
import { LazyRichText } from "../../lazy-rich-text.tsx";
import { FormRow } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { DurationField } from "../duration-field.tsx";
import { OwnField } from "../own-field.tsx";
import type { StageProps } from "../template-tab.ts";
import { BeginField } from "./begin-field.tsx";
import { ConditionField } from "./condition-field.tsx";
import { PerformerFields } from "./performer-fields.tsx";
import { WaitFields } from "./wait-fields.tsx";

export function GeneralFields(props: StageProps) {
  const { edit, editable, refusal } = props;
  const { stage } = edit;
  const { t } = useTexts();
  const at = (field: string): string | undefined => faultAt(refusal, `${edit.path}.${field}`);
  const own = { edit, editable };
  const times = [
    ["setUpSeconds", t("template.setUp")],
    ["unitSeconds", t("template.perUnit")],
    ["batchSeconds", t("template.perBatch")],
  ] as const;
  return (
    <>
      <OwnField {...own} field="name" label={t("template.stageName")}>
        <TextInput
          label={t("template.stageName")}
          required
          value={stage.name}
          onChange={(event) => edit.set({ name: event.currentTarget.value })}
          error={at("name")}
        />
      </OwnField>
      <OwnField {...own} field="instruction" label={t("order.instruction")}>
        <LazyRichText
          // Another text than one's own (a reset, an undo) is written into the editor anew.
          key={edit.overridden.has("instruction") ? "own" : "inherited"}
          label={t("order.instruction")}
          value={stage.instruction}
          editable={editable}
          onChange={(instruction) => edit.set({ instruction })}
          error={at("instruction")}
        />
      </OwnField>
      <OwnField {...own} field="performer" label={t("template.performer")}>
        <PerformerFields {...props} />
      </OwnField>
      <FormRow>
        {times.map(([field, label]) => (
          <OwnField key={field} {...own} field={field} label={label}>
            <DurationField
              label={label}
              seconds={stage[field]}
              onChange={(seconds) => edit.set({ [field]: seconds ?? 0 })}
              error={at(field)}
            />
          </OwnField>
        ))}
      </FormRow>
      <OwnField {...own} field="wait" label={t("template.diff.wait")}>
        <WaitFields {...props} />
      </OwnField>
      <OwnField {...own} field="condition" label={t("template.condition")}>
        <ConditionField {...props} />
      </OwnField>
      <OwnField {...own} field="waitsFor" label={t("template.begins")}>
        <BeginField {...props} />
      </OwnField>
    </>
  );
}
