import { useEffect, useSyncExternalStore } from "react";

export type Later<Part> = {
  /** Fetches it, so that it is there when it is wanted. */
  readonly ahead: () => void;
  /** The part once it is there; fetched at the latest when it is wanted. */
  readonly use: (isWanted: boolean) => Part | undefined;
};

/**
 * A part of a screen that the first picture does without. Unlike React's lazy it is never half there: a dialog or a
 * panel opens once it can be drawn, and finds the focus where it was.
 */
export function later<Part>(load: () => Promise<Part>): Later<Part> {
  let state: { readonly part?: Part; readonly error?: Error } = {};
  let coming: Promise<void> | undefined;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const become = (next: typeof state): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const bring = (): Promise<void> => {
    coming ??= load().then(
      (part) => become({ part }),
      (error: unknown) => {
        coming = undefined;
        throw error;
      },
    );
    return coming;
  };
  return {
    // What nobody waits for may fail: it is fetched again when it is wanted.
    ahead: () => void bring().catch(() => undefined),
    use(isWanted) {
      const { part, error } = useSyncExternalStore(subscribe, () => state);
      useEffect(() => {
        if (!isWanted) return;
        bring().catch((reason: unknown) =>
          become({ error: reason instanceof Error ? reason : new Error("Not fetched", { cause: reason }) }),
        );
      }, [isWanted]);
      // As with any part that could not be fetched after an update (see screen-failed.tsx).
      if (isWanted && error !== undefined) throw error;
      return part;
    },
  };
}

/** At the first sign of a hand on the page: what it may open is fetched before it has got there. */
export function useAhead(parts: readonly Later<unknown>[]): void {
  useEffect(() => {
    const signs = ["pointermove", "pointerdown", "keydown"] as const;
    const stop = (): void => {
      for (const sign of signs) window.removeEventListener(sign, begin, true);
    };
    const begin = (): void => {
      stop();
      for (const part of parts) part.ahead();
    };
    for (const sign of signs) window.addEventListener(sign, begin, { capture: true, passive: true });
    return stop;
  }, [parts]);
}
