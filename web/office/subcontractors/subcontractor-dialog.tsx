import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { ContactPicker } from "../pickers/contact-picker.tsx";
import { useTexts } from "../production/texts.ts";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";

type Props = {
  /** null: a new one */
  readonly subcontractor: OutputOf<"showSubcontractor"> | null;
  readonly onClose: () => void;
  readonly onSaved: (subcontractorId: string) => void;
};

export function SubcontractorDialog({ subcontractor: before, onClose, onSaved }: Props) {
  const { t } = useTexts();
  const { can } = useSession();
  const add = useCommand("addSubcontractor");
  const change = useCommand("changeSubcontractor");
  const act = before === null ? add : change;
  const [name, setName] = useState(before?.name ?? "");
  const [services, setServices] = useState(before?.services ?? "");
  const [contactPerson, setContactPerson] = useState(before?.contactPerson ?? "");
  const [phone, setPhone] = useState(before?.phone ?? "");
  const [email, setEmail] = useState(before?.email ?? "");
  const [contact, setContact] = useState(before?.contact ?? null);
  const [notes, setNotes] = useState(before?.notes ?? "");
  const seesContacts = can("contact.read");
  const submit = async (): Promise<void> => {
    const body = {
      name,
      services,
      contactPerson,
      phone: phone.trim() === "" ? null : phone,
      email: email.trim() === "" ? null : email.trim(),
      // Who may not see contacts leaves it as it is.
      ...(seesContacts ? { contactId: contact?.id ?? null } : {}),
      notes,
    };
    if (before === null) {
      const answer = await add.run(body, { inPlace: true });
      if (!answer.ok) return;
      notify({ tone: "done", text: t("subs.added", { name: name.trim() }) });
      onSaved(answer.value.subcontractorId);
      return;
    }
    const answer = await change.run({ subcontractorId: before.id, ...body }, { inPlace: true });
    if (answer.ok) onSaved(before.id);
  };
  return (
    <FormDialog
      title={before === null ? t("subs.new") : t("subs.edit", { name: before.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      {...(before === null ? { submitLabel: t("action.add") } : {})}
      pending={act.pending}
      refusal={act.refusal}
      disabled={name.trim() === ""}
    >
      <TextInput
        label={t("subs.name")}
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faultAt(act.refusal, "name")}
      />
      <TextInput
        label={t("subs.services")}
        placeholder={t("subs.servicesHint")}
        value={services}
        onChange={(event) => setServices(event.currentTarget.value)}
        error={faultAt(act.refusal, "services")}
      />
      <TextInput
        label={t("subs.contactPerson")}
        value={contactPerson}
        onChange={(event) => setContactPerson(event.currentTarget.value)}
        error={faultAt(act.refusal, "contactPerson")}
      />
      <FormRow>
        <TextInput
          label={t("subs.phone")}
          type="tel"
          value={phone}
          onChange={(event) => setPhone(event.currentTarget.value)}
          error={faultAt(act.refusal, "phone")}
        />
        <TextInput
          label={t("subs.email")}
          type="email"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={faultAt(act.refusal, "email")}
        />
      </FormRow>
      {seesContacts && (
        <ContactPicker
          label={t("subs.contact")}
          description={t("subs.contactHint")}
          value={contact}
          onChange={setContact}
          error={faultAt(act.refusal, "contactId")}
        />
      )}
      <Textarea
        label={t("subs.notes")}
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
