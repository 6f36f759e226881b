import { Checkbox, TextInput } from "@mantine/core";
import { faultAt } from "#web/shared/call.ts";
import { FormRow } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { DurationField } from "../duration-field.tsx";
import type { StageProps } from "../template-tab.ts";
import style from "../template.module.css";

/** The technological wait after a stage: its name, the least and, where it matters, the most. */
export function WaitFields({ edit, refusal }: StageProps) {
  const { t } = useTexts();
  const { wait } = edit.stage;
  const at = (field: string): string | undefined => faultAt(refusal, `${edit.path}.wait${field}`);
  return (
    <div className={style.group}>
      <Checkbox
        label={t("template.hasWait")}
        checked={wait !== null}
        error={at("")}
        onChange={(event) =>
          edit.set({
            wait: event.currentTarget.checked
              ? { name: "", minimumSeconds: 3600, maximumSeconds: null }
              : null,
          })
        }
      />
      {wait !== null && (
        <FormRow>
          <TextInput
            label={t("template.waitName")}
            placeholder={t("template.waitNameHint")}
            required
            value={wait.name}
            onChange={(event) => edit.set({ wait: { ...wait, name: event.currentTarget.value } })}
            error={at(".name")}
          />
          <DurationField
            label={t("template.waitMinimum")}
            required
            seconds={wait.minimumSeconds}
            onChange={(seconds) => edit.set({ wait: { ...wait, minimumSeconds: seconds ?? 0 } })}
            error={at(".minimumSeconds")}
          />
          <DurationField
            label={t("template.waitMaximum")}
            seconds={wait.maximumSeconds}
            onChange={(maximumSeconds) => edit.set({ wait: { ...wait, maximumSeconds } })}
            error={at(".maximumSeconds")}
          />
        </FormRow>
      )}
    </div>
  );
}
