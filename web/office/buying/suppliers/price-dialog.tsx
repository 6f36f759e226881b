import { Button, Checkbox, TextInput } from "@mantine/core";
import { useState } from "react";
import type { OutputOf } from "#modules/routes.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { useCommand } from "#web/shared/queries.ts";
import { nameOfVariant, VariantPicker } from "../../pickers/variant-picker.tsx";
import { FormDialog, FormRow } from "../../shell/form-dialog.tsx";
import { useTexts } from "../../stock/texts.ts";

export type Price = OutputOf<"listSupplierPrices">["rows"][number];
type Props = {
  readonly supplier: { readonly id: string; readonly name: string };
  /** null: for something that they have not offered yet */
  readonly price: Price | null;
  readonly onClose: () => void;
};

/** What a supplier offers something for from now on; earlier prices stay as they were. */
export function PriceDialog({ supplier, price: before, onClose }: Props) {
  const { t, lookUp } = useTexts();
  const set = useCommand("setSupplierPrice");
  const [variantId, setVariantId] = useState<string | null>(before?.variantId ?? null);
  const [unit, setUnit] = useState<string>(before?.unit ?? "");
  const [price, setPrice] = useState(before?.price ?? "");
  const [packName, setPackName] = useState(before?.pack?.name ?? "");
  const [contains, setContains] = useState(before?.pack?.contains ?? "");
  const [articleNumber, setArticleNumber] = useState(before?.articleNumber ?? "");
  const [preferred, setPreferred] = useState(before?.preferred ?? false);
  const halfPack = (packName.trim() === "") !== (contains === "");
  const unitName = unit === "" ? "" : (lookUp(`unit.${unit}`) ?? unit);
  const submit = async (withdrawn: boolean): Promise<void> => {
    if (variantId === null) return;
    const pack = packName.trim() === "" || contains === "" ? null : { name: packName, contains };
    const answer = await set.run(
      { supplierId: supplier.id, variantId, price, pack, articleNumber, preferred, withdrawn },
      { inPlace: true },
    );
    if (answer.ok) onClose();
  };
  const name = before === null ? undefined : nameOfVariant(before.itemName, before.variantName);
  return (
    <FormDialog
      title={
        name === undefined
          ? t("suppliers.addPrice")
          : t("suppliers.priceOf", { name, supplier: supplier.name })
      }
      onClose={onClose}
      onSubmit={() => void submit(false)}
      aside={
        before !== null && (
          <Button variant="subtle" color="red" disabled={set.pending} onClick={() => void submit(true)}>
            {t("suppliers.withdraw")}
          </Button>
        )
      }
      pending={set.pending}
      refusal={set.refusal}
      disabled={variantId === null || price === "" || halfPack}
    >
      {before === null && (
        <VariantPicker
          label={t("purchases.item")}
          required
          data-autofocus
          placeholder={t("dealLine.variantHint")}
          value={variantId}
          onChange={(picked) => {
            setVariantId(picked?.id ?? null);
            setUnit(picked?.item.unit ?? "");
          }}
          error={faultAt(set.refusal, "variantId")}
        />
      )}
      <FormRow>
        <NumberField
          label={t("purchases.price")}
          required
          places={4}
          value={price}
          onChange={setPrice}
          rightSectionWidth={64}
          rightSection={
            unitName === "" ? undefined : (
              <span className="soft">{t("purchases.perUnit", { unit: unitName })}</span>
            )
          }
          error={faultAt(set.refusal, "price")}
        />
        <TextInput
          label={t("purchases.article")}
          value={articleNumber}
          onChange={(event) => setArticleNumber(event.currentTarget.value)}
          error={faultAt(set.refusal, "articleNumber")}
        />
      </FormRow>
      <FormRow>
        <TextInput
          label={t("purchases.packName")}
          value={packName}
          onChange={(event) => setPackName(event.currentTarget.value)}
          error={faultAt(set.refusal, "pack.name")}
        />
        <NumberField
          label={t("purchases.packContains")}
          value={contains}
          onChange={setContains}
          rightSection={<span className="soft">{unitName}</span>}
          error={faultAt(set.refusal, "pack.contains")}
        />
      </FormRow>
      <Checkbox
        label={t("suppliers.preferred")}
        description={t("suppliers.preferredText")}
        checked={preferred}
        onChange={(event) => setPreferred(event.currentTarget.checked)}
      />
    </FormDialog>
  );
}
