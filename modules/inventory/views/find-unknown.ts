import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Unknown = { readonly variants: ReadonlySet<Id>; readonly warehouses: ReadonlySet<Id> };

/** Those of the ids that name nothing in this workspace, so that a refusal can point at their fields. */
export async function findUnknown(
  tx: Tx,
  named: { readonly variantIds: readonly Id[]; readonly warehouseIds: readonly Id[] },
): Promise<Unknown> {
  const { rows } = await sql<{ id: Id; is_variant: boolean }>`
    select v.id, true as is_variant from variant v
    where v.workspace_id = ${tx.workspaceId} and v.id = any(${named.variantIds}::uuid[])
    union all
    select w.id, false from warehouse w
    where w.workspace_id = ${tx.workspaceId} and w.id = any(${named.warehouseIds}::uuid[])`.execute(tx.db);
  const known = new Set(rows.map((row) => `${row.is_variant ? "variant" : "warehouse"} ${row.id}`));
  const missing = (ids: readonly Id[], thing: string): Set<Id> =>
    new Set(ids.filter((id) => !known.has(`${thing} ${id.toLowerCase()}`)));
  return {
    variants: missing(named.variantIds, "variant"),
    warehouses: missing(named.warehouseIds, "warehouse"),
  };
}
