import type { Performer, TemplateBody } from "../contract/template-body.ts";

export const referenceKinds = ["variant", "warehouse", "member", "trade", "deal_status"] as const;
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
  for (const [at, stage] of body.stages.entries()) {
    const stagePath = ["body", "stages", at] as const;
    const performer = performerReference(stage.performer);
    if (performer !== null) {
      found.push({ ...performer, path: [...stagePath, "performer", ...performer.path] });
    }
    for (const [place, norm] of stage.norms.entries()) {
      const path = [...stagePath, "norms", place];
      found.push({ kind: "variant", id: norm.variantId, path: [...path, "variantId"] });
      found.push({ kind: "warehouse", id: norm.warehouseId, path: [...path, "warehouseId"] });
    }
  }
  for (const name of ["start", "done", "cancel"] as const) {
    const trigger = body.triggers[name];
    if (trigger === null) continue;
    found.push({
      kind: "deal_status",
      id: trigger.dealStatusId,
      path: ["body", "triggers", name, "dealStatusId"],
    });
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

function performerReference(performer: Performer): BodyReference | null {
  switch (performer.kind) {
    case "member":
      return { kind: "member", id: performer.memberId, path: ["memberId"] };
    case "trade":
      return { kind: "trade", id: performer.tradeId, path: ["tradeId"] };
    case "role":
      return null;
    case "chosen_at_start":
      return performer.tradeId === null ? null : { kind: "trade", id: performer.tradeId, path: ["tradeId"] };
  }
}

/** The ids of each kind, each once. */
export function idsByKind(references: readonly BodyReference[]): Readonly<Record<ReferenceKind, string[]>> {
  const ids: Record<ReferenceKind, string[]> = {
    variant: [],
    warehouse: [],
    member: [],
    trade: [],
    deal_status: [],
  };
  for (const { kind, id } of references) if (!ids[kind].includes(id)) ids[kind].push(id);
  return ids;
}
