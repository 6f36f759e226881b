import { useSyncExternalStore } from "react";

/** What the person chose; "auto" follows the machine. Kept in the browser: a tablet may differ from a desk. */
export const themeChoices = ["light", "dark", "auto"] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const storageKey = "treadle-theme";
const machine = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
let choice: ThemeChoice = themeChoices.find((known) => known === localStorage.getItem(storageKey)) ?? "auto";

const shown = (): "light" | "dark" => (choice === "auto" ? (machine.matches ? "dark" : "light") : choice);

/** Done by itself as this file is loaded; an entry without a use for the choice calls it. */
export function applyTheme(): void {
  document.documentElement.dataset["theme"] = shown();
  for (const listener of listeners) listener();
}

machine.addEventListener("change", applyTheme);
// Before the first paint of the entry, so that a dark room sees no white flash.
applyTheme();

export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  localStorage.setItem(storageKey, next);
  applyTheme();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useTheme(): { readonly choice: ThemeChoice; readonly shown: "light" | "dark" } {
  const chosen = useSyncExternalStore(subscribe, () => choice);
  const visible = useSyncExternalStore(subscribe, shown);
  return { choice: chosen, shown: visible };
}
