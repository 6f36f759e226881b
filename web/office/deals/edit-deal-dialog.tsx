import { Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { useCommand } from "#web/shared/queries.ts";
import { CompanyPicker, ContactPicker } from "../pickers/contact-picker.tsx";
import { MemberPicker } from "../pickers/member-picker.tsx";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";

type Deal = OutputOf<"showDeal">;

export function EditDealDialog({ deal, onClose }: { readonly deal: Deal; readonly onClose: () => void }) {
  const { t } = useTexts();
  const change = useCommand("changeDeal");
  const [title, setTitle] = useState(deal.title);
  const [contact, setContact] = useState<{ readonly id: string; readonly name: string } | null>(deal.contact);
  const [company, setCompany] = useState<{ readonly id: string; readonly name: string } | null>(deal.company);
  const [responsibleId, setResponsibleId] = useState<string | null>(deal.responsible?.id ?? null);
  const [notes, setNotes] = useState(deal.notes);
  const submit = async (): Promise<void> => {
    const answer = await change.run(
      {
        dealId: deal.id,
        title,
        notes,
        contactId: contact?.id ?? null,
        companyId: company?.id ?? null,
        ...(responsibleId === (deal.responsible?.id ?? null) ? {} : { responsibleId }),
      },
      { inPlace: true },
    );
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t("deal.edit")}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={change.pending}
      refusal={change.refusal}
    >
      <TextInput
        label={t("newDeal.name")}
        required
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={faultAt(change.refusal, "title")}
      />
      <ContactPicker label={t("newDeal.contact")} value={contact} onChange={setContact} />
      <CompanyPicker label={t("deal.company")} value={company} onChange={setCompany} />
      <MemberPicker label={t("deal.responsible")} value={responsibleId} onChange={setResponsibleId} />
      <Textarea
        label={t("deal.notes")}
        value={notes}
        onChange={(event) => setNotes(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
