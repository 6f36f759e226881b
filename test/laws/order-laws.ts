import { type Decimal, decimal, sum, text, zero } from "#kernel/decimal.ts";
import { foldOrder } from "#modules/production/core/evolve-order.ts";
import { unitNumbers } from "#modules/production/core/change-in-work.ts";
import { offeredOf, partOfBatch } from "#modules/production/core/offered-materials.ts";
import { isLotThrough } from "#modules/production/core/flow-of-lots.ts";
import type { CostShareData, OrderFact } from "#modules/production/core/order-fact.ts";
import {
  activeStages,
  carriedBy,
  isInWork,
  isOpen,
  type Lot,
  lotOf,
  openRunsOfLot,
  type OrderState,
  type Run,
  runOf,
  stageOf,
  stagesBefore,
} from "#modules/production/core/order-state.ts";

/**
 * The laws of orders (domain.md section 11) over the rules alone. Each breach is a sentence; none when all is well.
 * The same over a database is checkOrderLaws.
 */
export function breachesOfOrder(state: OrderState, log: readonly OrderFact[]): string[] {
  return [
    ...breachesOfUnits(state),
    ...breachesOfCost(state, log),
    ...breachesOfFlow(state),
    ...breachesOfWork(state),
    ...breachesOfOffers(state),
  ];
}

/** What units one by one are offered of a norm in their first pass is together what the order needs of it. */
export function breachesOfOffers(state: OrderState): string[] {
  const { order } = state;
  if (order.batchMode !== "per_unit") return [];
  const units = unitNumbers(state);
  return [...state.norms.values()].flatMap((norm) => {
    const batch = partOfBatch(norm, order.ordered);
    const each = { cycle: 0, units: 1, ordered: order.ordered, isFirst: false };
    const offered = sum(units.map((unit) => offeredOf({ ...each, unit }, norm)));
    const all = offered.plus(batch);
    return unless(
      all.eq(norm.required),
      `units are offered ${text(all)} of norm ${norm.id}, and the order needs ${text(norm.required)}`,
    );
  });
}

/** Law 1: by lots, never by runs. */
export function breachesOfUnits(state: OrderState): string[] {
  const { order } = state;
  const lots = [...state.lots.values()];
  const unitsOf = (...states: Lot["state"][]): number =>
    lots.filter((lot) => states.includes(lot.state)).reduce((units, lot) => units + lot.units, 0);
  return [
    ...unless(
      order.ordered + order.over === order.received + order.inWork + order.writtenOff + order.withdrawn,
      `units: ${order.ordered} ordered and ${order.over} over are ${order.received} received, ${order.inWork} in work, ${order.writtenOff} written off, ${order.withdrawn} withdrawn`,
    ),
    ...same("units in work", order.inWork, unitsOf("in_work", "held", "escalated")),
    ...same("units received", order.received, unitsOf("finished")),
    ...same("units written off", order.writtenOff, unitsOf("written_off")),
    ...same("units withdrawn", order.withdrawn, unitsOf("withdrawn")),
    ...lots.flatMap((lot) =>
      unless(
        Number.isInteger(lot.units) && (isInWork(lot) ? lot.units > 0 : lot.units >= 0),
        `lot ${lot.number}, ${lot.state}, has ${lot.units} units`,
      ),
    ),
    ...unless(
      order.batchMode !== "per_unit" || lots.every((lot) => lot.units <= 1),
      "a unit of an order by the unit is two",
    ),
    ...unless(
      order.status ===
        (order.cancelReason !== null
          ? "cancelled"
          : order.inWork === 0
            ? "done"
            : order.received > 0
              ? "partially_done"
              : lots.some((lot) => Object.keys(lot.begun).length > 0)
                ? "in_progress"
                : "pending"),
      `the order is ${order.status}, started ${order.startedAt?.toISOString() ?? "never"}`,
    ),
    ...unless(
      (order.finishedAt !== null) === (order.inWork === 0),
      `${order.inWork} in work, finished ${order.finishedAt?.toISOString() ?? "never"}`,
    ),
  ];
}

