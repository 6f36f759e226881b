/** As much of a stage as its place on the page needs. */
type Placed = { readonly id: string; readonly after: readonly string[] };

/** A stage by itself, or branches that are worked side by side, each read from top to bottom. */
export type Piece<Stage> =
  | { readonly kind: "stage"; readonly stage: Stage }
  | { readonly kind: "branches"; readonly branches: readonly (readonly Piece<Stage>[])[] };

/**
 * Stages as they read from top to bottom. Where all that is before a stage comes together in it, the page comes
 * together too; what lies between two such stages stands side by side. A graph that does not fall apart into
 * branches is read as a list, each stage after what it waits for.
 */
export function arrangeStages<Stage extends Placed>(stages: readonly Stage[]): Piece<Stage>[] {
  return arrange(sorted(stages), ancestorsOf(stages));
}

type Ancestors = ReadonlyMap<string, ReadonlySet<string>>;

function arrange<Stage extends Placed>(stages: readonly Stage[], before: Ancestors): Piece<Stage>[] {
  const isBefore = (a: Stage, b: Stage): boolean => before.get(b.id)?.has(a.id) === true;
  const meets = (stage: Stage): boolean =>
    stages.every((other) => other === stage || isBefore(other, stage) || isBefore(stage, other));
  const meeting = stages.filter(meets);
  const gaps = new Map<number, Stage[]>();
  for (const stage of stages) {
    if (meeting.includes(stage)) continue;
    const gap = meeting.filter((one) => isBefore(one, stage)).length;
    gaps.set(gap, [...(gaps.get(gap) ?? []), stage]);
  }
  const pieces: Piece<Stage>[] = [];
  for (let gap = 0; gap <= meeting.length; gap += 1) {
    const between = gaps.get(gap) ?? [];
    const branches = parts(between);
    if (branches.length > 1) {
      pieces.push({ kind: "branches", branches: branches.map((branch) => arrange(branch, before)) });
    } else if (between.length < stages.length) {
      pieces.push(...arrange(between, before));
    } else {
      pieces.push(...between.map((stage) => ({ kind: "stage", stage }) as const));
    }
    const meet = meeting[gap];
    if (meet !== undefined) pieces.push({ kind: "stage", stage: meet });
  }
  return pieces;
}

/** Stages that hang together by what they wait for. */
function parts<Stage extends Placed>(stages: readonly Stage[]): Stage[][] {
  const rest = new Set(stages);
  const found: Stage[][] = [];
  for (const first of stages) {
    if (!rest.delete(first)) continue;
    const part = new Set([first]);
    for (const one of part) {
      for (const other of rest) {
        if (!one.after.includes(other.id) && !other.after.includes(one.id)) continue;
        rest.delete(other);
        part.add(other);
      }
    }
    found.push(stages.filter((stage) => part.has(stage)));
  }
  return found;
}

function ancestorsOf(stages: readonly Placed[]): Ancestors {
  const byId = new Map(stages.map((stage) => [stage.id, stage]));
  const known = new Map<string, ReadonlySet<string>>();
  const of = (id: string): ReadonlySet<string> => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const all = new Set<string>();
    known.set(id, all);
    for (const before of byId.get(id)?.after ?? []) {
      if (!byId.has(before)) continue;
      all.add(before);
      for (const further of of(before)) all.add(further);
    }
    return all;
  };
  for (const stage of stages) of(stage.id);
  return known;
}

/** What is waited for stands above; else the order in which the template lists them. */
function sorted<Stage extends Placed>(stages: readonly Stage[]): Stage[] {
  const before = ancestorsOf(stages);
  const rest = [...stages];
  const done: Stage[] = [];
  while (rest.length > 0) {
    const next = rest.findIndex(
      (stage) => !rest.some((other) => before.get(stage.id)?.has(other.id) === true),
    );
    done.push(...rest.splice(Math.max(next, 0), 1));
  }
  return done;
}
