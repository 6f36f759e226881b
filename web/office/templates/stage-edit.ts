import type { TemplateNorm, TemplateStage } from "#modules/templates/contract/template-body.ts";
import { applyVariant } from "#modules/templates/core/apply-variant.ts";
import { type DraftBody, type NormFields, removeStage, type StageFields } from "./template-draft.ts";
import * as variant from "./variants/variant-draft.ts";

/** `own` is the base's or what a variant added; the others are what a variant does with the base's. */
export type Standing = "own" | "inherited" | "changed" | "dropped";

export type NormEdit = {
  readonly norm: TemplateNorm;
  readonly standing: Standing;
  /** Where a refusal names it: "body.stages.0.norms.2". */
  readonly path: string;
  readonly overridden: ReadonlySet<keyof NormFields>;
  readonly set: (part: Partial<NormFields>) => void;
  readonly reset: (...fields: (keyof NormFields)[]) => void;
  /** Takes it out; a variant's "dropped" comes back by it. */
  readonly toggle: () => void;
};

/** One stage on the screen, and how it is rewritten: in the base, or as what one variant has otherwise. */
export type StageEdit = {
  readonly stage: TemplateStage;
  readonly standing: Standing;
  readonly path: string;
  readonly overridden: ReadonlySet<keyof StageFields>;
  readonly norms: readonly NormEdit[];
  /** As `Change` answers. */
  readonly set: (part: Partial<StageFields>) => string | null;
  readonly reset: (field: keyof StageFields) => void;
  readonly addNorm: (norm: TemplateNorm) => void;
  readonly toggle: () => void;
  /** The whole stage as the base has it; only where a variant changes it. */
  readonly resetAll: (() => void) | null;
};

/** Answers the round that the stages would go, if they would: then nothing is changed. */
export type Change = (rewrite: (body: DraftBody) => DraftBody) => string | null;

const nothing: ReadonlySet<never> = new Set();
const nothingToReset = (): void => undefined;

export function editBase(body: DraftBody, change: Change): StageEdit[] {
  return body.stages.map((stage, index) =>
    editOwn(stage, `body.stages.${index}`, {
      rewrite: (rewrite) =>
        change((before) => ({
          ...before,
          stages: before.stages.map((one) => (one.key === stage.key ? rewrite(one) : one)),
        })),
      remove: () => change((before) => removeStage(before, stage.key)),
      removeNorm: (key) => change((before) => variant.forgetNorm(before, stage.key, key)),
    }),
  );
}

type OwnStage = {
  readonly rewrite: (rewrite: (stage: TemplateStage) => TemplateStage) => string | null;
  readonly remove: () => void;
  readonly removeNorm: (normKey: string) => void;
};

function editOwn(stage: TemplateStage, path: string, { rewrite, remove, removeNorm }: OwnStage): StageEdit {
  const norms = (change: (all: readonly TemplateNorm[]) => TemplateNorm[]): unknown =>
    rewrite((one) => ({ ...one, norms: change(one.norms) }));
  return {
    stage,
    standing: "own",
    path,
    overridden: nothing,
    set: (part) => rewrite((one) => ({ ...one, ...part })),
    reset: nothingToReset,
    resetAll: null,
    toggle: remove,
    addNorm: (norm) => norms((all) => [...all, norm]),
    norms: stage.norms.map((norm, place) => ({
      norm,
      standing: "own",
      path: `${path}.norms.${place}`,
      overridden: nothing,
      set: (part) => norms((all) => all.map((one) => (one.key === norm.key ? { ...one, ...part } : one))),
      reset: nothingToReset,
      toggle: () => {
        norms((all) => all.filter((one) => one.key !== norm.key));
        removeNorm(norm.key ?? "");
      },
    })),
  };
}

