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
  readonly materials: Catalogue["materials"];
};

/** What bodies and orders name, as far as resolveTemplate asks of it. */
export type Catalogue = Required<Pick<AskedOfTemplate, "itemVariants" | "units">> & {
  readonly products: ReadonlyMap<Id, { readonly itemId: Id; readonly attributes: OrderAttributes }>;
  readonly upsells: ReadonlyMap<Id, { readonly itemId: Id; readonly name: string }>;
  /** items that norms name */
  readonly materials: ReadonlyMap<Id, { readonly name: string; readonly unit: Unit }>;
  /** variants that norms name, or may come to by picking or following */
  readonly variants: ReadonlyMap<
    Id,
    { readonly itemName: string; readonly variantName: string; readonly unit: Unit }
  >;
};

type Row = {
  kind: "product" | "upsell" | "variant" | "item";
  id: Id | null;
  itemId: Id;
  name: string | null;
  itemName: string | null;
  unit: Unit | null;
  attributes: OrderAttributes | null;
};

/**
 * In one statement, for any number of bodies and orders: the attributes of products, the names of upsells, the units
 * of materials, and the variants in use of items whose variant is picked or follows the product.
 */
export async function loadCatalogue(
  tx: Tx,
  bodies: readonly TemplateBody[],
  asked: { readonly variantIds: readonly Id[]; readonly upsellIds: readonly Id[] },
): Promise<Catalogue> {
  const references = bodies.flatMap((body) => listReferences(body));
  const idsOf = (kind: string): Id[] => [
    ...new Set(references.filter((one) => one.kind === kind).map(({ id }) => id)),
  ];
  const { rows } = await sql<Row>`
    select 'product' as kind, v.id, v.item_id as "itemId", null as name, null as "itemName", null as unit,
      v.attributes
    from variant v where v.workspace_id = ${tx.workspaceId} and v.id = any(${[...asked.variantIds]}::uuid[])
    union all
    select 'upsell', u.id, u.item_id, u.name, null, null, null
    from upsell u where u.workspace_id = ${tx.workspaceId} and u.id = any(${[...asked.upsellIds]}::uuid[])
    union all
    select 'variant', v.id, i.id, v.name, i.name, i.unit, null
    from variant v join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where v.workspace_id = ${tx.workspaceId} and v.id = any(${idsOf("variant")}::uuid[])
    union all
    select 'item', v.id, i.id, v.name, i.name, i.unit, v.attributes
    from item i left join variant v on v.workspace_id = i.workspace_id and v.item_id = i.id and not v.archived
    where i.workspace_id = ${tx.workspaceId} and i.id = any(${idsOf("item")}::uuid[])
    order by 1, 2`.execute(tx.db);
  const products = new Map<Id, { itemId: Id; attributes: OrderAttributes }>();
  const upsells = new Map<Id, { itemId: Id; name: string }>();
  const itemVariants = new Map<Id, VariantOfItem[]>();
  const materials = new Map<Id, { name: string; unit: Unit }>();
  const variants = new Map<Id, { itemName: string; variantName: string; unit: Unit }>();
  const units = new Map<Id, Unit>();
  for (const { kind, id, itemId, name, itemName, unit, attributes } of rows) {
    if (kind === "product" && id !== null) products.set(id, { itemId, attributes: attributes ?? {} });
    if (kind === "upsell" && id !== null) upsells.set(id, { itemId, name: name ?? "" });
    if (unit === null || itemName === null) continue;
    if (id !== null) {
      units.set(id, unit);
      variants.set(id, { itemName, variantName: name ?? "", unit });
    }
    if (kind !== "item") continue;
    units.set(itemId, unit);
    materials.set(itemId, { name: itemName, unit });
    const ofItem = itemVariants.get(itemId) ?? [];
    itemVariants.set(itemId, ofItem);
    // An item whose variants are all archived has none to pick.
    if (id !== null) ofItem.push({ id, attributes: attributes ?? {} });
  }
  return { products, upsells, itemVariants, units, materials, variants };
}

type OfOrder = { readonly variantId: Id | null; readonly upsellIds: readonly Id[] };

/** Of one order. Refused where an upsell isn't there, or isn't the product's (upsell_unknown). */
export function inputsOf(catalogue: Catalogue, { variantId, upsellIds }: OfOrder): Result<ResolverInputs> {
  const { itemVariants, units, materials } = catalogue;
  const product = variantId === null ? undefined : catalogue.products.get(variantId);
  const upsells: { id: Id; name: string }[] = [];
  for (const id of upsellIds) {
    const found = catalogue.upsells.get(id);
    const isOfProduct = product === undefined || found?.itemId === product.itemId;
    if (found === undefined || !isOfProduct) return no("upsell_unknown", {}, ["upsellIds"]);
    upsells.push({ id, name: found.name });
  }
  const attributes = product?.attributes ?? {};
  return ok({ product: { attributes }, upsells, itemVariants, units, materials });
}

export async function loadResolverInputs(
  tx: Tx,
  body: TemplateBody,
  asked: OfOrder,
): Promise<Result<ResolverInputs>> {
  const variantIds = asked.variantId === null ? [] : [asked.variantId];
  return inputsOf(await loadCatalogue(tx, [body], { variantIds, upsellIds: asked.upsellIds }), asked);
}
