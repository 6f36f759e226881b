import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { emptyBalance, type Stock, stockOf } from "../core/stock-state.ts";
import { balanceOfRow, type BalanceRow } from "./stock-rows.ts";

/** The balances as they are now, unlocked, to show and not to change; one that was never made is empty. */
export async function readStock(
  tx: Tx,
  keys: readonly { readonly variantId: Id; readonly warehouseId: Id }[],
): Promise<Stock> {
  const { rows } = await sql<BalanceRow>`
    select b.* from balance b
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
  return stockOf({
    balances: new Map([...found, ...missing].map((row) => [row.id, row])),
    reservations: new Map(),
  });
}
