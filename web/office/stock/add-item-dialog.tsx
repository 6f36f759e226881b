import { Button, Select, Switch, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { type Unit, unitNames } from "#kernel/unit.ts";
import { itemKinds } from "../item-kinds.ts";
import { faultAt } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { notify } from "#web/shared/notices.ts";
import { useCommand } from "#web/shared/queries.ts";
import { FormDialog, FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "./texts.ts";
import {
  attributesOf,
  type DraftVariant,
  emptyVariant,
  sameToFill,
  VariantFields,
} from "./variant-fields.tsx";
import style from "./item.module.css";

type Kind = (typeof itemKinds)[number];
type Props = {
  readonly kind: Kind | undefined;
  readonly onClose: () => void;
  readonly onAdded: (itemId: string) => void;
};

/** An item with its variants; one without variants gets one that is named like itself. */
export function AddItemDialog({ kind: firstKind, onClose, onAdded }: Props) {
  const { t } = useTexts();
  const add = useCommand("addItem");
  const [kind, setKind] = useState<Kind>(firstKind ?? "material");
  const [name, setName] = useState("");
  const [unit, setUnit] = useState<Unit>("pcs");
  const [shelfLife, setShelfLife] = useState("");
  const [traced, setTraced] = useState(false);
  const [variants, setVariants] = useState<readonly (DraftVariant & { readonly key: number })[]>([
    { ...emptyVariant, key: 1 },
  ]);
  const submit = async (): Promise<void> => {
    const answer = await add.run(
      {
        kind,
        name,
        unit,
        shelfLifeDays: shelfLife === "" ? null : Number(shelfLife),
        traced,
        variants: variants.map((variant) => ({
          name: variant.name.trim() === "" ? name.trim() : variant.name,
          sku: variant.sku.trim() === "" ? null : variant.sku,
          barcode: variant.barcode.trim() === "" ? null : variant.barcode,
          salePrice: variant.salePrice === "" ? null : variant.salePrice,
          listPrice: variant.listPrice === "" ? null : variant.listPrice,
          attributes: attributesOf(variant.attributes),
        })),
      },
      { inPlace: true },
    );
    if (!answer.ok) return;
    notify({ tone: "done", text: t("item.added", { name: name.trim() }) });
    onAdded(answer.value.itemId);
  };
  return (
    <FormDialog
      wide
      title={t("item.new")}
      onClose={onClose}
      onSubmit={() => void submit()}
      submitLabel={t("action.add")}
      pending={add.pending}
      refusal={add.refusal}
      disabled={name.trim() === "" || (variants.length > 1 && variants.some((one) => one.name.trim() === ""))}
    >
      <TextInput
        label={t("item.name")}
        required
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={faultAt(add.refusal, "name")}
      />
      <FormRow>
        <Select
          label={t("item.kind")}
          allowDeselect={false}
          data={itemKinds.map((one) => ({ value: one, label: t(`item.kind.${one}`) }))}
          value={kind}
          onChange={(next) => setKind(itemKinds.find((one) => one === next) ?? kind)}
          error={faultAt(add.refusal, "kind")}
        />
        <Select
          label={t("item.unit")}
          allowDeselect={false}
          data={unitNames.map((one) => ({ value: one, label: t(`unit.${one}`) }))}
          value={unit}
          onChange={(next) => setUnit(unitNames.find((one) => one === next) ?? unit)}
          error={faultAt(add.refusal, "unit")}
        />
        <NumberField
          label={t("item.shelfLife")}
          places={0}
          value={shelfLife}
          onChange={setShelfLife}
          rightSectionWidth={52}
          rightSection={<span className="soft">{t("item.days")}</span>}
          error={faultAt(add.refusal, "shelfLifeDays")}
        />
      </FormRow>
      <Switch
        label={t("batch.traced")}
        checked={traced}
        onChange={(event) => setTraced(event.currentTarget.checked)}
      />
      {variants.map((variant, index) => (
        <fieldset key={variant.key} className={style.variant}>
          <legend>
            {variants.length === 1 ? t("item.only") : t("item.variantNumber", { number: index + 1 })}
          </legend>
          <VariantFields
            draft={variant}
            unit={unit}
            withListPrice
            nameRequired={variants.length > 1}
            refusal={add.refusal}
            path={`variants.${index}.`}
            onChange={(next) =>
              setVariants((all) =>
                all.map((one) => (one.key === variant.key ? { ...next, key: one.key } : one)),
              )
            }
          />
          {variants.length > 1 && (
            <div>
              <Button
                variant="subtle"
                color="red"
                size="compact-sm"
                onClick={() => setVariants((all) => all.filter((one) => one.key !== variant.key))}
              >
                {t("item.removeVariant", { number: index + 1 })}
              </Button>
            </div>
          )}
        </fieldset>
      ))}
      <div>
        <Button
          variant="light"
          size="xs"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            setVariants((all) => [
              ...all,
              {
                ...emptyVariant,
                attributes: sameToFill(all.at(-1)?.attributes ?? []),
                key: Math.max(...all.map((one) => one.key)) + 1,
              },
            ])
          }
        >
          {t("item.addVariant")}
        </Button>
      </div>
    </FormDialog>
  );
}
