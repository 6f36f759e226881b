import type { RichText } from "../contract/rich-text.ts";
import type { StageEffect, TemplateBody } from "../contract/template-body.ts";

/**
 * All by which a version acts with rights of its own: its triggers, and what its stages set off, in the base and
 * for variants. Who may not approve may change everything else without asking anew.
 */
export function effectsOfBody(body: TemplateBody): unknown {
  const base: { place: string; stage: WithEffects }[] = body.stages.map((stage) => ({
    place: stage.key,
    stage,
  }));
  const ofVariants = body.variants.flatMap(({ variantId, changedStages, addedStages }) => [
    ...changedStages.map(({ key, fields }) => ({
      place: `${variantId} ${key}`,
      stage: fields as WithEffects,
    })),
    ...addedStages.map(({ stage }) => ({ place: `${variantId} ${stage.key}`, stage })),
  ]);
  const effects = [...base, ...ofVariants].flatMap(({ place, stage }) =>
    actsOf(stage).length === 0 ? [] : [[place, stage.atStart ?? [], stage.atCompletion ?? []] as const],
  );
  return {
    triggers: body.triggers,
    // A stage that moves up or down sets off what it did.
    effects: effects.toSorted(([a], [b]) => (a < b ? -1 : 1)),
  };
}

type WithEffects = {
  readonly atStart?: readonly StageEffect[];
  readonly atCompletion?: readonly StageEffect[];
};
const actsOf = (stage: WithEffects): readonly StageEffect[] => [
  ...(stage.atStart ?? []),
  ...(stage.atCompletion ?? []),
];

/** The pictures in instructions, each once: a file that nothing holds is swept away. */
export function picturesOfBody(body: TemplateBody): string[] {
  const texts: (RichText | undefined)[] = [
    ...body.stages.map((stage) => stage.instruction),
    ...body.variants.flatMap((variant) => [
      ...variant.changedStages.map((change) => change.fields.instruction),
      ...variant.addedStages.map(({ stage }) => stage.instruction),
    ]),
  ];
  const ids = texts.flatMap((text) =>
    text === undefined || typeof text === "string"
      ? []
      : text.content.flatMap((block) => (block.type === "picture" ? [block.attrs.fileId] : [])),
  );
  return [...new Set(ids)];
}
