import {
  type Decimal,
  decimal,
  quantityPlaces,
  roundQuantity,
  shareOut,
  sum,
  zero,
} from "#kernel/decimal.ts";
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
import { type AmountsOfNorm, requiredAmount } from "./required-amount.ts";
import type { AskedOfTemplate, ResolvedNorm } from "./resolve-template.ts";
import { sameValue } from "./same-value.ts";

type OfNorm = { readonly stage: AppliedStage; readonly position: number; readonly asked: AskedOfTemplate };

/**
 * One norm, or one for each variant where units follow different ones: eleven white and one oak reserve and take
 * their own.
 */
export function resolveNorm(
  norm: KeyedNorm,
  { stage, position, asked }: OfNorm,
): Result<readonly ResolvedNorm[]> {
  const variants = variantsOf(norm, stage, asked);
  if (!variants.ok) return variants;
  // A plain number counts as already in the unit, so pieces do where the unit isn't known.
  const unit = asked.units?.get(norm.itemId ?? norm.variantId ?? "") ?? "pcs";
  const groups = amountsOfUnits(norm.perUnit, asked, unit);
  if (!groups.ok) return inStage(groups, stage.name);
  const perBatch = amountOfBatch(norm.perBatch, asked, unit);
  if (!perBatch.ok) return inStage(perBatch, stage.name);
  const common = {
    key: norm.key,
    stageKey: stage.key,
    position,
    itemId: norm.itemId,
    warehouseId: norm.warehouseId,
    loss: decimal(norm.loss),
    allowance: decimal(norm.allowance),
    roundingStep: norm.roundingStep === null ? null : decimal(norm.roundingStep),
  };
  const [only, ...others] = variants.value;
  if (only === undefined || others.length === 0) {
    const amounts = { ...common, perUnitSum: sumOf(groups.value), perBatch: perBatch.value };
    return ok([
      {
        ...rounded(amounts, asked.quantity),
        variantId: only?.variantId ?? null,
        units: amountOfEach(groups.value, asked.quantity),
      },
    ]);
  }
  // What is for the batch has no first lot of all variants to go with: the units of each have their share.
  const counts = variants.value.map(({ of }) => countOf(of));
  const batches = shareOut(perBatch.value, counts.map(decimal), quantityPlaces);
  return ok(
    variants.value.map(({ variantId, of }, place) => {
      const own = groups.value.filter((group) => of.includes(group.group));
      const count = counts[place] ?? 0;
      const share = (batches[place] ?? zero).div(count);
      const withBatch = own.map((group) => ({ ...group, amount: group.amount.plus(share) }));
      const amounts = {
        ...common,
        perUnitSum: sumOf(own).plus(batches[place] ?? zero),
        perBatch: zero,
      };
      return { ...rounded(amounts, count), variantId, units: amountOfEach(withBatch, asked.quantity) };
    }),
  );
}

type Amounts = AmountsOfNorm & Pick<ResolvedNorm, "key" | "stageKey" | "position" | "itemId" | "warehouseId">;

function rounded(amounts: Amounts, units: number): Omit<ResolvedNorm, "variantId" | "units"> {
  return {
    ...amounts,
    perUnit: roundQuantity(amounts.perUnitSum.div(units)),
    perUnitSum: roundQuantity(amounts.perUnitSum),
    perBatch: roundQuantity(amounts.perBatch),
    // From the exact amounts: a third of a metre for each of 3,000 is 1,000 metres.
    required: requiredAmount(amounts),
  };
}

type AmountOfUnits = { readonly group: UnitsAlike; readonly amount: Decimal };

const countOf = (groups: readonly UnitsAlike[]): number =>
  groups.reduce((count, { units }) => count + units, 0);
const sumOf = (groups: readonly AmountOfUnits[]): Decimal =>
  sum(groups.map(({ group, amount }) => amount.times(group.units)));

/** Null where nothing tells units apart: they are alike, or need the same in spite of all. */
function amountOfEach(
  groups: readonly AmountOfUnits[],
  quantity: number,
): readonly (Decimal | null)[] | null {
  const [first] = groups;
  const all = groups.reduce((count, { group }) => count + group.units, 0) === quantity;
  if (first === undefined || (all && groups.every(({ amount }) => amount.eq(first.amount)))) return null;
  const units: (Decimal | null)[] = Array.from({ length: quantity }, () => null);
  for (const { group, amount } of groups) {
    for (const place of group.places ?? []) units[place] = roundQuantity(amount);
  }
  return units;
}

function amountsOfUnits(amount: string, asked: AskedOfTemplate, unit: Unit): Result<AmountOfUnits[]> {
  const groups = unitsAlike(asked);
  if (!isFormula(amount)) return ok(groups.map((group) => ({ group, amount: decimal(amount) })));
  const formula = parseBodyFormula(amount);
  if (!formula.ok) return formula;
  const amounts: AmountOfUnits[] = [];
  for (const group of groups) {
    const one = evaluateAmount(formula.value, formulaValues(asked, group.attributes), unit);
    if (!one.ok) return one;
    amounts.push({ group, amount: one.value });
  }
  return ok(amounts);
}

function amountOfBatch(amount: string, asked: AskedOfTemplate, unit: Unit): Result<Decimal> {
  if (!isFormula(amount)) return ok(decimal(amount));
  const formula = parseBodyFormula(amount);
  if (!formula.ok) return formula;
  return evaluateAmount(formula.value, formulaValues(asked, valuesOfBatch(asked)), unit);
}

type VariantOfUnits = { readonly variantId: string | null; readonly of: readonly UnitsAlike[] };

/** By variant the units that take it. `null`: awaits selection. */
function variantsOf(
  norm: KeyedNorm,
  stage: AppliedStage,
  asked: AskedOfTemplate,
): Result<readonly VariantOfUnits[]> {
  const { itemId, follows } = norm;
  const groups = unitsAlike(asked);
  if (itemId === null || follows === null) return ok([{ variantId: norm.variantId, of: groups }]);
  const found = new Map<string, UnitsAlike[]>();
  for (const group of groups) {
    const variant = variantThatFollows(group, { itemId, follows }, stage, asked);
    if (!variant.ok) return variant;
    found.set(variant.value, [...(found.get(variant.value) ?? []), group]);
  }
  return ok([...found].map(([variantId, of]) => ({ variantId, of })));
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
