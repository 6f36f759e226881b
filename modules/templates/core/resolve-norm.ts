import { decimal, roundQuantity, sum } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { OrderAttributes } from "#modules/catalog/contract/attributes.ts";
import type { AppliedStage } from "./apply-variant.ts";
import type { KeyedNorm } from "./norm-keys.ts";
import { requiredAmount } from "./required-amount.ts";
import type { AskedOfTemplate, ResolvedNorm } from "./resolve-template.ts";
import { sameValue } from "./same-value.ts";

/** Values that formulas read, and for how many units they stand. */
export type UnitsAlike = { readonly attributes: OrderAttributes; readonly units: number };

/**
 * The order's units by the values that they have: one group, or in per-unit mode one for each set of values.
 * Thousands of units with the same width are evaluated once.
 */
export function unitsAlike(asked: AskedOfTemplate): UnitsAlike[] {
  const ofOrder = { ...asked.product.attributes, ...asked.attributes };
  if (asked.batchMode !== "per_unit" || asked.unitAttributes.length === 0) {
    return [{ attributes: ofOrder, units: asked.quantity }];
  }
  const groups = new Map<string, { attributes: OrderAttributes; units: number }>();
  for (let unit = 0; unit < asked.quantity; unit += 1) {
    const attributes = { ...ofOrder, ...asked.unitAttributes[unit] };
    const name = JSON.stringify(Object.entries(attributes).sort(([a], [b]) => (a < b ? -1 : 1)));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, { attributes, units: 1 });
    else group.units += 1;
  }
  return [...groups.values()];
}

type OfNorm = { readonly stage: AppliedStage; readonly position: number; readonly asked: AskedOfTemplate };

export function resolveNorm(norm: KeyedNorm, { stage, position, asked }: OfNorm): Result<ResolvedNorm> {
  const groups = unitsAlike(asked);
  const variantId = variantOf(norm, stage, groups, asked);
  if (!variantId.ok) return variantId;
  const amounts = {
    perUnitSum: sum(groups.map(({ units }) => decimal(norm.perUnit).times(units))),
    perBatch: decimal(norm.perBatch),
    loss: decimal(norm.loss),
    allowance: decimal(norm.allowance),
    roundingStep: norm.roundingStep === null ? null : decimal(norm.roundingStep),
  };
  return ok({
    key: norm.key,
    stageKey: stage.key,
    position,
    variantId: variantId.value,
    itemId: norm.itemId,
    warehouseId: norm.warehouseId,
    ...amounts,
    perUnit: roundQuantity(amounts.perUnitSum.div(asked.quantity)),
    perUnitSum: roundQuantity(amounts.perUnitSum),
    required: requiredAmount(amounts),
    explanation: null,
  });
}

/** `null`: awaits selection; also where a material follows a value that differs from unit to unit. */
function variantOf(
  norm: KeyedNorm,
  stage: AppliedStage,
  groups: readonly UnitsAlike[],
  asked: AskedOfTemplate,
): Result<string | null> {
  const { itemId, follows } = norm;
  if (itemId === null || follows === null) return ok(norm.variantId);
  const variants = asked.itemVariants.get(itemId) ?? [];
  const found = new Set<string>();
  for (const { attributes } of groups) {
    const wanted = attributes[follows];
    if (wanted === undefined) return no("attribute_missing", { attribute: follows, stage: stage.name });
    const variant = variants.find((one) => {
      const value = one.attributes[follows];
      return value !== undefined && sameValue(value, wanted);
    });
    if (variant === undefined) {
      const value = "text" in wanted ? wanted.text : `${wanted.amount} ${wanted.unit}`;
      return no("no_variant_follows", { attribute: follows, value, stage: stage.name, itemId });
    }
    found.add(variant.id);
  }
  const [only] = found;
  return ok(found.size === 1 && only !== undefined ? only : null);
}

/** Whether the order works the stage. Where units differ, a stage that one of them needs is worked. */
export function conditionHolds(stage: AppliedStage, asked: AskedOfTemplate): Result<boolean> {
  const { condition } = stage;
  if (condition === null) return ok(true);
  switch (condition.kind) {
    case "upsell":
      return ok(asked.upsells.some(({ id }) => id === condition.upsellId));
    case "expression":
      return ok(true);
  }
}
