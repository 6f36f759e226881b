import type { ReadyTemplate } from "./ready-template.ts";

type Body = ReadyTemplate["body"];

/**
 * A ready template's body for a workspace that lacks some of its trades, where who takes it may add none: a stage of
 * such a trade is open to all operators. References are those of a template file, by name.
 */
export function withOpenPerformers(body: Body, missing: readonly string[]): Body {
  if (missing.length === 0) return body;
  const { stages } = body as { stages: readonly Record<string, unknown>[] };
  return { ...body, stages: stages.map((stage) => ({ ...stage, performer: opened(stage, missing) })) };
}

function opened({ performer }: Record<string, unknown>, missing: readonly string[]): unknown {
  const { kind, tradeId } = performer as { kind: string; tradeId?: unknown };
  if (typeof tradeId !== "string" || !missing.includes(tradeId)) return performer;
  return kind === "chosen_at_start" ? { kind, tradeId: null } : { kind: "role", role: "operator" };
}
