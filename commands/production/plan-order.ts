import { type PricedNorm, priceTemplate } from "#commands/costing/price-template.ts";
import type { Calendar } from "#kernel/calendar.ts";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import { graphOf } from "#kernel/stage-graph.ts";
import type { Unit } from "#kernel/unit.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { PlannedCost } from "#modules/costing/core/plan-cost.ts";
import { stockKey } from "#modules/inventory/store/stock.ts";
import { type PlannedDates, planDates } from "#modules/production/core/plan-dates.ts";
import type { BatchMode, TemplateBody } from "#modules/templates/contract/template-body.ts";
import {
  type ResolvedStage,
  type ResolvedTemplate,
  resolveTemplate,
  type VariantOfItem,
} from "#modules/templates/core/resolve-template.ts";
import { loadResolverInputs } from "#modules/templates/store/resolver-inputs.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A version worked out for a quantity: what an order freezes, and what its preview shows. */
export type OrderPlan = {
  /** all of them; those that are switched off have no dates and no cost */
  readonly stages: readonly ResolvedStage[];
  /** of active stages */
  readonly norms: readonly PricedNorm[];
  readonly cost: PlannedCost;
  /** of active stages */
  readonly dates: PlannedDates;
  readonly upsells: readonly { readonly id: Id; readonly name: string }[];
  /** by item of a norm that awaits selection or follows: its variants in use */
  readonly itemVariants: ReadonlyMap<Id, readonly VariantOfItem[]>;
  /** the items that norms name */
  readonly materials: ReadonlyMap<Id, { readonly name: string; readonly unit: Unit }>;
};

export type AskedOfOrder = {
  readonly variantId: Id;
  readonly quantity: number;
  readonly batchMode: BatchMode;
  readonly upsellIds: readonly Id[];
  /** asked at order, by name */
  readonly attributes: OrderAttributes;
  /** per unit: each unit's own over the order's; [] where they are all alike */
  readonly unitAttributes: readonly OrderAttributes[];
};
type When = {
  readonly now: Date;
  readonly dueAt: Date | null;
  readonly calendar: Calendar;
  readonly timeZone: string;
};

/** Refuses as resolveTemplate does, and an upsell that isn't the product's (upsell_unknown). */
export async function planOrder(
  tx: Tx,
  body: TemplateBody,
  asked: AskedOfOrder & When,
): Promise<Result<OrderPlan>> {
  const inputs = await loadResolverInputs(tx, body, asked);
  if (!inputs.ok) return inputs;
  const resolved = resolveTemplate(body, { ...asked, ...inputs.value });
  if (!resolved.ok) return resolved;
  const { upsells, itemVariants, materials } = inputs.value;
  const { norms, cost } = await priceTemplate(tx, resolved.value, itemVariants, asked.now);
  const { stages } = resolved.value;
  return ok({ stages, norms, cost, dates: planStages(stages, asked), upsells, itemVariants, materials });
}

/** Of active stages alone: what a stage that is switched off waited for, its followers wait for. */
export function planStages(stages: ResolvedTemplate["stages"], when: When): PlannedDates {
  const { waits } = graphOf(stages);
  return planDates({
    stages: stages
      .filter((stage) => stage.active)
      .map((stage) => ({
        key: stage.key,
        waitsFor: waits.get(stage.key) ?? [],
        seconds: stage.plannedSeconds,
        waitSeconds: stage.wait?.minimumSeconds ?? 0,
      })),
    now: when.now,
    dueAt: when.dueAt,
    calendar: when.calendar,
    timeZone: when.timeZone,
  });
}

/**
 * By variant and warehouse, since stock knows nothing of norms: the same material twice is one need. What awaits
 * selection is a need of no variant yet.
 */
export function stockNeeds(
  norms: readonly { variantId: Id | null; warehouseId: Id; required: Decimal }[],
): { variantId: Id; warehouseId: Id; needed: Decimal }[] {
  const needs = new Map<string, { variantId: Id; warehouseId: Id; needed: Decimal }>();
  for (const { variantId, warehouseId, required } of norms) {
    if (variantId === null) continue;
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
