import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { text } from "#kernel/decimal.ts";
import {
  aNewOrder,
  momentAt,
  nextId,
  noBounds,
  type OrderWish,
  withCost,
} from "#test/builders/an-order-state.ts";
import { cancelOrder, endRun, openRunsOf } from "./cancel-order.ts";
import { evolveOrder } from "./evolve-order.ts";
import { isLotThrough, reachStages, receiveLot } from "./flow-of-lots.ts";
import { type OrderChange, record, unchanged } from "./order-change.ts";
import type { OrderFact } from "./order-fact.ts";
import { lotOf, type OrderState, type Run } from "./order-state.ts";
import { runStateAt, type RunVerb, runVerbs, verbsAt } from "./run-table.ts";
import {
  blockRun,
  cancelStart,
  finishRun,
  pauseRun,
  reassignRun,
  recordProgress,
  releaseRunEarly,
  resumeRun,
  startRun,
  unblockRun,
} from "./run-verbs.ts";
import { openIntervalsOf } from "./work-time.ts";

/** One step of a story: a verb, and numbers that pick its run among those that there are. */
type Step = { verb: RunVerb | "change" | "consume" | "cancel"; pick: number; minutes: number; flag: boolean };

const step: fc.Arbitrary<Step> = fc.record({
  verb: fc.constantFrom<Step["verb"]>(
    ...runVerbs,
    "startRun",
    "finishRun",
    "finishRun",
    "change",
    "consume",
    "cancel",
  ),
  pick: fc.nat({ max: 1_000 }),
  minutes: fc.nat({ max: 90 }),
  flag: fc.boolean(),
});

const wish: fc.Arbitrary<OrderWish> = fc.record({
  quantity: fc.integer({ min: 1, max: 5 }),
  batchMode: fc.constantFrom("whole" as const, "per_unit" as const, "split" as const),
  overYield: fc.constantFrom("0", "0.5"),
  defectAccounting: fc.constantFrom("included" as const, "separate" as const),
  norms: fc.constant([{ stageKey: "frame", required: "2.5" }]),
  stages: fc.constant([
    { key: "sawing", waitMinutes: 30 },
    { key: "frame", waitsFor: ["sawing"], waitMaximumMinutes: 45 },
    { key: "cover", waitsFor: ["sawing"] },
    {
      key: "assembly",
      waitsFor: ["frame", "cover"],
      performer: { kind: "member" as const, memberId: "borys" },
    },
  ]),
});

/** Runs where the verb may be used, if there are any: else some other, to be refused. */
function pickRun(state: OrderState, { verb, pick }: Step, minutes: number): Run | undefined {
  const all = [...state.runs.values()];
  const now = momentAt(minutes).now;
  const fitting = all.filter((run) => (verbsAt(run, now) as string[]).includes(verb));
  const from = fitting.length > 0 ? fitting : all;
  return from[pick % from.length];
}

function play(state: OrderState, asked: Step, minutes: number): OrderChange | null {
  const moment = momentAt(minutes);
  const run = pickRun(state, asked, minutes);
  if (run === undefined || state.order.inWork === 0) return null;
  const by = { memberId: asked.flag ? "anna" : "borys", lateReason: asked.flag ? "Checked" : null };
  const answerOf = () => {
    switch (asked.verb) {
      case "startRun":
        return startRun(state, run, by, moment);
      case "pauseRun":
        return pauseRun(state, run, { id: "lunch", paid: asked.flag }, moment, noBounds);
      case "resumeRun":
        return resumeRun(state, run, by, moment, noBounds);
      case "recordProgress":
        return recordProgress(state, run, asked.pick % 4, moment);
      case "cancelStart":
        return cancelStart(state, run, moment);
      case "blockRun":
        return blockRun(state, run, { id: "broken", note: "Belt" }, moment, noBounds);
      case "unblockRun":
        return unblockRun(state, run, moment);
      case "releaseRunEarly":
        return releaseRunEarly(state, run, "In a hurry", moment);
      case "reassignRun":
        return reassignRun(state, run, asked.flag ? "anna" : null, moment, noBounds);
      case "finishRun":
        return finish(state, run, asked, minutes);
      case "cancel":
        return { ok: true as const, value: cancelAll(state, asked, minutes) };
      case "change":
        return { ok: true as const, value: changeOrder(state, asked) };
      case "consume":
        return { ok: true as const, value: consume(state, run, asked) };
    }
  };
  const answer = answerOf();
  return answer.ok ? answer.value : null;
}

function finish(state: OrderState, run: Run, asked: Step, minutes: number) {
  const moment = momentAt(minutes);
  const units = lotOf(state, run.lotId).units + (asked.flag ? 1 : 0);
  const result = finishRun(
    state,
    run,
    { units, comment: asked.flag ? "More than asked" : "" },
    moment,
    noBounds,
  );
  if (!result.ok) return result;
  const priced = withCost(
    result.value,
    run,
    `${asked.pick}.3333`,
    minutes,
    asked.flag ? "rework" : "first_pass",
  );
  const moved = isLotThrough(priced.state, run.lotId)
    ? receiveLot(priced, run.lotId, moment)
    : reachStages(priced, run.lotId, moment);
  return { ok: true as const, value: moved };
}

