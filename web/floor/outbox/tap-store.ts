import type { KeptTap, TapWish } from "./kept-tap.ts";

/** Where taps lie. What it has answered survives a reload, a kill and an empty battery. */
export type TapStore = {
  /** False: only this page remembers (a browser that keeps nothing). */
  readonly lasts: boolean;
  readonly all: () => Promise<KeptTap[]>;
  /** Answers the tap with its number. */
  readonly add: (wish: TapWish) => Promise<KeptTap>;
  /** Rewrites what is still there; null and nothing happens where it has gone. */
  readonly change: (number: number, rewrite: (tap: KeptTap) => KeptTap | null) => Promise<KeptTap | null>;
  readonly remove: (numbers: readonly number[]) => Promise<void>;
  /** False, and nothing happens, where it was sent already: then it may have happened. */
  readonly removeUntried: (number: number) => Promise<boolean>;
  /** The name of one person's outbox on this phone, made when it is first asked for. */
  readonly outboxId: (key: string, make: () => string) => Promise<string>;
  /** What the server said last, for a page that opens without it. */
  readonly keep: (key: string, value: unknown) => Promise<void>;
  readonly kept: (key: string) => Promise<unknown>;
  readonly forget: (prefix: string) => Promise<void>;
};

/** As long as the page lives; for tests too. */
export function memoryStore(): TapStore {
  const taps = new Map<number, KeptTap>();
  const ids = new Map<string, string>();
  const answers = new Map<string, unknown>();
  let last = 0;
  return {
    lasts: false,
    all: () => Promise.resolve([...taps.values()]),
    add(wish) {
      last += 1;
      const tap = { ...wish, number: last, tries: 0, refused: null, followed: null } as KeptTap;
      taps.set(last, tap);
      return Promise.resolve(tap);
    },
    change(number, rewrite) {
      const before = taps.get(number);
      const after = before === undefined ? null : rewrite(before);
      if (after !== null) taps.set(number, after);
      return Promise.resolve(after);
    },
    remove(numbers) {
      for (const number of numbers) taps.delete(number);
      return Promise.resolve();
    },
    removeUntried(number) {
      const isUntried = taps.get(number)?.tries === 0;
      if (isUntried) taps.delete(number);
      return Promise.resolve(isUntried);
    },
    outboxId(key, make) {
      const id = ids.get(key) ?? make();
      ids.set(key, id);
      return Promise.resolve(id);
    },
    keep: (key, value) => Promise.resolve(void answers.set(key, value)),
    kept: (key) => Promise.resolve(answers.get(key)),
    forget(prefix) {
      for (const key of answers.keys()) if (key.startsWith(prefix)) answers.delete(key);
      return Promise.resolve();
    },
  };
}
