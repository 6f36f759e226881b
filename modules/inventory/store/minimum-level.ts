import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type MinimumLevel = {
  readonly id: Id;
  readonly minimum: Decimal;
  readonly fillUpTo: Decimal | null;
  readonly version: number;
};

/** Made where it is missing, with version 0, so that two who set the first one wait in line. */
export async function lockMinimumLevel(
  tx: Tx,
  place: { readonly variantId: Id; readonly warehouseId: Id },
  newId: () => Id,
): Promise<MinimumLevel> {
  await tx.db
    .insertInto("minimum_level")
    .values({
      workspace_id: tx.workspaceId,
      id: newId(),
      variant_id: place.variantId,
      warehouse_id: place.warehouseId,
      minimum: "0",
      version: 0,
    })
    .onConflict((conflict) => conflict.columns(["workspace_id", "variant_id", "warehouse_id"]).doNothing())
    .execute();
  const row = await tx.db
    .selectFrom("minimum_level")
    .select(["id", "minimum", "fill_up_to", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("variant_id", "=", place.variantId)
    .where("warehouse_id", "=", place.warehouseId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return {
    id: row.id,
    minimum: decimal(row.minimum),
    fillUpTo: row.fill_up_to === null ? null : decimal(row.fill_up_to),
    version: row.version,
  };
}

export async function updateMinimumLevel(tx: Tx, level: MinimumLevel): Promise<void> {
  await tx.db
    .updateTable("minimum_level")
    .set({
      minimum: text(level.minimum),
      fill_up_to: level.fillUpTo === null ? null : text(level.fillUpTo),
      version: level.version,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", level.id)
    .execute();
}
