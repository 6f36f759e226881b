import { type No, no } from "#kernel/result.ts";
import type { StageChange, TemplateBody, TemplateStage, VariantVersion } from "../contract/template-body.ts";
import type { Path } from "./body-places.ts";
import { keyNorms } from "./norm-keys.ts";
import type { ProductOfTemplate } from "./product-names.ts";

/** Whether what a variant's version says fits the base: keys that are there, each once, and no key anew. */
export function checkVariants(body: TemplateBody, product: ProductOfTemplate): No | null {
  const own = new Set(product.variants.map(({ id }) => id));
  const seen = new Set<string>();
  for (const [place, version] of body.variants.entries()) {
    const path = ["body", "variants", place];
    const { variantId } = version;
    if (!own.has(variantId)) return no("variant_of_other_item", {}, [...path, "variantId"]);
    if (seen.has(variantId)) return no("variant_version_twice", {}, [...path, "variantId"]);
    seen.add(variantId);
    const fault = checkVersion(version, new Map(body.stages.map((stage) => [stage.key, stage])), path);
    if (fault !== null) return fault;
  }
  return null;
}

function checkVersion(
  version: VariantVersion,
  base: ReadonlyMap<string, TemplateStage>,
  path: Path,
): No | null {
  const dropped = new Set<string>();
  for (const [at, key] of version.droppedStages.entries()) {
    const here = [...path, "droppedStages", at];
    if (!base.has(key)) return no("variant_stage_unknown", { key }, here);
    if (dropped.has(key)) return no("variant_stage_twice", { key }, here);
    dropped.add(key);
  }
  const changed = new Set<string>();
  for (const [at, change] of version.changedStages.entries()) {
    const here = [...path, "changedStages", at];
    const stage = base.get(change.key);
    if (stage === undefined) return no("variant_stage_unknown", { key: change.key }, [...here, "key"]);
    if (dropped.has(change.key) || changed.has(change.key)) {
      return no("variant_stage_twice", { key: change.key }, [...here, "key"]);
    }
    changed.add(change.key);
    const fault = checkNormsOfChange(change, stage, here);
    if (fault !== null) return fault;
  }
  return checkAdded(version, base, path);
}

function checkNormsOfChange(change: StageChange, stage: TemplateStage, path: Path): No | null {
  const keys = new Set(keyNorms(stage.norms).map(({ key }) => key));
  const seen = new Set<string>();
  const named: [key: string, place: Path][] = [
    ...change.droppedNorms.map((key, at): [string, Path] => [key, ["droppedNorms", at]]),
    ...change.changedNorms.map(({ key }, at): [string, Path] => [key, ["changedNorms", at, "key"]]),
  ];
  for (const [key, place] of named) {
    const data = { key, stage: stage.name };
    if (!keys.has(key)) return no("variant_norm_unknown", data, [...path, ...place]);
    if (seen.has(key)) return no("variant_norm_twice", data, [...path, ...place]);
    seen.add(key);
  }
  for (const [at, { key }] of change.addedNorms.entries()) {
    if (key === null) continue;
    if (keys.has(key)) {
      return no("norm_key_twice", { key, stage: stage.name }, [...path, "addedNorms", at, "key"]);
    }
    keys.add(key);
  }
  return null;
}

function checkAdded(
  { addedStages }: VariantVersion,
  base: ReadonlyMap<string, TemplateStage>,
  path: Path,
): No | null {
  const keys = new Set(base.keys());
  for (const [at, { after, stage }] of addedStages.entries()) {
    const here = [...path, "addedStages", at];
    if (after !== null && !keys.has(after)) {
      return no("variant_stage_unknown", { key: after }, [...here, "after"]);
    }
    // Also the key of a stage that this variant drops: keys stay the same stage's for good.
    if (keys.has(stage.key)) {
      return no("stage_key_twice", { key: stage.key, stage: stage.name }, [...here, "stage", "key"]);
    }
    keys.add(stage.key);
  }
  return null;
}
