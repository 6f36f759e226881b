import type { AttributeValue, OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { ProductionTexts } from "./texts.ts";

type Words = Pick<ProductionTexts, "t" | "quantity">;

export function attributeInWords(value: AttributeValue, { quantity }: Pick<Words, "quantity">): string {
  return "text" in value ? value.text : quantity(value.amount, value.unit);
}

/** "Width 120 cm, Colour oak" */
export function attributesInWords(attributes: OrderAttributes, words: Words): string {
  return Object.entries(attributes)
    .map(([name, value]) => words.t("order.attribute", { name, value: attributeInWords(value, words) }))
    .join(" · ");
}
