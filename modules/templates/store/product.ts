import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type BodyReference, idsByKind, referenceKinds } from "../core/body-references.ts";

/** What a template's commands ask of other areas' rows before they write. */
export type Product = { readonly kind: string; readonly variantIds: ReadonlySet<Id> };

/** The item that a template is for, with all its variants, archived ones too. `null`: not of this workspace. */
export async function findProduct(tx: Tx, itemId: Id): Promise<Product | null> {
  const { rows } = await sql<{ kind: string; variantIds: Id[] }>`
    select i.kind, array(
      select v.id from variant v where v.workspace_id = ${tx.workspaceId} and v.item_id = i.id
    ) as "variantIds"
    from item i where i.workspace_id = ${tx.workspaceId} and i.id = ${itemId}`.execute(tx.db);
  const [row] = rows;
  return row === undefined ? null : { kind: row.kind, variantIds: new Set(row.variantIds) };
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
      else exists (
        select from deal_status x where x.workspace_id = ${tx.workspaceId} and x.id = k.id::uuid)
    end`.execute(tx.db);
  const missing = new Set(rows.map((row) => `${row.kind} ${row.id}`));
  return references.find((reference) => missing.has(`${reference.kind} ${reference.id}`)) ?? null;
}
