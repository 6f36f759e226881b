import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { findVariant } from "#modules/catalog/store/find-variant.ts";
import { type OrderChange, record } from "#modules/production/core/order-change.ts";
import { normsOfStage, type OrderState } from "#modules/production/core/order-state.ts";
import type { Act } from "#commands/run-command.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Picks variants for materials of a stage; as long as nothing of a norm was used, it may be picked anew. */
export async function pickMaterials(
  tx: Tx,
  before: OrderChange,
  stageId: Id,
  picks: readonly { readonly normId: Id; readonly variantId: Id }[],
  act: Pick<Act, "now">,
): Promise<Result<OrderChange>> {
  let change = before;
  for (const [place, { normId, variantId }] of picks.entries()) {
    const norm = change.state.norms.get(normId);
    if (norm === undefined || norm.stageId !== stageId || norm.itemId === null) {
      return no("norm_unknown", {}, ["picks", place, "normId"]);
    }
    if (norm.variantId === variantId) continue;
    if (norm.variantId !== null && norm.consumed.gt(0)) return no("selection_used", {}, ["picks", place]);
    // A stage has a handful of norms that await selection at most.
    const variant = await findVariant(tx, variantId);
    if (variant === null) return no("variant_unknown", {}, ["picks", place, "variantId"]);
    if (variant.itemId !== norm.itemId) return no("variant_not_of_item", {}, ["picks", place, "variantId"]);
    change = record(change, {
      kind: "material_picked",
      data: { normId, from: norm.variantId, to: variantId, at: act.now.toISOString() },
    });
  }
  return ok(change);
}

/** A stage starts with every material picked that it takes something of. */
export function checkPicked(state: OrderState, stageId: Id): Result<void> {
  const open = normsOfStage(state, stageId).find((norm) => norm.variantId === null && norm.required.gt(0));
  return open === undefined ? ok(undefined) : no("selection_missing", { normId: open.id }, ["picks"]);
}
