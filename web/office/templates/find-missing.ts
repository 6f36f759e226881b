import type {
  Performer,
  StageEffect,
  TemplateNorm,
  TemplateStage,
} from "#modules/templates/contract/template-body.ts";
import { type DraftBody, isFormula } from "./template-draft.ts";

type Path = readonly (string | number)[];
export type Missing = {
  readonly path: Path;
  readonly text:
    | "template.chooseMaterial"
    | "template.choosePerformer"
    | "template.writePrice"
    | "template.chooseUpsell"
    | "template.chooseStatus"
    | "template.chooseAttribute"
    | "template.chooseAssignee"
    | "template.writeName"
    | "template.writeFormula"
    | "template.writeMessage";
};

/** What is not chosen or written yet: the server could only say that it is no id, in words of no use. */
export function findMissing(body: DraftBody): Missing | null {
  for (const [at, stage] of body.stages.entries()) {
    const missing = inStage(stage, ["body", "stages", at]);
    if (missing !== null) return missing;
  }
  for (const [place, version] of body.variants.entries()) {
    const path = ["body", "variants", place];
    for (const [at, change] of version.changedStages.entries()) {
      const here = [...path, "changedStages", at];
      const missing =
        inFields(change.fields, [...here, "fields"]) ??
        first(change.changedNorms, (norm, index) =>
          inNorm(norm.fields, [...here, "changedNorms", index, "fields"]),
        ) ??
        first(change.addedNorms, (norm, index) => inNorm(norm, [...here, "addedNorms", index]));
      if (missing !== null) return missing;
    }
    const missing = first(version.addedStages, ({ stage }, at) =>
      inStage(stage, [...path, "addedStages", at, "stage"]),
    );
    if (missing !== null) return missing;
  }
  const condition = body.triggers.start?.condition ?? null;
  if (condition !== null && isBareFormula(condition)) {
    return { path: ["body", "triggers", "start", "condition"], text: "template.writeFormula" };
  }
  return null;
}

const isBareFormula = (text: string): boolean => isFormula(text) && text.trim() === "=";

const inStage = (stage: TemplateStage, path: Path): Missing | null =>
  inFields(stage, path) ?? first(stage.norms, (norm, at) => inNorm(norm, [...path, "norms", at]));

function inFields(stage: Partial<TemplateStage>, path: Path): Missing | null {
  if (stage.name?.trim() === "") return { path: [...path, "name"], text: "template.writeName" };
  if (stage.wait?.name.trim() === "") return { path: [...path, "wait", "name"], text: "template.writeName" };
  const { condition } = stage;
  if (condition?.kind === "upsell" && condition.upsellId === "") {
    return { path: [...path, "condition", "upsellId"], text: "template.chooseUpsell" };
  }
  if (condition?.kind === "expression" && isBareFormula(condition.expression)) {
    return { path: [...path, "condition", "expression"], text: "template.writeFormula" };
  }
  return (
    (stage.performer === undefined ? null : inPerformer(stage.performer, [...path, "performer"])) ??
    first(stage.checks ?? [], (check, at) =>
      check.name.trim() === "" ? { path: [...path, "checks", at, "name"], text: "template.writeName" } : null,
    ) ??
    first(stage.atStart ?? [], (effect, at) => inEffect(effect, [...path, "atStart", at])) ??
    first(stage.atCompletion ?? [], (effect, at) => inEffect(effect, [...path, "atCompletion", at]))
  );
}

function inPerformer(performer: Performer, path: Path): Missing | null {
  if (
    performer.kind === "subcontractor" &&
    performer.subcontractorId !== "" &&
    performer.price.amount === ""
  ) {
    return { path: [...path, "price", "amount"], text: "template.writePrice" };
  }
  const empty =
    (performer.kind === "subcontractor" && performer.subcontractorId === "" && "subcontractorId") ||
    (performer.kind === "member" && performer.memberId === "" && "memberId") ||
    (performer.kind === "trade" && performer.tradeId === "" && "tradeId");
  return empty === false ? null : { path: [...path, empty], text: "template.choosePerformer" };
}

function inNorm(norm: Partial<TemplateNorm>, path: Path): Missing | null {
  if (norm.variantId === "") return { path: [...path, "variantId"], text: "template.chooseMaterial" };
  if (norm.itemId === "") return { path: [...path, "itemId"], text: "template.chooseMaterial" };
  if (norm.follows === "") return { path: [...path, "follows"], text: "template.chooseAttribute" };
  for (const field of ["perUnit", "perBatch"] as const) {
    if (isBareFormula(norm[field] ?? "")) return { path: [...path, field], text: "template.writeFormula" };
  }
  return null;
}

function inEffect(effect: StageEffect, path: Path): Missing | null {
  switch (effect.kind) {
    case "move_deal":
      return effect.dealStatusId === ""
        ? { path: [...path, "dealStatusId"], text: "template.chooseStatus" }
        : null;
    case "create_task":
      if (effect.title.trim() === "") return { path: [...path, "title"], text: "template.writeName" };
      if (effect.memberId === "") return { path: [...path, "memberId"], text: "template.chooseAssignee" };
      return effect.tradeId === "" ? { path: [...path, "tradeId"], text: "template.chooseAssignee" } : null;
    case "message":
      return effect.text.trim() === "" ? { path: [...path, "text"], text: "template.writeMessage" } : null;
  }
}

function first<T>(all: readonly T[], find: (one: T, at: number) => Missing | null): Missing | null {
  for (const [at, one] of all.entries()) {
    const missing = find(one, at);
    if (missing !== null) return missing;
  }
  return null;
}
