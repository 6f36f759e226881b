import type {
  StageChange,
  TemplateNorm,
  TemplateStage,
  VariantVersion,
} from "#modules/templates/contract/template-body.ts";
import type { DraftBody, NormFields, StageFields } from "../template-draft.ts";

/**
 * How one variant's version is rewritten. A field that is set to what the base says is inherited again, so that a
 * version never holds more than its differences.
 */
export type VariantRewrite = (version: VariantVersion) => VariantVersion;

export const versionOf = (body: DraftBody, variantId: string): VariantVersion =>
  body.variants.find((one) => one.variantId === variantId) ?? {
    variantId,
    droppedStages: [],
    changedStages: [],
    addedStages: [],
  };

export function rewriteVariant(body: DraftBody, variantId: string, rewrite: VariantRewrite): DraftBody {
  const next = rewrite(versionOf(body, variantId));
  return { ...body, variants: put(body.variants, next, (one) => one.variantId, isBare(next)) };
}

export const changeOf = (version: VariantVersion, key: string): StageChange =>
  version.changedStages.find((change) => change.key === key) ?? {
    key,
    fields: {},
    droppedNorms: [],
    changedNorms: [],
    addedNorms: [],
  };

function changing(key: string, rewrite: (change: StageChange) => StageChange): VariantRewrite {
  return (version) => {
    const next = rewrite(changeOf(version, key));
    return { ...version, changedStages: put(version.changedStages, next, (one) => one.key, isSame(next)) };
  };
}

export function setFields(base: TemplateStage, part: Partial<StageFields>): VariantRewrite {
  return changing(base.key, (change) => ({ ...change, fields: differing(base, change.fields, part) }));
}

export function resetField(key: string, field: keyof StageFields): VariantRewrite {
  return changing(key, (change) => ({ ...change, fields: without(change.fields, field) }));
}

/** What it had otherwise goes with it: a stage is dropped or changed, not both. */
export const dropStage =
  (key: string): VariantRewrite =>
  (version) => ({
    ...version,
    droppedStages: [...version.droppedStages, key],
    changedStages: version.changedStages.filter((change) => change.key !== key),
  });

export const takeBackStage =
  (key: string): VariantRewrite =>
  (version) => ({ ...version, droppedStages: version.droppedStages.filter((dropped) => dropped !== key) });

/** Back to the base with all of it. */
export const resetStage =
  (key: string): VariantRewrite =>
  (version) => ({
    ...takeBackStage(key)(version),
    changedStages: version.changedStages.filter((change) => change.key !== key),
  });

export const addStage =
  (after: string | null, stage: TemplateStage): VariantRewrite =>
  (version) => ({ ...version, addedStages: [...version.addedStages, { after, stage }] });

export const removeAddedStage =
  (key: string): VariantRewrite =>
  (version) => ({ ...version, addedStages: version.addedStages.filter(({ stage }) => stage.key !== key) });

export const rewriteAddedStage =
  (key: string, rewrite: (stage: TemplateStage) => TemplateStage): VariantRewrite =>
  (version) => ({
    ...version,
    addedStages: version.addedStages.map((added) =>
      added.stage.key === key ? { ...added, stage: rewrite(added.stage) } : added,
    ),
  });

/** Puts what the variant adds where it stands in `keys`, all stages from top to bottom; the base's keep their places. */
export const arrangeAdded =
  (keys: readonly string[]): VariantRewrite =>
  (version) => {
    const added = new Map(version.addedStages.map((one) => [one.stage.key, one.stage]));
    let after: string | null = null;
    const addedStages: VariantVersion["addedStages"] = [];
    for (const key of keys) {
      const stage = added.get(key);
      if (stage === undefined) after = key;
      else addedStages.push({ after, stage });
    }
    return { ...version, addedStages };
  };

