import type { Locator } from "playwright-core";
import type { Person } from "./browser.ts";
import { reads } from "./see.ts";

/** What a thumb does on My Stages. */

const tabs = {
  en: { waiting: /^Waiting/, inProgress: /^In progress/, doneToday: /^Done today/ },
  uk: { waiting: /^Очікують/, inProgress: /^У роботі/, doneToday: /^Зроблено/ },
} as const;

export const tapTab = (
  person: Person,
  tab: keyof (typeof tabs)["en"],
  language: "en" | "uk" = "en",
): Promise<void> => person.page.getByRole("tab", { name: tabs[language][tab] }).tap();

/** The card of a stage, and of one lot of it where `also` says which. */
export const stageCard = (person: Person, stage: string, also: string | RegExp = ""): Locator =>
  person.page.getByRole("article", { name: stage, exact: true }).filter({ hasText: also });

export const sheet = (person: Person): Locator => person.page.getByRole("dialog");

export const tapIn = (place: Locator, name: string | RegExp): Promise<void> =>
  place
    .getByRole("button", { name, exact: typeof name === "string" })
    .first()
    .tap();

/** What the phone says after a tap, at the foot of the screen. */
export const says = (person: Person, words: string): Promise<void> =>
  reads(person.page.getByRole("status").filter({ hasText: words }), words);
