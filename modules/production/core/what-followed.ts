import type { Id } from "#kernel/id.ts";
import { intervalImage, lotImage, runImage } from "./order-image.ts";
import { zero } from "#kernel/decimal.ts";
import {
  isInWork,
  type Lot,
  lotOf,
  type OrderState,
  type Run,
  runOf,
  stageGraph,
  stageOf,
  type WorkInterval,
} from "./order-state.ts";
import type { OrderFact } from "./order-fact.ts";

/** An act on an order, as its log tells it, that is to be taken back. */
export type Undoing = {
  readonly before: OrderState;
  readonly after: OrderState;
  readonly facts: readonly OrderFact[];
  readonly commandId: Id;
  readonly verb: string;
  readonly reason: string | null;
  /** who has no other open work: their own time may run on as if it had never stopped */
  readonly freeMembers: ReadonlySet<Id>;
  /** runs whose time or material was corrected since */
  readonly corrected: ReadonlySet<Id>;
};

/**
 * What has followed an act, so that it can't be taken back any more: rows that it changed and somebody has changed
 * since, and what was reached by way of it. By name; null: nothing.
 */
export type Followed = {
  /** which of the names is there to say: an order has neither a stage nor a lot */
  readonly about: "order" | "stage" | "lot" | "run";
  readonly stage: string;
  readonly lot: string;
  readonly state: string;
};

export function whatFollowed(current: OrderState, undoing: Undoing): Followed | null {
  return (
    byOrder(current, undoing) ??
    byRuns(current, undoing) ??
    byTime(current, undoing) ??
    byLots(current, undoing) ??
    byNorms(current, undoing)
  );
}

/** A correction stands on what the act did: whoever would take that back corrects it again instead. */
export function whatIsCorrected(
  current: OrderState,
  { before, after, corrected }: Undoing,
): { readonly stage: string; readonly lot: string } | null {
  const run = changedRows(before.runs, after.runs).find((each) => corrected.has(each.id));
  if (run === undefined) return null;
  const { stage, lot } = named(current, runOf(current, run.id));
  return { stage, lot };
}

function named(current: OrderState, run: Run): Followed {
  return {
    about: "run",
    stage: stageOf(current, run.stageId).name,
    lot: lotOf(current, run.lotId).number,
    state: run.state,
  };
}

function byOrder({ order, stages }: OrderState, { after }: Undoing): Followed | null {
  // What was open in a cancelled order was closed with it: that is taken back first.
  if (order.cancelReason !== after.order.cancelReason) {
    return { about: "order", stage: "", lot: "", state: order.status };
  }
  const switched = stages.find((stage) => stage.active !== stageOf(after, stage.id).active);
  return switched === undefined
    ? null
    : { about: "stage", stage: switched.name, lot: "", state: order.status };
}

function byRuns(current: OrderState, { before, after }: Undoing): Followed | null {
  for (const { id } of changedRows(before.runs, after.runs)) {
    const [then, now] = [runOf(after, id), runOf(current, id)];
    // Given to somebody, or let begin early: nobody has begun it.
    const stillWaits = !before.runs.has(id) && now.state === "waiting" && now.startedAt === null;
    if (!stillWaits && !same(runImage(then), runImage(now))) return named(current, now);
  }
  return null;
}

function byTime(current: OrderState, { before, after, facts }: Undoing): Followed | null {
  const goingOn = continuedBy(facts);
  for (const { id } of changedRows(before.intervals, after.intervals)) {
    const [was, then, now] = [before.intervals.get(id), after.intervals.get(id), current.intervals.get(id)];
    if (then === undefined || now === undefined || goingOn.has(id)) continue;
    if (was !== undefined && same(timeOf(was), timeOf(then))) continue;
    if (!same(timeOf(then), timeOf(now))) return named(current, runOf(current, now.runId));
  }
  // Somebody has joined what the act began, or worked on what it stopped.
  const moved = changedRows(before.runs, after.runs).filter(
    (run) => before.runs.get(run.id)?.state !== run.state,
  );
  for (const { runId, id, voided } of current.intervals.values()) {
    if (voided || after.intervals.has(id) || !moved.some((run) => run.id === runId)) continue;
    return named(current, runOf(current, runId));
  }
  return null;
}