/** Law 3: to 4 places; each lot carries its shares, and each run's shares are its cost. */
export function breachesOfCost(state: OrderState, log: readonly OrderFact[]): string[] {
  const { order } = state;
  const lots = [...state.lots.values()];
  const lines = log.flatMap((fact) =>
    fact.kind === "run_cost_captured" || fact.kind === "run_cost_corrected"
      ? fact.data.lines
      : fact.kind === "work_undone"
        ? fact.data.reversed.flatMap((run) => run.lines)
        : [],
  );
  const shares = log.flatMap(sharesOf);
  const parts = new Map<string, Decimal>();
  for (const { lotId, part, amount } of shares) {
    const key = `${lotId} ${part}`;
    parts.set(key, decimal(amount).plus(parts.get(key) ?? 0));
  }
  const ofLot = (lot: Lot, part: CostShareData["part"]): Decimal => parts.get(`${lot.id} ${part}`) ?? zero;
  const gone = lots.filter((lot) => lot.state === "written_off" || lot.state === "withdrawn");
  const receipts = lots.flatMap((lot) => {
    if (lot.state !== "finished") return [];
    const fact = log.findLast((each) => each.kind === "lot_received" && each.data.lotId === lot.id);
    if (fact?.kind !== "lot_received") return [];
    const [amount, loss] = [decimal(fact.data.amount), decimal(fact.data.loss)];
    return [{ amount, loss, late: carriedBy(lot).minus(amount).minus(loss) }];
  });
  return [
    ...equal("received", order.receivedCost, sum(receipts.map((each) => each.amount))),
    ...equal("late", order.lateDifference, sum(receipts.map((each) => each.late))),
    ...equal(
      "separate loss",
      order.separateLoss,
      sum([...gone.map(carriedBy), ...receipts.map((each) => each.loss)]),
    ),
    ...equal("cost by its lines", order.cost, sum(lines.map((line) => decimal(line.amount)))),
    ...equal("cost by its shares", order.cost, sum(shares.map((share) => decimal(share.amount)))),
    ...equal(
      "cost by where it is",
      order.cost,
      order.receivedCost.plus(order.separateLoss).plus(order.lateDifference).plus(order.carried),
    ),
    ...equal("carried", order.carried, sum(lots.filter(isInWork).map(carriedBy))),
    ...equal("passed on and not taken", zero, sum(lots.map((lot) => lot.absorbed))),
    ...lots.flatMap((lot) => [
      ...equal(`first pass of ${lot.number}`, ofLot(lot, "first_pass"), lot.firstPass),
      ...equal(`rework of ${lot.number}`, ofLot(lot, "rework"), lot.rework),
      ...equal(`taken over by ${lot.number}`, ofLot(lot, "absorbed"), lot.absorbed),
      ...unless(
        lot.firstPass.gte(0) && lot.rework.gte(0),
        `lot ${lot.number} carries ${text(lot.firstPass)} and ${text(lot.rework)}`,
      ),
    ]),
    ...[...state.runs.values()].flatMap((run) => [
      ...unless(
        !run.costCaptured || run.state === "done" || run.state === "ended",
        `${nameOf(state, run)} is ${run.state} and captured`,
      ),
      ...unless(run.state !== "done" || run.costCaptured, `${nameOf(state, run)} is done and not captured`),
      ...unless(
        run.state !== "ended" || run.startedAt === null || run.costCaptured,
        `${nameOf(state, run)} was begun, ended and not captured`,
      ),
    ]),
  ];
}

function sharesOf(fact: OrderFact): readonly CostShareData[] {
  switch (fact.kind) {
    case "run_cost_captured":
    case "run_cost_corrected":
    case "lot_split":
    case "lots_merged":
    case "lot_written_off":
    case "work_undone":
      return fact.data.shares;
    case "quantity_changed":
      return fact.data.shares ?? [];
    default:
      return [];
  }
}