function cancelAll(state: OrderState, asked: Step, minutes: number): OrderChange {
  // Rare enough that stories get somewhere.
  if (asked.pick % 5 !== 0) return unchanged(state);
  let change = unchanged(state);
  for (const run of openRunsOf(state)) {
    change = endRun(change, run, momentAt(minutes), noBounds);
    if (run.startedAt !== null) change = withCost(change, run, "5", minutes);
  }
  return cancelOrder(change, "The customer left", momentAt(minutes));
}

function changeOrder(state: OrderState, { flag }: Step): OrderChange {
  return record(unchanged(state), {
    kind: "order_changed",
    data: flag
      ? {
          priority: { from: state.order.priority, to: "urgent" },
          notes: { from: state.order.notes, to: "Їжак" },
        }
      : { dueDate: { from: null, to: "2026-03-29", dueAt: "2026-03-29T20:59:59.000Z" } },
  });
}

function consume(state: OrderState, run: Run, { flag }: Step): OrderChange {
  const normId = [...state.norms.keys()][0] ?? nextId();
  return record(unchanged(state), {
    kind: flag ? "materials_consumed" : "materials_returned",
    data: { runId: run.id, materials: [{ normId, quantity: "0.333333" }] },
  });
}

/** As it comes out of the log: through JSON, with nothing but texts and numbers in it. */
function fold(orderId: string, facts: readonly OrderFact[]): OrderState | null {
  let state: OrderState | null = null;
  for (const fact of JSON.parse(JSON.stringify(facts)) as OrderFact[])
    state = evolveOrder(state, orderId, fact);
  return state;
}

function checkLaws(state: OrderState): void {
  const { order } = state;
  const lots = [...state.lots.values()];
  expect(order.ordered + order.over).toBe(order.received + order.inWork + order.writtenOff + order.withdrawn);
  expect(lots.reduce((units, lot) => units + lot.units, 0)).toBe(order.ordered + order.over);
  expect(
    text(order.receivedCost.plus(order.separateLoss).plus(order.lateDifference).plus(order.carried)),
  ).toBe(text(order.cost));
  const carried = lots.filter((lot) => lot.state === "in_work").map((lot) => lot.firstPass.plus(lot.rework));
  expect(text(carried.reduce((sum, each) => sum.plus(each), order.carried.minus(order.carried)))).toBe(
    text(order.carried),
  );
  for (const run of state.runs.values()) {
    const working = openIntervalsOf(state, run.id).filter((interval) => interval.kind === "work");
    expect(working.length).toBe(run.state === "in_progress" ? 1 : 0);
    if (order.inWork === 0) expect(["done", "ended"]).toContain(runStateAt(run, momentAt(0).now));
  }
}

const freeze = (state: OrderState): OrderState => {
  const rows = [state.norms, state.lots, state.runs, state.intervals].flatMap((map) => [...map.values()]);
  for (const thing of [state, state.order, ...rows]) Object.freeze(thing);
  return state;
};

describe("the facts of an order", () => {
  it("folded from the log give the state, in every story, and the laws of units and cost hold on the way", () => {
    const accepted = new Map<string, number>();
    fc.assert(
      fc.property(wish, fc.array(step, { maxLength: 60, size: "max" }), (asked, steps) => {
        const created = aNewOrder(asked);
        const facts = [...created.facts];
        let { state } = created;
        let minutes = 0;
        for (const each of steps) {
          minutes += each.minutes;
          // Nothing is changed in place: a frozen state would throw.
          const change = play(freeze(state), each, minutes);
          if (change === null) continue;
          accepted.set(each.verb, (accepted.get(each.verb) ?? 0) + 1);
          facts.push(...change.facts);
          ({ state } = change);
          checkLaws(state);
        }
        expect(state.order.version).toBe(facts.length);
        expect(fold(state.order.id, facts)).toEqual(state);
      }),
      { numRuns: 300 },
    );
    // A law that is held over refusals alone would hold nothing.
    expect([...accepted.keys()].sort()).toEqual([...runVerbs, "cancel", "change", "consume"].sort());
  });

  it("can't begin in the middle, or name what is not there: that is a broken log", () => {
    const { facts, state } = aNewOrder();
    const [, reached] = facts;
    if (reached === undefined) throw new Error("no fact");
    expect(() => evolveOrder(null, "order", reached)).toThrow(/begins with run_reached/);
    const unknown: OrderFact = {
      kind: "run_unblocked",
      data: { runId: "nothing", at: "2026-03-02T09:00:00Z" },
    };
    expect(() => evolveOrder(state, state.order.id, unknown)).toThrow(/nothing/);
  });

  it("each raise the version by one", () => {
    const { facts } = aNewOrder({ quantity: 3, batchMode: "per_unit" });
    expect(facts.map((_, index) => fold("order", facts.slice(0, index + 1))?.order.version)).toEqual([
      1, 2, 3, 4,
    ]);
  });
});
