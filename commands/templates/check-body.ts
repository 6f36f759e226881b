import { no, ok, type Result } from "#kernel/result.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { listReferences } from "#modules/templates/core/body-references.ts";
import { checkTemplateBody } from "#modules/templates/core/check-template-body.ts";
import type { ProductOfTemplate } from "#modules/templates/core/product-names.ts";
import { findMaterials, findMissingReference, type Product } from "#modules/templates/store/product.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** All that is asked of a body before it becomes a version: that its ids are ours, then its own sense. */
export async function checkBody(tx: Tx, body: TemplateBody, product: Product): Promise<Result<TemplateBody>> {
  const facts = await findFacts(tx, body, product);
  return facts.ok ? checkTemplateBody(body, facts.value) : facts;
}

/** What a body may lean on; refused where it names an id that isn't the workspace's. */
export async function findFacts(
  tx: Tx,
  body: TemplateBody,
  product: Product,
): Promise<Result<ProductOfTemplate>> {
  const references = listReferences(body);
  const [missing, materials] = await Promise.all([
    findMissingReference(tx, references),
    findMaterials(tx, references),
  ]);
  if (missing !== null) return no(`${missing.kind}_unknown`, {}, missing.path);
  return ok({ ...product, ...materials });
}

/** A template makes something: materials are bought. */
export function checkProduct(product: Product | null): Result<Product> {
  if (product === null) return no("item_unknown", {}, ["itemId"]);
  if (product.kind === "material") return no("item_not_made", {}, ["itemId"]);
  return ok(product);
}
