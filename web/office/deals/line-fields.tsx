import type { Refused } from "#web/shared/call.ts";
import { faultAt } from "#web/shared/call.ts";
import { DateField, NumberField } from "#web/shared/field.tsx";
import {
  type Asked,
  AskedFields,
  draftOfValues,
  type DraftValues,
  valuesOfDraft,
} from "../pickers/asked-fields.tsx";
import { nameOfVariant, VariantPicker } from "../pickers/variant-picker.tsx";
import { FormRow } from "../shell/form-dialog.tsx";
import { useTexts } from "../texts.ts";
import { UpsellChoice } from "./upsell-choice.tsx";

/** A deal line as it stands in a form: everything is text until it is sent. */
export type DraftLine = {
  readonly key: number;
  readonly variantId: string | null;
  readonly name: string;
  readonly unit: string;
  readonly quantity: string;
  readonly price: string;
  readonly promisedDate: string;
  readonly upsells: readonly { readonly id: string; readonly name: string; readonly price: string }[];
  readonly upsellIds: readonly string[];
  readonly asked: readonly Asked[];
  readonly values: DraftValues;
};

let lastKey = 0;

export function emptyLine(): DraftLine {
  lastKey += 1;
  return {
    key: lastKey,
    variantId: null,
    name: "",
    unit: "pcs",
    quantity: "1",
    price: "",
    promisedDate: "",
    upsells: [],
    upsellIds: [],
    asked: [],
    values: {},
  };
}

/** As the server takes it. */
export function lineBody(line: DraftLine & { readonly variantId: string }) {
  return {
    variantId: line.variantId,
    quantity: Number(line.quantity),
    price: line.price,
    promisedDate: line.promisedDate === "" ? null : line.promisedDate,
    upsellIds: [...line.upsellIds],
    attributes: valuesOfDraft(line.asked, line.values),
  };
}

export function isComplete(line: DraftLine): line is DraftLine & { readonly variantId: string } {
  return line.variantId !== null && line.price !== "" && /^[1-9]\d*$/.test(line.quantity);
}

type Props = {
  readonly line: DraftLine;
  readonly onChange: (line: DraftLine) => void;
  readonly refusal: Refused | undefined;
  /** Where the line stands in the input: "lines.0." or "". */
  readonly path: string;
  /** A line that is left empty is no line, where false. */
  readonly required: boolean;
};

/** What is sold, how many, for how much, by when; the price comes with the variant and may be typed over. */
export function LineFields({ line, onChange, refusal, path, required }: Props) {
  const { t } = useTexts();
  return (
    <>
      <VariantPicker
        label={t("dealLine.variant")}
        placeholder={t("dealLine.variantHint")}
        kind="product"
        value={line.variantId}
        required={required}
        onChange={(picked) =>
          picked !== null &&
          onChange({
            ...line,
            variantId: picked.id,
            name: nameOfVariant(picked.item.name, picked.name),
            unit: picked.item.unit,
            price: picked.salePrice ?? line.price,
            upsells: picked.item.upsells.filter((upsell) => !upsell.archived),
            upsellIds: [],
            asked: picked.item.asked,
            values: draftOfValues(picked.item.asked, {}),
          })
        }
        error={faultAt(refusal, `${path}variantId`)}
      />
      <FormRow>
        <NumberField
          label={t("dealLine.quantity")}
          places={0}
          required={line.variantId !== null}
          value={line.quantity}
          onChange={(quantity) => onChange({ ...line, quantity })}
          error={faultAt(refusal, `${path}quantity`)}
        />
        <NumberField
          label={t("dealLine.price")}
          places={4}
          required={line.variantId !== null}
          value={line.price}
          onChange={(price) => onChange({ ...line, price })}
          error={faultAt(refusal, `${path}price`)}
        />
        <DateField
          label={t("dealLine.promised")}
          value={line.promisedDate}
          onChange={(promisedDate) => onChange({ ...line, promisedDate })}
          error={faultAt(refusal, `${path}promisedDate`)}
        />
      </FormRow>
      <AskedFields
        asked={line.asked}
        draft={line.values}
        path={`${path}attributes.`}
        refusal={refusal}
        onChange={(values) => onChange({ ...line, values })}
      />
      <UpsellChoice
        upsells={line.upsells}
        value={line.upsellIds}
        onChange={(upsellIds) => onChange({ ...line, upsellIds })}
      />
    </>
  );
}
