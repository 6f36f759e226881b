import type { Order, OrderStage, StageRun } from "../order-types.ts";

/** A stretch of time, in milliseconds. */
export type Span = { readonly from: number; readonly to: number };
export type StageSpan = Span & {
  readonly kind: "planned" | "plannedWait" | "actual" | "wait";
  readonly state: string;
  /** 0: the plan; below it a lane for each lot, while they are few */
  readonly lane: number;
  readonly lotNumber: string | null;
};

const at = (instant: string): number => Date.parse(instant);
/** More lots than this share one lane: nobody tells hundreds of lines apart. */
const mostLanes = 6;

const isShown = (run: StageRun): boolean => run.startedAt !== null;

/** How many lanes a stage's track has, the plan's among them. */
export function lanesOfStage(stage: OrderStage): number {
  const shown = stage.runs.filter(isShown).length;
  return 1 + (shown > mostLanes ? 1 : Math.max(1, shown));
}

/** What a stage's track shows: the plan above, below it what happened lot by lot, waits after either. */
export function spansOf(order: Order, stage: OrderStage, now: number): StageSpan[] {
  const spans: StageSpan[] = [];
  const wait = stage.waitSeconds * 1000;
  if (stage.plannedStart !== null && stage.plannedFinish !== null) {
    const to = at(stage.plannedFinish);
    const plan = { state: "planned", lane: 0, lotNumber: null };
    spans.push({ ...plan, kind: "planned", from: at(stage.plannedStart), to });
    if (wait > 0) spans.push({ ...plan, kind: "plannedWait", from: to, to: to + wait });
  }
  const shown = stage.runs.filter(isShown);
  const followers = order.stages.filter((other) => other.after.includes(stage.id));
  shown.forEach((run, index) => {
    const lane = shown.length > mostLanes ? 1 : index + 1;
    const { lotNumber } = run;
    const from = at(run.startedAt ?? "");
    const to = run.finishedAt === null ? now : at(run.finishedAt);
    spans.push({ kind: "actual", state: run.state, lane, lotNumber, from, to });
    if (wait === 0 || run.state !== "done") return;
    // Released early, the wait ended when the supervisor said so.
    const early = followers
      .flatMap((follower) => follower.runs)
      .find((follower) => follower.releasedEarly && follower.lotId === run.lotId);
    const end = early === undefined ? to + wait : Math.min(to + wait, at(early.availableAt));
    spans.push({ kind: "wait", state: "waiting", lane, lotNumber, from: to, to: end });
  });
  return spans;
}

/** From the first start to the last finish of a stage; `to` is null while somebody is still at it. */
export function actualOf(
  stage: OrderStage,
  now: number,
): { from: number; to: number | null; workedSeconds: number } | null {
  const started = stage.runs.filter(isShown);
  if (started.length === 0) return null;
  const open = started.some((run) => run.finishedAt === null && run.state !== "ended");
  const ends = started.flatMap((run) => (run.finishedAt === null ? [] : [at(run.finishedAt)]));
  return {
    from: Math.min(...started.map((run) => at(run.startedAt ?? ""))),
    to: open || ends.length === 0 ? null : Math.max(...ends),
    workedSeconds: stage.runs.reduce((sum, run) => sum + workedOf(run, now), 0),
  };
}

/** When the waits after this stage end: of what stands waiting beyond it, so that an early release ends them too. */
export function waitEndsOf(order: Order, stage: OrderStage): number[] {
  const next = order.stages.filter((one) => one.active && one.after.includes(stage.id));
  // After a last stage the goods themselves wait, and no run does.
  if (next.length === 0) return order.lots.flatMap((lot) => receiptOf(lot) ?? []);
  return next.flatMap((one) =>
    one.runs.flatMap((run) => (run.state === "waiting" ? [at(run.availableAt)] : [])),
  );
}

const receiptOf = (lot: Order["lots"][number]): number | null =>
  lot.state === "in_work" && lot.receivableAt !== null ? at(lot.receivableAt) : null;

/** Seconds worked, those of the interval that runs now among them. */
export function workedOf(run: StageRun, now: number): number {
  const running = run.workingSince === null ? 0 : Math.max(0, (now - at(run.workingSince)) / 1000);
  return run.workedSeconds + running;
}

/** From the first to the last of all stages; null where nothing is planned or begun. */
export function spanOf(order: Order, now: number): Span | null {
  const all = order.stages.flatMap((stage) => spansOf(order, stage, now));
  if (all.length === 0) return null;
  const from = Math.min(...all.map((span) => span.from));
  const to = Math.max(...all.map((span) => span.to));
  return { from, to: Math.max(to, from + 60_000) };
}
