import { useSyncExternalStore } from "react";

/** How this device is held and looked at. Kept on it: whoever takes a shared tablet finds it as the place wants it. */
export type Comfort = {
  /** What is tapped is 19 mm high, not 10. */
  readonly gloves: boolean;
  /** Black on white, or white on black, for a screen in the sun. */
  readonly contrast: "normal" | "high";
  /** The hand that holds it and taps with its thumb. */
  readonly hand: "both" | "left" | "right";
  readonly vibration: boolean;
};
type Unread = { readonly [Key in keyof Comfort]?: unknown };

const storageKey = "treadle-floor-comfort";
const listeners = new Set<() => void>();
let comfort: Comfort = read();

function read(): Comfort {
  let kept: Unread = {};
  try {
    kept = (JSON.parse(localStorage.getItem(storageKey) ?? "{}") ?? {}) as Unread;
  } catch {
    // What is no JSON was never chosen here.
  }
  const asksForContrast = window.matchMedia("(prefers-contrast: more)").matches;
  const { hand } = kept;
  return {
    gloves: kept.gloves === true,
    contrast:
      kept.contrast === "high" || (kept.contrast === undefined && asksForContrast) ? "high" : "normal",
    hand: hand === "left" || hand === "right" ? hand : "both",
    vibration: kept.vibration !== false,
  };
}

/** Before the first picture: nothing jumps under a thumb. */
export function applyComfort(): void {
  const { dataset } = document.documentElement;
  dataset["gloves"] = String(comfort.gloves);
  dataset["contrast"] = comfort.contrast;
  dataset["hand"] = comfort.hand;
  for (const listener of listeners) listener();
}

export const isVibrationOn = (): boolean => comfort.vibration;

export function chooseComfort(next: Partial<Comfort>): void {
  comfort = { ...comfort, ...next };
  localStorage.setItem(storageKey, JSON.stringify(comfort));
  applyComfort();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useComfort = (): Comfort => useSyncExternalStore(subscribe, () => comfort);
