import type { RequestOf } from "#modules/routes.ts";

/** Units of a finish that failed, as far as they are described. */
export type FailedDraft = {
  readonly key: number;
  readonly units: string;
  readonly reasonId: string | null;
  readonly decision: "write_off" | "return";
  readonly toStageId: string | null;
  readonly note: string;
  readonly photoIds: readonly string[];
};
type FailedPart = NonNullable<RequestOf<"finishRun">["failed"]>[number];

const whole = /^[1-9]\d{0,6}$/;
export const unitsOf = (text: string): number => (whole.test(text) ? Number(text) : 0);

export const failedUnits = (drafts: readonly FailedDraft[]): number =>
  drafts.reduce((sum, draft) => sum + unitsOf(draft.units), 0);

/** Null while something is missing. */
export function failedParts(drafts: readonly FailedDraft[], stageId: string): FailedPart[] | null {
  const parts: FailedPart[] = [];
  for (const draft of drafts) {
    const units = unitsOf(draft.units);
    if (units === 0 || draft.reasonId === null) return null;
    parts.push({
      units,
      reasonId: draft.reasonId,
      decision: draft.decision,
      toStageId: draft.decision === "return" ? (draft.toStageId ?? stageId) : null,
      note: draft.note,
      photoIds: [...draft.photoIds],
    });
  }
  return parts;
}
