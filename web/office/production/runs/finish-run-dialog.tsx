import { Radio, Textarea } from "@mantine/core";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { batchesOfChosen } from "#web/shared/batches/chosen-batch.ts";
import { NumberField } from "#web/shared/field.tsx";
import { PhotoPicker } from "#web/shared/photo-picker.tsx";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { type Order, type PlacedRun, type StageRun, togetherWith } from "../order-types.ts";
import { useOfferUndo } from "../undo/use-offer-undo.ts";
import { placeInWords } from "../lots/lot-words.ts";
import { answersOf, type CheckDrafts, judgeCheck, openChecks } from "./check-answers.ts";
import { CheckFields } from "./check-fields.tsx";
import { Doubt } from "./doubt.tsx";
import { FailedFields } from "./failed-fields.tsx";
import { type FailedDraft, failedParts, failedUnits } from "./failed-units.ts";
import { type ChosenUse, MaterialFields, type TypedMaterials, usagesOf } from "./material-fields.tsx";
import { askedOf, OutsideFields } from "./outside-fields.tsx";
import { UnitsTogether } from "./units-together.tsx";
import style from "./runs.module.css";

type Props = PlacedRun & {
  readonly order: Order;
  /** Begins with all that this person works on, not with this run alone. */
  readonly several?: boolean;
  readonly onClose: () => void;
};

const noFailed: readonly FailedDraft[] = [];

