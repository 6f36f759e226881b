import type { RequestOf } from "#modules/routes.ts";
import type { CardGroup } from "./group-cards.ts";

/** Four taps: why, how many, what becomes of them, send. */
export type DefectStep = "reason" | "count" | "decision" | "send";
export type DefectDraft = {
  readonly reason: { readonly id: string; readonly name: string } | null;
  readonly units: number;
  /** of several runs: those whose units failed */
  readonly runIds: readonly string[];
  readonly decision: DefectDecision | null;
  /** null: the stage that caught it */
  readonly bornStageId: string | null;
  readonly note: string;
  readonly photoIds: readonly string[];
};
export type DefectDecision =
  | { readonly kind: "write_off" }
  | { readonly kind: "return"; readonly stageId: string; readonly name: string };

export function emptyDefect(group: CardGroup): DefectDraft {
  return {
    reason: null,
    units: 1,
    // One alone is the one; of several, it has to be said which.
    runIds: group.units.length === 1 ? [group.lead.runId] : [],
    decision: null,
    bornStageId: null,
    note: "",
    photoIds: [],
  };
}

/** A single unit needs no count. */
export function defectSteps(group: CardGroup): readonly DefectStep[] {
  const single = group.units.length === 1 && group.lead.units === 1;
  return single ? ["reason", "decision", "send"] : ["reason", "count", "decision", "send"];
}

/** What is sent; null while something is missing. */
export function defectInput(group: CardGroup, draft: DefectDraft): RequestOf<"reportDefect"> | null {
  const { reason, decision, note } = draft;
  const failed = group.units.filter(({ runId }) => draft.runIds.includes(runId));
  const [first, ...also] = failed;
  if (reason === null || decision === null || first === undefined) return null;
  const units = failedUnits(group, draft);
  if (units < 1) return null;
  return {
    runId: first.runId,
    reasonId: reason.id,
    units,
    decision: decision.kind,
    ...(also.length === 0 ? {} : { alsoRunIds: also.map(({ runId }) => runId) }),
    ...(decision.kind === "return" ? { toStageId: decision.stageId } : {}),
    ...(draft.bornStageId === null ? {} : { bornStageId: draft.bornStageId }),
    ...(note.trim() === "" ? {} : { note: note.trim() }),
    ...(draft.photoIds.length === 0 ? {} : { photoIds: [...draft.photoIds] }),
  };
}

/** Of several runs all units of each; of one alone as many as was said. */
export function failedUnits(group: CardGroup, draft: Pick<DefectDraft, "units" | "runIds">): number {
  if (group.units.length === 1) return Math.min(draft.units, group.lead.units);
  return group.units
    .filter(({ runId }) => draft.runIds.includes(runId))
    .reduce((sum, { card }) => sum + (card?.units ?? 1), 0);
}

/**
 * Where to: this stage first, then back along the way, the nearest first: that is where a fault is mended most
 * often. The server names them from the first stage on.
 */
export function returnPlaces<Stage extends { readonly stageId: string }>(
  stages: readonly Stage[],
): readonly Stage[] {
  return stages.toReversed();
}
