import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { PhotoPicker } from "#web/shared/photo-picker.tsx";
import { FormRow } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { useDefectReasons } from "../defects/use-defect-reasons.ts";
import { type Order, type OrderStage, pathTo } from "../order-types.ts";
import type { FailedDraft } from "./failed-units.ts";
import style from "./runs.module.css";

type Props = {
  readonly order: Order;
  readonly stage: OrderStage;
  readonly drafts: readonly FailedDraft[];
  readonly onChange: (drafts: readonly FailedDraft[]) => void;
  readonly onBusy: (busy: boolean) => void;
  readonly refusal: Refused | undefined;
};

/** What failed of a finish: for each reason how many, and what becomes of them. */
export function FailedFields({ order, stage, drafts, onChange, onBusy, refusal }: Props) {
  const { t } = useTexts();
  const change = (key: number, part: Partial<FailedDraft>): void =>
    onChange(drafts.map((draft) => (draft.key === key ? { ...draft, ...part } : draft)));
  const last = drafts.at(-1);
  return (
    <fieldset className={style.part}>
      <legend>{t("run.failedUnits")}</legend>
      {drafts.map((draft, index) => (
        <Failed
          key={draft.key}
          order={order}
          stage={stage}
          draft={draft}
          onChange={(part) => change(draft.key, part)}
          onRemove={
            drafts.length > 1 ? () => onChange(drafts.filter((one) => one.key !== draft.key)) : undefined
          }
          onBusy={onBusy}
          faultOf={(field) => faultAt(refusal, `failed.${index}.${field}`)}
        />
      ))}
      {last !== undefined && drafts.length < 10 && (
        <Button
          variant="subtle"
          size="xs"
          onClick={() =>
            onChange([
              ...drafts,
              { ...last, key: last.key + 1, units: "1", reasonId: null, note: "", photoIds: [] },
            ])
          }
        >
          {t("run.failedMore")}
        </Button>
      )}
    </fieldset>
  );
}

function Failed(props: {
  readonly order: Order;
  readonly stage: OrderStage;
  readonly draft: FailedDraft;
  readonly onChange: (part: Partial<FailedDraft>) => void;
  readonly onRemove: (() => void) | undefined;
  readonly onBusy: (busy: boolean) => void;
  readonly faultOf: (field: string) => string | undefined;
}) {
  const { order, stage, draft, onChange, onRemove, onBusy, faultOf } = props;
  const { t } = useTexts();
  const reasons = useDefectReasons();
  const ways = [
    { value: "write_off", label: t("verb.writeOff") },
    ...pathTo(order, stage.id).map((target) => ({
      value: target.id,
      label: t(target.id === stage.id ? "defect.returnHere" : "defect.returnTo", { stage: target.name }),
    })),
  ];
  return (
    <div className={style.failed}>
      <FormRow>
        <NumberField
          label={t("run.failedCount")}
          places={0}
          required
          value={draft.units}
          onChange={(units) => onChange({ units })}
          error={faultOf("units")}
        />
        <Select
          label={t("order.reason")}
          required
          allowDeselect={false}
          data={reasons.map((reason) => ({ value: reason.id, label: reason.name }))}
          value={draft.reasonId}
          onChange={(reasonId) => onChange({ reasonId })}
          error={faultOf("reasonId")}
        />
      </FormRow>
      <Select
        label={t("defect.whatNow")}
        allowDeselect={false}
        data={ways}
        value={draft.decision === "write_off" ? "write_off" : (draft.toStageId ?? stage.id)}
        onChange={(way) =>
          onChange(
            way === "write_off"
              ? { decision: "write_off", toStageId: null }
              : { decision: "return", toStageId: way },
          )
        }
        error={faultOf("toStageId")}
      />
      <TextInput
        label={t("order.note")}
        value={draft.note}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
      />
      <PhotoPicker
        label={t("defect.photos")}
        photoIds={draft.photoIds}
        onChange={(photoIds) => onChange({ photoIds })}
        onBusy={onBusy}
        camera={false}
      />
      {onRemove !== undefined && (
        <ActionIcon className={style.remove} aria-label={t("run.failedRemove")} onClick={onRemove}>
          <IconX size={16} aria-hidden />
        </ActionIcon>
      )}
    </div>
  );
}
