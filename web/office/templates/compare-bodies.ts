import type { TemplateBody, TemplateNorm, TemplateStage } from "#modules/templates/contract/template-body.ts";

/** One line of what changed. Values are as they lie in the body; whoever shows them finds the words. */
export type Difference =
  | { readonly kind: "stage_added" | "stage_removed"; readonly stage: string }
  | { readonly kind: "stages_reordered"; readonly from: readonly string[]; readonly to: readonly string[] }
  | {
      readonly kind: "stage_field";
      readonly stage: string;
      readonly field: Exclude<keyof TemplateStage, "key" | "norms">;
      readonly from: unknown;
      readonly to: unknown;
    }
  | {
      readonly kind: "norm_added" | "norm_removed";
      readonly stage: string;
      readonly variantId: string;
      readonly norm: TemplateNorm;
    }
  | {
      readonly kind: "norm_field";
      readonly stage: string;
      readonly variantId: string;
      readonly field: Exclude<keyof TemplateNorm, "variantId">;
      readonly from: unknown;
      readonly to: unknown;
    }
  | {
      readonly kind: "trigger";
      readonly trigger: keyof TemplateBody["triggers"];
      readonly from: string | null;
      readonly to: string | null;
    }
  | {
      readonly kind: "policy";
      readonly policy: keyof TemplateBody["policies"];
      readonly from: unknown;
      readonly to: unknown;
    };

const stageFields = [
  "name",
  "instruction",
  "performer",
  "setUpSeconds",
  "unitSeconds",
  "batchSeconds",
  "wait",
  "waitsFor",
  "consumption",
  "reworkLimit",
] as const;
const normFields = ["warehouseId", "perUnit", "perBatch", "loss", "allowance", "roundingStep"] as const;

/** What has to be changed in `before` to come to `after`, stage by stage: stages are known by their key. */
export function compareBodies(before: TemplateBody, after: TemplateBody): Difference[] {
  const differences: Difference[] = [];
  const old = new Map(before.stages.map((stage) => [stage.key, stage]));
  const kept = new Set(after.stages.map((stage) => stage.key));
  for (const stage of before.stages) {
    if (!kept.has(stage.key)) differences.push({ kind: "stage_removed", stage: stage.name });
  }
  const order = (stages: readonly TemplateStage[], others: ReadonlySet<string>): TemplateStage[] =>
    stages.filter((stage) => others.has(stage.key));
  const from = order(before.stages, kept);
  const to = order(after.stages, new Set(old.keys()));
  if (from.some((stage, place) => stage.key !== to[place]?.key)) {
    const names = (stages: readonly TemplateStage[]): string[] => stages.map((stage) => stage.name);
    differences.push({ kind: "stages_reordered", from: names(from), to: names(to) });
  }
  for (const stage of after.stages) {
    const was = old.get(stage.key);
    if (was === undefined) differences.push({ kind: "stage_added", stage: stage.name });
    else differences.push(...compareStages(was, stage));
  }
  for (const trigger of ["start", "done", "cancel"] as const) {
    const [was, is] = [before.triggers[trigger], after.triggers[trigger]].map(
      (one) => one?.dealStatusId ?? null,
    );
    if (was !== is) differences.push({ kind: "trigger", trigger, from: was ?? null, to: is ?? null });
  }
  const policies = Object.keys(after.policies) as (keyof TemplateBody["policies"])[];
  for (const policy of policies) {
    if (isSame(before.policies[policy], after.policies[policy])) continue;
    differences.push({ kind: "policy", policy, from: before.policies[policy], to: after.policies[policy] });
  }
  return differences;
}

function compareStages(before: TemplateStage, after: TemplateStage): Difference[] {
  const stage = after.name;
  const differences: Difference[] = stageFields
    .filter((field) => !isSame(before[field], after[field]))
    .map((field) => ({ kind: "stage_field", stage, field, from: before[field], to: after[field] }));
  // The same material may stand in a stage twice: the first meets the first.
  const left = [...before.norms];
  for (const norm of after.norms) {
    const place = left.findIndex((one) => one.variantId === norm.variantId);
    const [was] = place < 0 ? [] : left.splice(place, 1);
    const { variantId } = norm;
    if (was === undefined) {
      differences.push({ kind: "norm_added", stage, variantId, norm });
      continue;
    }
    for (const field of normFields) {
      if (isSame(was[field], norm[field])) continue;
      differences.push({ kind: "norm_field", stage, variantId, field, from: was[field], to: norm[field] });
    }
  }
  for (const norm of left) {
    differences.push({ kind: "norm_removed", stage, variantId: norm.variantId, norm });
  }
  return differences;
}

/** Bodies are plain JSON that was written by one schema: equal values are equal texts. */
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
