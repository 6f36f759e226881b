import fc from "fast-check";
import type { Id } from "#kernel/id.ts";
import type { OrderFact } from "#modules/production/core/order-fact.ts";
import {
  activeStages,
  isAtOrBefore,
  isInWork,
  isOpen,
  type Lot,
  lotOf,
  type OrderStage,
  type OrderState,
  type Run,
  stageOf,
} from "#modules/production/core/order-state.ts";
import { type RunVerb, runTable, runVerbs, runStateAt, verbsAt } from "#modules/production/core/run-table.ts";
import { isUndoable } from "#modules/production/core/undo-work.ts";
import type { NormWish, OrderWish, StageWish } from "#test/builders/an-order-state.ts";
import type { Floor } from "#test/builders/floor.ts";

/**
 * Stories of one order with every verb, over any template. A line is a verb and the numbers that pick its things
 * among what there is at that moment, so that any line makes sense anywhere and a story can be shrunk line by line.
 */
export type FloorLine = {
  readonly verb: FloorVerb;
  readonly pick: number;
  readonly amount: number;
  readonly minutes: number;
  readonly flag: boolean;
};
export type FloorVerb =
  | Exclude<RunVerb, "pickMaterial">
  | "confirmWork"
  | "stopForgotten"
  | "startSeveral"
  | "finishSeveral"
  | "finishOver"
  | "finishFailed"
  | "finishLeaveRest"
  | "defectAll"
  | "defectSeveral"
  | "splitLot"
  | "mergeLots"
  | "changeQuantity"
  | "changeUpsells"
  | "pickMaterial"
  | "receive"
  | "undo"
  | "undoLast"
  | "cancelOrder";

export const floorVerbs = [
  ...runVerbs,
  "confirmWork",
  "stopForgotten",
  "startSeveral",
  "finishSeveral",
  "finishOver",
  "finishFailed",
  "finishLeaveRest",
  "defectAll",
  "defectSeveral",
  "splitLot",
  "mergeLots",
  "changeQuantity",
  "changeUpsells",
  "receive",
  "undo",
  "undoLast",
  "cancelOrder",
] as const satisfies readonly FloorVerb[];

const line: fc.Arbitrary<FloorLine> = fc.record({
  verb: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom<FloorVerb>(...floorVerbs) },
    // What moves an order on, so that stories get somewhere.
    {
      weight: 4,
      arbitrary: fc.constantFrom<FloorVerb>(
        "startRun",
        "startRun",
        "startSeveral",
        "finishRun",
        "finishRun",
        "finishSeveral",
        "finishFailed",
        "finishLeaveRest",
        "reportDefect",
        "reportDefect",
        "resolveEscalation",
      ),
    },
  ),
  pick: fc.nat({ max: 1000 }),
  amount: fc.nat({ max: 60 }),
  minutes: fc.oneof(fc.nat({ max: 4 }), fc.nat({ max: 90 })),
  flag: fc.boolean(),
});
export const floorLines = (maxLength: number): fc.Arbitrary<FloorLine[]> =>
  fc.array(line, { minLength: 8, maxLength, size: "max" });

type StageDice = {
  readonly before: readonly number[];
  readonly optional: boolean;
  readonly wait: number | null;
  readonly maximum: number | null;
  readonly limit: number | null;
  readonly atCompletion: boolean;
  readonly norm: NormWish | null;
};
const stageDice: fc.Arbitrary<StageDice> = fc.record({
  before: fc.array(fc.nat({ max: 3 }), { maxLength: 3 }),
  optional: fc.boolean(),
  wait: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.nat({ max: 60 }) }),
  maximum: fc.oneof(
    { weight: 6, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.nat({ max: 90 }) },
  ),
  limit: fc.constantFrom(null, null, 0, 1, 2),
  atCompletion: fc.boolean(),
  norm: fc.oneof(
    { weight: 2, arbitrary: fc.constant(null) },
    {
      weight: 1,
      arbitrary: fc.record({
        stageKey: fc.constant(""),
        perUnit: fc.constantFrom("1", "0.333333", "0"),
        perBatch: fc.constantFrom("0", "2.5"),
        price: fc.constantFrom("10", "3.3333", "0.07"),
      }),
    },
  ),
});