export function setNorm(key: string, base: TemplateNorm, part: Partial<NormFields>): VariantRewrite {
  const normKey = base.key ?? "";
  return changing(key, (change) => {
    const before = change.changedNorms.find((norm) => norm.key === normKey)?.fields ?? {};
    const fields = differing(base, before, part);
    const same = Object.keys(fields).length === 0;
    return {
      ...change,
      changedNorms: put(change.changedNorms, { key: normKey, fields }, (norm) => norm.key, same),
    };
  });
}

export function resetNorm(
  key: string,
  normKey: string,
  fields: readonly (keyof NormFields)[],
): VariantRewrite {
  return changing(key, (change) => ({
    ...change,
    changedNorms: change.changedNorms
      .map((norm) => (norm.key === normKey ? { ...norm, fields: fields.reduce(without, norm.fields) } : norm))
      .filter((norm) => Object.keys(norm.fields).length > 0),
  }));
}

export const dropNorm = (key: string, normKey: string): VariantRewrite =>
  changing(key, (change) => ({
    ...change,
    droppedNorms: [...change.droppedNorms, normKey],
    changedNorms: change.changedNorms.filter((norm) => norm.key !== normKey),
  }));

export const takeBackNorm = (key: string, normKey: string): VariantRewrite =>
  changing(key, (change) => ({
    ...change,
    droppedNorms: change.droppedNorms.filter((dropped) => dropped !== normKey),
  }));

export const addNorm = (key: string, norm: TemplateNorm): VariantRewrite =>
  changing(key, (change) => ({ ...change, addedNorms: [...change.addedNorms, norm] }));

export const rewriteAddedNorm = (
  key: string,
  normKey: string,
  rewrite: (norm: TemplateNorm) => TemplateNorm | null,
): VariantRewrite =>
  changing(key, (change) => ({
    ...change,
    addedNorms: change.addedNorms.flatMap((norm) => {
      if (norm.key !== normKey) return [norm];
      const next = rewrite(norm);
      return next === null ? [] : [next];
    }),
  }));

/** What a base norm that goes away leaves behind in the variants. */
export function forgetNorm(body: DraftBody, key: string, normKey: string): DraftBody {
  const other = (norm: string | { readonly key: string }): boolean =>
    (typeof norm === "string" ? norm : norm.key) !== normKey;
  return {
    ...body,
    variants: body.variants.map((version) => ({
      ...version,
      changedStages: version.changedStages
        .map((change) =>
          change.key === key
            ? {
                ...change,
                droppedNorms: change.droppedNorms.filter(other),
                changedNorms: change.changedNorms.filter(other),
              }
            : change,
        )
        .filter((change) => !isSame(change)),
    })),
  };
}

const isBare = ({ droppedStages, changedStages, addedStages }: VariantVersion): boolean =>
  droppedStages.length + changedStages.length + addedStages.length === 0;
const isSame = ({ fields, droppedNorms, changedNorms, addedNorms }: StageChange): boolean =>
  Object.keys(fields).length + droppedNorms.length + changedNorms.length + addedNorms.length === 0;

/** In the place of the one with the same key, else at the end; taken out where there is nothing left to say. */
function put<T>(all: readonly T[], next: T, keyOf: (one: T) => string, empty: boolean): T[] {
  const key = keyOf(next);
  if (empty) return all.filter((one) => keyOf(one) !== key);
  return all.some((one) => keyOf(one) === key)
    ? all.map((one) => (keyOf(one) === key ? next : one))
    : [...all, next];
}

function differing<T extends object>(base: T, before: Partial<T>, part: Partial<T>): Partial<T> {
  const next: Partial<T> = { ...before, ...part };
  for (const field of Object.keys(part) as (keyof T)[]) {
    if (JSON.stringify(next[field]) === JSON.stringify(base[field])) delete next[field];
  }
  return next;
}

function without<T extends object>(fields: T, field: keyof T): T {
  const next = { ...fields };
  delete next[field];
  return next;
}
