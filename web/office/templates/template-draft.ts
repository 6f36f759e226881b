import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import type { TemplateBody, TemplateNorm, TemplateStage } from "#modules/templates/contract/template-body.ts";
import { type KeyedNorm, keyNorms } from "#modules/templates/core/norm-keys.ts";
import { explicitWaits, orderStages } from "#modules/templates/core/order-stages.ts";
import { requiredAmount } from "#modules/templates/core/required-amount.ts";
import { newCommandId } from "#web/shared/call.ts";

/**
 * A body while it is edited: the same shape, but a number that was deleted is "", and so is an id that is not
 * chosen yet. Its norms all have keys, so that a variant's differences can name them.
 */
export type DraftBody = TemplateBody;
export type StageFields = Omit<TemplateStage, "key" | "norms">;
export type NormFields = Omit<TemplateNorm, "key">;

export function draftOf(body: TemplateBody): DraftBody {
  const keyed = (stage: TemplateStage): TemplateStage => ({ ...stage, norms: keyNorms(stage.norms) });
  return {
    ...body,
    stages: body.stages.map(keyed),
    variants: body.variants.map((version) => ({
      ...version,
      addedStages: version.addedStages.map((added) => ({ ...added, stage: keyed(added.stage) })),
    })),
  };
}

/** As it is sent, part by part in the same places: empty amounts are none. */
export function bodyOfDraft(draft: DraftBody): TemplateBody {
  return {
    ...draft,
    stages: draft.stages.map(cleanStage),
    variants: draft.variants.map((version) => ({
      ...version,
      changedStages: version.changedStages.map((change) => ({
        ...change,
        fields: cleanFields(change.fields),
        changedNorms: change.changedNorms.map((norm) => ({ ...norm, fields: cleanNorm(norm.fields) })),
        addedNorms: change.addedNorms.map(cleanNorm),
      })),
      addedStages: version.addedStages.map((added) => ({ ...added, stage: cleanStage(added.stage) })),
    })),
    policies: { ...draft.policies, overYield: orZero(draft.policies.overYield) },
  };
}

const orZero = (amount: string): string => (amount.trim() === "" ? "0" : amount.trim());
const orNull = (amount: string | null): string | null => (amount === "" ? null : amount);

const cleanStage = (stage: TemplateStage): TemplateStage => ({
  ...cleanFields(stage),
  norms: stage.norms.map(cleanNorm),
});

function cleanFields<T extends Partial<StageFields>>(stage: T): T {
  if (stage.checks === undefined) return stage;
  const checks = stage.checks.map((check) =>
    check.kind === "number"
      ? { ...check, minimum: orNull(check.minimum), maximum: orNull(check.maximum) }
      : check,
  );
  return { ...stage, checks };
}

function cleanNorm<T extends Partial<TemplateNorm>>(norm: T): T {
  const clean = { ...norm };
  for (const field of ["perUnit", "perBatch", "loss", "allowance"] as const) {
    const amount = norm[field];
    if (amount !== undefined) clean[field] = orZero(amount);
  }
  if (norm.roundingStep !== undefined) clean.roundingStep = orNull(norm.roundingStep);
  if (norm.samples !== undefined) {
    clean.samples = norm.samples.map((sample) => ({ ...sample, expected: orZero(sample.expected) }));
  }
  return clean;
}

/** A key names its stage, norm or check in all versions to come: one that was used is never used again. */
export const newKey = (kind: "stage" | "norm" | "check"): string => `${kind}_${newCommandId().slice(0, 8)}`;

export function newStage(name: string): TemplateStage {
  return {
    key: newKey("stage"),
    name,
    instruction: "",
    performer: { kind: "chosen_at_start", tradeId: null },
    setUpSeconds: 0,
    unitSeconds: 0,
    batchSeconds: 0,
    wait: null,
    condition: null,
    waitsFor: null,
    consumption: "at_completion",
    checks: [],
    photoRequired: false,
    reworkLimit: null,
    atStart: [],
    atCompletion: [],
    norms: [],
  };
}

export function newNorm(warehouseId: string): KeyedNorm {
  return {
    key: newKey("norm"),
    variantId: "",
    itemId: null,
    follows: null,
    warehouseId,
    perUnit: "",
    perBatch: "",
    loss: "0",
    allowance: "0",
    roundingStep: null,
    samples: [],
  };
}

export function emptyBody(stageName: string, finishedWarehouseId: string): TemplateBody {
  return {
    stages: [newStage(stageName)],
    variants: [],
    triggers: { start: null, done: null, cancel: null, defect: null, rework: null },
    policies: {
      defectAccounting: "included",
      shortage: "warn",
      overYield: "0",
      semiFinished: "warn",
      finishedWarehouseId,
      batchMode: "whole",
      priority: "normal",
      responsibleId: null,
    },
  };
}