/** Defaults are right in nine cases of ten: all units good, materials by their norms or as they left at the start. */
export function FinishRunDialog({ order, stage, run, several = false, onClose }: Props) {
  const { t, quantity } = useTexts();
  const { can, member } = useSession();
  const offer = useOfferUndo(order.id);
  const finish = useCommand("finishRun");
  const materials = useRoute("showOrderMaterials", { orderId: order.id });
  const rows = materials.data?.rows.filter((row) => row.stageId === stage.id) ?? [];
  const together = order.batchMode === "per_unit" ? togetherWith({ stage, run }, "finishRun") : [run];
  const [runIds, setRunIds] = useState<readonly string[]>(() =>
    several ? ownOf(run, together, member.id) : [run.id],
  );
  const taken = together.filter((one) => runIds.includes(one.id));
  const whole = taken.reduce((sum, one) => sum + one.units, 0);
  const [typedUnits, setTypedUnits] = useState<string>();
  const units = typedUnits ?? String(whole);
  const good = /^\d{1,7}$/.test(units) ? Number(units) : null;
  const rest = good === null ? 0 : Math.max(0, whole - good);
  const [leaveRest, setLeaveRest] = useState(false);
  const [failed, setFailed] = useState(noFailed);
  const [checks, setChecks] = useState<CheckDrafts>({});
  const [photoIds, setPhotoIds] = useState<readonly string[]>([]);
  const [concession, setConcession] = useState("");
  const [comment, setComment] = useState("");
  const [outside, setOutside] = useState("");
  const [typed, setTyped] = useState<TypedMaterials>({});
  const [batches, setBatches] = useState<ChosenUse>({});
  const [busy, setBusy] = useState<Readonly<Record<string, boolean>>>({});
  const watch = (part: string) => (isBusy: boolean) => setBusy((all) => ({ ...all, [part]: isBusy }));

  // What is less than all has failed, unless it is left at work.
  const drafts = rest === 0 || leaveRest ? noFailed : failed.length > 0 ? failed : [newFailed(rest)];
  const parts = failedParts(drafts, stage.id);
  const counted = failedUnits(drafts) === (leaveRest ? 0 : rest);
  const noGood = good === 0;
  const open = noGood ? [] : openChecks(stage.checks, checks);
  const photoMissing = !noGood && stage.photoRequired && photoIds.length === 0;
  const doubtful = open.length > 0 || photoMissing;
  // What only the end of a subcontractor's work can tell; a part that goes on ends nothing.
  const asked = noGood || (rest > 0 && leaveRest) ? undefined : askedOf(stage.performer.price?.kind);
  const mayConcede = can("run.resolve");
  const [first, ...others] = runIds;
  const sent = usagesOf(rows, typed);

  const submit = async (): Promise<void> => {
    if (first === undefined || good === null || parts === null) return;
    const answer = await finish.run(
      {
        runId: first,
        alsoRunIds: others,
        units: good,
        failed: parts,
        leaveRest: rest > 0 && leaveRest,
        ...(sent.length === 0 ? {} : { materials: sent }),
        batches: batchesOfChosen(batches, (normId) => typed[normId] ?? batches[normId]?.used ?? null),
        checks: answersOf(stage.checks, checks),
        photoIds: [...photoIds],
        ...(doubtful && concession.trim() !== "" ? { concession } : {}),
        comment,
        ...(asked === undefined ? {} : { subcontracting: { [asked]: outside } }),
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    offer(
      others.length === 0
        ? t("order.finished", { stage: stage.name })
        : t("run.finishedSeveral", { stage: stage.name, count: good }),
      answer,
    );
    onClose();
  };
  const blocked =
    first === undefined ||
    good === null ||
    parts === null ||
    !counted ||
    (asked !== undefined && outside === "") ||
    (asked === "sum" && comment.trim() === "") ||
    (good === 0 && leaveRest) ||
    (doubtful && (!mayConcede || concession.trim() === "")) ||
    Object.values(busy).some(Boolean);
  return (
    <FormDialog
      title={t("order.finishTitle", {
        stage: together.length > 1 ? stage.name : placeInWords({ order, stage, run }, { t }),
      })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("verb.finish")}
      pending={finish.pending}
      refusal={finish.refusal}
      disabled={blocked}
    >
      {together.length > 1 && (
        <UnitsTogether
          label={t("run.howManyFinish")}
          order={order}
          runs={together}
          value={runIds}
          onChange={(next) => {
            setRunIds(next);
            setTypedUnits(undefined);
          }}
          error={faultAt(finish.refusal, "alsoRunIds")}
        />
      )}
      {taken.length > 1 ? (
        <p className="soft">{t("run.allGood", { count: whole })}</p>
      ) : (
        <NumberField
          label={t("order.unitsDone")}
          {...(whole > 1 ? { description: t("run.ofUnits", { count: whole }) } : {})}
          places={0}
          required
          {...(together.length > 1 ? {} : { "data-autofocus": true })}
          value={units}
          onChange={setTypedUnits}
          rightSection={<span className="soft">{t(`unit.${order.unit}`)}</span>}
          error={faultAt(finish.refusal, "units")}
        />
      )}
      {rest > 0 && order.batchMode === "split" && good !== 0 && (
        <Radio.Group
          label={t("run.restIs", { units: quantity(String(rest), order.unit) })}
          value={leaveRest ? "leave" : "failed"}
          onChange={(value) => setLeaveRest(value === "leave")}
        >
          <Radio mt="xs" value="failed" label={t("run.restFailed")} />
          <Radio mt="xs" value="leave" label={t("run.restLeft")} description={t("run.restLeftHint")} />
        </Radio.Group>
      )}
      {drafts.length > 0 && (
        <>
          {!counted && (
            <p className={style.fault}>{t("run.restUncounted", { rest, failed: failedUnits(drafts) })}</p>
          )}
          <FailedFields
            order={order}
            stage={stage}
            drafts={drafts}
            onChange={setFailed}
            onBusy={watch("failed")}
            refusal={finish.refusal}
          />
        </>
      )}
      {!noGood && (
        <CheckFields checks={stage.checks} drafts={checks} onChange={setChecks} onBusy={watch("checks")} />
      )}
      <MaterialFields
        batches={batches}
        onBatches={setBatches}
        stage={stage}
        pending={materials.pending}
        rows={rows}
        runs={taken}
        typed={typed}
        onChange={setTyped}
        refusal={finish.refusal}
      />
      <PhotoPicker
        label={stage.photoRequired ? t("run.photosRequired") : t("run.photos")}
        photoIds={photoIds}
        onChange={setPhotoIds}
        onBusy={watch("photos")}
        camera={false}
      />
      <OutsideFields
        stage={stage}
        asked={asked}
        value={outside}
        onChange={setOutside}
        refusal={finish.refusal}
      />
      <Textarea
        label={t("order.comment")}
        required={asked === "sum"}
        value={comment}
        onChange={(event) => setComment(event.currentTarget.value)}
        error={faultAt(finish.refusal, "comment")}
      />
      {doubtful && (
        <Doubt
          open={open}
          failed={open.some((check) => judgeCheck(check, checks[check.key]) === "failed")}
          photoMissing={photoMissing}
          value={concession}
          onChange={setConcession}
          refusal={finish.refusal}
        />
      )}
    </FormDialog>
  );
}

/** Whoever works on several at once finishes them at once; another's stay with whoever works on them. */
function ownOf(run: StageRun, together: readonly StageRun[], memberId: string): readonly string[] {
  const own = together.filter((one) => one.operatorId === memberId && one.id !== run.id);
  return run.operatorId === memberId ? [run.id, ...own.map((one) => one.id)] : [run.id];
}

const newFailed = (units: number): FailedDraft => ({
  key: 1,
  units: String(units),
  reasonId: null,
  decision: "return",
  toStageId: null,
  note: "",
  photoIds: [],
});
