import { Button, Select, Textarea } from "@mantine/core";
import { useState } from "react";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { MemberPicker } from "../../pickers/member-picker.tsx";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { Order, PlacedRun } from "../order-types.ts";
import { useOfferUndo } from "../undo/use-offer-undo.ts";
import { placeInWords } from "../lots/lot-words.ts";

type Props = PlacedRun & { readonly order: Order; readonly onClose: () => void };

function useStopReasons(kind: "pause" | "block") {
  const rows = useRoute("listStopReasons", {}).data?.rows ?? [];
  return rows.filter((row) => row.kind === kind && !row.archived);
}

/** With a crew, the time of whoever pauses stops; the others go on. */
export function PauseDialog({ order, stage, run, onClose }: Props) {
  const { t } = useTexts();
  const offer = useOfferUndo(order.id);
  const pause = useCommand("pauseRun");
  const reasons = useStopReasons("pause");
  const [reasonId, setReasonId] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    const answer = await pause.run({ runId: run.id, reasonId }, { inPlace: true });
    if (!answer.ok) return;
    offer(t("run.paused", { stage: stage.name }), answer);
    onClose();
  };
  return (
    <FormDialog
      title={t("order.pauseTitle", { stage: placeInWords({ order, stage, run }, { t }) })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("verb.pause")}
      pending={pause.pending}
      refusal={pause.refusal}
    >
      {run.crew.length > 1 && <p className="soft">{t("run.pauseOwn")}</p>}
      <Select
        label={t("order.reason")}
        data-autofocus
        clearable
        placeholder={t("order.noReason")}
        data={reasons.map((reason) => ({
          value: reason.id,
          label: reason.paid ? t("order.paidPause", { name: reason.name }) : reason.name,
        }))}
        value={reasonId}
        onChange={setReasonId}
        error={faultAt(pause.refusal, "reasonId")}
      />
    </FormDialog>
  );
}

export function BlockDialog({ order, stage, run, onClose }: Props) {
  const { t } = useTexts();
  const offer = useOfferUndo(order.id);
  const block = useCommand("blockRun");
  const reasons = useStopReasons("block");
  const [reasonId, setReasonId] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const submit = async (): Promise<void> => {
    if (reasonId === null) return;
    const answer = await block.run({ runId: run.id, reasonId, note }, { inPlace: true });
    if (!answer.ok) return;
    offer(t("run.blocked", { stage: stage.name }), answer);
    onClose();
  };
  return (
    <FormDialog
      title={t("order.blockTitle", { stage: placeInWords({ order, stage, run }, { t }) })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("verb.block")}
      pending={block.pending}
      refusal={block.refusal}
      disabled={reasonId === null}
    >
      <Select
        label={t("order.reason")}
        required
        data-autofocus
        data={reasons.map((reason) => ({ value: reason.id, label: reason.name }))}
        value={reasonId}
        onChange={setReasonId}
        error={faultAt(block.refusal, "reasonId")}
      />
      <Textarea
        label={t("order.note")}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        error={faultAt(block.refusal, "note")}
      />
    </FormDialog>
  );
}

/** Whoever has the least planned work open is proposed where the operator is chosen at start. */
export function ReassignDialog({ order, stage, run, onClose }: Props) {
  const { t } = useTexts();
  const offer = useOfferUndo(order.id);
  const reassign = useCommand("reassignRun");
  const { proposed } = run;
  const [memberId, setMemberId] = useState(run.operatorId ?? proposed?.memberId ?? null);
  const submit = async (): Promise<void> => {
    const answer = await reassign.run({ runId: run.id, memberId }, { inPlace: true });
    if (!answer.ok) return;
    offer(t("run.reassigned", { stage: stage.name }), answer);
    onClose();
  };
  return (
    <FormDialog
      title={t("order.reassignTitle", { stage: placeInWords({ order, stage, run }, { t }) })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("order.reassign")}
      pending={reassign.pending}
      refusal={reassign.refusal}
      disabled={memberId === run.operatorId}
    >
      <MemberPicker
        label={t("board.operator")}
        whoMay="run.work"
        description={t("order.reassignHint")}
        placeholder={t("order.nobody")}
        value={memberId}
        onChange={setMemberId}
        error={faultAt(reassign.refusal, "memberId")}
      />
      {proposed !== null && proposed.memberId === memberId && (
        <p className="soft">{t("run.proposedWhy", { name: proposed.name })}</p>
      )}
      {proposed !== null && proposed.memberId !== memberId && (
        <Button variant="light" size="xs" onClick={() => setMemberId(proposed.memberId)}>
          {t("run.propose", { name: proposed.name })}
        </Button>
      )}
    </FormDialog>
  );
}

/** How many are made so far; the run goes on as it is. */
export function ProgressDialog({ order, stage, run, onClose }: Props) {
  const { t } = useTexts();
  const offer = useOfferUndo(order.id);
  const record = useCommand("recordProgress");
  const [units, setUnits] = useState(String(run.progress));
  const submit = async (): Promise<void> => {
    const answer = await record.run({ runId: run.id, units: Number(units) }, { inPlace: true });
    if (!answer.ok) return;
    offer(t("run.progressed", { stage: stage.name, done: Number(units), total: run.units }), answer);
    onClose();
  };
  return (
    <FormDialog
      title={t("run.progressTitle", { stage: placeInWords({ order, stage, run }, { t }) })}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={record.pending}
      refusal={record.refusal}
      disabled={!/^\d{1,7}$/.test(units) || Number(units) === run.progress}
    >
      <NumberField
        label={t("run.progressUnits", { total: run.units })}
        description={t("run.progressHint")}
        places={0}
        required
        data-autofocus
        value={units}
        onChange={setUnits}
        rightSection={<span className="soft">{t(`unit.${order.unit}`)}</span>}
        error={faultAt(record.refusal, "units")}
      />
    </FormDialog>
  );
}

/** A supervisor's reason for what is not usual. */
export function ReasonDialog(props: {
  readonly title: string;
  readonly text: string;
  readonly submitLabel: string;
  readonly pending: boolean;
  readonly refusal: Refused | undefined;
  readonly onSubmit: (reason: string) => Promise<boolean>;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  const [reason, setReason] = useState("");
  const submit = async (): Promise<void> => {
    if (await props.onSubmit(reason)) props.onClose();
  };
  return (
    <FormDialog
      title={props.title}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      submitLabel={props.submitLabel}
      pending={props.pending}
      refusal={props.refusal}
      disabled={reason.trim() === ""}
    >
      <p className="soft">{props.text}</p>
      <Textarea
        label={t("order.reason")}
        required
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={faultAt(props.refusal, "reason")}
      />
    </FormDialog>
  );
}
