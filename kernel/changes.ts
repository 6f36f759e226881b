export type FromTo = { readonly from: unknown; readonly to: unknown };

/**
 * What a wish changes: the fields that are given and differ, for the row and, as from → to, for the fact.
 * `undefined` means "leave it". Values are compared by what they say in JSON.
 */
export function changesOf<T extends Record<string, unknown>>(
  before: T,
  wish: { readonly [K in keyof T]?: T[K] | undefined },
): { readonly fields: Partial<T>; readonly fromTo: Record<string, FromTo>; readonly none: boolean } {
  const fields: Partial<T> = {};
  const fromTo: Record<string, FromTo> = {};
  for (const key of Object.keys(wish) as (keyof T & string)[]) {
    const to = wish[key];
    if (to === undefined || JSON.stringify(to) === JSON.stringify(before[key])) continue;
    fields[key] = to;
    fromTo[key] = { from: before[key], to };
  }
  return { fields, fromTo, none: Object.keys(fields).length === 0 };
}
