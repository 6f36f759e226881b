import { Textarea } from "@mantine/core";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { PageSkeleton, RefusalNotice } from "#web/shared/states.tsx";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { Order, PlacedRun } from "../order-types.ts";
import { UndoPreview } from "../undo/undo-preview.tsx";
import { useOfferUndo } from "../undo/use-offer-undo.ts";
import { placeInWords } from "../lots/lot-words.ts";

/** A finished run is opened again: what that takes back is read before, why is kept. */
export function ReopenDialog({
  order,
  stage,
  run,
  onClose,
}: PlacedRun & { readonly order: Order; readonly onClose: () => void }) {
  const { t } = useTexts();
  const offer = useOfferUndo(order.id);
  const preview = useRoute("previewUndo", { orderId: order.id, runId: run.id });
  const reopen = useCommand("reopenRun");
  const [reason, setReason] = useState("");
  const possible = preview.data !== undefined && preview.data.refusal === null;
  const submit = async (): Promise<void> => {
    const answer = await reopen.run({ runId: run.id, reason }, { inPlace: true });
    if (!answer.ok) return;
    offer(t("run.reopened", { stage: stage.name }), answer);
    onClose();
  };
  return (
    <FormDialog
      title={t("run.reopenTitle", { stage: placeInWords({ order, stage, run }, { t }) })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("run.reopen")}
      closeLabel={t("undo.leave")}
      pending={reopen.pending}
      refusal={reopen.refusal}
      disabled={!possible || reason.trim() === ""}
    >
      <RefusalNotice refusal={preview.refusal} retry={preview.refetch} />
      {preview.data === undefined && preview.refusal === undefined && <PageSkeleton lines={4} />}
      {preview.data !== undefined && <UndoPreview preview={preview.data} />}
      {possible && (
        <Textarea
          label={t("order.reason")}
          required
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={faultAt(reopen.refusal, "reason")}
        />
      )}
    </FormDialog>
  );
}
