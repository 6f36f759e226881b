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
