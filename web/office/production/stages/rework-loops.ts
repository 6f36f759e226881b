import type { Defect } from "../order-types.ts";

/** What went back from one stage to another, all of it together. */
export type Loop = {
  readonly from: string;
  readonly to: string;
  readonly units: number;
  readonly times: number;
  readonly reasons: readonly string[];
};
type Return = Pick<
  Defect,
  "decision" | "undone" | "escalated" | "resolution" | "caughtStageId" | "toStageId" | "units" | "reasonName"
>;

/** Returns that have happened, by where they were caught and where they went; oldest first. */
export function loopsOf(defects: readonly Return[]): Loop[] {
  const loops = new Map<string, Loop>();
  for (const defect of defects.toReversed()) {
    if (defect.decision !== "return" || defect.undone || defect.toStageId === null) continue;
    // Units that came back too often stand where they were caught, until a person sends them on.
    if (defect.escalated && defect.resolution !== "once_more") continue;
    const key = `${defect.caughtStageId} ${defect.toStageId}`;
    const known = loops.get(key);
    loops.set(key, {
      from: defect.caughtStageId,
      to: defect.toStageId,
      units: (known?.units ?? 0) + defect.units,
      times: (known?.times ?? 0) + 1,
      reasons: [...new Set([...(known?.reasons ?? []), defect.reasonName])],
    });
  }
  return [...loops.values()];
}

/** A line from `bottom` up to `top`, in pixels from the top of the page's column. */
export type Arc = { readonly top: number; readonly bottom: number };

/** Which of the lanes beside the stages an arc runs in: short ones inside, none over another. */
export function lanesOf(arcs: readonly Arc[]): number[] {
  const lanes: number[] = arcs.map(() => 0);
  const order = arcs
    .map((arc, index) => ({ arc, index }))
    .toSorted((a, b) => a.arc.bottom - a.arc.top - (b.arc.bottom - b.arc.top));
  const taken: Arc[][] = [];
  for (const { arc, index } of order) {
    let lane = 0;
    while (taken[lane]?.some((other) => arc.top <= other.bottom && other.top <= arc.bottom) === true) {
      lane += 1;
    }
    taken[lane] = [...(taken[lane] ?? []), arc];
    lanes[index] = lane;
  }
  return lanes;
}
