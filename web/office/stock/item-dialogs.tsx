import { Checkbox, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useCommand } from "#web/shared/queries.ts";
import { useSession } from "#web/shared/session.ts";
import { FormDialog } from "../shell/form-dialog.tsx";
import { useTexts } from "./texts.ts";
import type { Variant } from "./item-card.tsx";
import type { Item } from "./item-list-page.tsx";
import {
  attributesOf,
  type DraftVariant,
  draftAttributes,
  emptyVariant,
  VariantFields,
} from "./variant-fields.tsx";

type Props = { readonly item: Item; readonly onClose: () => void };

export function EditItemDialog({ item, onClose }: Props) {
  const { t } = useTexts();
  const change = useCommand("changeItem");
  const [name, setName] = useState(item.name);
  const [traced, setTraced] = useState(item.traced);
  const [shelfLife, setShelfLife] = useState(item.shelfLifeDays === null ? "" : String(item.shelfLifeDays));
  const submit = async (): Promise<void> => {
    const answer = await change.run(
      { itemId: item.id, name, traced, shelfLifeDays: shelfLife === "" ? null : Number(shelfLife) },
      { inPlace: true },
    );
    if (answer.ok) onClose();
  };
  return (
    <FormDialog
      title={t("item.edit")}
      onClose={onClose}
      onSubmit={() => void submit()}
      pending={change.pending}
      refusal={change.refusal}
      disabled={name.trim() === ""}
    >
      <TextInput
        label={t("item.name")}
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faultAt(change.refusal, "name")}
      />
      <NumberField
        label={t("item.shelfLife")}
        places={0}
        value={shelfLife}
        onChange={setShelfLife}
        rightSectionWidth={52}
        rightSection={<span className="soft">{t("item.days")}</span>}
        error={faultAt(change.refusal, "shelfLifeDays")}
      />
      <Switch
        label={t("batch.traced")}
        description={t("batch.tracedText")}
        checked={traced}
        onChange={(event) => setTraced(event.currentTarget.checked)}
        error={faultAt(change.refusal, "traced")}
      />
    </FormDialog>
  );
}

/** A new variant, or one that is there; its list price goes by a command of its own, dated from now on. */
export function VariantDialog({ item, variant, onClose }: Props & { readonly variant: Variant | null }) {
  const { t } = useTexts();
  const { can } = useSession();
  const add = useCommand("addVariant");
  const change = useCommand("changeVariant");
  const setPrice = useCommand("setListPrice");
  const [draft, setDraft] = useState<DraftVariant>(() =>
    variant === null
      ? emptyVariant
      : {
          name: variant.name,
          sku: variant.sku ?? "",
          barcode: variant.barcode ?? "",
          salePrice: variant.salePrice ?? "",
          listPrice: variant.listPrice ?? "",
          attributes: draftAttributes(variant.attributes),
        },
  );
  const [archived, setArchived] = useState(variant?.archived ?? false);
  const body = {
    name: draft.name,
    sku: draft.sku.trim() === "" ? null : draft.sku,
    barcode: draft.barcode.trim() === "" ? null : draft.barcode,
    attributes: attributesOf(draft.attributes),
    salePrice: draft.salePrice === "" ? null : draft.salePrice,
  };
  const submit = async (): Promise<void> => {
    if (variant === null) {
      const listPrice = draft.listPrice === "" ? null : draft.listPrice;
      const answer = await add.run({ itemId: item.id, ...body, listPrice }, { inPlace: true });
      if (answer.ok) onClose();
      return;
    }
    const changed = await change.run(
      { variantId: variant.id, ...body, ...(archived === variant.archived ? {} : { archived }) },
      { inPlace: true },
    );
    if (!changed.ok) return;
    if (draft.listPrice !== "" && draft.listPrice !== variant.listPrice) {
      const priced = await setPrice.run({ variantId: variant.id, price: draft.listPrice }, { inPlace: true });
      if (!priced.ok) return;
    }
    onClose();
  };
  return (
    <FormDialog
      title={variant === null ? t("item.addVariant") : t("item.editVariant", { name: variant.name })}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={variant === null ? t("action.add") : t("action.save")}
      pending={add.pending || change.pending || setPrice.pending}
      refusal={add.refusal ?? change.refusal ?? setPrice.refusal}
      disabled={draft.name.trim() === ""}
    >
      <VariantFields
        draft={draft}
        unit={item.unit}
        onChange={setDraft}
        refusal={add.refusal ?? change.refusal}
        path=""
        nameRequired
        withListPrice={can("item.cost")}
      />
      {can("item.cost") && <p className="soft">{t("item.listPriceText")}</p>}
      {variant !== null && (
        <Checkbox
          label={t("item.variantArchived")}
          checked={archived}
          onChange={(event) => setArchived(event.currentTarget.checked)}
        />
      )}
    </FormDialog>
  );
}
