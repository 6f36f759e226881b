import { ActionIcon, Button, Select, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type Unit, unitNames } from "#kernel/unit.ts";
import type { RequestOf } from "#modules/routes.ts";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "./texts.ts";
import style from "./item.module.css";

type NewVariant = RequestOf<"addVariant">;
type Attributes = NonNullable<NewVariant["attributes"]>;

export type DraftAttribute = {
  readonly key: number;
  readonly name: string;
  /** a unit for a number, "text" for words */
  readonly unit: Unit | "text";
  readonly value: string;
};
export type DraftVariant = {
  readonly name: string;
  readonly sku: string;
  readonly barcode: string;
  readonly salePrice: string;
  readonly listPrice: string;
  readonly attributes: readonly DraftAttribute[];
};

let lastKey = 0;
const newKey = (): number => {
  lastKey += 1;
  return lastKey;
};

export const emptyVariant: DraftVariant = {
  name: "",
  sku: "",
  barcode: "",
  salePrice: "",
  listPrice: "",
  attributes: [],
};

export function draftAttributes(attributes: Attributes): DraftAttribute[] {
  return Object.entries(attributes).map(([name, value]) =>
    "text" in value
      ? { key: newKey(), name, unit: "text", value: value.text }
      : { key: newKey(), name, unit: value.unit, value: value.amount },
  );
}

/** The next variant is told apart by the same attributes, with values of its own. */
export const sameToFill = (drafts: readonly DraftAttribute[]): DraftAttribute[] =>
  drafts.filter(({ name }) => name.trim() !== "").map((draft) => ({ ...draft, key: newKey(), value: "" }));

/** Lines without a name or a value are no attributes. */
export function attributesOf(drafts: readonly DraftAttribute[]): Attributes {
  return Object.fromEntries(
    drafts
      .filter((draft) => draft.name.trim() !== "" && draft.value.trim() !== "")
      .map((draft) => [
        draft.name.trim(),
        draft.unit === "text" ? { text: draft.value.trim() } : { amount: draft.value, unit: draft.unit },
      ]),
  );
}

type Props = {
  readonly draft: DraftVariant;
  readonly onChange: (draft: DraftVariant) => void;
  readonly refusal: Refused | undefined;
  /** Where it stands in the input: "variants.0." or "". */
  readonly path: string;
  /** A list price is set by a command of its own once the variant exists. */
  readonly withListPrice: boolean;
  readonly nameRequired: boolean;
  readonly unit: string;
};

export function VariantFields({ draft, onChange, refusal, path, withListPrice, nameRequired, unit }: Props) {
  const { t, lookUp } = useTexts();
  const perUnit = t("item.perUnit", { unit: lookUp(`unit.${unit}`) ?? unit });
  const setAttribute = (key: number, part: Partial<DraftAttribute>): void =>
    onChange({
      ...draft,
      attributes: draft.attributes.map((one) => (one.key === key ? { ...one, ...part } : one)),
    });
  return (
    <>
      <FormRow>
        <TextInput
          label={t("item.variantName")}
          placeholder={nameRequired ? "" : t("item.variantNameHint")}
          required={nameRequired}
          value={draft.name}
          onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
          error={faultAt(refusal, `${path}name`)}
        />
        <TextInput
          label={t("item.sku")}
          value={draft.sku}
          onChange={(event) => onChange({ ...draft, sku: event.currentTarget.value })}
          error={faultAt(refusal, `${path}sku`)}
        />
        <TextInput
          label={t("item.barcode")}
          value={draft.barcode}
          maxLength={64}
          onChange={(event) => onChange({ ...draft, barcode: event.currentTarget.value })}
          error={faultAt(refusal, `${path}barcode`)}
        />
      </FormRow>
      <FormRow>
        <NumberField
          label={t("item.salePrice")}
          description={perUnit}
          places={4}
          value={draft.salePrice}
          onChange={(salePrice) => onChange({ ...draft, salePrice })}
          error={faultAt(refusal, `${path}salePrice`)}
        />
        {withListPrice && (
          <NumberField
            label={t("item.listPrice")}
            description={perUnit}
            places={4}
            value={draft.listPrice}
            onChange={(listPrice) => onChange({ ...draft, listPrice })}
            error={faultAt(refusal, `${path}listPrice`)}
          />
        )}
      </FormRow>
      {draft.attributes.map((attribute, index) => (
        <div key={attribute.key} className={style.attribute}>
          <TextInput
            label={t("item.attribute", { number: index + 1 })}
            placeholder={t("item.attributeHint")}
            value={attribute.name}
            onChange={(event) => setAttribute(attribute.key, { name: event.currentTarget.value })}
          />
          <Select
            label={t("item.unit")}
            allowDeselect={false}
            data={[
              { value: "text", label: t("item.attributeText") },
              ...unitNames.map((name) => ({ value: name, label: t(`unit.${name}`) })),
            ]}
            value={attribute.unit}
            onChange={(next) =>
              setAttribute(attribute.key, {
                unit: unitNames.find((name) => name === next) ?? "text",
                value: next === "text" || attribute.unit !== "text" ? attribute.value : "",
              })
            }
          />
          {attribute.unit === "text" ? (
            <TextInput
              label={t("item.attributeValue")}
              value={attribute.value}
              onChange={(event) => setAttribute(attribute.key, { value: event.currentTarget.value })}
              error={faultAt(refusal, `${path}attributes.${attribute.name.trim()}`)}
            />
          ) : (
            <NumberField
              label={t("item.attributeValue")}
              value={attribute.value}
              onChange={(value) => setAttribute(attribute.key, { value })}
              error={faultAt(refusal, `${path}attributes.${attribute.name.trim()}`)}
            />
          )}
          <ActionIcon
            aria-label={t("item.removeAttribute", { number: index + 1 })}
            onClick={() =>
              onChange({ ...draft, attributes: draft.attributes.filter((one) => one.key !== attribute.key) })
            }
          >
            <IconTrash size={16} aria-hidden />
          </ActionIcon>
        </div>
      ))}
      <div>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() =>
            onChange({
              ...draft,
              attributes: [...draft.attributes, { key: newKey(), name: "", unit: "cm", value: "" }],
            })
          }
        >
          {t("item.addAttribute")}
        </Button>
      </div>
    </>
  );
}
