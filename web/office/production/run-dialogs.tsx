import { Select, Textarea } from "@mantine/core";
import { useState } from "react";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { MemberPicker } from "../pickers/member-picker.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { PlacedRun } from "./order-types.ts";

type Props = PlacedRun & { readonly onClose: () => void };

function useStopReasons(kind: "pause" | "block") {
  const rows = useRoute("listStopReasons", {}).data?.rows ?? [];
  return rows.filter((row) => row.kind === kind && !row.archived);
}

export function PauseDialog({ stage, run, onClose }: Props) {
  const { t } = useTexts();
  const pause = useCommand("pauseRun");
  const reasons = useStopReasons("pause");
  const [reasonId, setReasonId] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    const answer = await pause.run({ runId: run.id, reasonId }, { inPlace: true });
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t("order.pauseTitle", { stage: stage.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("verb.pause")}
      pending={pause.pending}
      refusal={pause.refusal}
    >
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

export function BlockDialog({ stage, run, onClose }: Props) {
  const { t } = useTexts();
  const block = useCommand("blockRun");
  const reasons = useStopReasons("block");
  const [reasonId, setReasonId] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const submit = async (): Promise<void> => {
    if (reasonId === null) return;
    const answer = await block.run({ runId: run.id, reasonId, note }, { inPlace: true });
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t("order.blockTitle", { stage: stage.name })}
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

export function ReassignDialog({ stage, run, onClose }: Props) {
  const { t } = useTexts();
  const reassign = useCommand("reassignRun");
  const [memberId, setMemberId] = useState(run.operatorId);
  const submit = async (): Promise<void> => {
    const answer = await reassign.run({ runId: run.id, memberId }, { inPlace: true });
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t("order.reassignTitle", { stage: stage.name })}
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
      />
    </FormDialog>
  );
}
