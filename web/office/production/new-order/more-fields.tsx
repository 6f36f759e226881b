import { Select, Textarea } from "@mantine/core";
import type { BatchMode } from "#modules/templates/contract/template-body.ts";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { DateField } from "#web/shared/field.tsx";
import { MemberPicker } from "../../pickers/member-picker.tsx";
import { FormRow } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { priorities } from "../priorities.ts";
import type { OrderDraft } from "./order-draft.ts";
import type { Preview } from "./order-preview.tsx";
import style from "./new-order.module.css";

const batchModes = ["whole", "per_unit", "split"] as const satisfies readonly BatchMode[];

type Props = {
  readonly draft: OrderDraft;
  readonly preview: Preview | undefined;
  readonly onChange: (part: Partial<OrderDraft>) => void;
  readonly refusal: Refused | undefined;
};

/** What the template answers unless somebody says otherwise. */
export function MoreFields({ draft, preview, onChange, refusal }: Props) {
  const { t } = useTexts();
  const mode = draft.batchMode ?? preview?.defaultBatchMode;
  return (
    <details className={style.more}>
      <summary>{t("action.more")}</summary>
      <div className={style.moreBody}>
        <Select
          label={t("order.batchMode")}
          description={mode === undefined ? undefined : t(`template.batchHint.${mode}`)}
          placeholder={preview === undefined ? "" : t(`template.batch.${preview.defaultBatchMode}`)}
          data={batchModes.map((value) => ({ value, label: t(`template.batch.${value}`) }))}
          clearable
          value={draft.batchMode}
          onChange={(value) => onChange({ batchMode: batchModes.find((one) => one === value) ?? null })}
          error={faultAt(refusal, "batchMode")}
        />
        <FormRow>
          <DateField
            label={t("board.dueDate")}
            value={draft.dueDate}
            onChange={(dueDate) => onChange({ dueDate })}
            error={faultAt(refusal, "dueDate")}
          />
          <Select
            label={t("board.priority")}
            placeholder={preview === undefined ? "" : t(`priority.${preview.defaultPriority}`)}
            data={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
            clearable
            value={draft.priority}
            onChange={(value) => onChange({ priority: priorities.find((one) => one === value) ?? null })}
          />
        </FormRow>
        <MemberPicker
          label={t("order.responsible")}
          value={draft.responsibleId}
          onChange={(responsibleId) => onChange({ responsibleId })}
          error={faultAt(refusal, "responsibleId")}
        />
        <Textarea
          label={t("order.notes")}
          value={draft.notes}
          onChange={(event) => onChange({ notes: event.currentTarget.value })}
          error={faultAt(refusal, "notes")}
        />
      </div>
    </details>
  );
}
