import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { showDecimal } from "#web/shared/decimal-text.ts";
import { DateField, NumberField } from "#web/shared/field.tsx";
import { useCommand } from "#web/shared/queries.ts";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { emptyLine, isComplete, lineBody, LineFields } from "./line-fields.tsx";

type Line = OutputOf<"showDeal">["lines"][number];

export function AddLineDialog({
  dealId,
  onClose,
}: {
  readonly dealId: string;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  const add = useCommand("addDealLine");
  const [line, setLine] = useState(emptyLine);
  const submit = async (): Promise<void> => {
    if (!isComplete(line)) return;
    const answer = await add.run({ dealId, ...lineBody(line) }, { inPlace: true });
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t("newDeal.addLine")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("action.add")}
      pending={add.pending}
      refusal={add.refusal}
      disabled={!isComplete(line)}
    >
      <LineFields line={line} path="" required refusal={add.refusal} onChange={setLine} />
    </FormDialog>
  );
}

type ChangeProps = { readonly dealId: string; readonly line: Line; readonly onClose: () => void };

/** Sends only what was changed, so that a price can be put right while an order makes the line. */
export function ChangeLineDialog({ dealId, line, onClose }: ChangeProps) {
  const { t } = useTexts();
  const change = useCommand("changeDealLine");
  const before = {
    quantity: showDecimal(line.quantity, "."),
    price: line.price ?? "",
    promisedDate: line.promisedDate ?? "",
  };
  const [draft, setDraft] = useState(before);
  const submit = async (): Promise<void> => {
    const answer = await change.run(
      {
        dealId,
        lineId: line.id,
        ...(draft.quantity === before.quantity ? {} : { quantity: Number(draft.quantity) }),
        ...(draft.price === before.price ? {} : { price: draft.price }),
        ...(draft.promisedDate === before.promisedDate
          ? {}
          : { promisedDate: draft.promisedDate === "" ? null : draft.promisedDate }),
      },
      { inPlace: true },
    );
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={nameOfVariant(line.itemName, line.variantName)}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={change.pending}
      refusal={change.refusal}
    >
      <FormRow>
        <NumberField
          label={t("dealLine.quantity")}
          places={0}
          required
          value={draft.quantity}
          onChange={(quantity) => setDraft({ ...draft, quantity })}
          error={faultAt(change.refusal, "quantity")}
        />
        {line.price !== null && (
          <NumberField
            label={t("dealLine.price")}
            places={4}
            required
            value={draft.price}
            onChange={(price) => setDraft({ ...draft, price })}
            error={faultAt(change.refusal, "price")}
          />
        )}
        <DateField
          label={t("dealLine.promised")}
          value={draft.promisedDate}
          onChange={(promisedDate) => setDraft({ ...draft, promisedDate })}
        />
      </FormRow>
    </FormDialog>
  );
}
