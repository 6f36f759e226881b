import { Select, Textarea } from "@mantine/core";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { DateField } from "#web/shared/field.tsx";
import { useCommand } from "#web/shared/queries.ts";
import { MemberPicker } from "../../pickers/member-picker.tsx";
import { FormDialog, FormRow } from "../../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import type { Order } from "../order-types.ts";
import { priorities } from "../priorities.ts";

/** Due date, priority, notes, responsible: only what was changed is sent. */
export function ChangeOrderDialog({
  order,
  onClose,
}: {
  readonly order: Order;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  const change = useCommand("changeOrder");
  const [dueDate, setDueDate] = useState(order.dueDate ?? "");
  const [priority, setPriority] = useState(order.priority);
  const [responsibleId, setResponsibleId] = useState(order.responsible?.id ?? null);
  const [notes, setNotes] = useState(order.notes);
  const part = {
    ...(dueDate === (order.dueDate ?? "") ? {} : { dueDate: dueDate === "" ? null : dueDate }),
    ...(priority === order.priority ? {} : { priority }),
    ...(responsibleId === (order.responsible?.id ?? null) ? {} : { responsibleId }),
    ...(notes.trim() === order.notes ? {} : { notes }),
  };
  const submit = async (): Promise<void> => {
    const answer = await change.run({ orderId: order.id, ...part }, { inPlace: true });
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t("order.changeTitle", { number: order.number })}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={change.pending}
      refusal={change.refusal}
      disabled={Object.keys(part).length === 0}
    >
      <FormRow>
        <DateField
          label={t("board.dueDate")}
          value={dueDate}
          onChange={setDueDate}
          error={faultAt(change.refusal, "dueDate")}
        />
        <Select
          label={t("board.priority")}
          allowDeselect={false}
          data={priorities.map((value) => ({ value, label: t(`priority.${value}`) }))}
          value={priority}
          onChange={(value) => setPriority(priorities.find((one) => one === value) ?? priority)}
        />
      </FormRow>
      <MemberPicker
        label={t("order.responsible")}
        value={responsibleId}
        onChange={setResponsibleId}
        error={faultAt(change.refusal, "responsibleId")}
      />
      <Textarea
        label={t("order.notes")}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
        error={faultAt(change.refusal, "notes")}
      />
    </FormDialog>
  );
}
