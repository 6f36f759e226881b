import { type Decimal, decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { insertRows, upsertRows } from "#server/database/write-rows.ts";
import type { PurchaseState } from "../contract/purchase-routes.ts";
import type { Purchase, PurchaseLine } from "../core/purchase-state.ts";

export type StoredLine = PurchaseLine & {
  readonly position: number;
  readonly packName: string | null;
  readonly packContains: Decimal | null;
  /** null while nobody knows it */
  readonly price: Decimal | null;
  readonly receivedValue: Decimal;
  readonly removed: boolean;
};
export type StoredPurchase = Omit<Purchase, "lines"> & {
  readonly id: Id;
  readonly number: number;
  readonly supplierId: Id;
  readonly warehouseId: Id;
  readonly expectedDate: string | null;
  readonly notes: string;
  readonly version: number;
  readonly createdAt: Date;
  readonly createdBy: Id | null;
  readonly sentAt: Date | null;
  /** those that are still on it, by position */
  readonly lines: readonly StoredLine[];
};

/** Orders with their lines; several at once are a statement a table. */
export async function insertPurchases(tx: Tx, purchases: readonly StoredPurchase[]): Promise<void> {
  await insertRows(
    tx,
    "purchase_order",
    purchases.map((purchase) => rowOf(tx, purchase)),
  );
  await upsertLines(tx, purchases);
}

/** Under its lock: what a purchase order says, with all its lines. */
export async function lockPurchase(tx: Tx, id: Id): Promise<StoredPurchase | null> {
  const row = await tx.db
    .selectFrom("purchase_order")
    .selectAll()
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return null;
  // After the lock: whoever waited for it would not see what the other one received.
  const lines = await tx.db
    .selectFrom("purchase_line")
    .selectAll()
    .where("workspace_id", "=", tx.workspaceId)
    .where("purchase_id", "=", id)
    .where("removed", "=", false)
    .orderBy("position")
    .orderBy("id")
    .execute();
  return {
    id: row.id,
    number: row.number,
    supplierId: row.supplier_id,
    warehouseId: row.warehouse_id,
    state: row.state as PurchaseState,
    closedShort: row.closed_short,
    expectedDate: row.expected_date,
    notes: row.notes,
    version: row.version,
    createdAt: row.created_at,
    createdBy: row.created_by,
    sentAt: row.sent_at,
    sent: row.sent_at !== null,
    lines: lines.map((line) => ({
      id: line.id,
      variantId: line.variant_id,
      position: line.position,
      quantity: decimal(line.quantity),
      packName: line.pack_name,
      packContains: line.pack_contains,
      price: line.price,
      received: decimal(line.received),
      receivedValue: decimal(line.received_value),
      removed: line.removed,
    })),
  };
}

/** Writes what has changed of it; `lines` names only those that did, removed ones too. */
export async function savePurchase(
  tx: Tx,
  purchase: StoredPurchase,
  lines: readonly StoredLine[],
): Promise<void> {
  await upsertRows(tx, "purchase_order", [rowOf(tx, purchase)]);
  await upsertLines(tx, [{ ...purchase, lines }]);
}

function rowOf(tx: Tx, purchase: StoredPurchase) {
  return {
    workspace_id: tx.workspaceId,
    id: purchase.id,
    number: purchase.number,
    supplier_id: purchase.supplierId,
    warehouse_id: purchase.warehouseId,
    state: purchase.state,
    closed_short: purchase.closedShort,
    expected_date: purchase.expectedDate,
    notes: purchase.notes,
    version: purchase.version,
    created_at: purchase.createdAt,
    created_by: purchase.createdBy,
    sent_at: purchase.sentAt,
  };
}

async function upsertLines(
  tx: Tx,
  purchases: readonly Pick<StoredPurchase, "id" | "lines">[],
): Promise<void> {
  const rows = purchases.flatMap((purchase) =>
    purchase.lines.map((line) => ({
      workspace_id: tx.workspaceId,
      id: line.id,
      purchase_id: purchase.id,
      position: line.position,
      variant_id: line.variantId,
      quantity: line.quantity,
      pack_name: line.packName,
      pack_contains: line.packContains,
      price: line.price,
      received: line.received,
      received_value: line.receivedValue,
      removed: line.removed,
    })),
  );
  await upsertRows(tx, "purchase_line", rows);
}
