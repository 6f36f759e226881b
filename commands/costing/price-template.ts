import type { Decimal } from "#kernel/decimal.ts";
import { type PlannedCost, planCost, rateForPerformer } from "#modules/costing/core/plan-cost.ts";
import { activeMemberRates } from "#modules/costing/store/rates-in-effect.ts";
import { pricesInEffect, stockKey } from "#modules/inventory/store/stock.ts";
import type { ResolvedNorm, ResolvedTemplate } from "#modules/templates/core/resolve-template.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A price is for one of the item's unit; `noPrice`: there is none, and it counts as 0. */
export type PricedNorm = ResolvedNorm & { readonly price: Decimal; readonly noPrice: boolean };

/**
 * A resolved template at the prices and rates of now: what an order freezes, and what its preview and the
 * template's page show. Two statements that travel together, whatever its length.
 */
export async function priceTemplate(
  tx: Tx,
  resolved: ResolvedTemplate,
  now: Date,
): Promise<{ readonly norms: readonly PricedNorm[]; readonly cost: PlannedCost }> {
  const [prices, members] = await Promise.all([
    pricesInEffect(tx, resolved.norms, now),
    activeMemberRates(tx, now),
  ]);
  const norms = resolved.norms.map((norm) => {
    const price = prices.get(stockKey(norm.variantId, norm.warehouseId));
    if (price === undefined) throw new Error(`Variant ${norm.variantId} was given no price`);
    return { ...norm, ...price };
  });
  const stages = resolved.stages.map(({ key, plannedSeconds, performer }) => ({
    stageKey: key,
    seconds: plannedSeconds,
    rate: rateForPerformer(performer, members),
  }));
  return { norms, cost: planCost({ norms, stages }) };
}
