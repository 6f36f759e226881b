import type { Id } from "#kernel/id.ts";
import { no, type No } from "#kernel/result.ts";
import { findVariant } from "#modules/catalog/store/find-variant.ts";
import { findItem } from "#modules/catalog/store/find-item.ts";
import type { OrderState } from "#modules/production/core/order-state.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A refusal that knows its material by id alone says it by name: a person has no use for an id. */
export async function namingMaterial(tx: Tx, refused: No, state: Pick<OrderState, "norms">): Promise<No> {
  const { code, data = {}, path } = refused.refusal;
  const { normId, variantId } = data;
  if (code === "selection_missing" && typeof normId === "string") {
    const itemId = state.norms.get(normId)?.itemId ?? null;
    const item = itemId === null ? null : await findItem(tx, itemId);
    return no(code, { ...data, material: item?.name ?? "" }, path);
  }
  if (code === "undo_stock_gone" && typeof variantId === "string") {
    return no(code, { ...data, ...(await materialOf(tx, variantId)) }, path);
  }
  return refused;
}

async function materialOf(tx: Tx, variantId: Id): Promise<{ material: string; unit: string }> {
  const variant = await findVariant(tx, variantId);
  if (variant === null) return { material: "", unit: "other" };
  const { itemName, variantName, unit } = variant;
  return { material: itemName === variantName ? itemName : `${itemName}, ${variantName}`, unit };
}
