import { decimal, sum, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { fieldOf } from "./flow-of-lots.ts";
import { type Moment, type OrderChange, record, unchanged } from "./order-change.ts";
import type { CostShareData, OrderFact, OrderFactData, OrderFactKind } from "./order-fact.ts";
import { intervalImage, lotImage, normImage, orderImage, runImage } from "./order-image.ts";
import {
  carriedBy,
  isInWork,
  type Lot,
  lotOf,
  type Order,
  type OrderNorm,
  type OrderState,
  type Run,
  runOf,
} from "./order-state.ts";
import { intervalsAsBefore } from "./undo-time.ts";
import {
  changedRows,
  changedStages,
  isLightly,
  type Undoing,
  whatFollowed,
  whatIsCorrected,
} from "./what-followed.ts";

type Undone = OrderFactData["work_undone"];

const notUndoable: ReadonlySet<OrderFactKind> = new Set<OrderFactKind>([
  "order_created",
  "order_changed",
  "order_aggregated",
  "order_left_batch",
  "order_given_back",
  "given_cost_corrected",
  "units_given",
  "member_taken_out",
  "quantity_changed",
  "upsells_changed",
  "stage_switched",
  "norms_changed",
  "work_undone",
  "correction_proposed",
  "correction_decided",
  "correction_withdrawn",
  "time_corrected",
  "material_corrected",
  "run_cost_corrected",
]);

/** Orders are cancelled, changed or corrected again, and an undo is not undone: everything else can be taken back. */
export function isUndoable(facts: readonly { readonly kind: OrderFactKind }[]): boolean {
  return facts.length > 0 && facts.every((fact) => !notUndoable.has(fact.kind));
}

/**
 * Takes an act back. The log tells how the order was before the act and after it; every row that the act changed
 * must still be as it left it (what-followed.ts), and becomes what it was before. What it put on numbers that others
 * add to (the order's sums, what lots carry) is taken off again. One compensating fact says what each row has become.
 * Refuses undo_followed {stage, lot, state}, and undo_corrected {stage, lot} where a run was corrected since. Source: domain.md section 3, Undo and reopen.
 */
export function undoWork(current: OrderState, undoing: Undoing, moment: Moment): Result<OrderChange> {
  const { before, after } = undoing;
  const corrected = whatIsCorrected(current, undoing);
  if (corrected !== null) return no("undo_corrected", corrected);
  const followed = whatFollowed(current, undoing);
  if (followed !== null) return no("undo_followed", followed);
  const intervals = intervalsAsBefore(current, undoing, moment);
  const working = new Set(
    [...withRows(current.intervals, intervals)]
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
  const shares = sharesTakenBack(current, lots, undoing, moment);
  const all = withRows(current.lots, lots);
  return ok(
    record(unchanged(current), {
      kind: "work_undone",
      data: {
        commandId: undoing.commandId,
        verb: undoing.verb,
        reason: undoing.reason,
        order: orderImage(orderAsBefore(before.order, after.order, current.order, all, shares)),
        runs: runs.map(runImage),
        lots: lots.map(lotImage),
        intervals: intervals.map(intervalImage),
        norms: norms.map(normImage),
        stages: [],
        reversed: linesTakenBack(undoing.facts, moment),
        shares,
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

const withRows = <T extends { readonly id: Id }>(now: ReadonlyMap<Id, T>, rows: readonly T[]): T[] => [
  ...new Map([...now, ...rows.map((row) => [row.id, row] as const)]).values(),
];

const negative = (amount: string): string => text(decimal(amount).neg());

function linesTakenBack(facts: readonly OrderFact[], moment: Moment): Undone["reversed"] {
  return facts.flatMap((fact) => {
    if (fact.kind !== "run_cost_captured") return [];
    const { runId, stageId, cycle, lines } = fact.data;
    const reversed = lines.map((line) => ({
      ...line,
      id: moment.newId(),
      reversesId: line.id,
      quantity: negative(line.quantity),
      amount: negative(line.amount),
    }));
    return [{ runId, stageId, cycle, lines: reversed }];
  });
}

/**
 * What the act put on lots is taken off them: of those received since, as a late difference. What came late onto a
 * lot that goes back into work is late no longer: it is carried again.
 */
function sharesTakenBack(
  current: OrderState,
  lots: readonly Lot[],
  { after, facts }: Undoing,
  moment: Moment,
): Undone["shares"] {
  const isReceived = (lotId: Id): boolean =>
    lotOf(current, lotId).state === "finished" &&
    (lots.find((lot) => lot.id === lotId) ?? lotOf(current, lotId)).state === "finished";
  const reversed = facts.flatMap(sharesOf).map(({ share, runId }) => ({
    ...share,
    id: moment.newId(),
    amount: negative(share.amount),
    runId,
    late: isReceived(share.lotId),
  }));
  const carriedAgain = lots.flatMap((lot) => {
    const [then, now] = [after.lots.get(lot.id), lotOf(current, lot.id)];
    if (now.state !== "finished" || lot.state === "finished" || then === undefined) return [];
    return (["first_pass", "rework", "absorbed"] as const).flatMap((part) => {
      const since = now[fieldOf[part]].minus(then[fieldOf[part]]);
      if (since.eq(0)) return [];
      const share = { lotId: lot.id, part, runId: null };
      return [
        { ...share, id: moment.newId(), amount: text(since.neg()), late: true },
        { ...share, id: moment.newId(), amount: text(since), late: false },
      ];
    });
  });
  return [...reversed, ...carriedAgain];
}

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

/** A run that the act opened never was; one that it ended or stopped is paused, unless its time runs on. */
function runAsBefore(before: Run | undefined, current: Run, working: ReadonlySet<Id>, moment: Moment): Run {
  if (before === undefined) return { ...current, state: "void", since: moment.now };
  if (before.state !== "in_progress" || working.has(before.id)) return before;
  return { ...before, state: "paused", since: moment.now };
}

/** What the act changed of a lot; what others have done to it since stays. */
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
  const ofStages = isLightly(before, after)
    ? {
        done: stagesAsBefore(before.done, after.done, current.done),
        begun: stagesAsBefore(before.begun, after.begun, current.begun),
        returns: stagesAsBefore(before.returns, after.returns, current.returns),
      }
    : before;
  return {
    ...(isLightly(before, after) ? current : before),
    done: ofStages.done,
    begun: ofStages.begun,
    returns: ofStages.returns,
    firstPass: current.firstPass.plus(before.firstPass).minus(after.firstPass),
    rework: current.rework.plus(before.rework).minus(after.rework),
    absorbed: current.absorbed.plus(before.absorbed).minus(after.absorbed),
  };
}

/** Of a record by stage: the act's own stages as they were, the others as they are. */
function stagesAsBefore<T>(
  before: Readonly<Record<Id, T>>,
  after: Readonly<Record<Id, T>>,
  current: Readonly<Record<Id, T>>,
): Readonly<Record<Id, T>> {
  const own = new Set(changedStages(before, after));
  return Object.fromEntries([
    ...Object.entries(current).filter(([stageId]) => !own.has(stageId)),
    ...Object.entries(before).filter(([stageId]) => own.has(stageId)),
  ]);
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

function orderAsBefore(
  before: Order,
  after: Order,
  current: Order,
  lots: readonly Lot[],
  shares: Undone["shares"],
): Order {
  const number = (key: "ordered" | "over" | "received" | "inWork" | "writtenOff" | "withdrawn"): number =>
    current[key] + before[key] - after[key];
  const money = (key: "cost" | "receivedCost") => current[key].plus(before[key]).minus(after[key]);
  const carried = sum(lots.filter(isInWork).map(carriedBy));
  const late = sum(shares.filter((share) => share.late).map((share) => decimal(share.amount)));
  const lateDifference = current.lateDifference.plus(late);
  const anyBegun = lots.some((lot) => Object.keys(lot.begun).length > 0);
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
    lateDifference,
    carried,
    // All that is neither received, carried nor late is lost.
    separateLoss: money("cost").minus(money("receivedCost")).minus(lateDifference).minus(carried),
    startedAt: anyBegun ? (current.startedAt ?? before.startedAt) : null,
    // Others may have ended the order meanwhile: with units in work again it goes on.
    finishedAt: number("inWork") > 0 ? null : current.finishedAt,
    cancelReason: before.cancelReason === after.cancelReason ? current.cancelReason : before.cancelReason,
  };
}
