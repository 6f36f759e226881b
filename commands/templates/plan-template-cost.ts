import { decimal } from "#kernel/decimal.ts";
import { type PlannedCost, planCost, rateForPerformer } from "#modules/costing/core/plan-cost.ts";
import { activeMemberRates } from "#modules/costing/store/rates-in-effect.ts";
import { pricesInEffect, stockKey } from "#modules/inventory/store/stock.ts";
import type { ResolvedTemplate } from "#modules/templates/core/resolve-template.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** What a resolved template would cost at the prices and rates of now. Two statements, whatever its length. */
export async function planTemplateCost(tx: Tx, resolved: ResolvedTemplate, now: Date): Promise<PlannedCost> {
  const prices = await pricesInEffect(tx, resolved.norms, now);
  const members = await activeMemberRates(tx, now);
  return planCost({
    norms: resolved.norms.map(({ stageKey, variantId, warehouseId, required }) => {
      const found = prices.get(stockKey(variantId, warehouseId));
      return {
        stageKey,
        variantId,
        required,
        price: found?.price ?? decimal(0),
        noPrice: found?.noPrice ?? true,
      };
    }),
    stages: resolved.stages.map(({ key, plannedSeconds, performer }) => ({
      stageKey: key,
      seconds: plannedSeconds,
      rate: rateForPerformer(performer, members),
    })),
  });
}