/** Up to twelve stages; each waits for some of the four before it, or for none: branches run side by side and join. */
export const orderWishes: fc.Arbitrary<OrderWish> = fc
  .record({
    batchMode: fc.constantFrom("whole" as const, "per_unit" as const, "split" as const),
    units: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 60 })),
    overYield: fc.constantFrom("0", "0.1", "0.5"),
    defectAccounting: fc.constantFrom("included" as const, "separate" as const),
    stages: fc.oneof(
      fc.array(stageDice, { minLength: 1, maxLength: 5 }),
      fc.array(stageDice, { minLength: 1, maxLength: 12 }),
    ),
    chain: fc.boolean(),
  })
  .map(({ batchMode, units, overYield, defectAccounting, stages, chain }) => ({
    batchMode,
    quantity: batchMode === "per_unit" ? Math.min(units, 8) : units,
    overYield,
    defectAccounting,
    stages: stages.map((dice, place): StageWish => {
      const before = new Set(dice.before.map((back) => place - 1 - back).filter((index) => index >= 0));
      return {
        key: `s${place + 1}`,
        ...(chain ? {} : { waitsFor: [...before].map((index) => `s${index + 1}`) }),
        ...(dice.wait === null ? {} : { waitMinutes: dice.wait }),
        ...(dice.maximum === null ? {} : { waitMaximumMinutes: (dice.wait ?? 0) + dice.maximum }),
        ...(dice.limit === null ? {} : { reworkLimit: dice.limit }),
        // At least the first stage is always there.
        ...(dice.optional && place > 0 ? { off: true } : {}),
        consumption: dice.atCompletion ? "at_completion" : "at_start",
      };
    }),
    norms: stages.flatMap(({ norm }, place) =>
      norm === null ? [] : [{ ...norm, stageKey: `s${place + 1}` }],
    ),
  }));

/** What a story is told to: the rules alone, or a workshop with a database beneath; `A` is how it answers. */
export type StoryWorld<A> = {
  readonly state: OrderState;
  readonly now: Date;
  readonly people: readonly Id[];
  readonly nameOf: (memberId: Id) => string;
  readonly acts: readonly {
    readonly id: Id;
    readonly verb: string;
    readonly by: Id;
    readonly at: Date;
    readonly facts: readonly Pick<OrderFact, "kind">[];
  }[];
  readonly isUndone: (actId: Id) => boolean;
  readonly ask: { [K in keyof Floor["ask"]]: (...asked: Parameters<Floor["ask"][K]>) => A };
};

/** What was asked, in words, and what it was answered; null where there was nothing to ask it of. */
export type Told<A> = { readonly words: string; readonly answer: A };

const verbOf: Partial<Record<FloorVerb, RunVerb>> = {
  confirmWork: "pauseRun",
  stopForgotten: "pauseRun",
  startSeveral: "startRun",
  finishSeveral: "finishRun",
  finishOver: "finishRun",
  finishFailed: "finishRun",
  finishLeaveRest: "finishRun",
  defectAll: "reportDefect",
  defectSeveral: "reportDefect",
};

