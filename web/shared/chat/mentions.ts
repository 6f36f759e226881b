/** Who may be named in a chat. */
export type Person = { readonly memberId: string; readonly name: string };

const plain = (text: string): string => text.normalize("NFC").toLocaleLowerCase();
/** What may stand before an "@" that begins a mention: not a letter, so that an address of mail is none. */
const opens = (before: string | undefined): boolean => before === undefined || /[\s(«"'’—–-]/.test(before);

/** The mention that is being typed before the caret: where its "@" stands, and the letters after it. */
export function typedMention(text: string, caret: number): { at: number; word: string } | null {
  const at = text.lastIndexOf("@", caret - 1);
  if (at === -1 || !opens(text[at - 1])) return null;
  const word = text.slice(at + 1, caret);
  // A name is a few words at most; beyond that somebody only wrote an "@".
  return word.length > 60 || word.includes("\n") || word.split(" ").length > 4 ? null : { at, word };
}

/** People whose name, or a later word of it, begins with what was typed; the beginnings of names first. */
export function peopleFor(people: readonly Person[], word: string, most = 6): Person[] {
  const typed = plain(word.trimEnd());
  const rank = ({ name }: Person): number => {
    const said = plain(name);
    if (said.startsWith(typed)) return 0;
    return said.split(/\s+/).some((part) => part.startsWith(typed)) ? 1 : 2;
  };
  return people
    .filter((person) => rank(person) < 2)
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, most);
}

/** The text with the mention at `at` put out in full, and where the caret goes. */
export function withMention(
  text: string,
  { at, caret }: { readonly at: number; readonly caret: number },
  person: Person,
): { text: string; caret: number } {
  const rest = text.slice(caret);
  const said = `@${person.name}${rest.startsWith(" ") ? "" : " "}`;
  return { text: text.slice(0, at) + said + rest, caret: at + said.length };
}

export type TextPart = { readonly text: string; readonly isMention: boolean };

/** The text in parts, with "@Name" of each of these people as a part of its own; the longer name wins. */
export function partsOf(text: string, people: readonly Person[]): TextPart[] {
  const names = people.map(({ name }) => name).toSorted((a, b) => b.length - a.length);
  const parts: TextPart[] = [];
  let from = 0;
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    if (at < from || !opens(text[at - 1])) continue;
    const name = names.find((one) => text.startsWith(one, at + 1));
    if (name === undefined) continue;
    if (at > from) parts.push({ text: text.slice(from, at), isMention: false });
    from = at + 1 + name.length;
    parts.push({ text: text.slice(at, from), isMention: true });
  }
  if (from < text.length) parts.push({ text: text.slice(from), isMention: false });
  return parts;
}

/** Whom a text names. */
export function mentionsIn(text: string, people: readonly Person[]): string[] {
  const said = new Set(
    partsOf(text, people)
      .filter(({ isMention }) => isMention)
      .map((part) => part.text.slice(1)),
  );
  return people.filter(({ name }) => said.has(name)).map(({ memberId }) => memberId);
}