/** Law 4 and what follows from it. */
export function breachesOfFlow(state: OrderState): string[] {
  const runs = [...state.runs.values()];
  const lots = [...state.lots.values()];
  const closed = state.order.status === "done" || state.order.status === "cancelled";
  return [
    ...runs.filter(isOpen).flatMap((run) => {
      const lot = lotOf(state, run.lotId);
      const stage = stageOf(state, run.stageId);
      const waits = stagesBefore(state, stage).filter((before) => lot.done[before.id] === undefined);
      return [
        ...unless(!closed, `${nameOf(state, run)} is ${run.state} in an order that is ${state.order.status}`),
        ...unless(stage.active, `${nameOf(state, run)} is ${run.state} at a stage that is switched off`),
        ...unless(
          waits.length === 0,
          `${nameOf(state, run)} is open before ${waits.map((each) => each.name).join()}`,
        ),
        ...unless(lot.done[stage.id] === undefined, `${nameOf(state, run)} is open and done`),
        ...unless(isInWork(lot), `${nameOf(state, run)} is open in a lot that is ${lot.state}`),
        ...unless(
          openRunsOfLot(state, lot.id).filter((other) => other.stageId === stage.id).length === 1,
          `${nameOf(state, run)} is there twice`,
        ),
        ...unless(
          run.progress >= 0 && run.progress <= lot.units,
          `${nameOf(state, run)} has made ${run.progress} of ${lot.units}`,
        ),
        ...unless(
          run.state !== "held" || lots.some((part) => part.mergesInto === run.id && isInWork(part)),
          `${nameOf(state, run)} is held and waits for nobody`,
        ),
      ];
    }),
    ...runs.flatMap((run) => run.left.flatMap((left) => breachesOfLeft(state, run, left))),
    ...twice(
      runs.filter((run) => run.state !== "void").map((run) => `${nameOf(state, run)} in cycle ${run.cycle}`),
    ),
    ...lots.flatMap((lot) => breachesOfLot(state, lot)),
  ];
}

function breachesOfLeft(state: OrderState, run: Run, left: Run["left"][number]): string[] {
  if (run.costCaptured || run.state === "void") return [];
  const lot = lotOf(state, left.lotId);
  return unless(
    lot.state !== "merged" &&
      left.units <= lot.units + 0.000001 &&
      left.units >= 0 &&
      left.sent <= left.units,
    `${left.units} units of ${nameOf(state, run)}, ${left.sent} sent on, left for ${lot.number} of ${lot.units}, ${lot.state}`,
  );
}

