import { Select, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { DateField } from "#web/shared/field.tsx";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";

type Props = { readonly dealId?: string; readonly onClose: () => void };

/** A task for a person or for everyone of a trade; one's own unless said otherwise. */
export function NewTaskDialog({ dealId, onClose }: Props) {
  const { t } = useTexts();
  const { can, member } = useSession();
  const add = useCommand("addTask");
  const members = useRoute("listMembers", { limit: 200 }, { enabled: can("member.read") }).data?.rows ?? [];
  const trades = useRoute("listTrades", {}).data?.rows ?? [];
  const [title, setTitle] = useState("");
  const [details, setDetails] = useState("");
  const [assignee, setAssignee] = useState(`member ${member.id}`);
  const [dueDate, setDueDate] = useState("");

  const submit = async (): Promise<void> => {
    const [kind, id = ""] = assignee.split(" ");
    const answer = await add.run(
      {
        title,
        details,
        ...(kind === "trade" ? { assigneeTradeId: id } : { assigneeId: id }),
        dueDate: dueDate === "" ? null : dueDate,
        ...(dealId === undefined ? {} : { dealId }),
      },
      { inPlace: true },
    );
    if (answer.ok) onClose();
  };
  const people = members.filter((other) => other.active && other.id !== member.id);
  return (
    <FormDialog
      title={t("task.add")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("action.add")}
      pending={add.pending}
      refusal={add.refusal}
    >
      <TextInput
        label={t("task.title")}
        required
        maxLength={200}
        data-autofocus
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={faultAt(add.refusal, "title")}
      />
      <Textarea
        label={t("task.details")}
        value={details}
        onChange={(event) => setDetails(event.currentTarget.value)}
      />
      <FormRow>
        <Select
          label={t("task.assignee")}
          searchable
          allowDeselect={false}
          value={assignee}
          onChange={(value) => value !== null && setAssignee(value)}
          data={[
            {
              group: t("task.people"),
              items: [
                { value: `member ${member.id}`, label: t("task.me", { name: member.name }) },
                ...people.map((other) => ({ value: `member ${other.id}`, label: other.name })),
              ],
            },
            {
              group: t("task.trades"),
              items: trades
                .filter((trade) => !trade.archived)
                .map((trade) => ({ value: `trade ${trade.id}`, label: trade.name })),
            },
          ]}
        />
        <DateField label={t("task.dueDate")} value={dueDate} onChange={setDueDate} />
      </FormRow>
    </FormDialog>
  );
}
