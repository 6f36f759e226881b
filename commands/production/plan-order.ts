import { type PricedNorm, priceTemplate } from "#commands/costing/price-template.ts";
import type { Calendar } from "#kernel/calendar.ts";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { PlannedCost } from "#modules/costing/core/plan-cost.ts";
import { stockKey } from "#modules/inventory/store/stock.ts";
import { type PlannedDates, planDates } from "#modules/production/core/plan-dates.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { type ResolvedStage, resolveTemplate } from "#modules/templates/core/resolve-template.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A version worked out for a quantity: what an order freezes, and what its preview shows. */
export type OrderPlan = {
  readonly stages: readonly ResolvedStage[];
  readonly norms: readonly PricedNorm[];
  readonly cost: PlannedCost;
  readonly dates: PlannedDates;
};

export async function planOrder(
  tx: Tx,
  body: TemplateBody,
  asked: { quantity: number; now: Date; dueAt: Date | null; calendar: Calendar; timeZone: string },
): Promise<OrderPlan> {
  const resolved = resolveTemplate(body, { quantity: asked.quantity });
  const { norms, cost } = await priceTemplate(tx, resolved, asked.now);
  const dates = planDates({
    stages: resolved.stages.map((stage) => ({
      key: stage.key,
      waitsFor: stage.waitsFor,
      seconds: stage.plannedSeconds,
      waitSeconds: stage.wait?.minimumSeconds ?? 0,
    })),
    now: asked.now,
    dueAt: asked.dueAt,
    calendar: asked.calendar,
    timeZone: asked.timeZone,
  });
  return { stages: resolved.stages, norms, cost, dates };
}

/** By variant and warehouse, since stock knows nothing of norms: the same material twice is one need. */
export function stockNeeds(
  norms: readonly { variantId: Id; warehouseId: Id; required: Decimal }[],
): { variantId: Id; warehouseId: Id; needed: Decimal }[] {
  const needs = new Map<string, { variantId: Id; warehouseId: Id; needed: Decimal }>();
  for (const { variantId, warehouseId, required } of norms) {
    const key = stockKey(variantId, warehouseId);
    const sofar = needs.get(key);
    needs.set(key, {
      variantId,
      warehouseId,
      needed: sofar === undefined ? required : sofar.needed.plus(required),
    });
  }
  return [...needs.values()];
}
