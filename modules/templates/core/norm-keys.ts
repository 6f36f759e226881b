import type { TemplateNorm } from "../contract/template-body.ts";

/** A norm with a key of its own within its stage. */
export type KeyedNorm = TemplateNorm & { readonly key: string };

/**
 * Norms of a stage with their keys. A norm without one (saved before norms had keys, or new) counts as
 * n<place>; where that is another one's key already, as the next free n<number>.
 */
export function keyNorms(norms: readonly TemplateNorm[]): KeyedNorm[] {
  const taken = new Set(norms.flatMap(({ key }) => (key === null ? [] : [key])));
  return norms.map((norm, at) => {
    if (norm.key !== null) return { ...norm, key: norm.key };
    let number = at + 1;
    while (taken.has(`n${number}`)) number += 1;
    const key = `n${number}`;
    taken.add(key);
    return { ...norm, key };
  });
}
