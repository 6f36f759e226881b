import { useSyncExternalStore } from "react";

/** What can lie over any page. Each is code of its own, fetched when it is first opened. */
export type Overlay = "palette" | "shortcuts" | "notices";

let shown: Overlay | undefined;
const listeners = new Set<() => void>();

export function showOverlay(next: Overlay | undefined): void {
  shown = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useOverlay = (): Overlay | undefined => useSyncExternalStore(subscribe, () => shown);
