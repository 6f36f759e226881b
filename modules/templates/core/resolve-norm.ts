import { type Decimal, decimal, roundQuantity, zero } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Unit } from "#kernel/unit.ts";
import type { AppliedStage } from "./apply-variant.ts";
import {
  anyHolds,
  evaluateAmount,
  evaluateCondition,
  formulaValues,
  inStage,
  isFormula,
  parseBodyFormula,
  type UnitsAlike,
  unitsAlike,
  valuesOfBatch,
} from "./formula-values.ts";
import type { KeyedNorm } from "./norm-keys.ts";
import { requiredAmount } from "./required-amount.ts";
import type { AskedOfTemplate, ResolvedNorm } from "./resolve-template.ts";
import { sameValue } from "./same-value.ts";

type OfNorm = { readonly stage: AppliedStage; readonly position: number; readonly asked: AskedOfTemplate };

export function resolveNorm(norm: KeyedNorm, { stage, position, asked }: OfNorm): Result<ResolvedNorm> {
  const variantId = variantOf(norm, stage, asked);
  if (!variantId.ok) return variantId;
  // A plain number counts as already in the unit, so pieces do where the unit isn't known.
  const unit = asked.units?.get(norm.itemId ?? norm.variantId ?? "") ?? "pcs";
  const perUnitSum = sumOverUnits(norm.perUnit, asked, unit);
  if (!perUnitSum.ok) return inStage(perUnitSum, stage.name);
  const perBatch = amountOfBatch(norm.perBatch, asked, unit);
  if (!perBatch.ok) return inStage(perBatch, stage.name);
  const amounts = {
    perUnitSum: perUnitSum.value,
    perBatch: perBatch.value,
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
    perBatch: roundQuantity(amounts.perBatch),
    // From the exact amounts: a third of a metre for each of 3,000 is 1,000 metres.
    required: requiredAmount(amounts),
  });
}

function sumOverUnits(amount: string, asked: AskedOfTemplate, unit: Unit): Result<Decimal> {
  if (!isFormula(amount)) return ok(decimal(amount).times(asked.quantity));
  const formula = parseBodyFormula(amount);
  if (!formula.ok) return formula;
  let total = zero;
  for (const { attributes, units } of unitsAlike(asked)) {
    const one = evaluateAmount(formula.value, formulaValues(asked, attributes), unit);
    if (!one.ok) return one;
    total = total.plus(one.value.times(units));
  }
  return ok(total);
}

function amountOfBatch(amount: string, asked: AskedOfTemplate, unit: Unit): Result<Decimal> {
  if (!isFormula(amount)) return ok(decimal(amount));
  const formula = parseBodyFormula(amount);
  if (!formula.ok) return formula;
  return evaluateAmount(formula.value, formulaValues(asked, valuesOfBatch(asked)), unit);
}

/** `null`: awaits selection; also where a material follows a value that differs from unit to unit. */
function variantOf(norm: KeyedNorm, stage: AppliedStage, asked: AskedOfTemplate): Result<string | null> {
  const { itemId, follows } = norm;
  if (itemId === null || follows === null) return ok(norm.variantId);
  const found = new Set<string>();
  for (const group of unitsAlike(asked)) {
    const variant = variantThatFollows(group, { itemId, follows }, stage, asked);
    if (!variant.ok) return variant;
    found.add(variant.value);
  }
  const [only] = found;
  return ok(found.size === 1 && only !== undefined ? only : null);
}

function variantThatFollows(
  { attributes }: UnitsAlike,
  { itemId, follows }: { itemId: string; follows: string },
  stage: AppliedStage,
  asked: AskedOfTemplate,
): Result<string> {
  const wanted = attributes[follows];
  if (wanted === undefined) return no("attribute_missing", { attribute: follows, stage: stage.name });
  const variant = (asked.itemVariants.get(itemId) ?? []).find((one) => {
    const value = one.attributes[follows];
    return value !== undefined && sameValue(value, wanted);
  });
  if (variant !== undefined) return ok(variant.id);
  const value = "text" in wanted ? wanted.text : `${wanted.amount} ${wanted.unit}`;
  return no("no_variant_follows", { attribute: follows, value, stage: stage.name, itemId });
}

/** Whether the order works the stage. Where units differ, a stage that one of them needs is worked. */
export function conditionHolds(stage: AppliedStage, asked: AskedOfTemplate): Result<boolean> {
  const { condition } = stage;
  if (condition === null) return ok(true);
  switch (condition.kind) {
    case "upsell":
      return ok(asked.upsells.some(({ id }) => id === condition.upsellId));
    case "expression": {
      const holds = anyHolds(unitsAlike(asked), ({ attributes }) =>
        evaluateCondition(condition.expression, formulaValues(asked, attributes)),
      );
      return holds.ok ? holds : inStage(holds, stage.name);
    }
  }
}
