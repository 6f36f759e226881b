import type { z } from "zod";
import { sql } from "kysely";
import { atLeastZero, type Decimal, lesser, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import { balanceOf, freeOf, missingOf, type Stock } from "#modules/inventory/core/stock-state.ts";
import type { OrderNorm } from "#modules/production/core/order-state.ts";
import type { shortageRow } from "#modules/production/contract/order-card.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { stockNeeds } from "./plan-order.ts";

/** What an order would miss of what is free now, by variant and warehouse. Amounts in the item's unit. */
export type Shortage = {
  readonly variantId: Id;
  readonly warehouseId: Id;
  readonly required: Decimal;
  readonly reserved: Decimal;
  readonly missing: Decimal;
};

export function shortagesOf(
  norms: readonly { variantId: Id | null; warehouseId: Id; required: Decimal }[],
  stock: Stock,
): Shortage[] {
  return stockNeeds(norms).flatMap(({ variantId, warehouseId, needed }) => {
    const free = freeOf(balanceOf(stock, variantId, warehouseId));
    const missing = atLeastZero(needed.minus(free));
    if (missing.eq(0)) return [];
    return [{ variantId, warehouseId, required: needed, reserved: lesser(free, needed), missing }];
  });
}

/** What norms of an order still lack beside what is reserved for them; their reservations are loaded. */
export function missingOfNorms(norms: Iterable<OrderNorm>, stock: Stock): Shortage[] {
  return [...norms].flatMap(({ id, variantId, warehouseId, required }) => {
    const reservation = stock.state.reservations.get(id);
    if (variantId === null || reservation === undefined) return [];
    const missing = missingOf(reservation);
    const reserved = reservation.quantity;
    return missing.gt(0) ? [{ variantId, warehouseId, required, reserved, missing }] : [];
  });
}

export async function nameShortages(
  tx: Tx,
  shortages: readonly Shortage[],
): Promise<z.output<typeof shortageRow>[]> {
  if (shortages.length === 0) return [];
  const { rows } = await sql<{
    variant_id: Id;
    variant_name: string;
    item_name: string;
    unit: Unit;
    warehouse_id: Id;
    warehouse_name: string;
    can_make: boolean;
  }>`
    select v.id as variant_id, v.name as variant_name, i.name as item_name, i.unit,
      w.id as warehouse_id, w.name as warehouse_name,
      i.kind <> 'material' and exists (
        select from template t where t.workspace_id = v.workspace_id and t.item_id = i.id and not t.archived
      ) as can_make
    from jsonb_to_recordset(${JSON.stringify(shortages.map(({ variantId, warehouseId }) => ({ variant_id: variantId, warehouse_id: warehouseId })))}::jsonb)
      as s(variant_id uuid, warehouse_id uuid)
    join variant v on v.workspace_id = ${tx.workspaceId} and v.id = s.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    join warehouse w on w.workspace_id = v.workspace_id and w.id = s.warehouse_id`.execute(tx.db);
  return shortages.flatMap((shortage) => {
    const named = rows.find(
      (row) => row.variant_id === shortage.variantId && row.warehouse_id === shortage.warehouseId,
    );
    if (named === undefined) return [];
    return [
      {
        variantId: shortage.variantId,
        itemName: named.item_name,
        variantName: named.variant_name,
        unit: named.unit,
        warehouseId: shortage.warehouseId,
        warehouseName: named.warehouse_name,
        required: text(shortage.required),
        reserved: text(shortage.reserved),
        missing: text(shortage.missing),
        canMake: named.can_make,
      },
    ];
  });
}
