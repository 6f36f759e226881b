import { Radio, Select, Textarea } from "@mantine/core";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { Picture } from "#web/shared/file-picture.tsx";
import { PhotoPicker } from "#web/shared/photo-picker.tsx";
import { useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { useTexts } from "../texts.ts";
import { lotOf, type Order, type OrderStage, pathTo, type StageRun } from "../order-types.ts";
import { UnitsTogether } from "../runs/units-together.tsx";
import type { DefectDraft } from "./defect-draft.ts";
import style from "./defects.module.css";

type Props = {
  readonly order: Order;
  readonly stage: OrderStage;
  readonly run: StageRun;
  readonly together: readonly StageRun[];
  readonly draft: DefectDraft;
  readonly onChange: (part: Partial<DefectDraft>) => void;
  readonly refusal: Refused | undefined;
};

/** Reasons as tiles, with their picture where there is one; a tap goes on. */
export function ReasonStep({
  draft,
  onPick,
}: Pick<Props, "draft"> & { readonly onPick: (reasonId: string) => void }) {
  const { t } = useTexts();
  const { data, refusal, refetch } = useRoute("listDefectReasons", {});
  const reasons = data?.rows.filter((reason) => !reason.archived);
  return (
    <fieldset className={style.tiles}>
      <legend>{t("defect.why")}</legend>
      <RefusalNotice refusal={refusal} retry={refetch} />
      {reasons === undefined && refusal === undefined && <PageSkeleton lines={3} />}
      {reasons?.length === 0 && <p className="soft">{t("defect.noReasons")}</p>}
      {reasons?.map((reason) => (
        <button
          key={reason.id}
          type="button"
          className={style.tile}
          aria-pressed={draft.reasonId === reason.id}
          onClick={() => onPick(reason.id)}
        >
          {reason.photoId !== null && (
            <Picture fileId={reason.photoId} size="thumbnail" alt="" className={style.tilePicture} />
          )}
          <span>{reason.name}</span>
        </button>
      ))}
    </fieldset>
  );
}

export function UnitsStep({ order, run, together, draft, onChange, refusal }: Props) {
  const { t } = useTexts();
  if (together.length > 1) {
    return (
      <UnitsTogether
        label={t("defect.howMany")}
        order={order}
        runs={together}
        value={draft.runIds}
        onChange={(runIds) => onChange({ runIds })}
        error={faultAt(refusal, "alsoRunIds")}
      />
    );
  }
  return (
    <NumberField
      label={t("defect.howMany")}
      description={t("run.ofUnits", { count: run.units })}
      places={0}
      required
      data-autofocus
      value={draft.units}
      onChange={(units) => onChange({ units })}
      rightSection={<span className="soft">{t(`unit.${order.unit}`)}</span>}
      error={faultAt(refusal, "units")}
    />
  );
}

/** Written off, or sent back: to this stage or to one before it. Warns where a person will have to decide. */
export function DecisionStep(props: Props & { readonly units: number }) {
  const { order, stage, run, draft, onChange, units, refusal } = props;
  const { t, quantity } = useTexts();
  const path = pathTo(order, stage.id);
  const shown = quantity(String(units), order.unit);
  const target = path.find((one) => one.id === draft.toStageId);
  const returns = lotOf(order, run)?.returns.find((one) => one.stageId === target?.id)?.count ?? 0;
  const tooOften = target !== undefined && target.reworkLimit !== null && returns >= target.reworkLimit;
  return (
    <>
      <Radio.Group
        label={t("defect.whatNow")}
        value={draft.decision === "write_off" ? "write_off" : draft.toStageId}
        onChange={(value) =>
          onChange(
            value === "write_off"
              ? { decision: "write_off", toStageId: null }
              : { decision: "return", toStageId: value },
          )
        }
        error={faultAt(refusal, "toStageId")}
      >
        {path.map((one) => (
          <Radio
            key={one.id}
            mt="xs"
            value={one.id}
            label={
              one.id === stage.id
                ? t("defect.returnHere", { stage: one.name })
                : t("defect.returnTo", { stage: one.name })
            }
          />
        ))}
        <Radio
          mt="xs"
          value="write_off"
          label={t("defect.writeOff", { units: shown })}
          description={t("defect.writeOffHint")}
        />
      </Radio.Group>
      {tooOften && (
        <p className={style.warning}>
          {t("defect.tooOften", { stage: target.name, limit: target.reworkLimit ?? 0 })}
        </p>
      )}
      {path.length > 1 && (
        <Select
          label={t("defect.born")}
          description={t("defect.bornHint")}
          allowDeselect={false}
          data={path.map((one) => ({ value: one.id, label: one.name }))}
          value={draft.bornStageId ?? stage.id}
          onChange={(bornStageId) => onChange({ bornStageId })}
          error={faultAt(refusal, "bornStageId")}
        />
      )}
    </>
  );
}

export function NoteStep(props: Props & { readonly onBusy: (busy: boolean) => void }) {
  const { draft, onChange, onBusy, refusal } = props;
  const { t } = useTexts();
  return (
    <>
      <PhotoPicker
        label={t("defect.photos")}
        photoIds={draft.photoIds}
        onChange={(photoIds) => onChange({ photoIds })}
        onBusy={onBusy}
        camera={false}
      />
      <Textarea
        label={t("order.note")}
        data-autofocus
        value={draft.note}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
        error={faultAt(refusal, "note")}
      />
    </>
  );
}
