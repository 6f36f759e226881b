import { normalWord } from "./syntax-tree.ts";

/** Letters of two alphabets that look the same: "сm" with a Cyrillic "с" is the commonest slip of all. */
const lookAlikes: Readonly<Record<string, string>> = {
  а: "a",
  в: "b",
  е: "e",
  і: "i",
  к: "k",
  м: "m",
  н: "h",
  о: "o",
  р: "p",
  с: "c",
  т: "t",
  у: "y",
  х: "x",
};

const look = (word: string): string =>
  normalWord(word)
    .slice(0, 60)
    .replaceAll(/[а-яі]/g, (character) => lookAlikes[character] ?? character);

/** What a refusal offers. `suggested` is for the sentence: with "no" the suggestion is empty. */
export type Suggestion = { readonly suggested: "yes" | "no"; readonly suggestion: string };

/** The candidate that differs by the fewest letters, if these are at most a third of the word. */
export function nearest(word: string, candidates: Iterable<string>): Suggestion {
  const wanted = look(word);
  let best: { readonly candidate: string; readonly distance: number } | null = null;
  for (const candidate of candidates) {
    const distance = distanceOf(wanted, look(candidate));
    if (distance <= wanted.length / 3 && (best === null || distance < best.distance)) {
      best = { candidate, distance };
    }
  }
  return best === null
    ? { suggested: "no", suggestion: "" }
    : { suggested: "yes", suggestion: best.candidate };
}

/** How many letters have to be put in, taken out, replaced or swapped with their neighbour. */
function distanceOf(a: string, b: string): number {
  let beforeLast: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const least = Math.min(replaced, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(isSwap ? Math.min(least, (beforeLast[j - 2] ?? 0) + 1) : least);
    }
    beforeLast = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
