import type { z } from "zod";
import { sql } from "kysely";
import { atLeastZero, sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { balanceOf, freeOf } from "#modules/inventory/core/stock-state.ts";
import { readStock } from "#modules/inventory/store/read-stock.ts";
import type { awaitingRow } from "#modules/production/contract/order-card.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { OrderPlan } from "./plan-order.ts";

type Awaiting = z.output<typeof awaitingRow>;

/**
 * Materials whose variant is picked when their stage starts. They reserve nothing yet; `missing` is what all
 * variants together would not cover (domain.md section 5). An item in one warehouse is one row.
 */
export async function awaitingMaterials(
  tx: Tx,
  plan: Pick<OrderPlan, "norms" | "itemVariants" | "materials">,
): Promise<Awaiting[]> {
  const needs = new Map<string, { itemId: Id; warehouseId: Id; required: Awaiting["required"] }>();
  for (const { variantId, itemId, warehouseId, required } of plan.norms) {
    if (variantId !== null || itemId === null) continue;
    const key = `${itemId}/${warehouseId}`;
    const sofar = needs.get(key)?.required ?? "0";
    needs.set(key, { itemId, warehouseId, required: text(required.plus(sofar)) });
  }
  if (needs.size === 0) return [];
  const rows = [...needs.values()];
  const [stock, warehouses] = await Promise.all([
    readStock(
      tx,
      rows.flatMap(({ itemId, warehouseId }) =>
        (plan.itemVariants.get(itemId) ?? []).map(({ id }) => ({ variantId: id, warehouseId })),
      ),
    ),
    namesOfWarehouses(
      tx,
      rows.map(({ warehouseId }) => warehouseId),
    ),
  ]);
  return rows.flatMap(({ itemId, warehouseId, required }) => {
    const material = plan.materials.get(itemId);
    if (material === undefined) return [];
    const variants = plan.itemVariants.get(itemId) ?? [];
    const free = sum(variants.map(({ id }) => freeOf(balanceOf(stock, id, warehouseId))));
    const missing = text(atLeastZero(free.neg().plus(required)));
    const warehouseName = warehouses.get(warehouseId) ?? "";
    return [
      {
        itemId,
        itemName: material.name,
        unit: material.unit,
        warehouseName,
        required,
        free: text(free),
        missing,
      },
    ];
  });
}

async function namesOfWarehouses(tx: Tx, ids: readonly Id[]): Promise<ReadonlyMap<Id, string>> {
  const { rows } = await sql<{ id: Id; name: string }>`
    select w.id, w.name from warehouse w
    where w.workspace_id = ${tx.workspaceId} and w.id = any(${[...ids]}::uuid[])`.execute(tx.db);
  return new Map(rows.map((row) => [row.id, row.name]));
}
