import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { CompanyPicker } from "../pickers/contact-picker.tsx";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";

type Contact = OutputOf<"showContact">;
type Company = OutputOf<"listCompanies">["rows"][number] & { readonly notes?: string };
type Named = { readonly id: string; readonly name: string };
type Draft = {
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  readonly notes: string;
};

const emptyDraft: Draft = { name: "", phone: "", email: "", notes: "" };
const sent = (draft: Draft) => ({
  name: draft.name,
  phone: draft.phone.trim() === "" ? null : draft.phone,
  email: draft.email.trim() === "" ? null : draft.email,
  notes: draft.notes,
});

/** Adds a contact; whoever has the same phone or e-mail is named, not merged. */
export function NewContactDialog(props: {
  readonly onClose: () => void;
  readonly onAdded?: (id: string) => void;
}) {
  const { t, list } = useTexts();
  const add = useCommand("addContact");
  const [draft, setDraft] = useState(emptyDraft);
  const [company, setCompany] = useState<Named | null>(null);
  const submit = async (): Promise<void> => {
    const answer = await add.run({ ...sent(draft), companyId: company?.id ?? null }, { inPlace: true });
    if (!answer.ok) return;
    const { duplicates, contactId } = answer.value;
    if (duplicates.length > 0) {
      notify({
        tone: "note",
        text: t("contact.duplicates", { names: list(duplicates.map((other) => other.name)) }),
      });
    }
    props.onClose();
    props.onAdded?.(contactId);
  };
  return (
    <FormDialog
      title={t("contact.new")}
      onClose={props.onClose}
      onSubmit={() => void submit()}
      submitLabel={t("action.add")}
      pending={add.pending}
      refusal={add.refusal}
    >
      <DraftFields draft={draft} onChange={setDraft} refusal={add.refusal} />
      <CompanyPicker label={t("deal.company")} value={company} onChange={setCompany} />
    </FormDialog>
  );
}

export function EditContactDialog({
  contact,
  onClose,
}: {
  readonly contact: Contact;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  const change = useCommand("changeContact");
  const [draft, setDraft] = useState<Draft>({
    name: contact.name,
    phone: contact.phone ?? "",
    email: contact.email ?? "",
    notes: contact.notes,
  });
  const [company, setCompany] = useState<Named | null>(
    contact.companyId === null ? null : { id: contact.companyId, name: contact.companyName ?? "" },
  );
  const submit = async (): Promise<void> => {
    const answer = await change.run(
      { contactId: contact.id, ...sent(draft), companyId: company?.id ?? null },
      { inPlace: true },
    );
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t("contact.edit")}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={change.pending}
      refusal={change.refusal}
    >
      <DraftFields draft={draft} onChange={setDraft} refusal={change.refusal} />
      <CompanyPicker label={t("deal.company")} value={company} onChange={setCompany} />
    </FormDialog>
  );
}

export function CompanyDialog({
  company,
  onClose,
}: {
  readonly company: Company | null;
  readonly onClose: () => void;
}) {
  const { t, list } = useTexts();
  const add = useCommand("addCompany");
  const change = useCommand("changeCompany");
  const [draft, setDraft] = useState<Draft>(
    company === null
      ? emptyDraft
      : {
          name: company.name,
          phone: company.phone ?? "",
          email: company.email ?? "",
          notes: company.notes ?? "",
        },
  );
  const refusal = add.refusal ?? change.refusal;
  const hasNotes = company === null || company.notes !== undefined;
  const submit = async (): Promise<void> => {
    const { name, phone, email, notes } = sent(draft);
    if (company !== null) {
      // The list does not carry the notes, so they are not sent back from there either.
      const answer = await change.run(
        { companyId: company.id, name, phone, email, ...(hasNotes ? { notes } : {}) },
        { inPlace: true },
      );
      if (answer.ok) onClose();
      return;
    }
    const answer = await add.run({ name, phone, email, notes }, { inPlace: true });
    if (!answer.ok) return;
    if (answer.value.duplicates.length > 0) {
      const names = list(answer.value.duplicates.map((other) => other.name));
      notify({ tone: "note", text: t("company.duplicates", { names }) });
    }
    onClose();
  };
  return (
    <FormDialog
      title={company === null ? t("company.new") : t("company.edit")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={company === null ? t("action.add") : t("action.save")}
      pending={add.pending || change.pending}
      refusal={refusal}
    >
      <DraftFields draft={draft} onChange={setDraft} refusal={refusal} withNotes={hasNotes} />
    </FormDialog>
  );
}

function DraftFields(props: {
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
  readonly refusal: Refused | undefined;
  readonly withNotes?: boolean;
}) {
  const { t } = useTexts();
  const { draft, refusal } = props;
  const set = (part: Partial<Draft>): void => props.onChange({ ...draft, ...part });
  return (
    <>
      <TextInput
        label={t("contact.name")}
        required
        maxLength={200}
        data-autofocus
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={faultAt(refusal, "name")}
      />
      <FormRow>
        <TextInput
          label={t("contact.phone")}
          type="tel"
          maxLength={40}
          value={draft.phone}
          onChange={(event) => set({ phone: event.currentTarget.value })}
          error={faultAt(refusal, "phone")}
        />
        <TextInput
          label={t("contact.email")}
          type="email"
          maxLength={254}
          value={draft.email}
          onChange={(event) => set({ email: event.currentTarget.value })}
          error={faultAt(refusal, "email")}
        />
      </FormRow>
      {props.withNotes !== false && (
        <Textarea
          label={t("deal.notes")}
          value={draft.notes}
          onChange={(event) => set({ notes: event.currentTarget.value })}
        />
      )}
    </>
  );
}
