import { type Decimal, decimal, roundAverage, sum, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type PlannedCost, planCost, rateForPerformer } from "#modules/costing/core/plan-cost.ts";
import { activeMemberRates } from "#modules/costing/store/rates-in-effect.ts";
import { type Price, pricesInEffect, stockKey } from "#modules/inventory/store/stock.ts";
import type {
  ResolvedNorm,
  ResolvedTemplate,
  VariantOfItem,
} from "#modules/templates/core/resolve-template.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A price is for one of the item's unit; `noPrice`: there is none, and it counts as 0. */
export type PricedNorm = ResolvedNorm & { readonly price: Decimal; readonly noPrice: boolean };

export type PricedTemplate = { readonly norms: readonly PricedNorm[]; readonly cost: PlannedCost };
type ItemVariants = ReadonlyMap<Id, readonly VariantOfItem[]>;

/**
 * A resolved template at the prices and rates of now: what an order freezes, and what its preview and the
 * template's page show. Two statements that travel together, whatever its length. What awaits selection is
 * planned at the average price of the item's variants.
 */
export async function priceTemplate(
  tx: Tx,
  resolved: ResolvedTemplate,
  itemVariants: ItemVariants,
  now: Date,
): Promise<PricedTemplate> {
  const price = await loadPricer(tx, [resolved], itemVariants, now);
  return price(resolved);
}

/** The same for many at once, in the same two statements: a function that prices any of these. */
export async function loadPricer(
  tx: Tx,
  templates: readonly ResolvedTemplate[],
  itemVariants: ItemVariants,
  now: Date,
): Promise<(resolved: ResolvedTemplate) => PricedTemplate> {
  const all = templates.flatMap(({ norms }) => norms);
  const [prices, members] = await Promise.all([
    pricesInEffect(
      tx,
      all.flatMap((norm) =>
        variantsOf(norm, itemVariants).map((variantId) => ({ variantId, warehouseId: norm.warehouseId })),
      ),
      now,
    ),
    activeMemberRates(tx, now),
  ]);
  return (resolved) => {
    const norms = resolved.norms.map((norm) => {
      const variants = variantsOf(norm, itemVariants);
      return { ...norm, ...averageOf(variants.map((id) => prices.get(stockKey(id, norm.warehouseId)))) };
    });
    const worked = resolved.stages.filter((stage) => stage.active);
    const stages = worked.flatMap(({ key, plannedSeconds, performer }) =>
      performer.kind === "subcontractor"
        ? []
        : [{ stageKey: key, seconds: plannedSeconds, ...rateForPerformer(performer, members) }],
    );
    const subcontracted = worked.flatMap(({ key, plannedSeconds, performer }) =>
      performer.kind !== "subcontractor"
        ? []
        : [
            {
              stageKey: key,
              seconds: plannedSeconds,
              units: resolved.quantity,
              price: { kind: performer.price.kind, amount: decimal(performer.price.amount) },
            },
          ],
    );
    return { norms, cost: planCost({ norms, stages, subcontracted }) };
  };
}

function variantsOf({ variantId, itemId }: ResolvedNorm, itemVariants: ItemVariants): readonly Id[] {
  if (variantId !== null) return [variantId];
  return itemId === null ? [] : (itemVariants.get(itemId) ?? []).map(({ id }) => id);
}

/** Variants without a price would pull the average down for want of data, and are left out. */
function averageOf(found: readonly (Price | undefined)[]): Price {
  const priced = found.flatMap((one) => (one === undefined || one.noPrice ? [] : [one.price]));
  if (priced.length === 0) return { price: zero, noPrice: true };
  return { price: roundAverage(sum(priced).div(priced.length)), noPrice: false };
}
