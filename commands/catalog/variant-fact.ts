import type { Id } from "#kernel/id.ts";
import { type No, no } from "#kernel/result.ts";
import type { Attributes } from "#modules/catalog/store/variant.ts";
import type { NewFact } from "../run-command.ts";

type AddedVariant = {
  readonly id: Id;
  readonly itemId: Id;
  readonly name: string;
  readonly sku: string | null;
  readonly barcode: string | null;
  readonly attributes: Attributes;
  readonly salePrice: string | null;
  readonly listPrice: string | null;
};

export function variantAdded({ id, ...data }: AddedVariant): NewFact {
  return { kind: "variant_added", thing: "variant", thingId: id, version: 1, data };
}

type Codes = { readonly sku: string | null; readonly barcode: string | null };

/** The same SKU or barcode twice in one request; one that another variant has is the schema's own no. */
export function refuseCodeTwice(variants: readonly Codes[]): No | null {
  for (const code of ["sku", "barcode"] as const) {
    const seen = new Set<string>();
    for (const [index, { [code]: text }] of variants.entries()) {
      if (text === null) continue;
      if (seen.has(text)) return no(`${code}_taken`, { [code]: text }, ["variants", index, code]);
      seen.add(text);
    }
  }
  return null;
}
