import type {
  Performer,
  StageChange,
  StageEffect,
  TemplateBody,
  TemplateNorm,
  TemplateStage,
  VariantVersion,
} from "../contract/template-body.ts";

export const referenceKinds = [
  "variant",
  "item",
  "upsell",
  "warehouse",
  "member",
  "trade",
  "deal_status",
  "subcontractor",
] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

/** An id that a body names, and where, as a path of the command's input (it begins with "body"). */
export type BodyReference = {
  readonly kind: ReferenceKind;
  readonly id: string;
  readonly path: readonly (string | number)[];
};

/** Every place that names an id, in the order of the document; an id may come more than once. */
export function listReferences(body: TemplateBody): BodyReference[] {
  const found: BodyReference[] = [];
  for (const [at, stage] of body.stages.entries()) found.push(...ofStage(stage, ["body", "stages", at]));
  for (const [at, version] of body.variants.entries()) {
    found.push(...ofVariant(version, ["body", "variants", at]));
  }
  for (const name of triggerNames) {
    const trigger = body.triggers[name];
    if (trigger === null) continue;
    const path = ["body", "triggers", name, "dealStatusId"];
    found.push({ kind: "deal_status", id: trigger.dealStatusId, path });
  }
  const { finishedWarehouseId, responsibleId } = body.policies;
  found.push({
    kind: "warehouse",
    id: finishedWarehouseId,
    path: ["body", "policies", "finishedWarehouseId"],
  });
  if (responsibleId !== null) {
    found.push({ kind: "member", id: responsibleId, path: ["body", "policies", "responsibleId"] });
  }
  return found;
}

export const triggerNames = ["start", "done", "cancel", "defect", "rework"] as const;

type Path = readonly (string | number)[];

function ofStage(stage: TemplateStage, path: Path): BodyReference[] {
  return [...ofFields(stage, path), ...ofNorms(stage.norms, [...path, "norms"])];
}

/** What a stage names apart from its norms; a variant's change of a stage names only some of it. */
function ofFields(stage: StageChange["fields"], path: Path): BodyReference[] {
  const found: BodyReference[] = [];
  if (stage.performer !== undefined) {
    const performer = performerReference(stage.performer);
    if (performer !== null) found.push({ ...performer, path: [...path, "performer", ...performer.path] });
  }
  if (stage.condition?.kind === "upsell") {
    found.push({ kind: "upsell", id: stage.condition.upsellId, path: [...path, "condition", "upsellId"] });
  }
  for (const when of ["atStart", "atCompletion"] as const) {
    for (const [at, effect] of (stage[when] ?? []).entries()) {
      found.push(...ofEffect(effect, [...path, when, at]));
    }
  }
  return found;
}

function ofEffect(effect: StageEffect, path: Path): BodyReference[] {
  switch (effect.kind) {
    case "move_deal":
      return [{ kind: "deal_status", id: effect.dealStatusId, path: [...path, "dealStatusId"] }];
    case "create_task": {
      const { memberId, tradeId } = effect;
      return [
        ...(memberId === null
          ? []
          : [{ kind: "member", id: memberId, path: [...path, "memberId"] } as const]),
        ...(tradeId === null ? [] : [{ kind: "trade", id: tradeId, path: [...path, "tradeId"] } as const]),
      ];
    }
    case "message":
      return [];
  }
}

function ofNorms(norms: readonly TemplateNorm[], path: Path): BodyReference[] {
  return norms.flatMap((norm, at) => ofNormFields(norm, [...path, at]));
}

function ofNormFields(norm: StageChange["changedNorms"][number]["fields"], path: Path): BodyReference[] {
  const found: BodyReference[] = [];
  for (const kind of ["variant", "item", "warehouse"] as const) {
    const id = norm[`${kind}Id`];
    if (typeof id === "string") found.push({ kind, id, path: [...path, `${kind}Id`] });
  }
  return found;
}

function ofVariant(version: VariantVersion, path: Path): BodyReference[] {
  const changes = version.changedStages.flatMap((change, at) => {
    const here = [...path, "changedStages", at];
    return [
      ...ofFields(change.fields, [...here, "fields"]),
      ...change.changedNorms.flatMap((norm, place) =>
        ofNormFields(norm.fields, [...here, "changedNorms", place, "fields"]),
      ),
      ...ofNorms(change.addedNorms, [...here, "addedNorms"]),
    ];
  });
  const added = version.addedStages.flatMap(({ stage }, at) =>
    ofStage(stage, [...path, "addedStages", at, "stage"]),
  );
  return [{ kind: "variant", id: version.variantId, path: [...path, "variantId"] }, ...changes, ...added];
}

function performerReference(performer: Performer): BodyReference | null {
  switch (performer.kind) {
    case "member":
      return { kind: "member", id: performer.memberId, path: ["memberId"] };
    case "trade":
      return { kind: "trade", id: performer.tradeId, path: ["tradeId"] };
    case "role":
      return null;
    case "subcontractor":
      return { kind: "subcontractor", id: performer.subcontractorId, path: ["subcontractorId"] };
    case "chosen_at_start":
      return performer.tradeId === null ? null : { kind: "trade", id: performer.tradeId, path: ["tradeId"] };
  }
}

/** The ids of each kind, each once. */
export function idsByKind(references: readonly BodyReference[]): Readonly<Record<ReferenceKind, string[]>> {
  const ids: Record<ReferenceKind, string[]> = {
    variant: [],
    item: [],
    upsell: [],
    warehouse: [],
    member: [],
    trade: [],
    deal_status: [],
    subcontractor: [],
  };
  for (const { kind, id } of references) if (!ids[kind].includes(id)) ids[kind].push(id);
  return ids;
}
