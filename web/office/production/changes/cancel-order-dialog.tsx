import { Radio, Textarea } from "@mantine/core";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { Order } from "../order-types.ts";
import { useOfferUndo } from "../undo/use-offer-undo.ts";
import style from "../order-card.module.css";

/** Says what will happen, and asks what becomes of materials that open work has taken. */
export function CancelOrderDialog({
  order,
  onClose,
}: {
  readonly order: Order;
  readonly onClose: () => void;
}) {
  const { t, quantity } = useTexts();
  const offer = useOfferUndo(order.id);
  const cancel = useCommand("cancelOrder");
  const [reason, setReason] = useState("");
  const [returnMaterials, setReturnMaterials] = useState(true);
  const working = order.stages.flatMap((stage) =>
    stage.runs.filter((run) => run.startedAt !== null && run.finishedAt === null && run.state !== "ended"),
  );
  const submit = async (): Promise<void> => {
    const answer = await cancel.run(
      { orderId: order.id, reason, returnMaterials: working.length > 0 && returnMaterials },
      { inPlace: true },
    );
    if (!answer.ok) return;
    const text = t("order.cancelled", { number: order.number });
    // The orders of a batch are on their own by then: there is no way back.
    if (order.gathers === null) offer(text, answer);
    else notify({ tone: "done", text });
    onClose();
  };
  return (
    <FormDialog
      title={t("order.cancelTitle", { number: order.number })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("order.cancel")}
      closeLabel={t("order.keep")}
      alarming
      pending={cancel.pending}
      refusal={cancel.refusal}
      disabled={reason.trim() === ""}
    >
      <ul className={style.consequences}>
        <li>{t("order.cancelUnits", { units: quantity(String(order.inWork), order.unit) })}</li>
        <li>{t("order.cancelReservations")}</li>
        {working.length > 0 && <li>{t("order.cancelWork", { count: working.length })}</li>}
        {order.received > 0 && (
          <li>{t("order.cancelReceived", { units: quantity(String(order.received), order.unit) })}</li>
        )}
        {order.gathers !== null && <li>{t("gather.cancelBatch", { count: order.gathers })}</li>}
        <li>{t("order.cancelCost")}</li>
      </ul>
      {working.length > 0 && (
        <Radio.Group
          label={t("order.openMaterials")}
          value={returnMaterials ? "back" : "used"}
          onChange={(value) => setReturnMaterials(value === "back")}
        >
          <Radio mt="xs" value="back" label={t("order.returnMaterials")} />
          <Radio mt="xs" value="used" label={t("order.keepMaterials")} />
        </Radio.Group>
      )}
      <Textarea
        label={t("order.cancelReason")}
        required
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={faultAt(cancel.refusal, "reason")}
      />
    </FormDialog>
  );
}
