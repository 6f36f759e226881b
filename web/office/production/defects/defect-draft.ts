import type { DefectDecision } from "#modules/production/contract/order-card.ts";
import type { StageRun } from "../order-types.ts";

export type DefectDraft = {
  readonly reasonId: string | null;
  /** as typed; of a lot with several units */
  readonly units: string;
  /** per unit: exactly which */
  readonly runIds: readonly string[];
  readonly decision: DefectDecision | null;
  readonly toStageId: string | null;
  readonly bornStageId: string | null;
  readonly note: string;
  readonly photoIds: readonly string[];
};

export type Step = "reason" | "units" | "decision" | "note";

/** A lot of one unit leaves nothing to count. */
export function stepsOf(run: Pick<StageRun, "units">, together: readonly unknown[]): readonly Step[] {
  return run.units === 1 && together.length === 1
    ? ["reason", "decision", "note"]
    : ["reason", "units", "decision", "note"];
}

export function isStepDone(
  step: Step,
  draft: DefectDraft,
  run: Pick<StageRun, "units">,
  together: readonly unknown[],
): boolean {
  switch (step) {
    case "reason":
      return draft.reasonId !== null;
    case "units":
      if (together.length > 1) return draft.runIds.length > 0;
      return /^[1-9]\d{0,6}$/.test(draft.units) && Number(draft.units) <= run.units;
    case "decision":
      return draft.decision === "write_off" || (draft.decision === "return" && draft.toStageId !== null);
    case "note":
      return true;
  }
}
