import type { Id } from "#kernel/id.ts";
import { type No, no } from "#kernel/result.ts";
import type { Attributes } from "#modules/catalog/store/variant.ts";
import type { NewFact } from "../run-command.ts";

type AddedVariant = {
  readonly id: Id;
  readonly itemId: Id;
  readonly name: string;
  readonly sku: string | null;
  readonly attributes: Attributes;
  readonly salePrice: string | null;
  readonly listPrice: string | null;
};

export function variantAdded({ id, ...data }: AddedVariant): NewFact {
  return { kind: "variant_added", thing: "variant", thingId: id, version: 1, data };
}

/** The same SKU twice in one request; one that another variant has is the schema's own no. */
export function refuseSkuTwice(variants: readonly { readonly sku: string | null }[]): No | null {
  const seen = new Set<string>();
  for (const [index, { sku }] of variants.entries()) {
    if (sku === null) continue;
    if (seen.has(sku)) return no("sku_taken", { sku }, ["variants", index, "sku"]);
    seen.add(sku);
  }
  return null;
}
