import type { TemplateBody } from "../contract/template-body.ts";
import { keyNorms } from "./norm-keys.ts";

/** The body with a key for each norm that has none: what is saved, so that versions compare norm by norm. */
export function keyBody(body: TemplateBody): TemplateBody {
  return {
    ...body,
    stages: body.stages.map((stage) => ({ ...stage, norms: keyNorms(stage.norms) })),
    variants: body.variants.map((version) => ({
      ...version,
      changedStages: version.changedStages.map((change) => {
        const stage = body.stages.find(({ key }) => key === change.key);
        const taken = keyNorms(stage?.norms ?? []);
        // Beside those of the base, also dropped ones: a key stays the same norm's for good.
        const keyed = keyNorms([...taken, ...change.addedNorms]);
        return { ...change, addedNorms: keyed.slice(taken.length) };
      }),
      addedStages: version.addedStages.map(({ after, stage }) => ({
        after,
        stage: { ...stage, norms: keyNorms(stage.norms) },
      })),
    })),
  };
}

/**
 * The body for another product: versions of variants go, since the variants are another's; conditions on an
 * upsell are put on the upsell of the same name. Answers the name of an upsell that the other product lacks.
 */
export function moveBody(
  body: TemplateBody,
  from: readonly { readonly id: string; readonly name: string }[],
  to: readonly { readonly id: string; readonly name: string }[],
): { readonly body: TemplateBody } | { readonly missingUpsell: string } {
  let missing: string | null = null;
  const stages = body.stages.map((stage) => {
    const { condition } = stage;
    if (condition?.kind !== "upsell") return stage;
    const name = from.find(({ id }) => id === condition.upsellId)?.name ?? "";
    const upsell = to.find((one) => one.name === name);
    if (upsell === undefined) missing ??= name;
    return { ...stage, condition: { ...condition, upsellId: upsell?.id ?? condition.upsellId } };
  });
  return missing === null ? { body: { ...body, stages, variants: [] } } : { missingUpsell: missing };
}