export function tellLine<A>(floor: StoryWorld<A>, asked: FloorLine): Told<A> | null {
  const { ask, state } = floor;
  const { pick, amount, flag } = asked;
  const run = pickRun(floor, asked);
  const lots = [...state.lots.values()].filter(isInWork);
  const lot = lots[pick % Math.max(1, lots.length)];
  const { people, nameOf } = floor;
  const anybody = people[pick % people.length] ?? "";
  // Mostly whoever has the run, now and then somebody else.
  const own = asked.verb === "undo" || asked.verb === "undoLast" ? actOf(floor, asked)?.by : run?.operatorId;
  const by = amount % 5 === 0 ? anybody : (own ?? anybody);
  const told = (words: string, answer: A): Told<A> => ({
    words: `${floor.now.toISOString().slice(11, 16)} ${nameOf(by)}: ${words}`,
    answer,
  });
  switch (asked.verb) {
    case "splitLot": {
      if (lot === undefined) return null;
      const units = (amount % Math.max(1, lot.units)) + (flag ? 1 : 0);
      return told(`splits ${units} of ${unitsIn(lot)}`, ask.split(lot.id, Math.max(1, units), by));
    }
    case "mergeLots": {
      // Mostly lots that stand before the same stage: else any, to be refused.
      const before = stagesReady(floor, lot);
      const fitting = flag ? lots : lots.filter((each) => stagesReady(floor, each) === before);
      const some = fitting.slice(0, 2 + (amount % 3));
      if (some.length < 2) return null;
      return told(`merges ${some.map(unitsIn).join(" and ")}`, ask.merge(idsOf(some), by));
    }
    case "changeQuantity": {
      const to = Math.max(1, state.order.ordered + (flag ? 1 : -1) * ((amount % 4) + 1));
      return told(`changes ${state.order.ordered} units to ${to}`, ask.changeQuantity(to, by));
    }
    case "changeUpsells": {
      const optional = state.stages.filter((stage) => stage.optional);
      const on = optional.filter((stage, place) => (place === pick % optional.length) !== stage.active);
      const keys = on.map((stage) => stage.key);
      return told(`switches on ${keys.join(", ") || "nothing"}`, ask.changeUpsells(keys, by));
    }
    case "receive":
      return told("the queue receives what is due", ask.receive());
    case "undo":
    case "undoLast": {
      const act = actOf(floor, asked);
      if (act === undefined) return null;
      return told(`takes back ${act.verb} of ${act.at.toISOString().slice(11, 16)}`, ask.undo(act.id, by));
    }
    case "cancelOrder":
      // Rare enough that stories get somewhere.
      if (amount % 6 !== 0) return null;
      return told(`cancels the order${flag ? ", materials back" : ""}`, ask.cancelOrder(by, flag));
    default:
  }
  return run === undefined ? null : tellRun(floor, asked, run, by, told);
}

