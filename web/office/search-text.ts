/** Addresses that a person can read: ?search=oak&overdue=yes, no JSON and no quotes in them. Values are texts. */

export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(search)) {
    if (typeof value === "string" && value !== "") query.set(key, value);
  }
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** The named keys of a search that are texts; for a route's validateSearch. */
export function pickTexts<const Key extends string>(
  search: Readonly<Record<string, unknown>>,
  keys: readonly Key[],
): { [K in Key]?: string } {
  const picked: { [K in Key]?: string } = {};
  for (const key of keys) {
    const value = search[key];
    if (typeof value === "string" && value !== "") picked[key] = value.slice(0, 200);
  }
  return picked;
}

/** A text that has to be one of the given words, else it is left out. */
export function pickWord<const Word extends string>(
  value: unknown,
  words: readonly Word[],
): Word | undefined {
  return words.find((word) => word === value);
}

/** Keys that have to be one of their words: pickWords(search, { tab: ["people", "companies"] }). */
export function pickWords<const Words extends Readonly<Record<string, readonly string[]>>>(
  search: Readonly<Record<string, unknown>>,
  words: Words,
): { [Key in keyof Words]?: Words[Key][number] } {
  const picked: { [Key in keyof Words]?: Words[Key][number] } = {};
  for (const key of Object.keys(words) as (keyof Words & string)[]) {
    const word = pickWord(search[key], words[key] ?? []);
    if (word !== undefined) picked[key] = word;
  }
  return picked;
}
