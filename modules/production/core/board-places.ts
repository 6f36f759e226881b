import type { Id } from "#kernel/id.ts";
import { isOpen, type Order, type OrderState } from "./order-state.ts";

/**
 * Where an order's units stand: open runs and their units by stage, operator, subcontractor and the hour since when.
 * Without zeros.
 */
export type Standing = readonly (readonly [
  stage: string,
  operatorId: Id | null,
  runs: number,
  units: number,
  subcontractorId: Id | null,
  since: string,
])[];

/** One number of the board: how many orders and units it gains (or, below zero, loses). */
export type BoardChange = {
  readonly g: BoardGrouping;
  readonly c: string;
  readonly l: string;
  readonly o: number;
  readonly u: number;
};

export const boardGroupings = [
  "status",
  "status_product",
  "status_operator",
  "status_stage",
  "stage",
  "stage_product",
  "stage_operator",
  "status_subcontractor",
  "stage_subcontractor",
  "status_since",
  "status_due",
  "status_created",
  "status_started",
  "status_finished",
] as const;
export type BoardGrouping = (typeof boardGroupings)[number];

/** The lane of what nobody was given. */
export const nobody = "none";

/** The lanes of numbers by time: days and hours of UTC, since a workspace may change its time zone. */
export const dayLane = (at: Date): string => at.toISOString().slice(0, "2026-01-01".length);
export const hourLane = (at: Date): string => at.toISOString().slice(0, "2026-01-01T00".length);

type Counts = Map<string, { o: number; u: number }>;

/** What stands where after a command: by the runs that it has loaded, whether these are all or not. */
export function standingAfter(standing: Standing, before: OrderState | null, after: OrderState): Standing {
  const places: Counts = new Map(
    standing.map(([stage, operator, runs, units, sub, since]) => [
      JSON.stringify([stage, operator, sub, since]),
      { o: runs, u: units },
    ]),
  );
  if (before !== null) addRuns(places, before, -1);
  addRuns(places, after, 1);
  return [...places]
    .filter(([, { o, u }]) => o !== 0 || u !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { o, u }]) => {
      const [stage, operator, sub, since] = JSON.parse(key) as [string, Id | null, Id | null, string];
      return [stage, operator, o, u, sub, since];
    });
}

function addRuns(places: Counts, { runs, stages }: OrderState, sign: 1 | -1): void {
  const names = new Map(stages.map((stage) => [stage.id, stage.name]));
  for (const run of runs.values()) {
    if (!isOpen(run)) continue;
    const { operatorId, performerSubcontractorId, since } = run;
    const place = [names.get(run.stageId) ?? "", operatorId, performerSubcontractorId, hourLane(since)];
    add(places, JSON.stringify(place), sign, sign * run.units);
  }
}

type Counted = Pick<
  Order,
  "status" | "ordered" | "batchMode" | "variantId" | "dueAt" | "createdAt" | "startedAt" | "finishedAt"
>;
type Stood = { readonly order: Counted; readonly standing: Standing };

/** What the board's numbers change by when an order that stood so stands otherwise; `before` null: it is new. */
export function boardChanges(before: Stood | null, after: Stood): BoardChange[] {
  const counts: Counts = new Map();
  if (before !== null) count(counts, before, -1);
  count(counts, after, 1);
  return [...counts]
    .filter(([, { o, u }]) => o !== 0 || u !== 0)
    .map(([key, { o, u }]) => {
      const [g, c, l] = JSON.parse(key) as [BoardGrouping, string, string];
      return { g, c, l, o, u };
    });
}

const isOver = (status: Order["status"]): boolean => status === "done" || status === "cancelled";
const hasBegun = (status: Order["status"]): boolean =>
  status === "in_progress" || status === "partially_done";

/**
 * An order counts once in each number, however many runs it has there: so numbers of lanes do not add up to a column's,
 * except those of products and batch modes, of which an order has one.
 */
function count(counts: Counts, { order, standing }: Stood, sign: 1 | -1): void {
  const { status, ordered, batchMode, variantId } = order;
  const one = (grouping: BoardGrouping, column: string, lane: string, units: number): void =>
    add(counts, JSON.stringify([grouping, column, lane]), sign, sign * units);
  for (const [grouping, at] of momentsOf(order)) if (at !== null) one(grouping, status, dayLane(at), ordered);
  if (isOver(status)) return;
  const [longest] = standing.map(([, , , , , since]) => since).sort();
  if (longest !== undefined) one("status_since", status, longest, ordered);
  one("status", status, batchMode, ordered);
  one("status_product", status, variantId, ordered);
  for (const operator of new Set(standing.map(([, id]) => id ?? nobody)))
    one("status_operator", status, operator, ordered);
  for (const sub of new Set(standing.map(([, , , , id]) => id ?? nobody)))
    one("status_subcontractor", status, sub, ordered);
  for (const [stage, places] of Map.groupBy(standing, ([name]) => name)) {
    one("status_stage", status, stage, ordered);
    if (!hasBegun(status)) continue;
    one("stage", stage, batchMode, unitsOf(places));
    one("stage_product", stage, variantId, unitsOf(places));
    for (const [operator, here] of Map.groupBy(places, ([, id]) => id ?? nobody))
      one("stage_operator", stage, operator, unitsOf(here));
    for (const [sub, here] of Map.groupBy(places, ([, , , , id]) => id ?? nobody))
      one("stage_subcontractor", stage, sub, unitsOf(here));
  }
}

/** What is over counts by time alone: the board shows its last days. */
const momentsOf = ({ status, dueAt, createdAt, startedAt, finishedAt }: Counted) =>
  [
    ["status_due", dueAt],
    ["status_created", createdAt],
    ["status_started", startedAt],
    ["status_finished", isOver(status) ? finishedAt : null],
  ] as const;

const unitsOf = (places: Standing): number => places.reduce((sum, [, , , units]) => sum + units, 0);

function add(counts: Counts, key: string, o: number, u: number): void {
  const known = counts.get(key);
  if (known === undefined) counts.set(key, { o, u });
  else {
    known.o += o;
    known.u += u;
  }
}
