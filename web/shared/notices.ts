import { useSyncExternalStore } from "react";
import type { Refused } from "./call.ts";

/** Short sentences in the corner. A face draws them in its own way; whoever has something to say calls `notify`. */
export type Notice = {
  readonly id: number;
  readonly tone: "refusal" | "done" | "note";
  /** Either words, or a refusal that is worded where it is shown. */
  readonly text?: string | undefined;
  readonly refusal?: Refused | undefined;
  readonly act?: { readonly label: string; readonly run: () => void } | undefined;
};

let notices: readonly Notice[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Notice[]): void {
  notices = next;
  for (const listener of listeners) listener();
}

/**
 * A refusal stays until it is closed or 12 seconds are over, anything else 5 seconds, if no other time is given.
 * Answers its number, by which it can be changed or closed.
 */
export function notify(notice: Omit<Notice, "id">, milliseconds?: number): number {
  lastId += 1;
  const id = lastId;
  const same = (other: Notice): boolean =>
    other.text === notice.text && other.refusal?.code === notice.refusal?.code && notice.act === undefined;
  set([...notices.filter((other) => !same(other)).slice(-3), { ...notice, id }]);
  setTimeout(() => dismissNotice(id), milliseconds ?? (notice.tone === "refusal" ? 12_000 : 5_000));
  return id;
}

/** What was offered can't be done any more: the words may be read to their end. */
export function withdrawOffer(id: number): void {
  if (!notices.some((notice) => notice.id === id && notice.act !== undefined)) return;
  set(notices.map((notice) => (notice.id === id ? { ...notice, act: undefined } : notice)));
  setTimeout(() => dismissNotice(id), 5_000);
}

export function dismissNotice(id: number): void {
  if (notices.some((notice) => notice.id === id)) set(notices.filter((notice) => notice.id !== id));
}

export function useNotices(): readonly Notice[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => notices,
  );
}
