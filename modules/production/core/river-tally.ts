import type { Id } from "#kernel/id.ts";
import type { OrderFact } from "./order-fact.ts";
import {
  isInWork,
  isOpen,
  type Lot,
  type OrderState,
  type Run,
  stagesBefore,
  type StoredRunState,
} from "./order-state.ts";
import { followReturns, type SentBack } from "./river-returns.ts";

/** How units stand against one stage; those that are yet to come are the rest of the order's. */
export const riverCells = [
  "waiting",
  "working",
  "paused",
  "blocked",
  "held",
  "escalated",
  /** done there and gone on, wherever they are since */
  "past",
  "writtenOff",
  "withdrawn",
] as const;
export type RiverCell = (typeof riverCells)[number];

/** By lots: the total is the sum of the others but `through`, the part in work that waits for its receipt. */
export type RiverCounts = {
  readonly total: number;
  readonly inWork: number;
  readonly through: number;
  readonly received: number;
  readonly writtenOff: number;
  readonly withdrawn: number;
};
type Bucket = Exclude<keyof RiverCounts, "total">;

/** How the units of one lot stand: where over the order, and in which cells of which stages. */
type Standing = { readonly units: number; readonly bucket: Bucket; readonly cells: readonly number[] };
/** Of each lot, its open runs by stage. */
type OpenRuns = Map<Id, Map<Id, Run>>;

const width = riverCells.length;
const cellAt = (place: number, cell: RiverCell): number => place * width + riverCells.indexOf(cell);
const cellOfRun: Readonly<Partial<Record<StoredRunState, RiverCell>>> = {
  waiting: "waiting",
  in_progress: "working",
  paused: "paused",
  blocked: "blocked",
  held: "held",
  escalated: "escalated",
};

/** What a tally reads: of each stage, in the order of the stages, its cells one after the other. */
export type RiverReading = {
  readonly cells: readonly number[];
  readonly counts: RiverCounts;
  readonly back: SentBack;
};

/** Where units stand, kept up to date lot by lot: what a fact has not touched is not looked at again. */
export function aTally(made: OrderState) {
  const totals = made.stages.flatMap(() => riverCells.map(() => 0));
  const counts: Record<Bucket, number> = { inWork: 0, through: 0, received: 0, writtenOff: 0, withdrawn: 0 };
  const standings = new Map<Id, Standing>();
  const open: OpenRuns = new Map();
  const returns = followReturns();
  let back: SentBack = new Map();
  let changed = true;

  function put({ units, bucket, cells }: Standing, sign: 1 | -1): void {
    const change = sign * units;
    counts[bucket] += change;
    if (bucket === "through") counts.inWork += change;
    for (const cell of cells) totals[cell] = (totals[cell] ?? 0) + change;
  }

  function recount(state: OrderState, lotId: Id): void {
    const lot = state.lots.get(lotId);
    const before = standings.get(lotId);
    const after =
      lot === undefined ? undefined : standingOf(state, lot, open.get(lotId), returns.caughtAt(lotId));
    if (isSame(before, after)) return;
    changed = true;
    if (before !== undefined) put(before, -1);
    standings.delete(lotId);
    if (after === undefined) return;
    put(after, 1);
    standings.set(lotId, after);
  }

  return {
    /** Since it was read last. */
    hasChanged: (): boolean => changed,
    /** `state`: as it was left by the fact. */
    take(state: OrderState, fact: OrderFact): void {
      if (returns.take(state, fact)) {
        back = returns.sentBack();
        changed = true;
      }
      const lots = new Set<Id>(isForAll(fact) ? state.lots.keys() : lotsIn(fact));
      for (const runId of runsIn(fact)) {
        const run = state.runs.get(runId);
        if (run === undefined) continue;
        keepOpen(open, run);
        lots.add(run.lotId);
      }
      for (const lotId of lots) recount(state, lotId);
    },
    read(): RiverReading {
      changed = false;
      const { inWork, received, writtenOff, withdrawn } = counts;
      const total = inWork + received + writtenOff + withdrawn;
      return { cells: [...totals], counts: { ...counts, total }, back };
    },
  };
}

