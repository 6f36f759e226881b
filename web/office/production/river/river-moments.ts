import type { RiverCell } from "#modules/production/core/river-tally.ts";
import type { OutputOf } from "#modules/routes.ts";

export type River = OutputOf<"showOrderRiver">;
export type RiverStage = River["stages"][number];

/** In the order in which an answer tells them. */
export const cellNames = [
  "waiting",
  "working",
  "paused",
  "blocked",
  "held",
  "escalated",
  "past",
  "writtenOff",
  "withdrawn",
] as const satisfies readonly RiverCell[];

export type Cells = Readonly<Record<RiverCell, number>>;

/** A moment of the river, told whole. */
export type Moment = {
  readonly frame: River["frames"][number];
  /** by the stages' places */
  readonly stages: readonly Cells[];
  /** which of them changed with this moment */
  readonly moved: ReadonlySet<number>;
  /** ways back that units have gone until now */
  readonly back: readonly Back[];
};
export type Back = {
  /** their place among the flows */
  readonly place: number;
  readonly fromStageId: string;
  readonly toStageId: string;
  readonly units: number;
  /** more than at the moment before: they go back right now */
  readonly now: number;
};

const empty: Cells = {
  waiting: 0,
  working: 0,
  paused: 0,
  blocked: 0,
  held: 0,
  escalated: 0,
  past: 0,
  writtenOff: 0,
  withdrawn: 0,
};

/** An answer says of each moment what differs from the one before. */
export function momentsOf(river: River): Moment[] {
  let stages: readonly Cells[] = river.stages.map(() => empty);
  let sentBack: ReadonlyMap<number, number> = new Map();
  return river.frames.map((frame): Moment => {
    const changed = new Map(frame.stages.map(([place = -1, ...cells]) => [place, cellsOf(cells)]));
    stages = stages.map((before, place) => changed.get(place) ?? before);
    const before = sentBack;
    sentBack = new Map([
      ...before,
      ...frame.back.map(([place = -1, units = 0]): [number, number] => [place, units]),
    ]);
    const back = [...sentBack].flatMap(([place, units]): Back[] => {
      const flow = river.flows[place];
      if (flow === undefined || units === 0) return [];
      const now = units - (before.get(place) ?? 0);
      return [{ place, fromStageId: flow.fromStageId, toStageId: flow.toStageId, units, now }];
    });
    return { frame, stages, moved: new Set(changed.keys()), back };
  });
}

function cellsOf(counts: readonly number[]): Cells {
  const cells: Record<RiverCell, number> = { ...empty };
  for (const [place, name] of cellNames.entries()) cells[name] = counts[place] ?? 0;
  return cells;
}

/** Those that stand there, most in need of a person last. */
export const hereNames = [
  "working",
  "paused",
  "waiting",
  "held",
  "blocked",
  "escalated",
] as const satisfies readonly RiverCell[];

/** All that ever came to a stage, those that went on with them. */
export const arrivedAt = (cells: Cells): number => cellNames.reduce((units, name) => units + cells[name], 0);
