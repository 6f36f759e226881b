import { type Decimal, decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Prices are dated and never rewritten: tomorrow's price changes no figure of yesterday. */
export async function insertListPrices(
  tx: Tx,
  rows: readonly { id: Id; variantId: Id; price: string; validFrom: Date }[],
): Promise<void> {
  if (rows.length === 0) return;
  await tx.db
    .insertInto("list_price")
    .values(
      rows.map((row) => ({
        workspace_id: tx.workspaceId,
        id: row.id,
        variant_id: row.variantId,
        price: decimal(row.price),
        valid_from: row.validFrom,
      })),
    )
    .execute();
}

export async function findListPrice(tx: Tx, variantId: Id, at: Date): Promise<Decimal | null> {
  const row = await tx.db
    .selectFrom("list_price")
    .select("price")
    .where("workspace_id", "=", tx.workspaceId)
    .where("variant_id", "=", variantId)
    .where("valid_from", "<=", at)
    .orderBy("valid_from", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.price ?? null;
}
