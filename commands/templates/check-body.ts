import { no, type Result } from "#kernel/result.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { listReferences } from "#modules/templates/core/body-references.ts";
import { checkTemplateBody } from "#modules/templates/core/check-template-body.ts";
import { findMissingReference, type Product } from "#modules/templates/store/product.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** All that is asked of a body before it becomes a version: its own sense, then that its ids are ours. */
export async function checkBody(
  tx: Tx,
  body: TemplateBody,
  product: Product | null,
): Promise<Result<TemplateBody>> {
  const checked = checkTemplateBody(body, product?.variantIds ?? new Set());
  if (!checked.ok) return checked;
  const missing = await findMissingReference(tx, listReferences(body));
  return missing === null ? checked : no(`${missing.kind}_unknown`, {}, missing.path);
}

/** A template makes something: materials are bought. */
export function checkProduct(product: Product | null): Result<Product> {
  if (product === null) return no("item_unknown", {}, ["itemId"]);
  if (product.kind === "material") return no("item_not_made", {}, ["itemId"]);
  return { ok: true, value: product };
}
