import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog, FormRow } from "../../shell/form-dialog.tsx";
import { useTexts } from "../../stock/texts.ts";

type Props = {
  /** null: a new one */
  readonly supplier: OutputOf<"showSupplier"> | null;
  readonly onClose: () => void;
  readonly onSaved: (supplierId: string) => void;
};

export function SupplierDialog({ supplier, onClose, onSaved }: Props) {
  const { t } = useTexts();
  const add = useCommand("addSupplier");
  const change = useCommand("changeSupplier");
  const act = supplier === null ? add : change;
  const [name, setName] = useState(supplier?.name ?? "");
  const [phone, setPhone] = useState(supplier?.phone ?? "");
  const [email, setEmail] = useState(supplier?.email ?? "");
  const [notes, setNotes] = useState(supplier?.notes ?? "");
  const [leadDays, setLeadDays] = useState(supplier?.leadDays?.toString() ?? "");
  const submit = async (): Promise<void> => {
    const body = {
      name,
      phone: phone.trim() === "" ? null : phone,
      email: email.trim() === "" ? null : email.trim(),
      notes,
      leadDays: leadDays === "" ? null : Number(leadDays),
    };
    if (supplier === null) {
      const answer = await add.run(body, { inPlace: true });
      if (!answer.ok) return;
      notify({ tone: "done", text: t("suppliers.added", { name: name.trim() }) });
      onSaved(answer.value.supplierId);
      return;
    }
    const answer = await change.run({ supplierId: supplier.id, ...body }, { inPlace: true });
    if (answer.ok) onSaved(supplier.id);
  };
  return (
    <FormDialog
      title={supplier === null ? t("suppliers.new") : t("suppliers.edit", { name: supplier.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      {...(supplier === null ? { submitLabel: t("action.add") } : {})}
      pending={act.pending}
      refusal={act.refusal}
      disabled={name.trim() === ""}
    >
      <TextInput
        label={t("suppliers.name")}
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faultAt(act.refusal, "name")}
      />
      <FormRow>
        <TextInput
          label={t("suppliers.phone")}
          type="tel"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
          error={faultAt(act.refusal, "phone")}
        />
        <TextInput
          label={t("suppliers.email")}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={faultAt(act.refusal, "email")}
        />
      </FormRow>
      <NumberField
        label={t("suppliers.leadDays")}
        places={0}
        value={leadDays}
        onChange={setLeadDays}
        error={faultAt(act.refusal, "leadDays")}
      />
      <Textarea
        label={t("purchases.noteText")}
        autosize
        minRows={2}
        maxRows={8}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
        error={faultAt(act.refusal, "notes")}
      />
    </FormDialog>
  );
}
