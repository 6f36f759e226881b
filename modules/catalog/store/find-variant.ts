import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export async function findVariant(
  tx: Tx,
  variantId: Id,
): Promise<{ itemId: Id; itemName: string; variantName: string; unit: Unit } | null> {
  const row = await tx.db
    .selectFrom("variant as v")
    .innerJoin("item as i", (join) =>
      join.onRef("i.workspace_id", "=", "v.workspace_id").onRef("i.id", "=", "v.item_id"),
    )
    .select(["i.id as itemId", "i.name as itemName", "v.name as variantName", "i.unit"])
    .where("v.workspace_id", "=", tx.workspaceId)
    .where("v.id", "=", variantId)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, unit: row.unit as Unit };
}
