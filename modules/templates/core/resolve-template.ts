import { type Decimal, decimal, one, roundQuantity } from "#kernel/decimal.ts";
import type { Performer, TemplateBody, TemplateNorm, TemplateStage } from "../contract/template-body.ts";
import { explicitWaits, orderStages } from "./order-stages.ts";

export type ResolvedStage = {
  readonly key: string;
  /** 0, 1, 2 …: an order in which the stages can be worked */
  readonly position: number;
  readonly name: string;
  readonly instruction: string;
  readonly performer: Performer;
  readonly setUpSeconds: number;
  readonly unitSeconds: number;
  readonly batchSeconds: number;
  readonly wait: TemplateStage["wait"];
  /** explicit: keys of the stages that must be done before, [] for a stage that begins at once */
  readonly waitsFor: readonly string[];
  readonly consumption: TemplateStage["consumption"];
  readonly reworkLimit: number | null;
  /** set-up + batch + unit × quantity */
  readonly plannedSeconds: number;
};

export type ResolvedNorm = {
  readonly stageKey: string;
  /** 0, 1, 2 … within its stage */
  readonly position: number;
  readonly variantId: string;
  readonly warehouseId: string;
  /** in the item's unit, as are all amounts here */
  readonly perUnit: Decimal;
  readonly perBatch: Decimal;
  readonly loss: Decimal;
  readonly allowance: Decimal;
  readonly roundingStep: Decimal | null;
  /** what the whole order needs, 6 places */
  readonly required: Decimal;
};

export type ResolvedTemplate = {
  readonly stages: readonly ResolvedStage[];
  readonly norms: readonly ResolvedNorm[];
};

/**
 * What an order of `quantity` units (whole, 1 or more) takes from a version: this is stored with the order,
 * which no later version touches. The body has passed checkTemplateBody: a cycle is a bug here. Norms come
 * in the order of the stages.
 */
export function resolveTemplate(
  body: Pick<TemplateBody, "stages">,
  { quantity }: { readonly quantity: number },
): ResolvedTemplate {
  const order = orderStages(body.stages);
  if (order.kind === "cycle") throw new Error(`The stages wait for each other: ${order.keys.join(" → ")}`);
  const waits = explicitWaits(body.stages);
  const byKey = new Map(body.stages.map((stage) => [stage.key, stage]));
  const stages: ResolvedStage[] = [];
  const norms: ResolvedNorm[] = [];
  for (const [position, key] of order.keys.entries()) {
    const stage = byKey.get(key);
    if (stage === undefined) continue;
    stages.push(resolveStage(stage, position, waits.get(key) ?? [], quantity));
    for (const [place, norm] of stage.norms.entries()) norms.push(resolveNorm(norm, key, place, quantity));
  }
  return { stages, norms };
}

function resolveStage(
  stage: TemplateStage,
  position: number,
  waitsFor: readonly string[],
  quantity: number,
): ResolvedStage {
  const { key, name, instruction, performer, setUpSeconds, unitSeconds, batchSeconds } = stage;
  const { wait, consumption, reworkLimit } = stage;
  const plannedSeconds = setUpSeconds + batchSeconds + unitSeconds * quantity;
  return {
    key,
    position,
    name,
    instruction,
    performer,
    setUpSeconds,
    unitSeconds,
    batchSeconds,
    wait,
    waitsFor,
    consumption,
    reworkLimit,
    plannedSeconds,
  };
}

function resolveNorm(norm: TemplateNorm, stageKey: string, position: number, quantity: number): ResolvedNorm {
  const amounts = {
    perUnit: decimal(norm.perUnit),
    perBatch: decimal(norm.perBatch),
    loss: decimal(norm.loss),
    allowance: decimal(norm.allowance),
    roundingStep: norm.roundingStep === null ? null : decimal(norm.roundingStep),
  };
  return {
    stageKey,
    position,
    variantId: norm.variantId,
    warehouseId: norm.warehouseId,
    ...amounts,
    required: requiredAmount(amounts, quantity),
  };
}

/**
 * (per unit × units + per batch) × (1 + allowance) ÷ (1 − loss), rounded half-up to 6 places and only then up
 * to the step: what is less than a millionth over a whole number of packs must not open another pack.
 * Source: domain.md section 2.
 */
export function requiredAmount(
  norm: Pick<ResolvedNorm, "perUnit" | "perBatch" | "loss" | "allowance" | "roundingStep">,
  quantity: number,
): Decimal {
  const plain = norm.perUnit.times(quantity).plus(norm.perBatch);
  const exact = plain.times(one.plus(norm.allowance)).div(one.minus(norm.loss));
  const required = roundQuantity(exact);
  const step = norm.roundingStep;
  if (step === null) return required;
  const rest = required.mod(step);
  return rest.eq(0) ? required : required.minus(rest).plus(step);
}
