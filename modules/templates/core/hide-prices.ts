import type { Performer, TemplateBody } from "../contract/template-body.ts";

/** What subcontractors ask is part of the planned cost: who may not see that reads 0 for it. */
export function withoutPrices(body: TemplateBody): TemplateBody {
  return {
    ...body,
    stages: body.stages.map(hidden),
    variants: body.variants.map((version) => ({
      ...version,
      changedStages: version.changedStages.map((change) => ({ ...change, fields: hidden(change.fields) })),
      addedStages: version.addedStages.map((added) => ({ ...added, stage: hidden(added.stage) })),
    })),
  };
}

function hidden<T extends { readonly performer?: Performer | undefined }>(stage: T): T {
  const { performer } = stage;
  if (performer?.kind !== "subcontractor") return stage;
  return { ...stage, performer: { ...performer, price: { ...performer.price, amount: "0" } } };
}
