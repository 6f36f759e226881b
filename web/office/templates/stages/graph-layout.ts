import { explicitWaits, type StageLink } from "#modules/templates/core/order-stages.ts";

export type PlacedStage = { readonly key: string; readonly x: number; readonly y: number };
export type StageArrow = { readonly from: string; readonly to: string };
export type GraphLayout = { readonly stages: readonly PlacedStage[]; readonly arrows: readonly StageArrow[] };

/** In pixels; the words on an arrow (a wait) stand in the gap below a stage. */
export const nodeSize = { width: 150, height: 58, gap: 22, below: 62 } as const;

/**
 * Stages in layers from top to bottom: each one layer below the last of those that it waits for (longest path), so
 * that all arrows go down. In a layer they stand side by side, under what they wait for, else as in the list.
 * The stages have no cycle; what waits for an unknown key waits for nothing there.
 */
export function layOut(stages: readonly StageLink[]): GraphLayout {
  const waits = explicitWaits(stages);
  const known = (key: string): readonly string[] => (waits.get(key) ?? []).filter((one) => waits.has(one));
  const layers = new Map<string, number>();
  const layerOf = (key: string): number => {
    const found = layers.get(key);
    if (found !== undefined) return found;
    // Should a cycle come this far, it ends here.
    layers.set(key, 0);
    const layer = Math.max(-1, ...known(key).map(layerOf)) + 1;
    layers.set(key, layer);
    return layer;
  };
  const rows: string[][] = [];
  for (const { key } of stages) (rows[layerOf(key)] ??= []).push(key);

  const step = nodeSize.width + nodeSize.gap;
  const middles = new Map<string, number>();
  for (const row of rows) {
    const wanted = new Map(row.map((key) => [key, middleOf(known(key).map((one) => middles.get(one) ?? 0))]));
    const sorted = row.toSorted((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
    // As wide as it is, around the middle of what its stages wait for.
    const centre = middleOf([...wanted.values()]);
    sorted.forEach((key, place) => middles.set(key, centre + (place - (sorted.length - 1) / 2) * step));
  }
  return {
    stages: stages.map(({ key }) => ({
      key,
      x: (middles.get(key) ?? 0) - nodeSize.width / 2,
      y: layerOf(key) * (nodeSize.height + nodeSize.below),
    })),
    arrows: stages.flatMap(({ key }) => {
      const direct = new Set(known(key));
      // What a stage waits for by way of another needs no arrow of its own.
      const further = new Set([...direct].flatMap((one) => [...allBefore(one, known)]));
      return [...direct].filter((one) => !further.has(one)).map((from) => ({ from, to: key }));
    }),
  };
}

function allBefore(
  key: string,
  known: (key: string) => readonly string[],
  found = new Set<string>(),
): Set<string> {
  for (const earlier of known(key)) {
    if (found.has(earlier)) continue;
    found.add(earlier);
    allBefore(earlier, known, found);
  }
  return found;
}

const middleOf = (all: readonly number[]): number =>
  all.length === 0 ? 0 : all.reduce((sum, one) => sum + one, 0) / all.length;
