import { decimal, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { type Moment, type OrderChange, record, unchanged } from "./order-change.ts";
import type { CostShareData, OrderFact, OrderFactKind } from "./order-fact.ts";
import { intervalImage, lotImage, normImage, orderImage, runImage } from "./order-image.ts";
import {
  type Lot,
  lotOf,
  type Order,
  type OrderNorm,
  type OrderState,
  type Run,
  runOf,
  stageOf,
  type WorkInterval,
} from "./order-state.ts";

/**
 * Taking an act back. The log tells how the order was before the act and after it; every row that the act
 * changed must still be as it left it, and becomes what it was before. What an act put on numbers that others add
 * to (the order's sums, what lots carry) is taken off again. One compensating fact says what each row has become.
 * Source: domain.md section 3, Undo and reopen.
 */
export type Undoing = {
  readonly before: OrderState;
  readonly after: OrderState;
  readonly facts: readonly OrderFact[];
  readonly commandId: Id;
  readonly verb: string;
  readonly reason: string | null;
  /** who has no other open work: their own time may run on as if it had never stopped */
  readonly freeMembers: ReadonlySet<Id>;
};

const notUndoable: ReadonlySet<OrderFactKind> = new Set<OrderFactKind>([
  "order_created",
  "order_changed",
  "quantity_changed",
  "upsells_changed",
  "stage_switched",
  "norms_changed",
  "work_undone",
]);

/** Orders are cancelled, changed again, and an undo is not undone: everything else can be taken back. */
export function isUndoable(facts: readonly { readonly kind: OrderFactKind }[]): boolean {
  return facts.length > 0 && facts.every((fact) => !notUndoable.has(fact.kind));
}

export function undoWork(current: OrderState, undoing: Undoing, moment: Moment): Result<OrderChange> {
  const { before, after } = undoing;
  const fault = whatFollowed(current, undoing);
  if (fault !== null) return fault;
  const intervals = intervalsAsBefore(current, undoing, moment);
  const working = new Set(
    [...new Map([...current.intervals, ...intervals.map((each) => [each.id, each] as const)]).values()]
      .filter((each) => each.kind === "work" && each.endedAt === null && !each.voided)
      .map((each) => each.runId),
  );
  const runs = changedRows(before.runs, after.runs).map(({ id }) =>
    runAsBefore(before.runs.get(id), runOf(current, id), working, moment),
  );
  const lots = changedRows(before.lots, after.lots).map(({ id }) =>
    lotAsBefore(before.lots.get(id), lotOf(after, id), lotOf(current, id)),
  );
  const norms = changedRows(before.norms, after.norms).map(({ id }) =>
    normAsBefore(before.norms.get(id), after.norms.get(id), current.norms.get(id)),
  );
  const anyBegun = [
    ...new Map([...current.lots, ...lots.map((lot) => [lot.id, lot] as const)]).values(),
  ].some((lot) => Object.keys(lot.begun).length > 0);
  return ok(
    record(unchanged(current), {
      kind: "work_undone",
      data: {
        commandId: undoing.commandId,
        verb: undoing.verb,
        reason: undoing.reason,
        order: orderImage(orderAsBefore(before.order, after.order, current.order, anyBegun)),
        runs: runs.map(runImage),
        lots: lots.map(lotImage),
        intervals: intervals.map(intervalImage),
        norms: norms.map(normImage),
        stages: [],
        reversed: undoing.facts.flatMap((fact) =>
          fact.kind === "run_cost_captured"
            ? [
                {
                  runId: fact.data.runId,
                  stageId: fact.data.stageId,
                  cycle: fact.data.cycle,
                  lines: fact.data.lines.map((line) => ({
                    ...line,
                    id: moment.newId(),
                    reversesId: line.id,
                    quantity: negative(line.quantity),
                    amount: negative(line.amount),
                  })),
                },
              ]
            : [],
        ),
        shares: undoing.facts
          .flatMap((fact) => sharesOf(fact))
          .map(({ share, runId }) => ({
            ...share,
            id: moment.newId(),
            amount: negative(share.amount),
            runId,
            late: before.lots.get(share.lotId)?.state === "finished",
          })),
        defects: undoing.facts.flatMap((fact) =>
          fact.kind === "defect_reported" ? [fact.data.defectId] : [],
        ),
        unresolved: undoing.facts.flatMap((fact) =>
          fact.kind === "escalation_resolved" ? [fact.data.lotId] : [],
        ),
        at: moment.now.toISOString(),
      },
    }),
  );
}

const negative = (amount: string): string => text(decimal(amount).neg());

function sharesOf(fact: OrderFact): { share: CostShareData; runId: Id | null }[] {
  switch (fact.kind) {
    case "run_cost_captured":
      return fact.data.shares.map((share) => ({ share, runId: fact.data.runId }));
    case "lot_split":
    case "lots_merged":
    case "lot_written_off":
      return fact.data.shares.map((share) => ({ share, runId: null }));
    default:
      return [];
  }
}

/** What the act touched and somebody has touched since, by name; null: nothing followed. */
function whatFollowed(current: OrderState, { before, after }: Undoing): Result<never> | null {
  for (const { id } of changedRows(before.runs, after.runs)) {
    const [then, now] = [runOf(after, id), runOf(current, id)];
    if (same(runImage(then), runImage(now))) continue;
    const stage = stageOf(current, now.stageId).name;
    return no("undo_followed", { stage, lot: lotOf(current, now.lotId).number, state: now.state });
  }
  for (const { id } of changedRows(before.lots, after.lots)) {
    const [then, now] = [lotOf(after, id), lotOf(current, id)];
    // What came onto a lot's units since stays on them; a lot that the act made has to be as it was made.
    const made = !before.lots.has(id);
    const plain = (lot: Lot) =>
      lotImage(made ? lot : { ...lot, firstPass: zero, rework: zero, absorbed: zero });
    if (same(plain(then), plain(now))) continue;
    return no("undo_followed", { stage: "", lot: now.number, state: now.state });
  }
  // A lot that the act received, or made anew at a later stage, may have gone on by rows that the act never saw.
  const touched = new Set(changedRows(before.lots, after.lots).map((lot) => lot.id));
  for (const run of current.runs.values()) {
    if (after.runs.has(run.id) || !touched.has(run.lotId) || run.state === "void") continue;
    const stage = stageOf(current, run.stageId).name;
    return no("undo_followed", { stage, lot: lotOf(current, run.lotId).number, state: run.state });
  }
  return null;
}

const same = (a: object, b: object): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));

