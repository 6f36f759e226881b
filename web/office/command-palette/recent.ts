import type { FoundKind } from "#modules/search/contract/kinds.ts";

/** What was opened by the palette, the newest first; kept in this browser, for one workspace and member. */
export type Recent =
  | { readonly command: string }
  | {
      readonly kind: FoundKind;
      readonly id: string;
      readonly number: number | null;
      readonly title: string;
      readonly detail: string | null;
    };

const most = 8;

export function readRecent(key: string): readonly Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(kept) ? (kept as Recent[]) : [];
  } catch {
    return [];
  }
}

export const idOfRecent = (recent: Recent): string =>
  "command" in recent ? `command ${recent.command}` : `${recent.kind} ${recent.id} ${recent.detail ?? ""}`;

export function keepRecent(key: string, recent: Recent): void {
  const others = readRecent(key).filter((known) => idOfRecent(known) !== idOfRecent(recent));
  try {
    localStorage.setItem(key, JSON.stringify([recent, ...others].slice(0, most)));
  } catch {
    // A browser that keeps nothing: then nothing was of late.
  }
}
