import { sql } from "kysely";
import { zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Lying } from "../core/batch-state.ts";
import { emptyBalance, type Stock, stockOf } from "../core/stock-state.ts";
import { type KeepingRow, keepingColumns } from "./batch-rows.ts";
import { loadNamed } from "./load-reservations.ts";
import { keepingOf } from "./stock.ts";
import { balanceOfRow, type BalanceRow } from "./stock-rows.ts";

/**
 * The balances as they are now, unlocked, to show and not to change; one that was never made is empty. With the
 * reservations of an order and of named norms where these are asked for.
 */
export async function readStock(
  tx: Tx,
  keys: readonly { readonly variantId: Id; readonly warehouseId: Id }[],
  options: { readonly orderId?: Id; readonly normIds?: readonly Id[] } = {},
): Promise<Stock> {
  const { rows } = await sql<BalanceRow & KeepingRow>`
    select b.*, ${keepingColumns} from balance b
    join jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as k("variantId" uuid, "warehouseId" uuid)
      on b.variant_id = k."variantId" and b.warehouse_id = k."warehouseId"
    where b.workspace_id = ${tx.workspaceId}`.execute(tx.db);
  const found = rows.map(balanceOfRow);
  const missing = keys
    .filter(
      (key) => !found.some((row) => row.variantId === key.variantId && row.warehouseId === key.warehouseId),
    )
    // nothing refers to it: the key serves as its id
    .map((key) => emptyBalance(`${key.variantId}/${key.warehouseId}`, key.variantId, key.warehouseId));
  const named =
    options.orderId === undefined && options.normIds === undefined
      ? []
      : await loadNamed(tx, {
          balanceIds: found.map((row) => row.id),
          orderId: options.orderId,
          runId: undefined,
          normIds: options.normIds ?? [],
        });
  return stockOf({
    balances: new Map([...found, ...missing].map((row) => [row.id, row])),
    reservations: new Map(named.map((row) => [row.normId, row])),
    ...keepingOf(rows),
  });
}

/** What the books say is on hand at this moment, and of which batch; unlocked. */
export async function readLying(tx: Tx, variantId: Id, warehouseId: Id): Promise<Lying> {
  const { rows } = await sql<BalanceRow>`
    select * from balance
    where workspace_id = ${tx.workspaceId} and variant_id = ${variantId} and warehouse_id = ${warehouseId}`.execute(
    tx.db,
  );
  const [row] = rows;
  return row === undefined ? { onHand: zero, batches: [] } : balanceOfRow(row);
}

/** Of what the books say that a warehouse has something, more or less than nothing. */
export async function variantsInWarehouse(tx: Tx, warehouseId: Id): Promise<readonly Id[]> {
  const rows = await tx.db
    .selectFrom("balance")
    .select("variant_id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("warehouse_id", "=", warehouseId)
    .where("on_hand", "<>", zero)
    .orderBy("variant_id")
    .execute();
  return rows.map((row) => row.variant_id);
}
