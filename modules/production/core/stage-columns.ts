/**
 * The names of stages in their usual order. `paths` are the stages of some orders, each in its own order. A name
 * comes after what more paths put before it than behind; where that says nothing, or goes in a circle, the name that
 * stands nearer to the beginning of its paths comes first, then by the alphabet.
 */
export function inUsualOrder(paths: readonly (readonly string[])[]): string[] {
  const places = new Map<string, number[]>();
  // How many paths put the one name before the other, less those that do the opposite.
  const before = new Map<string, Map<string, number>>();
  const tell = (first: string, second: string, by: number): void => {
    const row = before.get(first) ?? new Map<string, number>();
    row.set(second, (row.get(second) ?? 0) + by);
    before.set(first, row);
  };
  for (const path of paths) {
    const names = [...new Set(path)];
    for (const [place, name] of names.entries()) {
      places.set(name, [...(places.get(name) ?? []), (place + 1) / (names.length + 1)]);
      for (const later of names.slice(place + 1)) {
        tell(name, later, 1);
        tell(later, name, -1);
      }
    }
  }
  const nearness = new Map(
    [...places].map(([name, all]) => [name, all.reduce((sum, place) => sum + place, 0) / all.length]),
  );
  const byNearness = (a: string, b: string): number =>
    (nearness.get(a) ?? 0) - (nearness.get(b) ?? 0) || (a < b ? -1 : 1);
  const left = new Set([...places.keys()].sort(byNearness));
  const ordered: string[] = [];
  while (left.size > 0) {
    const isFree = (name: string): boolean =>
      ![...(before.get(name) ?? [])].some(([other, votes]) => votes < 0 && other !== name && left.has(other));
    const next = [...left].find(isFree) ?? [...left][0];
    if (next === undefined) break;
    left.delete(next);
    ordered.push(next);
  }
  return ordered;
}
