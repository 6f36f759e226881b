import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Unit } from "#kernel/unit.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { TemplateBody } from "../contract/template-body.ts";
import { listReferences } from "../core/body-references.ts";
import type { AskedOfTemplate, VariantOfItem } from "../core/resolve-template.ts";

export type ResolverInputs = Required<
  Pick<AskedOfTemplate, "product" | "upsells" | "itemVariants" | "units">
> & {
  /** the items that norms name */
  readonly materials: ReadonlyMap<Id, { readonly name: string; readonly unit: Unit }>;
};

type Row = {
  kind: "product" | "upsell" | "variant" | "item";
  id: Id;
  itemId: Id | null;
  name: string | null;
  unit: Unit | null;
  attributes: OrderAttributes | null;
};

/**
 * What resolveTemplate asks of the catalogue, in one statement: the variant's attributes, the upsells' names, the
 * units of the materials, and the variants in use of items whose variant is picked or follows the product.
 */
export async function loadResolverInputs(
  tx: Tx,
  body: TemplateBody,
  asked: { readonly variantId: Id | null; readonly upsellIds: readonly Id[] },
): Promise<Result<ResolverInputs>> {
  const references = listReferences(body);
  const idsOf = (kind: string): Id[] => references.filter((one) => one.kind === kind).map(({ id }) => id);
  const { rows } = await sql<Row>`
    select 'product' as kind, v.id, v.item_id as "itemId", null as name, null as unit, v.attributes
    from variant v where v.workspace_id = ${tx.workspaceId} and v.id = ${asked.variantId}
    union all
    select 'upsell', u.id, u.item_id, u.name, null, null
    from upsell u where u.workspace_id = ${tx.workspaceId} and u.id = any(${[...asked.upsellIds]}::uuid[])
    union all
    select 'variant', v.id, null, null, i.unit, null
    from variant v join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where v.workspace_id = ${tx.workspaceId} and v.id = any(${idsOf("variant")}::uuid[])
    union all
    select 'item', v.id, i.id, i.name, i.unit, v.attributes
    from item i left join variant v on v.workspace_id = i.workspace_id and v.item_id = i.id and not v.archived
    where i.workspace_id = ${tx.workspaceId} and i.id = any(${idsOf("item")}::uuid[])
    order by 1, 2`.execute(tx.db);
  const product = rows.find((row) => row.kind === "product");
  const upsells: { id: Id; name: string }[] = [];
  for (const id of asked.upsellIds) {
    const found = rows.find((row) => row.kind === "upsell" && row.id === id);
    const isOfProduct = product === undefined || found?.itemId === product.itemId;
    if (found === undefined || !isOfProduct) return no("upsell_unknown", {}, ["upsellIds"]);
    upsells.push({ id, name: found.name ?? "" });
  }
  const itemVariants = new Map<Id, VariantOfItem[]>();
  const materials = new Map<Id, { name: string; unit: Unit }>();
  const units = new Map<Id, Unit>();
  for (const { kind, id, itemId, name, unit, attributes } of rows) {
    if (unit === null) continue;
    if (kind === "variant") units.set(id, unit);
    if (kind !== "item" || itemId === null) continue;
    units.set(itemId, unit);
    materials.set(itemId, { name: name ?? "", unit });
    const variants = itemVariants.get(itemId) ?? [];
    itemVariants.set(itemId, variants);
    // an item whose variants are all archived has none to pick
    if (id !== null) variants.push({ id, attributes: attributes ?? {} });
  }
  return ok({ product: { attributes: product?.attributes ?? {} }, upsells, itemVariants, materials, units });
}