/** Keys of records come in the order in which they were set: two rows that say the same may differ in that. */
function sorted(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}

function changedRows<T extends { readonly id: Id }>(
  before: ReadonlyMap<Id, T>,
  after: ReadonlyMap<Id, T>,
): T[] {
  return [...after.values()].filter((row) => before.get(row.id) !== row);
}

/** A run that the act opened never was; one that it ended or stopped is paused, unless its time runs on. */
function runAsBefore(before: Run | undefined, current: Run, working: ReadonlySet<Id>, moment: Moment): Run {
  if (before === undefined) return { ...current, state: "void", since: moment.now };
  if (before.state !== "in_progress" || working.has(before.id)) return before;
  return { ...before, state: "paused", since: moment.now };
}

function lotAsBefore(before: Lot | undefined, after: Lot, current: Lot): Lot {
  if (before === undefined) {
    // Its units are back in the lot that they were cut from.
    return {
      ...current,
      state: "merged",
      units: 0,
      mergesInto: null,
      firstPass: zero,
      rework: zero,
      absorbed: zero,
    };
  }
  return {
    ...before,
    firstPass: current.firstPass.plus(before.firstPass).minus(after.firstPass),
    rework: current.rework.plus(before.rework).minus(after.rework),
    absorbed: current.absorbed.plus(before.absorbed).minus(after.absorbed),
  };
}

function normAsBefore(
  before: OrderNorm | undefined,
  after: OrderNorm | undefined,
  current: OrderNorm | undefined,
): OrderNorm {
  if (before === undefined || after === undefined || current === undefined) {
    throw new Error("An act on work made a norm");
  }
  return {
    ...current,
    consumed: current.consumed.plus(before.consumed).minus(after.consumed),
    variantId: before.variantId === after.variantId ? current.variantId : before.variantId,
  };
}

function orderAsBefore(before: Order, after: Order, current: Order, anyBegun: boolean): Order {
  const number = (key: "ordered" | "over" | "received" | "inWork" | "writtenOff" | "withdrawn"): number =>
    current[key] + before[key] - after[key];
  const money = (key: "cost" | "receivedCost" | "separateLoss" | "lateDifference" | "carried") =>
    current[key].plus(before[key]).minus(after[key]);
  const ended = before.finishedAt === null && after.finishedAt !== null;
  return {
    ...current,
    ordered: number("ordered"),
    over: number("over"),
    received: number("received"),
    inWork: number("inWork"),
    writtenOff: number("writtenOff"),
    withdrawn: number("withdrawn"),
    cost: money("cost"),
    receivedCost: money("receivedCost"),
    separateLoss: money("separateLoss"),
    lateDifference: money("lateDifference"),
    carried: money("carried"),
    startedAt: anyBegun ? current.startedAt : null,
    finishedAt: ended ? null : current.finishedAt,
    cancelReason: before.cancelReason === after.cancelReason ? current.cancelReason : before.cancelReason,
  };
}

/**
 * Time that the act began never was. Time that it ended stays ended, since somebody may have worked elsewhere
 * meanwhile: but a pause goes on, and so does the work of who did nothing else (an undone pause). Time that it
 * made void counts again, to the moment of the act.
 */
function intervalsAsBefore(
  current: OrderState,
  { before, after, verb, freeMembers }: Undoing,
  moment: Moment,
): WorkInterval[] {
  return changedRows(before.intervals, after.intervals).flatMap((row): WorkInterval[] => {
    const then = before.intervals.get(row.id);
    const now = current.intervals.get(row.id) ?? row;
    if (then === undefined) {
      const endedAt = now.endedAt ?? (moment.now < now.startedAt ? now.startedAt : moment.now);
      return [{ ...now, voided: true, seconds: 0, endedAt }];
    }
    if (row.voided && !then.voided) {
      if (then.endedAt !== null) return [then];
      const endedAt = row.endedAt ?? moment.now;
      const worked = Math.floor((endedAt.getTime() - then.startedAt.getTime()) / 1000);
      return [{ ...then, endedAt, seconds: then.kind === "work" ? Math.max(0, worked) : 0 }];
    }
    const goesOn = then.kind === "pause" || (verb === "pauseRun" && freeMembers.has(then.memberId));
    return goesOn && then.endedAt === null ? [then] : [];
  });
}
