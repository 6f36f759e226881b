import type { KeptPicture, KeptTap, TapWish } from "./kept-tap.ts";

/** Where taps lie. What it has answered survives a reload, a kill and an empty battery. */
export type TapStore = {
  /** False: only this page remembers (a browser that keeps nothing). */
  readonly lasts: boolean;
  readonly all: () => Promise<KeptTap[]>;
  /** Answers the tap with its number; the pictures of its photos are kept with it, or neither is. */
  readonly add: (wish: TapWish, pictures?: readonly KeptPicture[]) => Promise<KeptTap>;
  /** Rewrites what is still there; null and nothing happens where it has gone. */
  readonly change: (number: number, rewrite: (tap: KeptTap) => KeptTap | null) => Promise<KeptTap | null>;
  /** With their pictures. */
  readonly remove: (numbers: readonly number[]) => Promise<void>;
  /** Takes them out and puts them in again at the end, in their order, as taps that nobody has sent yet. */
  readonly addAgain: (numbers: readonly number[], newId: () => string) => Promise<void>;
  readonly picture: (id: string) => Promise<KeptPicture | undefined>;
  /** False, and nothing happens, where it was sent already: then it may have happened. */
  readonly removeUntried: (number: number) => Promise<boolean>;
  /** The name of one person's outbox on this phone, made when it is first asked for. */
  readonly outboxId: (key: string, make: () => string) => Promise<string>;
  /** What the server said last, for a page that opens without it. */
  readonly keep: (key: string, value: unknown) => Promise<void>;
  readonly kept: (key: string) => Promise<unknown>;
  readonly forget: (prefix: string) => Promise<void>;
};

/** What every tap begins with. */
export const untried = { tries: 0, refused: null, followed: null } as const;

/** As long as the page lives; for tests too. */
export function memoryStore(): TapStore {
  const taps = new Map<number, KeptTap>();
  const pictures = new Map<string, KeptPicture>();
  const ids = new Map<string, string>();
  const answers = new Map<string, unknown>();
  let last = 0;
  const put = (wish: TapWish): KeptTap => {
    last += 1;
    const tap = { ...wish, ...untried, number: last } as KeptTap;
    taps.set(last, tap);
    return tap;
  };
  const take = (number: number): void => {
    for (const { id } of taps.get(number)?.photos ?? []) pictures.delete(id);
    taps.delete(number);
  };
  return {
    lasts: false,
    all: () => Promise.resolve([...taps.values()]),
    add(wish, those = []) {
      for (const picture of those) pictures.set(picture.id, picture);
      return Promise.resolve(put(wish));
    },
    change(number, rewrite) {
      const before = taps.get(number);
      const after = before === undefined ? null : rewrite(before);
      if (after !== null) taps.set(number, after);
      return Promise.resolve(after);
    },
    remove(numbers) {
      for (const number of numbers) take(number);
      return Promise.resolve();
    },
    addAgain(numbers, newId) {
      for (const number of numbers) {
        const tap = taps.get(number);
        if (tap === undefined) continue;
        taps.delete(number);
        put({ ...tap, commandId: newId() });
      }
      return Promise.resolve();
    },
    picture: (id) => Promise.resolve(pictures.get(id)),
    removeUntried(number) {
      const isUntried = taps.get(number)?.tries === 0;
      if (isUntried) take(number);
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
