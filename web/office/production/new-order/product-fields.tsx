import { Checkbox } from "@mantine/core";
import { faultAt, type Refused } from "#web/shared/call.ts";
import { NumberField } from "#web/shared/field.tsx";
import { VariantPicker } from "../../pickers/variant-picker.tsx";
import { useTexts } from "../texts.ts";
import type { LinePreset, OrderDraft } from "./order-draft.ts";

type Props = {
  readonly draft: OrderDraft;
  readonly line: LinePreset | undefined;
  readonly onChange: (part: Partial<OrderDraft>) => void;
  readonly refusal: Refused | undefined;
};

/** What is made, how many of it, and what is sold on top. */
export function ProductFields({ draft, line, onChange, refusal }: Props) {
  const { t, lookUp, money } = useTexts();
  return (
    <>
      {line === undefined && (
        <VariantPicker
          label={t("board.product")}
          placeholder={t("dealLine.variantHint")}
          kind="product"
          data-autofocus
          comboboxProps={{ withinPortal: false }}
          required
          value={draft.variantId}
          onChange={(variant) =>
            onChange({
              variantId: variant?.id ?? null,
              itemId: variant?.item.id ?? null,
              itemName: variant?.item.name ?? "",
              unit: variant?.item.unit ?? null,
              upsells: variant?.item.upsells.filter((upsell) => !upsell.archived) ?? [],
              upsellIds: [],
              asked: variant?.item.asked ?? null,
              attributes: {},
              unitAttributes: [],
            })
          }
          error={faultAt(refusal, "variantId")}
        />
      )}
      <NumberField
        label={t("board.quantity")}
        places={0}
        required
        {...(line === undefined ? {} : { "data-autofocus": true })}
        value={draft.quantity}
        onChange={(quantity) => onChange({ quantity })}
        error={faultAt(refusal, "quantity")}
        rightSection={
          <span className="soft">
            {draft.unit === null ? "" : (lookUp(`unit.${draft.unit}`) ?? draft.unit)}
          </span>
        }
      />
      {draft.upsells.length > 0 && (
        <Checkbox.Group
          label={t("order.upsells")}
          {...(line === undefined ? {} : { description: t("order.upsellsOfLine") })}
          value={[...draft.upsellIds]}
          onChange={(upsellIds) => onChange({ upsellIds })}
        >
          {draft.upsells.map((one) => (
            <Checkbox
              key={one.id}
              mt="xs"
              value={one.id}
              disabled={line !== undefined}
              label={
                one.price === null
                  ? one.name
                  : t("order.upsellPrice", { name: one.name, price: money(one.price) })
              }
            />
          ))}
        </Checkbox.Group>
      )}
    </>
  );
}