export function moveStage(body: DraftBody, from: number, to: number): DraftBody {
  const stages = [...body.stages];
  const [moved] = stages.splice(from, 1);
  if (moved === undefined) return body;
  stages.splice(to, 0, moved);
  return { ...body, stages };
}

/** Whoever waited for it waits for what it waited for; variants forget it. */
export function removeStage(body: DraftBody, key: string): DraftBody {
  const waits = explicitWaits(body.stages);
  const handedOn = (keys: readonly string[]): string[] => [
    ...new Set(keys.flatMap((waited) => (waited === key ? (waits.get(key) ?? []) : [waited]))),
  ];
  const freed = <T extends Pick<TemplateStage, "waitsFor">>(stage: T): T =>
    stage.waitsFor?.includes(key) === true ? { ...stage, waitsFor: handedOn(stage.waitsFor) } : stage;
  return {
    ...body,
    stages: body.stages.filter((stage) => stage.key !== key).map(freed),
    variants: body.variants.map((version) => ({
      ...version,
      droppedStages: version.droppedStages.filter((dropped) => dropped !== key),
      changedStages: version.changedStages
        .filter((change) => change.key !== key)
        .map((change) =>
          change.fields.waitsFor?.includes(key) === true
            ? { ...change, fields: { ...change.fields, waitsFor: handedOn(change.fields.waitsFor) } }
            : change,
        ),
      addedStages: version.addedStages.map((added) => ({
        after: added.after === key ? stageBefore(body, key) : added.after,
        stage: freed(added.stage),
      })),
    })),
  };
}

function stageBefore({ stages }: DraftBody, key: string): string | null {
  return stages[stages.findIndex((stage) => stage.key === key) - 1]?.key ?? null;
}

type Linked = Pick<TemplateStage, "key" | "name" | "waitsFor">;

/** Names round the cycle ("Sewing → Pressing → Sewing"), or null where the stages can be worked. */
export function roundOf(stages: readonly Linked[]): string | null {
  const order = orderStages(stages);
  if (order.kind === "ordered") return null;
  const names = new Map(stages.map((stage) => [stage.key, stage.name]));
  return order.keys.map((key) => names.get(key) ?? key).join(" → ");
}

/** Stages that nobody waits for. More than one, and the order ends in several places. */
export function lastStages<T extends Linked>(stages: readonly T[]): T[] {
  const awaited = new Set([...explicitWaits(stages).values()].flat());
  return stages.filter(({ key }) => !awaited.has(key));
}

/** "0.15" ↔ "15": people type percents. */
export const percentOf = (share: string): string => (share === "" ? "" : text(decimal(share).times(100)));
export const shareOf = (percent: string): string => (percent === "" ? "" : text(decimal(percent).div(100)));

export const isFormula = (amount: string): boolean => amount.trimStart().startsWith("=");

/** What an order would need of it; null while the line can't be worked out. */
export function requiredOf(
  norm: Pick<TemplateNorm, "loss" | "allowance" | "roundingStep">,
  { perUnitSum, perBatch }: { readonly perUnitSum: Decimal; readonly perBatch: Decimal },
): Decimal | null {
  const loss = amountOf(norm.loss);
  if (loss.gte(1)) return null;
  const step = amountOf(norm.roundingStep);
  return requiredAmount({
    perUnitSum,
    perBatch,
    loss,
    allowance: amountOf(norm.allowance),
    roundingStep: step.gt(0) ? step : null,
  });
}

export const amountOf = (value: string | null): Decimal =>
  decimal(value === null || value.trim() === "" ? "0" : value.trim());

export const secondsOf = (
  stage: Pick<TemplateStage, "setUpSeconds" | "batchSeconds" | "unitSeconds">,
  units: number,
): number => stage.setUpSeconds + stage.batchSeconds + stage.unitSeconds * units;

/** What a variant changes, in numbers: to be shown beside its name. */
export function countDifferences(body: DraftBody, variantId: string): number {
  const version = body.variants.find((one) => one.variantId === variantId);
  if (version === undefined) return 0;
  const changes = version.changedStages.flatMap(({ fields, droppedNorms, changedNorms, addedNorms }) => [
    Object.keys(fields).length + droppedNorms.length + addedNorms.length,
    ...changedNorms.map((norm) => Object.keys(norm.fields).length),
  ]);
  const stages = version.droppedStages.length + version.addedStages.length;
  return changes.reduce((all, one) => all + one, stages);
}
