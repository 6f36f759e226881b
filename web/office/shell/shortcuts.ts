import { useEffect } from "react";

/** `says` is a text `keys.<says>`; each of `keys` is pressed by itself, "Ctrl+K" together. */
export type Shortcut = { readonly keys: readonly string[]; readonly says: string };

const ofScreens = new Set<readonly Shortcut[]>();

/** A screen names the keys that it knows, so that the sheet on "?" can show them. `shortcuts` must be a constant. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  useEffect(() => {
    ofScreens.add(shortcuts);
    return () => void ofScreens.delete(shortcuts);
  }, [shortcuts]);
}

export const shortcutsHere = (): readonly Shortcut[] => [...ofScreens].flat();

export const searchShortcuts: readonly Shortcut[] = [{ keys: ["/"], says: "search" }];
export const boardShortcuts: readonly Shortcut[] = [
  { keys: ["J", "K", "↓", "↑"], says: "cards" },
  { keys: ["←", "→"], says: "columns" },
  { keys: ["Enter"], says: "open" },
  { keys: ["Ctrl+Z"], says: "undo" },
];
export const listShortcuts: readonly Shortcut[] = [
  { keys: ["X"], says: "choose" },
  { keys: ["Shift+X"], says: "chooseThrough" },
  { keys: ["Esc"], says: "chooseNone" },
];
export const tableShortcuts: readonly Shortcut[] = [
  { keys: ["←", "→", "↑", "↓"], says: "cells" },
  { keys: ["Enter", "F2"], says: "edit" },
  { keys: ["Delete"], says: "clear" },
];
export const noteShortcuts: readonly Shortcut[] = [{ keys: ["Ctrl+Enter"], says: "send" }];
