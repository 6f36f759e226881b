import { sql } from "kysely";
import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type LineToShip = {
  readonly id: Id;
  readonly variantId: Id;
  readonly quantity: Decimal;
  readonly shipped: Decimal;
};
export type DealToShip = { readonly version: number; readonly lines: readonly LineToShip[] };

/** Locks the deal; its lines change only under that lock. Null: no such deal. */
export async function lockDealToShip(tx: Tx, dealId: Id): Promise<DealToShip | null> {
  const deal = await tx.db
    .selectFrom("deal")
    .select("version")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", dealId)
    .forUpdate()
    .executeTakeFirst();
  if (deal === undefined) return null;
  const lines = await tx.db
    .selectFrom("deal_line")
    .select(["id", "variant_id as variantId", "quantity", "shipped"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("deal_id", "=", dealId)
    .where("removed", "=", false)
    .execute();
  return { version: deal.version, lines };
}

/** `lines` say what has been shipped of them in all. */
export async function saveShipped(
  tx: Tx,
  dealId: Id,
  version: number,
  lines: readonly { readonly id: Id; readonly shipped: Decimal }[],
): Promise<void> {
  const rows = JSON.stringify(lines.map((line) => ({ id: line.id, shipped: text(line.shipped) })));
  await sql`
    with raised as (
      update deal set version = ${version} where workspace_id = ${tx.workspaceId} and id = ${dealId}
    )
    update deal_line l set shipped = n.shipped
    from jsonb_to_recordset(${rows}::jsonb) as n(id uuid, shipped numeric)
    where l.workspace_id = ${tx.workspaceId} and l.id = n.id`.execute(tx.db);
}
