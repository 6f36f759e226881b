import type { Unit } from "#kernel/unit.ts";
import type { TemplateBody } from "../contract/template-body.ts";
import { applyVariant } from "./apply-variant.ts";
import { type Explanation, explainFormula } from "./formula/formula.ts";
import { formulaValues, isFormula, parseBodyFormula, unitsAlike, valuesOfBatch } from "./formula-values.ts";
import type { KeyedNorm } from "./norm-keys.ts";
import type { AskedOfTemplate } from "./resolve-template.ts";

export type ExplainedNorm = {
  readonly perUnit: Explanation | null;
  readonly perBatch: Explanation | null;
};

/**
 * How the formulas of a norm come to their amounts, for an order: per unit as for the first unit. `null` for a
 * constant, and for what comes to nothing, which resolveTemplate refuses.
 */
export function explainNorm(
  norm: Pick<KeyedNorm, "perUnit" | "perBatch">,
  asked: AskedOfTemplate,
  unit: Unit,
): ExplainedNorm {
  const ofFirst = unitsAlike(asked)[0]?.attributes ?? {};
  const explain = (amount: string, attributes: typeof ofFirst): Explanation | null => {
    if (!isFormula(amount)) return null;
    const formula = parseBodyFormula(amount);
    if (!formula.ok) return null;
    const told = explainFormula(formula.value, formulaValues(asked, attributes), { kind: "amount", unit });
    return told.ok ? told.value : null;
  };
  return { perUnit: explain(norm.perUnit, ofFirst), perBatch: explain(norm.perBatch, valuesOfBatch(asked)) };
}

/** The norm that a resolved one came of. */
export function findNorm(
  body: Pick<TemplateBody, "stages" | "variants">,
  variantId: string | null,
  { stageKey, key }: { readonly stageKey: string; readonly key: string },
): KeyedNorm | undefined {
  const stage = applyVariant(body, variantId).find((one) => one.key === stageKey);
  return stage?.norms.find((norm) => norm.key === key);
}
