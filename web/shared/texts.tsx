import { useEffect, useSyncExternalStore } from "react";
import { type Catalogue, type Language, languages, type Namespace } from "#web/texts/catalogue.ts";
import { createTranslator, type Translator } from "#web/texts/translator.ts";
import type { Refused } from "./call.ts";
import { createTextShelf } from "./text-shelf.ts";

/** What every face loads; each adds its own (see web/office/texts.ts). */
export type SharedNamespace = "common";

export type Texts<Name extends Namespace> = Omit<
  Translator<Name>,
  "money" | "unitPrice" | "exactMoney" | "relativeTime"
> & {
  /** In the workspace's currency. */
  readonly money: (amount: string) => string;
  readonly unitPrice: (amount: string) => string;
  readonly exactMoney: (amount: string) => string;
  /** "5 minutes ago", as of now; <RelativeTime> also goes on by itself and shows the exact time on hover. */
  readonly relative: (when: Date | string) => string;
  /** A refusal as a sentence: the server's words, or ours for what never reached it. */
  readonly refusal: (refusal: Refused) => string;
};

type Load = (language: Language) => Promise<readonly Catalogue<Namespace>[]>;
type Place = { readonly timeZone: string; readonly currency: string };

const storageKey = "treadle-language";
const listeners = new Set<() => void>();
/** The entry's texts, and those of single screens, which come with them. */
const shelf = createTextShelf<Language, Catalogue<Namespace>>();
let begun = false;
let wanted: Language | undefined;
let place: Place = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: "UAH" };
let current: Texts<Namespace> | undefined;

/** Loads the texts of the last language used here, else of the browser's. To be awaited before the first render. */
export async function startTexts(loader: Load): Promise<void> {
  shelf.begin(loader);
  begun = true;
  const last = localStorage.getItem(storageKey) ?? navigator.language.slice(0, 2);
  await showLanguage(languages.find((known) => known === last) ?? "en");
}

/** Switches every text on the screen at once. Whose choice it is to remember is the caller's matter. */
export async function showLanguage(language: Language): Promise<void> {
  if (!begun || (current?.language === language && wanted === language)) return;
  wanted = language;
  if (!(await shelf.show(language))) return;
  localStorage.setItem(storageKey, language);
  document.documentElement.lang = language;
  rebuild(language);
}

/** Adds what a screen shows beyond its entry's texts; to be awaited before that screen is drawn. */
export async function addTexts(loader: Load): Promise<void> {
  const language = await shelf.add(loader);
  if (language !== null) rebuild(language);
}

/** The same for a part of a screen; false until they are there. */
export function useMoreTexts(loader: Load): boolean {
  const there = useSyncExternalStore(subscribe, () => shelf.has(loader));
  useEffect(() => void addTexts(loader), [loader]);
  return there;
}

/** Days and money are the workspace's. */
export function showPlace(next: Place): void {
  if (next.timeZone === place.timeZone && next.currency === place.currency) return;
  place = next;
  if (current !== undefined) rebuild(current.language);
}

function rebuild(language: Language): void {
  const { money, unitPrice, exactMoney, relativeTime, ...rest } = createTranslator(
    language,
    shelf.parts(),
    place.timeZone,
  );
  const { currency } = place;
  current = {
    ...rest,
    money: (amount) => money(amount, currency),
    unitPrice: (amount) => unitPrice(amount, currency),
    exactMoney: (amount) => exactMoney(amount, currency),
    relative: (when) => relativeTime(when, new Date()),
    refusal: ({ code, message, data }) =>
      message !== "" ? message : (rest.lookUp(`refusal.${code}`, data) ?? rest.t("refusal.unexpected_here")),
  };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function shown(): Texts<Namespace> {
  if (current === undefined) throw new Error("startTexts has to be awaited before the first render");
  return current;
}

/** The texts and formats of the reader's language. A face narrows the namespaces to those that it loads. */
export function useTexts<Name extends Namespace = SharedNamespace>(): Texts<Name> {
  // The ids that a face may ask for are a subset of all: its type says which its entry has loaded.
  return useSyncExternalStore(subscribe, shown) as unknown as Texts<Name>;
}

/** One beat for all: a board shows hundreds of times. */
const beat = 30_000;
const beating = new Set<() => void>();
let beats = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function goOn(listener: () => void): () => void {
  beating.add(listener);
  timer ??= setInterval(() => {
    beats += 1;
    for (const heard of beating) heard();
  }, beat);
  return () => {
    beating.delete(listener);
    if (beating.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** "5 minutes ago", going on by itself, the exact time on hover and for screen readers. */
export function RelativeTime({ when }: { readonly when: string }) {
  const { relative, dateTime } = useTexts();
  useSyncExternalStore(goOn, () => beats);
  return (
    <time dateTime={when} title={dateTime(when)}>
      {relative(when)}
    </time>
  );
}