/** The stages as the variant has them, in their order; those that it drops stay at their place, to be brought back. */
export function editVariant(body: DraftBody, change: Change, variantId: string): StageEdit[] {
  const version = variant.versionOf(body, variantId);
  const place = body.variants.findIndex((one) => one.variantId === variantId);
  const rewrite = (how: variant.VariantRewrite): string | null =>
    change((before) => variant.rewriteVariant(before, variantId, how));
  const kept = applyVariant(
    { stages: body.stages, variants: [{ ...version, droppedStages: [] }] },
    variantId,
  );
  const bases = new Map(body.stages.map((stage) => [stage.key, stage]));
  return kept.map((stage) => {
    const base = bases.get(stage.key);
    if (base !== undefined) {
      return editInherited({ stage, base, version, rewrite, path: `body.variants.${place}` });
    }
    const added = version.addedStages.findIndex((one) => one.stage.key === stage.key);
    return editOwn(
      { ...stage, norms: [...stage.norms] },
      `body.variants.${place}.addedStages.${added}.stage`,
      {
        rewrite: (how) => rewrite(variant.rewriteAddedStage(stage.key, how)),
        remove: () => rewrite(variant.removeAddedStage(stage.key)),
        removeNorm: nothingToReset,
      },
    );
  });
}

type Inherited = {
  readonly stage: ReturnType<typeof applyVariant>[number];
  readonly base: TemplateStage;
  readonly version: ReturnType<typeof variant.versionOf>;
  readonly rewrite: (how: variant.VariantRewrite) => string | null;
  readonly path: string;
};

function editInherited({ stage, base, version, rewrite, path }: Inherited): StageEdit {
  const { key } = base;
  const differences = variant.changeOf(version, key);
  const place = version.changedStages.indexOf(differences);
  const dropped = version.droppedStages.includes(key);
  const ofChange = `${path}.changedStages.${place}`;
  const shown = { ...stage, norms: [...stage.norms] };
  const fromBase = base.norms.map((norm): NormEdit => {
    const normKey = norm.key ?? "";
    const at = differences.changedNorms.findIndex((one) => one.key === normKey);
    const fields = differences.changedNorms[at]?.fields ?? {};
    const isDropped = differences.droppedNorms.includes(normKey);
    return {
      norm: { ...norm, ...fields },
      standing: isDropped ? "dropped" : at < 0 ? "inherited" : "changed",
      path: `${ofChange}.changedNorms.${at}.fields`,
      overridden: new Set(Object.keys(fields) as (keyof NormFields)[]),
      set: (part) => rewrite(variant.setNorm(key, norm, part)),
      reset: (...reset) => rewrite(variant.resetNorm(key, normKey, reset)),
      toggle: () => rewrite(isDropped ? variant.takeBackNorm(key, normKey) : variant.dropNorm(key, normKey)),
    };
  });
  const added = differences.addedNorms.map((norm, at): NormEdit => {
    const normKey = norm.key ?? "";
    return {
      norm,
      standing: "own",
      path: `${ofChange}.addedNorms.${at}`,
      overridden: nothing,
      set: (part) => rewrite(variant.rewriteAddedNorm(key, normKey, (one) => ({ ...one, ...part }))),
      reset: nothingToReset,
      toggle: () => rewrite(variant.rewriteAddedNorm(key, normKey, () => null)),
    };
  });
  return {
    stage: shown,
    standing: dropped ? "dropped" : place < 0 ? "inherited" : "changed",
    path: `${ofChange}.fields`,
    overridden: new Set(Object.keys(differences.fields) as (keyof StageFields)[]),
    set: (part) => rewrite(variant.setFields(base, part)),
    reset: (field) => rewrite(variant.resetField(key, field)),
    resetAll: place < 0 ? null : () => rewrite(variant.resetStage(key)),
    addNorm: (norm) => rewrite(variant.addNorm(key, norm)),
    toggle: () => rewrite(dropped ? variant.takeBackStage(key) : variant.dropStage(key)),
    norms: [...fromBase, ...added],
  };
}