function breachesOfLot(state: OrderState, lot: Lot): string[] {
  const open = openRunsOfLot(state, lot.id);
  const { number } = lot;
  const joinsAt = lot.mergesInto === null ? null : runOf(state, lot.mergesInto).stageId;
  const reached = activeStages(state).filter(
    (stage) =>
      lot.done[stage.id] === undefined &&
      stage.id !== joinsAt &&
      stagesBefore(state, stage).every((before) => lot.done[before.id] !== undefined),
  );
  const works = lot.state === "in_work" || lot.state === "held";
  return [
    ...unless(
      !works || reached.every((stage) => open.some((run) => run.stageId === stage.id)),
      `lot ${number} stands before ${reached.map((stage) => stage.name).join()} with ${open.length} open runs`,
    ),
    ...unless(
      (lot.state === "held") === open.some((run) => run.state === "held"),
      `lot ${number} is ${lot.state}, its runs ${open.map((run) => run.state).join()}`,
    ),
    ...unless(
      lot.state === "escalated" ? open.length === 1 && open[0]?.state === "escalated" : true,
      `lot ${number} is escalated, its runs ${open.map((run) => run.state).join()}`,
    ),
    ...unless(
      lot.state === "escalated" || open.every((run) => run.state !== "escalated"),
      `lot ${number} is ${lot.state} with an escalated run`,
    ),
    ...unless(
      lot.state !== "finished" || isLotThrough(state, lot.id),
      `lot ${number} is finished before its stages`,
    ),
    ...unless(
      lot.state !== "in_work" || (lot.receivableAt !== null) === isLotThrough(state, lot.id),
      `lot ${number} is ${isLotThrough(state, lot.id) ? "" : "not "}through, to be received ${lot.receivableAt?.toISOString() ?? "never"}`,
    ),
    ...unless(
      lot.state !== "merged" || (lot.units === 0 && carriedBy(lot).eq(0) && lot.mergesInto === null),
      `lot ${number} has joined another with ${lot.units} units and ${text(carriedBy(lot))}`,
    ),
    ...unless(
      lot.mergesInto === null || (isInWork(lot) && runOf(state, lot.mergesInto).state === "held"),
      `lot ${number}, ${lot.state}, is to join a run that is not held`,
    ),
    ...Object.keys(lot.done).flatMap((stageId) =>
      stagesBefore(state, stageOf(state, stageId)).flatMap((before) =>
        unless(
          !stageOf(state, stageId).active || lot.done[before.id] !== undefined,
          `lot ${number} is past ${stageOf(state, stageId).name} without ${before.name}`,
        ),
      ),
    ),
  ];
}

/** Law 5: nobody works twice at a time, and no second is paid twice. */
export function breachesOfWork(state: OrderState): string[] {
  const intervals = [...state.intervals.values()].filter((each) => !each.voided);
  const open = intervals.filter((each) => each.endedAt === null);
  const stretches = Map.groupBy(
    open.filter((each) => each.togetherId !== null),
    (each) => each.togetherId,
  );
  const byMember = Map.groupBy(
    intervals.filter((each) => each.kind === "work"),
    (each) => each.memberId,
  );
  return [
    ...twice(
      open.filter((each) => each.kind === "work" && each.leads).map((each) => `${each.memberId} works`),
    ),
    ...[...stretches.values()].flatMap((stretch) =>
      unless(
        stretch.filter((each) => each.leads).length === 1 &&
          new Set(stretch.map((each) => `${each.memberId} ${each.kind} ${each.startedAt.getTime()}`)).size ===
            1,
        `a stretch of ${stretch.map((each) => `${each.memberId} ${each.kind}${each.leads ? ", leading" : ""}`).join("; ")}`,
      ),
    ),
    ...[...state.runs.values()].flatMap((run) =>
      unless(
        (run.state === "in_progress" && run.performerSubcontractorId === null) ===
          open.some((each) => each.runId === run.id && each.kind === "work"),
        `${nameOf(state, run)} is ${run.state}, worked on by ${
          open
            .filter((each) => each.runId === run.id)
            .map((each) => `${each.memberId} (${each.kind})`)
            .join() || "nobody"
        }`,
      ),
    ),
    ...open.flatMap((each) =>
      unless(
        isOpen(runOf(state, each.runId)),
        `the time of ${each.memberId} runs on ${nameOf(state, runOf(state, each.runId))}`,
      ),
    ),
    ...[...byMember].flatMap(([memberId, own]) => {
      const paid = own.reduce((seconds, each) => seconds + (each.seconds ?? 0), 0);
      const most = lastedTogether(own.filter((each) => each.endedAt !== null));
      return unless(paid <= most, `${memberId} is paid ${paid} s of work for ${most} s`);
    }),
    ...laboured(state),
  ];
}

/** Seconds in which at least one of the intervals ran. */
function lastedTogether(intervals: readonly { startedAt: Date; endedAt: Date | null }[]): number {
  let lasted = 0;
  let until = 0;
  for (const each of intervals.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime())) {
    const [from, to] = [each.startedAt.getTime(), each.endedAt?.getTime() ?? 0];
    lasted += Math.max(0, to - Math.max(from, until));
    until = Math.max(until, to);
  }
  return lasted / 1000;
}