function tellRun<A>(
  floor: StoryWorld<A>,
  asked: FloorLine,
  run: Run,
  by: Id,
  told: (words: string, answer: A) => Told<A>,
): Told<A> | null {
  const { ask, state, people, nameOf } = floor;
  const { amount, flag, pick } = asked;
  const { units } = lotOf(state, run.lotId);
  const here = `${stageOf(state, run.stageId).name} of ${unitsIn(lotOf(state, run.lotId))}`;
  const several = siblings(floor, run, asked);
  const together = `${stageOf(state, run.stageId).name} of ${several.map((each) => lotOf(state, each.lotId).number).join(", ")}`;
  const severalUnits = several.reduce((total, each) => total + lotOf(state, each.lotId).units, 0);
  switch (asked.verb) {
    case "startRun":
      return told(`starts ${here}`, ask.start([run.id], by, flag ? "It still holds" : null));
    case "startSeveral":
      return told(
        `starts together ${together}`,
        ask.start(idsOf(several), by, flag ? "It still holds" : null),
      );
    case "pauseRun":
      return told(
        `pauses ${here}${flag ? ", paid" : ""}`,
        ask.pause(run.id, by, { id: "lunch", paid: flag }),
      );
    case "resumeRun":
      return told(`resumes ${here}`, ask.resume(run.id, by));
    case "joinRun": {
      const other = people[amount % people.length] ?? "";
      return told(`${nameOf(other)} joins ${here}`, ask.join(run.id, other));
    }
    case "leaveRun": {
      const crew = [...state.intervals.values()].filter(
        (each) => each.runId === run.id && each.endedAt === null && !each.voided,
      );
      const who = crew[pick % Math.max(1, crew.length)]?.memberId ?? by;
      return told(`${nameOf(who)} leaves ${here}`, ask.leave(run.id, who));
    }
    case "recordProgress":
      return told(`${amount % (units + 1)} made at ${here}`, ask.progress(run.id, amount % (units + 1), by));
    case "confirmWork":
      return told(`still works on ${here}`, ask.confirm(run.id, by));
    case "stopForgotten": {
      const minutes = amount % 40;
      const at = new Date(floor.now.getTime() - minutes * 60_000);
      return told(`stopped ${here} ${minutes} minutes before`, ask.stopForgotten(run.id, at, by));
    }
    case "finishRun":
      return told(`finishes ${here}`, ask.finish([run.id], { units }, by));
    case "finishSeveral":
      return told(`finishes together ${together}`, ask.finish(idsOf(several), { units: severalUnits }, by));
    case "finishOver": {
      const made = units + (amount % 3) + 1;
      return told(`finishes ${here} with ${made}`, ask.finish([run.id], { units: made }, by));
    }
    case "finishFailed": {
      const failed = (amount % Math.max(1, units)) + (flag ? 1 : 0);
      const defect = { units: Math.max(1, failed), ...decisionOf(floor, run, asked) };
      const good = units - defect.units;
      return told(
        `finishes ${good} at ${here}, ${defect.units} ${wordsOf(floor, defect)}`,
        ask.finish([run.id], { units: good, failed: [defect] }, by),
      );
    }
    case "finishLeaveRest": {
      const good = 1 + (amount % Math.max(1, units));
      return told(
        `sends ${good} on from ${here}`,
        ask.finish([run.id], { units: good, leaveRest: true }, by),
      );
    }
    case "cancelStart":
      return told(`cancels the start of ${here}`, ask.cancelStart(run.id, by));
    case "blockRun":
      return told(`blocks ${here}`, ask.block(run.id, by));
    case "unblockRun":
      return told(`unblocks ${here}`, ask.unblock(run.id, by));
    case "releaseRunEarly":
      return told(`releases ${here} early`, ask.releaseEarly(run.id, by));
    case "reassignRun": {
      const to = flag ? (people[amount % people.length] ?? "") : null;
      return told(`gives ${here} to ${to === null ? "everyone" : nameOf(to)}`, ask.reassign(run.id, to, by));
    }
    case "reportDefect": {
      const defect = { units: 1 + (amount % Math.max(1, units)), ...decisionOf(floor, run, asked) };
      return told(`${defect.units} at ${here} ${wordsOf(floor, defect)}`, ask.defect([run.id], defect, by));
    }
    case "defectAll": {
      const defect = { units, ...decisionOf(floor, run, asked) };
      return told(`all at ${here} ${wordsOf(floor, defect)}`, ask.defect([run.id], defect, by));
    }
    case "defectSeveral": {
      const defect = { units: severalUnits, ...decisionOf(floor, run, asked) };
      return told(`all at ${together} ${wordsOf(floor, defect)}`, ask.defect(idsOf(several), defect, by));
    }
    case "resolveEscalation": {
      const decision = (["once_more", "accept", "write_off"] as const)[amount % 3] ?? "accept";
      return told(`decides on ${here}: ${decision}`, ask.resolve(run.id, decision, by));
    }
    case "letGo":
      return told(`lets the parts of ${here} go`, ask.letGo(run.id, by));
    case "reopenRun":
      return told(`opens ${here} again`, ask.reopen(run.id, by));
    case "pickMaterial": {
      const norm = [...state.norms.values()].find((each) => each.stageId === run.stageId);
      if (norm === undefined || norm.consumed.gt(0)) return null;
      return told(`picks for ${here}`, ask.pick(run.id, norm.id, flag ? "oak" : "ash", by));
    }
    default:
      return null;
  }
}

