import { endingOfType } from "./sniff-type.ts";

const endings: Readonly<Record<string, string>> = { ...endingOfType, "image/webp": ".webp" };
/** Endings that mean the same kind of content: a log or a table may keep its own. */
const alsoFits: Readonly<Record<string, readonly string[]>> = {
  "text/plain": [".txt", ".md", ".log"],
  "text/csv": [".csv", ".tsv", ".txt"],
};
/** Endings that the programs of people's computers know; only these are cut off before the right one is put on. */
const knownEnding = /\.[a-z0-9]{1,5}$/i;

/**
 * The name under which a file is saved: what it is called, with the ending of what it is. A picture came as
 * photo.jpg and is kept as WebP; something called page.html that is a PDF is saved as page.pdf.
 */
export function nameToSave(name: string, mediaType: string): string {
  const ending = endings[mediaType] ?? "";
  const lower = name.toLowerCase();
  if (lower.endsWith(ending)) return name;
  if (alsoFits[mediaType]?.some((other) => lower.endsWith(other)) === true) return name;
  return `${name.replace(knownEnding, "")}${ending}`;
}
