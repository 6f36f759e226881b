/** How many colours floor.css has for faces (`data-face`). */
export const faceColours = 8;

/** "Olena Petrenko" → "OP", "Olena" → "O"; whole characters, whatever the script. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0] ?? "";
  const last = words.length > 1 ? (words.at(-1) ?? "") : "";
  return (initial(first) + initial(last)).toLocaleUpperCase();
}

/** Not `word[0]`: that would cut a letter outside the basic plane in two. */
function initial(word: string): string {
  const code = word.codePointAt(0);
  return code === undefined ? "" : String.fromCodePoint(code);
}

/** The same person has the same colour on every device: it comes from the id alone. */
export function faceColourOf(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return sum % faceColours;
}
