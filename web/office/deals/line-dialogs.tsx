import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { showDecimal } from "#web/shared/decimal-text.ts";
import { DateField, NumberField } from "#web/shared/field.tsx";
import { useCommand, useRoute } from "#web/shared/queries.ts";
import { AskedFields, draftOfValues, valuesOfDraft } from "../pickers/asked-fields.tsx";
import { nameOfVariant } from "../pickers/variant-picker.tsx";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { emptyLine, isComplete, lineBody, LineFields } from "./line-fields.tsx";
import { UpsellChoice } from "./upsell-choice.tsx";
import style from "./deal-page.module.css";

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

type ChangeProps = {
  readonly dealId: string;
  readonly line: Line;
  /** Numbers of the open orders that make it: whoever runs them is told. */
  readonly madeBy: readonly number[];
  readonly onClose: () => void;
};

/** Sends only what was changed, so that a price put right is no news for the workshop. */
export function ChangeLineDialog({ dealId, line, madeBy, onClose }: ChangeProps) {
  const { t, list } = useTexts();
  const change = useCommand("changeDealLine");
  const before = {
    quantity: showDecimal(line.quantity, "."),
    price: line.price ?? "",
    promisedDate: line.promisedDate ?? "",
  };
  const chosen = line.upsells.map((upsell) => upsell.id);
  const valuesBefore = draftOfValues(line.asked, line.attributes);
  const [draft, setDraft] = useState(before);
  const [upsellIds, setUpsellIds] = useState<readonly string[]>(chosen);
  const [values, setValues] = useState(valuesBefore);
  const item = useRoute("showItem", { itemId: line.itemId }).data;
  // What was chosen stays to be seen, though it may not be offered any more.
  const offered = (item?.upsells ?? line.upsells.map((upsell) => ({ ...upsell, archived: false }))).filter(
    (upsell) => !upsell.archived || chosen.includes(upsell.id),
  );
  const submit = async (): Promise<void> => {
    const sameUpsells = chosen.length === upsellIds.length && chosen.every((id) => upsellIds.includes(id));
    const answer = await change.run(
      {
        dealId,
        lineId: line.id,
        ...(draft.quantity === before.quantity ? {} : { quantity: Number(draft.quantity) }),
        ...(draft.price === before.price ? {} : { price: draft.price }),
        ...(draft.promisedDate === before.promisedDate
          ? {}
          : { promisedDate: draft.promisedDate === "" ? null : draft.promisedDate }),
        ...(sameUpsells ? {} : { upsellIds: [...upsellIds] }),
        ...(JSON.stringify(values) === JSON.stringify(valuesBefore)
          ? {}
          : { attributes: valuesOfDraft(line.asked, values) }),
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
      <AskedFields
        asked={line.asked}
        draft={values}
        path="attributes."
        refusal={change.refusal}
        onChange={setValues}
      />
      <UpsellChoice upsells={offered} value={upsellIds} onChange={setUpsellIds} />
      {madeBy.length > 0 && (
        <p className={style.tell}>
          {t("dealLine.tells", { orders: list(madeBy.map((number) => `№${number}`)) })}
        </p>
      )}
    </FormDialog>
  );
}