/** What has been captured is not voided or paid anew afterwards. */
function laboured(state: OrderState): string[] {
  return [...state.intervals.values()].flatMap((each) => {
    const run = runOf(state, each.runId);
    return unless(
      each.voided || each.endedAt !== null || !run.costCaptured,
      `time runs on ${nameOf(state, run)}, whose cost is captured`,
    );
  });
}

/** Law 6: what is done stays as it is, except by taking an act back; where its units are now may change. */
export function breachesOfPast(before: OrderState, after: OrderState): string[] {
  const told = (run: Run | undefined): string => JSON.stringify({ ...run, left: [] });
  return [...before.runs.values()].flatMap((run) =>
    unless(
      !(run.state === "done" || (run.state === "ended" && run.costCaptured)) ||
        after.runs.get(run.id) === run ||
        told(after.runs.get(run.id)) === told(run),
      `${nameOf(before, run)} was ${run.state} and was changed`,
    ),
  );
}

/** Law 8: as they come out of the log, through JSON. */
export function breachesOfFold(state: OrderState, log: readonly OrderFact[]): string[] {
  const folded = foldOrder(state.order.id, JSON.parse(JSON.stringify(log)) as OrderFact[]);
  const [told, stored] = [linesOf(folded), linesOf(state)];
  return [
    ...[...stored].flatMap(([name, words]) =>
      unless(told.get(name) === words, `${name} is ${words}, and told as ${told.get(name) ?? "nothing"}`),
    ),
    ...same("facts", state.order.version, log.length),
  ];
}

function linesOf(state: OrderState): Map<string, string> {
  const rows = [state.norms, state.lots, state.runs, state.intervals].flatMap((map) => [...map.values()]);
  return new Map(
    [state.order, ...state.stages, ...rows].map((row) => [row.id, JSON.stringify(row, inOrder)] as const),
  );
}

function inOrder(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Law 10 speaks of these: what doing and taking back leaves as it was. */
export function figuresOf(state: OrderState): unknown {
  const { order } = state;
  const { version: _version, ...ofOrder } = order;
  return {
    order: JSON.parse(JSON.stringify(ofOrder)) as unknown,
    stages: state.stages.map((stage) => [stage.key, stage.active]),
    consumed: byId(state.norms).map((norm) => [norm.variantId, text(norm.consumed)]),
    lots: byId(state.lots)
      .filter((lot) => lot.state !== "merged")
      .map((lot) => JSON.parse(JSON.stringify(lot, inOrder)) as unknown),
    runs: byId(state.runs)
      .filter((run) => run.state !== "void")
      .map((run) => {
        const { since: _since, state: at, ...rest } = run;
        // What was in progress is paused: whoever goes on says so.
        return JSON.parse(
          JSON.stringify({ ...rest, state: at === "in_progress" ? "paused" : at }, inOrder),
        ) as unknown;
      }),
  };
}

const byId = <T>(rows: ReadonlyMap<string, T>): T[] =>
  [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);

const nameOf = (state: OrderState, run: Run): string =>
  `${stageOf(state, run.stageId).name} of ${lotOf(state, run.lotId).number}`;

const unless = (holds: boolean, breach: string): string[] => (holds ? [] : [breach]);

const same = (name: string, expected: number, found: number): string[] =>
  unless(expected === found, `${name}: ${found} instead of ${expected}`);

const equal = (name: string, expected: Decimal, found: Decimal): string[] =>
  unless(expected.eq(found), `${name}: ${text(found)} instead of ${text(expected)}`);

function twice(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.flatMap((name) => {
    if (seen.has(name)) return [`${name} twice`];
    seen.add(name);
    return [];
  });
}