function keepOpen(open: OpenRuns, run: Run): void {
  const ofLot = open.get(run.lotId) ?? new Map<Id, Run>();
  if (isOpen(run)) ofLot.set(run.stageId, run);
  else if (ofLot.get(run.stageId)?.id === run.id) ofLot.delete(run.stageId);
  open.set(run.lotId, ofLot);
}

function standingOf(
  state: OrderState,
  lot: Lot,
  open: ReadonlyMap<Id, Run> | undefined,
  caughtAt: Id | undefined,
): Standing | undefined {
  if (lot.state === "merged" || lot.units === 0) return undefined;
  const cells: number[] = [];
  const reached: number[] = [];
  let isThrough = true;
  for (const [place, stage] of state.stages.entries()) {
    if (lot.done[stage.id] !== undefined) cells.push(cellAt(place, "past"));
    else if (stage.active) {
      isThrough = false;
      const isReached = stagesBefore(state, stage).every((before) => lot.done[before.id] !== undefined);
      if (isReached) reached.push(place);
    }
  }
  if (isInWork(lot)) {
    for (const place of reached) {
      const run = open?.get(state.stages[place]?.id ?? "");
      // Without a run it waits to join its batch, or for a person's decision at another branch.
      cells.push(cellAt(place, (run === undefined ? undefined : cellOfRun[run.state]) ?? "waiting"));
    }
    return { units: lot.units, bucket: isThrough ? "through" : "inWork", cells };
  }
  if (lot.state === "finished") return { units: lot.units, bucket: "received", cells };
  const bucket = lot.state === "written_off" ? "writtenOff" : "withdrawn";
  // In branches side by side it stood at several stages: it is lost where the fault was found, else at the first.
  const caught = bucket === "writtenOff" ? state.stages.findIndex((stage) => stage.id === caughtAt) : -1;
  // Where that stage has been switched off since, they were lost there all the same.
  const isOff = caught >= 0 && state.stages[caught]?.active === false;
  const at = isOff || reached.includes(caught) ? caught : reached[0];
  if (at !== undefined) cells.push(cellAt(at, bucket));
  return { units: lot.units, bucket, cells };
}

function isSame(a: Standing | undefined, b: Standing | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return (
    a.units === b.units &&
    a.bucket === b.bucket &&
    a.cells.length === b.cells.length &&
    a.cells.every((cell, place) => cell === b.cells[place])
  );
}

/** The way that is left is another one for every lot. */
const isForAll = (fact: OrderFact): boolean =>
  fact.kind === "order_created" ||
  fact.kind === "stage_switched" ||
  (fact.kind === "work_undone" && fact.data.stages.length > 0);

function lotsIn(fact: OrderFact): readonly Id[] {
  switch (fact.kind) {
    case "lot_split":
      return [fact.data.lotId, fact.data.part.id];
    case "lots_merged":
      return [fact.data.from, fact.data.into];
    case "quantity_changed":
      return [...fact.data.added.map((lot) => lot.id), ...fact.data.resized.map((lot) => lot.lotId)];
    case "order_cancelled":
      return fact.data.withdrawn.map((row) => row.lotId);
    case "work_undone":
      return fact.data.lots.map((lot) => lot.id);
    default:
      return "lotId" in fact.data ? [fact.data.lotId] : [];
  }
}

function runsIn(fact: OrderFact): readonly Id[] {
  switch (fact.kind) {
    case "runs_reached":
      return fact.data.runs.map((run) => run.runId);
    case "lot_escalated":
      return [fact.data.run.runId];
    case "work_undone":
      return fact.data.runs.map((run) => run.id);
    default:
      return "runId" in fact.data ? [fact.data.runId] : [];
  }
}
