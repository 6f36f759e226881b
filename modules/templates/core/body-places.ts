import type { TemplateBody, TemplateNorm, TemplateStage, VariantVersion } from "../contract/template-body.ts";
import { keyNorms } from "./norm-keys.ts";

/** A place in the command's input: it begins with "body". */
export type Path = readonly (string | number)[];

export type StagePlace = {
  /** as it would be worked: a variant's change with all that it inherits */
  readonly stage: TemplateStage;
  readonly path: Path;
};
export type NormPlace = { readonly norm: TemplateNorm; readonly stageName: string; readonly path: Path };

/** Everywhere a body describes a stage: in the base, and where a variant changes or adds one. */
export function stagePlaces(body: TemplateBody): StagePlace[] {
  const base = body.stages.map((stage, at): StagePlace => ({ stage, path: ["body", "stages", at] }));
  const byKey = new Map(body.stages.map((stage) => [stage.key, stage]));
  const ofVariants = body.variants.flatMap((version, place) => {
    const path = ["body", "variants", place];
    const changed = version.changedStages.flatMap((change, at): StagePlace[] => {
      const stage = byKey.get(change.key);
      if (stage === undefined) return [];
      return [{ stage: { ...stage, ...change.fields }, path: [...path, "changedStages", at, "fields"] }];
    });
    return [...changed, ...addedStages(version, path)];
  });
  return [...base, ...ofVariants];
}

/** Everywhere a body describes a norm, likewise. */
export function normPlaces(body: TemplateBody): NormPlace[] {
  const byKey = new Map(body.stages.map((stage) => [stage.key, stage]));
  const base = body.stages.flatMap((stage, at) => normsOf(stage, ["body", "stages", at, "norms"]));
  const ofVariants = body.variants.flatMap((version, place) => {
    const path = ["body", "variants", place];
    const changed = version.changedStages.flatMap((change, at) => {
      const stage = byKey.get(change.key);
      if (stage === undefined) return [];
      const here = [...path, "changedStages", at];
      const stageName = change.fields.name ?? stage.name;
      const norms = new Map(keyNorms(stage.norms).map((norm) => [norm.key, norm]));
      return [
        ...change.changedNorms.flatMap(({ key, fields }, index): NormPlace[] => {
          const norm = norms.get(key);
          if (norm === undefined) return [];
          return [
            { norm: { ...norm, ...fields }, stageName, path: [...here, "changedNorms", index, "fields"] },
          ];
        }),
        ...change.addedNorms.map((norm, index): NormPlace => ({
          norm,
          stageName,
          path: [...here, "addedNorms", index],
        })),
      ];
    });
    const added = addedStages(version, path).flatMap(({ stage, path: here }) =>
      normsOf(stage, [...here, "norms"]),
    );
    return [...changed, ...added];
  });
  return [...base, ...ofVariants];
}

const addedStages = (version: VariantVersion, path: Path): StagePlace[] =>
  version.addedStages.map(({ stage }, at) => ({ stage, path: [...path, "addedStages", at, "stage"] }));

const normsOf = (stage: TemplateStage, path: Path): NormPlace[] =>
  stage.norms.map((norm, at) => ({ norm, stageName: stage.name, path: [...path, at] }));
