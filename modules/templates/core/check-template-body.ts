import { decimal } from "#kernel/decimal.ts";
import { type No, no, ok, type Result } from "#kernel/result.ts";
import type { StageEffect, TemplateBody, TemplateStage } from "../contract/template-body.ts";
import { applyVariant } from "./apply-variant.ts";
import { normPlaces, type Path, type StagePlace, stagePlaces } from "./body-places.ts";
import { checkFormulas } from "./check-formulas.ts";
import { checkVariants } from "./check-variants.ts";
import { orderStages } from "./order-stages.ts";
import type { ProductOfTemplate } from "./product-names.ts";

/**
 * What the schema can't say about a body, for the product that it makes. Answers the body, or the first fault;
 * paths are those of the command's input and begin with "body". That its ids are the workspace's own is looked
 * up before.
 */
export function checkTemplateBody(body: TemplateBody, product: ProductOfTemplate): Result<TemplateBody> {
  return (
    checkKeys(body) ??
    checkWaits(body.stages, (at, place) => ["body", "stages", at, "waitsFor", place]) ??
    checkCycle(body.stages, (at) => ["body", "stages", at, "waitsFor"]) ??
    checkVariants(body, product) ??
    checkVariantGraphs(body) ??
    checkStages(body, product) ??
    checkNorms(body, product) ??
    checkFormulas(body, product) ??
    ok(body)
  );
}

type Linked = Pick<TemplateStage, "key" | "name" | "waitsFor">;

function checkKeys({ stages }: TemplateBody): No | null {
  const twice = firstTwice(stages.map(({ key }) => key));
  if (twice === null) return null;
  const { key, at } = twice;
  return no("stage_key_twice", { key, stage: stages[at]?.name ?? "" }, ["body", "stages", at, "key"]);
}

/** Where a key stands for the second time; keys that are not given yet are passed over. */
function firstTwice(keys: readonly (string | null)[]): { key: string; at: number } | null {
  const seen = new Set<string>();
  for (const [at, key] of keys.entries()) {
    if (key === null) continue;
    if (seen.has(key)) return { key, at };
    seen.add(key);
  }
  return null;
}

function checkWaits(stages: readonly Linked[], pathOf: (at: number, place: number) => Path): No | null {
  const keys = new Set(stages.map((stage) => stage.key));
  for (const [at, { name, waitsFor }] of stages.entries()) {
    for (const [place, key] of (waitsFor ?? []).entries()) {
      if (!keys.has(key)) return no("stage_waits_for_unknown", { key, stage: name }, pathOf(at, place));
    }
  }
  return null;
}

function checkCycle(stages: readonly Linked[], pathOf: (at: number) => Path): No | null {
  const order = orderStages(stages);
  if (order.kind === "ordered") return null;
  const names = new Map(stages.map((stage) => [stage.key, stage.name]));
  const round = order.keys.map((key) => names.get(key) ?? key).join(" → ");
  return no("stage_cycle", { stages: round }, pathOf(stages.findIndex(({ key }) => key === order.keys[0])));
}

/** Each variant as it would be worked: its stages are checked against the graph that they end up in. */
function checkVariantGraphs(body: TemplateBody): No | null {
  for (const [place, { variantId }] of body.variants.entries()) {
    const path = ["body", "variants", place];
    const applied = applyVariant(body, variantId);
    if (applied.length === 0) return no("variant_without_stages", {}, [...path, "droppedStages"]);
    const fault = checkWaits(applied, () => path) ?? checkCycle(applied, () => path);
    if (fault !== null) return fault;
  }
  return null;
}

function checkStages(body: TemplateBody, product: ProductOfTemplate): No | null {
  for (const place of stagePlaces(body)) {
    const fault =
      checkNormKeys(place) ??
      checkWait(place) ??
      checkChecks(place) ??
      checkUpsell(place, product) ??
      checkEffects(place);
    if (fault !== null) return fault;
  }
  return null;
}

