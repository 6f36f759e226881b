import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import type { TemplateBody, TemplateNorm, TemplateStage } from "#modules/templates/contract/template-body.ts";
import { requiredAmount } from "#modules/templates/core/resolve-template.ts";
import { newCommandId } from "#web/shared/call.ts";

/**
 * A body while it is edited: the same shape, but a number that was deleted is "" and a norm whose material is
 * not chosen yet has "" for its variant.
 */
export type DraftBody = TemplateBody;

/** As it is sent: empty amounts are none. */
export function bodyOfDraft(draft: DraftBody): TemplateBody {
  const orZero = (amount: string): string => (amount === "" ? "0" : amount);
  return {
    ...draft,
    stages: draft.stages.map((stage) => ({
      ...stage,
      norms: stage.norms.map((norm) => ({
        ...norm,
        perUnit: orZero(norm.perUnit),
        perBatch: orZero(norm.perBatch),
        loss: orZero(norm.loss),
        allowance: orZero(norm.allowance),
        roundingStep: norm.roundingStep === "" ? null : norm.roundingStep,
      })),
    })),
    policies: { ...draft.policies, overYield: orZero(draft.policies.overYield) },
  };
}

/** A key names its stage in all versions to come, so one that was used is never used again. */
export function newStage(name: string): TemplateStage {
  return {
    key: `stage_${newCommandId().slice(0, 8)}`,
    name,
    instruction: "",
    performer: { kind: "chosen_at_start", tradeId: null },
    setUpSeconds: 0,
    unitSeconds: 0,
    batchSeconds: 0,
    wait: null,
    waitsFor: null,
    consumption: "at_completion",
    reworkLimit: null,
    norms: [],
  };
}

export function newNorm(warehouseId: string): TemplateNorm {
  return {
    variantId: "",
    warehouseId,
    perUnit: "",
    perBatch: "",
    loss: "0",
    allowance: "0",
    roundingStep: null,
  };
}

export function moveStage(body: DraftBody, from: number, to: number): DraftBody {
  const stages = [...body.stages];
  const [moved] = stages.splice(from, 1);
  if (moved === undefined) return body;
  stages.splice(to, 0, moved);
  return { ...body, stages };
}

/** Whoever waited for it waits for what it waited for: here simply no longer for it. */
export function removeStage(body: DraftBody, key: string): DraftBody {
  return {
    ...body,
    stages: body.stages
      .filter((stage) => stage.key !== key)
      .map((stage) =>
        stage.waitsFor === null
          ? stage
          : { ...stage, waitsFor: stage.waitsFor.filter((waited) => waited !== key) },
      ),
  };
}

/** "0.15" ↔ "15": people type percents. */
export const percentOf = (share: string): string => (share === "" ? "" : text(decimal(share).times(100)));
export const shareOf = (percent: string): string => (percent === "" ? "" : text(decimal(percent).div(100)));

/** What an order of so many units would need of it; null while the line can't be worked out. */
export function requiredOf(norm: TemplateNorm, units: number): Decimal | null {
  const amount = (value: string | null): Decimal => decimal(value === null || value === "" ? "0" : value);
  const loss = amount(norm.loss);
  if (loss.gte(1)) return null;
  const step = norm.roundingStep === null || norm.roundingStep === "" ? null : decimal(norm.roundingStep);
  return requiredAmount(
    {
      perUnit: amount(norm.perUnit),
      perBatch: amount(norm.perBatch),
      loss,
      allowance: amount(norm.allowance),
      roundingStep: step !== null && step.gt(0) ? step : null,
    },
    units,
  );
}

export const secondsOf = (stage: TemplateStage, units: number): number =>
  stage.setUpSeconds + stage.batchSeconds + stage.unitSeconds * units;

export const waitOf = (stage: TemplateStage): number => stage.wait?.minimumSeconds ?? 0;
