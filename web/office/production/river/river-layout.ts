/** As much of a stage as its place in the picture needs. */
type Placed = { readonly id: string; readonly after: readonly string[] };

/** Where a stage stands: columns from left to right, lanes from top to bottom. */
export type Place = { readonly column: number; readonly lane: number };
export type Layout = {
  readonly places: ReadonlyMap<string, Place>;
  /** each stage with those right after it; what another way leads past is left out */
  readonly ways: readonly { readonly from: string; readonly to: string }[];
  /** stages after which units are through */
  readonly last: readonly string[];
  readonly columns: number;
  readonly lanes: number;
};

/**
 * A stage stands one column right of the farthest that it waits for. A lane is kept as long as one stage follows
 * another in it; branches side by side take lanes of their own, from the fork to where they join.
 */
export function layOut(stages: readonly Placed[]): Layout {
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  const before = (stage: Placed): Placed[] => stage.after.flatMap((id) => byId.get(id) ?? []);
  const columns = new Map<string, number>();
  const columnOf = (stage: Placed): number => {
    const known = columns.get(stage.id);
    if (known !== undefined) return known;
    const column = Math.max(-1, ...before(stage).map(columnOf)) + 1;
    columns.set(stage.id, column);
    return column;
  };
  const isAbove = (id: string, stage: Placed): boolean =>
    before(stage).some((each) => each.id === id || isAbove(id, each));
  const ways = stages.flatMap((stage) =>
    before(stage)
      .filter((each) => !before(stage).some((other) => other.id !== each.id && isAbove(each.id, other)))
      .map((each) => ({ from: each.id, to: stage.id })),
  );
  const last = stages.filter((stage) => !ways.some((way) => way.from === stage.id));
  const end = Math.max(0, ...stages.map(columnOf)) + 1;

  const taken = new Set<string>();
  const lanes = new Map<string, number>();
  const inOrder = stages.toSorted((a, b) => columnOf(a) - columnOf(b));
  for (const stage of inOrder) {
    const column = columnOf(stage);
    const followers = ways.filter((way) => way.from === stage.id).map((way) => columns.get(way.to) ?? end);
    const until = followers.length === 0 ? end : Math.max(...followers);
    const cells = (lane: number): string[] =>
      Array.from({ length: until - column }, (_, step) => `${lane} ${column + step}`);
    const own = before(stage).map((each) => lanes.get(each.id) ?? 0);
    const wanted = own.length === 0 ? 0 : Math.min(...own);
    let lane = wanted;
    while (cells(lane).some((cell) => taken.has(cell))) lane += 1;
    for (const cell of cells(lane)) taken.add(cell);
    lanes.set(stage.id, lane);
  }
  return {
    places: new Map(
      stages.map((stage) => [stage.id, { column: columnOf(stage), lane: lanes.get(stage.id) ?? 0 }]),
    ),
    ways,
    last: last.map((stage) => stage.id),
    columns: end,
    lanes: Math.max(0, ...lanes.values()) + 1,
  };
}

/** Pixels for a count: all units of the order are as wide as the river is, one of few is no giant. */
export function scaleOf(total: number): (units: number) => number {
  const each = Math.min(26, 120 / Math.max(1, total));
  return (units) => (units === 0 ? 0 : Math.max(3, units * each));
}

/** A stretch of the river's edge: where it begins, and how wide it is. */
export type Edge = { readonly x: number; readonly y: number; readonly width: number };

/**
 * A band between two edges, as the text of a path. Into a lane further down it bends at once and then runs along it;
 * out of one it runs along its own lane first: so no band crosses a stage. `bend`: how long the bend is.
 */
export function bandPath(from: Edge, to: Edge, bend: number): string {
  const down = to.y > from.y;
  const [start, stop] =
    to.x - from.x <= bend ? [from.x, to.x] : down ? [from.x, from.x + bend] : [to.x - bend, to.x];
  const middle = (start + stop) / 2;
  const [a, b] = [from.y + from.width, to.y + to.width];
  return [
    `M ${from.x} ${from.y} H ${start} C ${middle} ${from.y} ${middle} ${to.y} ${stop} ${to.y} H ${to.x}`,
    `V ${b} H ${stop} C ${middle} ${b} ${middle} ${a} ${start} ${a} H ${from.x} Z`,
  ].join(" ");
}
