/** A command as it is looked for: what it is called here, and all words that find it, of both languages. */
export type NamedCommand = { readonly id: string; readonly label: string; readonly words: string };

const notOfWord = /[^\p{L}\p{N}+]+/u;
const folded = (text: string): string => text.trim().toLowerCase();

/**
 * The commands that have each typed word at the beginning of one of theirs; the best first: whose name begins so, who
 * has the words in the name, who is known by them. Of equals those that were used lately.
 */
export function matchCommands<C extends NamedCommand>(
  commands: readonly C[],
  typed: string,
  lately: readonly string[],
): C[] {
  const wanted = folded(typed);
  const words = wanted.split(notOfWord).filter((word) => word !== "");
  const place = (id: string): number => {
    const at = lately.indexOf(id);
    return at < 0 ? lately.length : at;
  };
  return commands
    .map((command) => ({ command, rank: words.length === 0 ? 0 : rankOf(command, wanted, words) }))
    .filter(({ rank }) => rank < unknown)
    .toSorted((a, b) => a.rank - b.rank || place(a.command.id) - place(b.command.id))
    .map(({ command }) => command);
}

const unknown = 3;

function rankOf({ label, words: known }: NamedCommand, wanted: string, words: readonly string[]): number {
  const name = folded(label);
  if (name.startsWith(wanted)) return 0;
  if (hasAll(name, words)) return 1;
  return hasAll(folded(known), words) ? 2 : unknown;
}

function hasAll(text: string, words: readonly string[]): boolean {
  const own = text.split(notOfWord);
  return words.every((word) => own.some((each) => each.startsWith(word)));
}