const stagesReady = (floor: StoryWorld<unknown>, lot: Lot | undefined): string =>
  [...floor.state.runs.values()]
    .filter((run) => run.lotId === lot?.id && runStateAt(run, floor.now) === "ready")
    .map((run) => run.stageId)
    .sort()
    .join();

/** One of the last acts that may be taken back. */
function actOf(floor: StoryWorld<unknown>, { verb, pick }: FloorLine) {
  const acts = floor.acts.filter((act) => isUndoable(act.facts) && !floor.isUndone(act.id)).slice(-4);
  return verb === "undoLast" ? acts.at(-1) : acts[pick % Math.max(1, acts.length)];
}

/** Mostly a run where the verb may be used: now and then any, to be refused. */
function pickRun(floor: StoryWorld<unknown>, { verb, pick, amount }: FloorLine): Run | undefined {
  const all = [...floor.state.runs.values()].filter((run) => run.state !== "void");
  const wanted = verbOf[verb] ?? (verb in runTable ? (verb as RunVerb) : null);
  const fitting =
    wanted === null ? all.filter(isOpen) : all.filter((run) => verbsAt(run, floor.now).includes(wanted));
  const from = amount % 11 === 0 || fitting.length === 0 ? all : fitting;
  return from[pick % Math.max(1, from.length)];
}

/** Others at the same stage and in the same state. */
function siblings(floor: StoryWorld<unknown>, run: Run, { amount }: FloorLine): Run[] {
  const state = runStateAt(run, floor.now);
  const others = [...floor.state.runs.values()].filter(
    (other) => other.id !== run.id && other.stageId === run.stageId && runStateAt(other, floor.now) === state,
  );
  return [run, ...others.slice(0, 1 + (amount % 4))];
}

function decisionOf(floor: StoryWorld<unknown>, run: Run, { pick, flag }: FloorLine) {
  if (flag && pick % 3 === 0) return { decision: "write_off" as const };
  const caught = stageOf(floor.state, run.stageId);
  const before = activeStages(floor.state).filter((stage) => isAtOrBefore(floor.state, stage, caught));
  const to: OrderStage = before[pick % Math.max(1, before.length)] ?? caught;
  return { decision: "return" as const, toStageId: to.id };
}

const wordsOf = (floor: StoryWorld<unknown>, defect: { decision: string; toStageId?: Id }): string =>
  defect.toStageId === undefined
    ? "are written off"
    : `go back to ${stageOf(floor.state, defect.toStageId).name}`;

const unitsIn = (lot: Lot): string => `${lot.number} (${lot.units})`;
const idsOf = (rows: readonly { readonly id: Id }[]): Id[] => rows.map((row) => row.id);

/** The template as a person reads it. */
export function wishInWords(wish: OrderWish): string {
  const stages = (wish.stages ?? []).map((stage) => {
    const more = [
      stage.waitsFor === undefined ? null : `after ${stage.waitsFor.join("+") || "nothing"}`,
      stage.off === true ? "optional" : null,
      stage.waitMinutes === undefined ? null : `wait ${stage.waitMinutes}`,
      stage.waitMaximumMinutes === undefined ? null : `at most ${stage.waitMaximumMinutes}`,
      stage.reworkLimit === undefined ? null : `limit ${stage.reworkLimit}`,
      stage.consumption === "at_completion" ? "takes at completion" : null,
    ].filter((part) => part !== null);
    return more.length === 0 ? stage.key : `${stage.key} (${more.join(", ")})`;
  });
  const norms = (wish.norms ?? []).map(
    (norm) => `${norm.stageKey}: ${norm.perUnit} a unit, ${norm.perBatch} a batch at ${norm.price}`,
  );
  return [
    `${wish.quantity} units, ${wish.batchMode}, over-yield ${wish.overYield}, losses ${wish.defectAccounting}`,
    stages.join(" · "),
    ...norms,
  ].join("\n");
}
