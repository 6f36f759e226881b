import type { ReadyTemplate } from "./ready-template.ts";

type Body = ReadyTemplate["body"];

/**
 * A ready template's body for a workspace that lacks some of its trades or subcontractors, where who takes it may add
 * none: a stage of such a trade is open to all operators, one of such a subcontractor to supervisors. References are
 * those of a template file, by name.
 */
export function withOpenPerformers(
  body: Body,
  missing: readonly string[],
  missingSubcontractors: readonly string[] = [],
): Body {
  if (missing.length === 0 && missingSubcontractors.length === 0) return body;
  const { stages } = body as { stages: readonly Record<string, unknown>[] };
  return {
    ...body,
    stages: stages.map((stage) => ({ ...stage, performer: opened(stage, missing, missingSubcontractors) })),
  };
}

function opened(
  { performer }: Record<string, unknown>,
  missing: readonly string[],
  missingSubcontractors: readonly string[],
): unknown {
  const { kind, tradeId, subcontractorId } = performer as Record<string, unknown>;
  if (typeof subcontractorId === "string" && missingSubcontractors.includes(subcontractorId)) {
    return { kind: "role", role: "supervisor" };
  }
  if (typeof tradeId !== "string" || !missing.includes(tradeId)) return performer;
  return kind === "chosen_at_start" ? { kind, tradeId: null } : { kind: "role", role: "operator" };
}
