import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type BodyReference, idsByKind, referenceKinds } from "../core/body-references.ts";
import type { ProductOfTemplate } from "../core/product-names.ts";

/** What a template's commands ask of other areas' rows before they write. */
export type Product = Omit<ProductOfTemplate, "units" | "materialAttributes"> & { readonly kind: string };

/**
 * The item that a template is for, with all its variants, archived ones too, and the upsells in use. `null`: not of
 * this workspace.
 */
export async function findProduct(tx: Tx, itemId: Id): Promise<Product | null> {
  const { rows } = await sql<Product>`
    select i.id as "itemId", i.kind, i.asked,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', v.id, 'attributes', v.attributes) order by v.id)
        from variant v where v.workspace_id = ${tx.workspaceId} and v.item_id = i.id
      ), '[]') as variants,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', u.id, 'name', u.name) order by u.id)
        from upsell u where u.workspace_id = ${tx.workspaceId} and u.item_id = i.id
      ), '[]') as upsells
    from item i where i.workspace_id = ${tx.workspaceId} and i.id = ${itemId}`.execute(tx.db);
  return rows[0] ?? null;
}

/** The units of the materials that a body names, and the attributes that the variants of its items have. */
export async function findMaterials(
  tx: Tx,
  references: readonly BodyReference[],
): Promise<Pick<ProductOfTemplate, "units" | "materialAttributes">> {
  const ids = idsByKind(references);
  const { rows } = await sql<{ id: Id; unit: Unit; attributes: string[] | null }>`
    select v.id, i.unit, null as attributes
    from variant v join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where v.workspace_id = ${tx.workspaceId} and v.id = any(${ids.variant}::uuid[])
    union all
    select i.id, i.unit, array(
      select distinct k.attribute from variant v, jsonb_object_keys(v.attributes) as k(attribute)
      where v.workspace_id = ${tx.workspaceId} and v.item_id = i.id and not v.archived
    )
    from item i where i.workspace_id = ${tx.workspaceId} and i.id = any(${ids.item}::uuid[])`.execute(tx.db);
  return {
    units: new Map(rows.map((row) => [row.id, row.unit])),
    materialAttributes: new Map(
      rows.flatMap(({ id, attributes }) => (attributes === null ? [] : [[id, new Set(attributes)] as const])),
    ),
  };
}

/** The first reference, in the order of the document, whose id this workspace doesn't have. One statement. */
export async function findMissingReference(
  tx: Tx,
  references: readonly BodyReference[],
): Promise<BodyReference | null> {
  const ids = idsByKind(references);
  const asked = referenceKinds.flatMap((kind) => ids[kind].map((id) => ({ kind, id })));
  const { rows } = await sql<{ kind: string; id: string }>`
    select k.kind, k.id
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as k (kind text, id text)
    where not case k.kind
      when 'variant' then exists (
        select from variant x where x.workspace_id = ${tx.workspaceId} and x.id = k.id::uuid)
      when 'item' then exists (
        select from item x where x.workspace_id = ${tx.workspaceId} and x.id = k.id::uuid)
      when 'upsell' then exists (
        select from upsell x where x.workspace_id = ${tx.workspaceId} and x.id = k.id::uuid)
      when 'warehouse' then exists (
        select from warehouse x where x.workspace_id = ${tx.workspaceId} and x.id = k.id::uuid)
      when 'member' then exists (
        select from member x where x.workspace_id = ${tx.workspaceId} and x.id = k.id::uuid)
      when 'trade' then exists (
        select from trade x where x.workspace_id = ${tx.workspaceId} and x.id = k.id::uuid)
      when 'subcontractor' then exists (
        select from subcontractor x where x.workspace_id = ${tx.workspaceId} and x.id = k.id::uuid)
      else exists (
        select from deal_status x where x.workspace_id = ${tx.workspaceId} and x.id = k.id::uuid)
    end`.execute(tx.db);
  const missing = new Set(rows.map((row) => `${row.kind} ${row.id}`));
  return references.find((reference) => missing.has(`${reference.kind} ${reference.id}`)) ?? null;
}
