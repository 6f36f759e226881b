import { sql } from "kysely";
import { type Decimal, decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type DealLine = { quantity: Decimal; price: Decimal; promisedDate: string | null };
export type NewDealLine = {
  id: Id;
  position: number;
  variantId: Id;
  quantity: number;
  price: string;
  promisedDate: string | null;
  upsells: readonly { id: Id; upsellId: Id; price: Decimal }[];
};

export async function insertDealLines(tx: Tx, dealId: Id, lines: readonly NewDealLine[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.db
    .insertInto("deal_line")
    .values(
      lines.map((line) => ({
        workspace_id: tx.workspaceId,
        id: line.id,
        deal_id: dealId,
        position: line.position,
        variant_id: line.variantId,
        quantity: decimal(line.quantity),
        price: decimal(line.price),
        promised_date: line.promisedDate,
      })),
    )
    .execute();
  const upsells = lines.flatMap((line) =>
    line.upsells.map((upsell) => ({
      workspace_id: tx.workspaceId,
      id: upsell.id,
      deal_line_id: line.id,
      upsell_id: upsell.upsellId,
      price: upsell.price,
    })),
  );
  if (upsells.length > 0) await tx.db.insertInto("deal_line_upsell").values(upsells).execute();
}

export async function nextLinePosition(tx: Tx, dealId: Id): Promise<number> {
  const row = await tx.db
    .selectFrom("deal_line")
    .select(sql<number>`coalesce(max(position), 0) + 1`.as("next"))
    .where("workspace_id", "=", tx.workspaceId)
    .where("deal_id", "=", dealId)
    .executeTakeFirstOrThrow();
  return row.next;
}

/** A line that is still on the deal, under its lock; its deal is locked before. */
export async function lockDealLine(
  tx: Tx,
  dealId: Id,
  id: Id,
): Promise<(DealLine & { variantId: Id; shipped: Decimal }) | null> {
  const row = await tx.db
    .selectFrom("deal_line")
    .select(["variant_id as variantId", "quantity", "price", "promised_date as promisedDate", "shipped"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("deal_id", "=", dealId)
    .where("id", "=", id)
    .where("removed", "=", false)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Whether an order makes the line or has made it. Ask under the line's lock: see lockDeal. */
export async function findOrderOfLine(tx: Tx, lineId: Id): Promise<{ number: number } | null> {
  const row = await tx.db
    .selectFrom("production_order as o")
    .innerJoin("deal_line as l", (join) =>
      join.onRef("l.workspace_id", "=", "o.workspace_id").onRef("l.deal_id", "=", "o.deal_id"),
    )
    .select("o.number")
    .where("o.workspace_id", "=", tx.workspaceId)
    .where("l.id", "=", lineId)
    .whereRef("o.deal_line_id", "=", "l.id")
    .where("o.status", "<>", "cancelled")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

export async function updateDealLine(tx: Tx, id: Id, changed: Partial<DealLine>): Promise<void> {
  await tx.db
    .updateTable("deal_line")
    .set({
      ...(changed.quantity === undefined ? {} : { quantity: changed.quantity }),
      ...(changed.price === undefined ? {} : { price: changed.price }),
      ...(changed.promisedDate === undefined ? {} : { promised_date: changed.promisedDate }),
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

export async function markDealLineRemoved(tx: Tx, id: Id): Promise<void> {
  await tx.db
    .updateTable("deal_line")
    .set({ removed: true })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}
