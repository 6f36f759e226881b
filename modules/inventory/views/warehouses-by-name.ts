import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** The warehouses in use, by name in lower case. */
export async function warehousesByName(tx: Tx): Promise<ReadonlyMap<string, Id>> {
  const rows = await tx.db
    .selectFrom("warehouse")
    .select(["id", "name"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("archived", "=", false)
    .orderBy("name")
    .orderBy("id")
    .limit(1_000)
    .execute();
  return new Map(rows.map(({ id, name }) => [name.toLowerCase(), id]));
}
