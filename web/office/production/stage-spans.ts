import type { Order, OrderStage } from "./order-types.ts";

/** A stretch of time, in milliseconds. */
export type Span = { readonly from: number; readonly to: number };
export type StageSpan = Span & {
  readonly kind: "planned" | "plannedWait" | "actual" | "wait";
  readonly state: string;
};

const at = (instant: string): number => Date.parse(instant);

/** What a stage's track shows: the plan above, below it what happened, waits after either. */
export function spansOf(order: Order, stage: OrderStage, now: number): StageSpan[] {
  const spans: StageSpan[] = [];
  const wait = stage.waitSeconds * 1000;
  if (stage.plannedStart !== null && stage.plannedFinish !== null) {
    const to = at(stage.plannedFinish);
    spans.push({ kind: "planned", state: "planned", from: at(stage.plannedStart), to });
    if (wait > 0) spans.push({ kind: "plannedWait", state: "planned", from: to, to: to + wait });
  }
  const next = order.stages[order.stages.indexOf(stage) + 1];
  for (const run of stage.runs) {
    if (run.startedAt === null) continue;
    const to = run.finishedAt === null ? now : at(run.finishedAt);
    spans.push({ kind: "actual", state: run.state, from: at(run.startedAt), to });
    if (wait === 0 || run.state !== "done") continue;
    // Released early, the wait ended when the supervisor said so.
    const early = next?.runs.find((follower) => follower.releasedEarly);
    spans.push({
      kind: "wait",
      state: "waiting",
      from: to,
      to: early === undefined ? to + wait : Math.min(to + wait, at(early.availableAt)),
    });
  }
  return spans;
}

/** From the first to the last of all stages; null where nothing is planned or begun. */
export function spanOf(order: Order, now: number): Span | null {
  const all = order.stages.flatMap((stage) => spansOf(order, stage, now));
  if (all.length === 0) return null;
  const from = Math.min(...all.map((span) => span.from));
  const to = Math.max(...all.map((span) => span.to));
  return { from, to: Math.max(to, from + 60_000) };
}