/** Of the base and of added stages; what a variant changes has the keys of its base. */
function checkNormKeys({ stage, path }: StagePlace): No | null {
  const twice = firstTwice(stage.norms.map(({ key }) => key));
  if (twice === null) return null;
  return no("norm_key_twice", { key: twice.key, stage: stage.name }, [...path, "norms", twice.at, "key"]);
}

function checkWait({ stage: { name, wait }, path }: StagePlace): No | null {
  if (wait === null || wait.maximumSeconds === null || wait.maximumSeconds >= wait.minimumSeconds)
    return null;
  const data = { stage: name, wait: wait.name };
  return no("wait_maximum_below_minimum", data, [...path, "wait", "maximumSeconds"]);
}

function checkChecks({ stage: { name, checks }, path }: StagePlace): No | null {
  const twice = firstTwice(checks.map(({ key }) => key));
  if (twice !== null) {
    return no("check_key_twice", { key: twice.key, stage: name }, [...path, "checks", twice.at, "key"]);
  }
  const at = checks.findIndex(
    (check) =>
      check.kind === "number" &&
      check.minimum !== null &&
      check.maximum !== null &&
      decimal(check.maximum).lt(check.minimum),
  );
  if (at < 0) return null;
  return no("check_maximum_below_minimum", { stage: name, check: checks[at]?.name ?? "" }, [
    ...path,
    "checks",
    at,
    "maximum",
  ]);
}

function checkUpsell({ stage, path }: StagePlace, { upsells }: ProductOfTemplate): No | null {
  const { condition } = stage;
  if (condition?.kind !== "upsell") return null;
  if (upsells.some(({ id }) => id === condition.upsellId)) return null;
  return no("upsell_unknown", { stage: stage.name }, [...path, "condition", "upsellId"]);
}

/** The fields that a message to the customer may name. */
export const messageFields = ["order", "product", "quantity", "deal", "contact", "promised"] as const;

function checkEffects({ stage, path }: StagePlace): No | null {
  for (const when of ["atStart", "atCompletion"] as const) {
    for (const [at, effect] of stage[when].entries()) {
      const fault = checkEffect(effect, stage.name, [...path, when, at]);
      if (fault !== null) return fault;
    }
  }
  return null;
}

function checkEffect(effect: StageEffect, stage: string, path: Path): No | null {
  switch (effect.kind) {
    case "move_deal":
      return null;
    case "create_task": {
      const named = [effect.memberId, effect.tradeId, effect.role].filter((one) => one !== null);
      return named.length === 1 ? null : no("task_for_one", { stage, task: effect.title }, path);
    }
    case "message": {
      const fields = [...effect.text.matchAll(/\{([^{}]*)\}/g)].map(([, field = ""]) => field);
      const unknown = fields.find((field) => !(messageFields as readonly string[]).includes(field));
      if (unknown === undefined) return null;
      return no("message_field_unknown", { stage, field: unknown, fields: braced }, [...path, "text"]);
    }
  }
}

const braced = messageFields.map((field) => `{${field}}`).join(", ");

function checkNorms(body: TemplateBody, product: ProductOfTemplate): No | null {
  const own = new Set(product.variants.map(({ id }) => id));
  const names = new Set([
    ...product.variants.flatMap(({ attributes }) => Object.keys(attributes)),
    ...product.asked.map(({ name }) => name),
  ]);
  for (const { norm, stageName: stage, path } of normPlaces(body)) {
    const { variantId, itemId, follows } = norm;
    if ((variantId === null) === (itemId === null)) {
      const field = variantId === null ? "variantId" : "itemId";
      return no("norm_names_one", { stage }, [...path, field]);
    }
    if (variantId !== null && own.has(variantId)) {
      return no("norm_of_own_product", { stage }, [...path, "variantId"]);
    }
    if (itemId !== null && itemId === product.itemId) {
      return no("norm_of_own_product", { stage }, [...path, "itemId"]);
    }
    if (follows === null) continue;
    if (itemId === null) return no("follows_an_item", { stage }, [...path, "follows"]);
    const isKnown = names.has(follows) && product.materialAttributes.get(itemId)?.has(follows) === true;
    if (!isKnown) return no("follows_unknown", { stage, attribute: follows }, [...path, "follows"]);
  }
  return null;
}
