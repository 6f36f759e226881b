import { decimal } from "#kernel/decimal.ts";
import { convert } from "#kernel/unit.ts";
import type { AttributeValue } from "#modules/catalog/contract/attributes.ts";

/** 60 cm and 600 mm are the same; texts are compared whatever their case. */
export function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  if ("text" in a || "text" in b) {
    return "text" in a && "text" in b && a.text.toLowerCase() === b.text.toLowerCase();
  }
  return convert(decimal(a.amount), a.unit, b.unit)?.eq(b.amount) ?? false;
}
