import { type FoundKind, foundKinds } from "../contract/kinds.ts";

/** What a search of one kind has brought; `codes` are looked at besides the title: a SKU, a phone. */
export type Candidate = {
  readonly kind: FoundKind;
  readonly number: number | null;
  readonly title: string;
  readonly detail: string | null;
  readonly codes: readonly string[];
};

/** How well it fits, 0 the best: all of it, its beginning, a word's beginning, somewhere. */
export type Rank = 0 | 1 | 2 | 3;

export const mostOfKind = 5;

const notOfWord = /[^\p{L}\p{N}]+/u;

/** Letters of one size, blanks of one width: how both sides are compared. */
export const folded = (text: string): string => text.trim().toLowerCase().replaceAll(/\s+/g, " ");

/** The number that is asked for: "128", "#128", "№ 128"; null for anything else. */
export function numberIn(words: string): number | null {
  const digits = /^[#№]?\s*(\d{1,9})$/u.exec(words.trim())?.[1];
  return digits === undefined ? null : Number(digits);
}

function rankOfText(text: string, wanted: string): Rank {
  const name = folded(text);
  if (name === wanted) return 0;
  if (name.startsWith(wanted)) return 1;
  const at = name.indexOf(wanted);
  if (at < 0) {
    // Words that stand apart, in any order: as good as words are, when each begins one.
    const words = name.split(notOfWord);
    return wanted.split(" ").every((each) => words.some((word) => word.startsWith(each))) ? 2 : 3;
  }
  return startsWord(name, wanted) ? 2 : 3;
}

function startsWord(name: string, wanted: string): boolean {
  for (let at = name.indexOf(wanted); at >= 0; at = name.indexOf(wanted, at + 1)) {
    const before = name[at - 1];
    if (before === undefined || notOfWord.test(before)) return true;
  }
  return false;
}

/** The best of what a thing is known by. */
export function rankOf(candidate: Candidate, words: string): Rank {
  const wanted = folded(words);
  const number = numberIn(words);
  const { title, detail, codes } = candidate;
  const ranks: Rank[] = [rankOfText(title, wanted)];
  if (number !== null && candidate.number !== null) {
    if (candidate.number === number) ranks.push(0);
    else if (String(candidate.number).startsWith(String(number))) ranks.push(1);
  }
  for (const code of codes) ranks.push(rankOfText(code, wanted));
  // "Shirt blue": the item and its variant are read as one.
  if (detail !== null) ranks.push(rankOfText(`${title} ${detail}`, wanted));
  return ranks.reduce((best, rank) => (rank < best ? rank : best));
}

/**
 * The best five of each kind. Kinds follow each other by their best find, so that the one order of the typed number
 * stands above fifty items whose name has these digits.
 */
export function rankFound<C extends Candidate>(candidates: readonly C[], words: string): C[] {
  const ranked = candidates.map((candidate) => ({ candidate, rank: rankOf(candidate, words) }));
  const groups = foundKinds.map((kind) =>
    ranked
      .filter(({ candidate }) => candidate.kind === kind)
      .toSorted((a, b) => a.rank - b.rank)
      .slice(0, mostOfKind),
  );
  const best = (group: typeof ranked): number => group[0]?.rank ?? 9;
  return groups
    .toSorted((a, b) => best(a) - best(b))
    .flat()
    .map(({ candidate }) => candidate);
}
