import { type Result, no, ok } from "#kernel/result.ts";
import type { TemplateBody } from "../contract/template-body.ts";
import { explicitWaits, orderStages } from "./order-stages.ts";

/**
 * What the schema can't say about a body. `ownVariantIds` are the variants of the product that the template
 * makes. Answers the body, or the first fault; paths are those of the command's input and begin with "body".
 */
export function checkTemplateBody(
  body: TemplateBody,
  ownVariantIds: ReadonlySet<string>,
): Result<TemplateBody> {
  return (
    checkKeys(body) ??
    checkWaits(body) ??
    checkCycle(body) ??
    checkLastWait(body) ??
    checkNorms(body, ownVariantIds) ??
    checkPolicies(body) ??
    ok(body)
  );
}

type Fault = ReturnType<typeof no>;

function checkKeys({ stages }: TemplateBody): Fault | null {
  const seen = new Set<string>();
  for (const [at, { key, name }] of stages.entries()) {
    if (seen.has(key)) return no("stage_key_twice", { key, stage: name }, ["body", "stages", at, "key"]);
    seen.add(key);
  }
  return null;
}

function checkWaits({ stages }: TemplateBody): Fault | null {
  const keys = new Set(stages.map((stage) => stage.key));
  for (const [at, { name, waitsFor, wait }] of stages.entries()) {
    for (const [place, key] of (waitsFor ?? []).entries()) {
      if (keys.has(key)) continue;
      return no("stage_waits_for_unknown", { key, stage: name }, ["body", "stages", at, "waitsFor", place]);
    }
    if (wait === null || wait.maximumSeconds === null || wait.maximumSeconds >= wait.minimumSeconds) continue;
    return no("wait_maximum_below_minimum", { stage: name, wait: wait.name }, [
      "body",
      "stages",
      at,
      "wait",
      "maximumSeconds",
    ]);
  }
  return null;
}

function checkCycle({ stages }: TemplateBody): Fault | null {
  const order = orderStages(stages);
  if (order.kind === "ordered") return null;
  const names = new Map(stages.map((stage) => [stage.key, stage.name]));
  const round = order.keys.map((key) => names.get(key) ?? key).join(" → ");
  const at = stages.findIndex((stage) => stage.key === order.keys[0]);
  return no("stage_cycle", { stages: round }, ["body", "stages", at, "waitsFor"]);
}

/** A wait after a last stage delays the receipt, which nobody does yet: better told now than ignored later. */
function checkLastWait({ stages }: TemplateBody): Fault | null {
  const awaited = new Set([...explicitWaits(stages).values()].flat());
  const at = stages.findIndex((stage) => (stage.wait?.minimumSeconds ?? 0) > 0 && !awaited.has(stage.key));
  if (at < 0) return null;
  return no("last_stage_wait_later", { stage: stages[at]?.name }, ["body", "stages", at, "wait"]);
}

function checkNorms({ stages }: TemplateBody, ownVariantIds: ReadonlySet<string>): Fault | null {
  for (const [at, { name, norms }] of stages.entries()) {
    const place = norms.findIndex((norm) => norm.variantId !== null && ownVariantIds.has(norm.variantId));
    if (place >= 0) {
      return no("norm_of_own_product", { stage: name }, ["body", "stages", at, "norms", place, "variantId"]);
    }
  }
  return null;
}

function checkPolicies({ policies }: TemplateBody): Fault | null {
  if (policies.batchMode === "whole") return null;
  return no("batch_mode_later", { mode: policies.batchMode }, ["body", "policies", "batchMode"]);
}