/** That somebody was heard of changes nothing of their time. */
const timeOf = (interval: WorkInterval) => ({ ...intervalImage(interval), seenAt: null });

function byLots(current: OrderState, { before, after }: Undoing): Followed | null {
  const reached = [...current.runs.values()].filter((run) => !after.runs.has(run.id) && run.state !== "void");
  for (const { id } of changedRows(before.lots, after.lots)) {
    const [was, then, now] = [before.lots.get(id), lotOf(after, id), lotOf(current, id)];
    if (was === undefined || !isLightly(was, then) ? !sameLot(was, then, now) : !stillAs(was, then, now)) {
      return { about: "lot", stage: "", lot: now.number, state: now.state };
    }
    // Its units may have gone on by rows that the act never saw.
    const done = was === undefined || !isLightly(was, then) ? null : changedStages(was.done, then.done);
    const run = reached.find(
      (each) =>
        each.lotId === id && (done === null || done.some((stageId) => isBelow(current, stageId, each))),
    );
    if (run !== undefined) return named(current, run);
  }
  return null;
}

const isBelow = (state: OrderState, stageId: Id, run: Run): boolean =>
  stageGraph(state).below.get(stageOf(state, stageId).key)?.has(stageOf(state, run.stageId).key) === true;

/** What came onto a lot's units since stays on them; a lot that the act made has to be as it was made. */
function sameLot(was: Lot | undefined, then: Lot, now: Lot): boolean {
  const plain = (lot: Lot) =>
    lotImage(was === undefined ? lot : { ...lot, firstPass: zero, rework: zero, absorbed: zero });
  return same(plain(then), plain(now));
}

/** The act changed no more of the lot than what was done and begun at some stages, and what its units carry. */
export function isLightly(was: Lot, then: Lot): boolean {
  const plain = (lot: Lot) =>
    lotImage({ ...lot, done: {}, begun: {}, returns: {}, firstPass: zero, rework: zero, absorbed: zero });
  return same(plain(was), plain(then));
}

/** As the act left it, as far as it changed anything; the units are the same ones. */
function stillAs(was: Lot, then: Lot, now: Lot): boolean {
  const kept = (["done", "begun", "returns"] as const).every((record) =>
    changedStages<unknown>(was[record], then[record]).every(
      (stageId) => then[record][stageId] === now[record][stageId],
    ),
  );
  const touched = (["done", "begun", "returns"] as const).some(
    (record) => changedStages<unknown>(was[record], then[record]).length > 0,
  );
  const works = now.state === "in_work" || now.state === "held";
  if (touched) return kept && works && now.units === then.units && now.receivableAt === then.receivableAt;
  // It only put cost on them: they may have gone on, or been received, but not become others'.
  return now.state === then.state || isInWork(now) || now.state === "finished";
}

function byNorms(current: OrderState, { before, after }: Undoing): Followed | null {
  for (const norm of changedRows(before.norms, after.norms)) {
    const now = current.norms.get(norm.id);
    if (now === undefined || before.norms.get(norm.id)?.variantId === norm.variantId) continue;
    if (now.variantId === norm.variantId && now.consumed.eq(norm.consumed)) continue;
    const { name } = stageOf(current, norm.stageId);
    return { about: "stage", stage: name, lot: "", state: current.order.status };
  }
  return null;
}

/** The stages whose entry in a record by stage an act has changed. */
export function changedStages<T>(before: Readonly<Record<Id, T>>, after: Readonly<Record<Id, T>>): Id[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (stageId) => before[stageId] !== after[stageId],
  );
}

export function changedRows<T extends { readonly id: Id }>(
  before: ReadonlyMap<Id, T>,
  after: ReadonlyMap<Id, T>,
): T[] {
  return [...after.values()].filter((row) => before.get(row.id) !== row);
}

const same = (a: object, b: object): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** Keys of records come in the order in which they were set: two rows that say the same may differ in that. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

/** Time that went on by itself, on the runs of a stretch that the act didn't end: it is none of the act's. */
export function continuedBy(facts: readonly OrderFact[]): ReadonlySet<Id> {
  return new Set(
    facts.flatMap((fact) =>
      "continued" in fact.data ? (fact.data.continued ?? []).map((each) => each.intervalId) : [],
    ),
  );
}
