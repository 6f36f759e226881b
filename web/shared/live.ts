import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { touch } from "./queries.ts";

/** What the stream tells: something changed. The screen fetches it again under its own rights. `thing` is a table's name. */
export type LiveEvent = {
  readonly thing: string;
  readonly id: string;
  readonly kind: string;
  readonly version: number;
};

type Word =
  | { readonly say: "event"; readonly event: LiveEvent; readonly lastId: string }
  | { readonly say: "state"; readonly connected: boolean }
  | { readonly say: "at" | "all"; readonly lastId: string };

const graceBeforeSaying = 3_000;
/** The server says every 15 seconds that it is there. A network that just goes leaves a stream open and mute. */
const longestSilence = 40_000;
let connected = true;
const listeners = new Set<() => void>();

function setConnected(next: boolean): void {
  if (connected === next) return;
  connected = next;
  for (const listener of listeners) listener();
}

/** False when the server has been out of reach for a few seconds: a quiet bar says so. */
export function useConnected(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => connected,
  );
}

/** Follows a workspace while the screen is mounted; `heard` is for faces that do more than fetch again. */
export function useLive(workspace: string, heard?: (event: LiveEvent) => void): void {
  const queries = useQueryClient();
  useEffect(() => follow(workspace, queries, heard), [workspace, queries, heard]);
}

/**
 * One stream a browser: the tab that holds the lock reads it and tells the others, who are next in line. What
 * was missed between two streams is made good by taking everything as stale once.
 */
function follow(
  workspace: string,
  queries: QueryClient,
  heard: ((event: LiveEvent) => void) | undefined,
): () => void {
  const name = `treadle-live-${workspace}`;
  const channel = new BroadcastChannel(name);
  const leaving = new AbortController();
  let lastId = "";

  const hear = (word: Word): void => {
    if (word.say === "event") {
      lastId = word.lastId;
      touch(queries, [word.event.thing]);
      heard?.(word.event);
    } else if (word.say === "state") {
      setConnected(word.connected);
    } else {
      lastId = word.lastId;
      if (word.say === "all") void queries.invalidateQueries();
    }
  };
  const tell = (word: Word): void => {
    hear(word);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target: it is our origin's own
    channel.postMessage(word);
  };
  channel.addEventListener("message", (message: MessageEvent<Word>) => hear(message.data));

  const lead = async (): Promise<void> =>
    new Promise((resolve) => {
      // The lock may be granted to a screen that has gone in the meantime.
      if (leaving.signal.aborted) return resolve();
      const stop = openStream(
        workspace,
        () => lastId,
        tell,
        () => touch(queries, ["workspace"]),
      );
      leaving.signal.addEventListener("abort", () => {
        stop();
        resolve();
      });
    });

  // Locks need a secure context; a phone on plain http reads a stream of its own.
  if ("locks" in navigator) {
    navigator.locks.request(name, { signal: leaving.signal }, lead).catch((error: unknown) => {
      if (!leaving.signal.aborted) console.error(error);
    });
  } else {
    void lead();
  }
  return () => {
    leaving.abort();
    channel.close();
  };
}

function openStream(
  workspace: string,
  lastId: () => string,
  tell: (word: Word) => void,
  refused: () => void,
): () => void {
  let source: EventSource;
  let saying: ReturnType<typeof setTimeout> | undefined;
  let reopening: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let gap = false;
  let closed = false;

  const isHere = (): void => {
    clearTimeout(silence);
    silence = setTimeout(anew, longestSilence);
  };
  const anew = (): void => {
    source.close();
    for (const timer of [silence, saying, reopening]) clearTimeout(timer);
    saying = undefined;
    gap = true;
    tell({ say: "state", connected: false });
    open();
  };
  const open = (): void => {
    const from = lastId() === "" ? "" : `?after=${encodeURIComponent(lastId())}`;
    source = new EventSource(`/api/w/${encodeURIComponent(workspace)}/events${from}`);
    source.addEventListener("open", () => {
      clearTimeout(saying);
      saying = undefined;
      tell({ say: "state", connected: true });
      isHere();
      // Without a position nobody can tell what was missed.
      if (gap && lastId() === "") tell({ say: "all", lastId: "" });
      gap = false;
    });
    // Where the stream begins; and that more was missed than the server cares to tell.
    for (const [name, say] of [
      ["position", "at"],
      ["reset", "all"],
    ] as const) {
      source.addEventListener(name, (message) => tell({ say, lastId: message.lastEventId }));
    }
    source.addEventListener("here", isHere);
    source.addEventListener("message", (message: MessageEvent<string>) => {
      isHere();
      const event = readEvent(message.data);
      if (event !== undefined) tell({ say: "event", event, lastId: message.lastEventId });
    });
    source.addEventListener("error", () => {
      gap = true;
      saying ??= setTimeout(() => tell({ say: "state", connected: false }), graceBeforeSaying);
      // The browser gives up for good on an answer that is no stream: a restart behind a proxy, or a session
      // that has ended, which the shell then finds out.
      if (source.readyState !== EventSource.CLOSED || closed) return;
      refused();
      reopening = setTimeout(open, graceBeforeSaying);
    });
  };
  open();
  // The machine itself knows first that it has no network, and when it is back.
  for (const change of ["offline", "online"]) window.addEventListener(change, anew);
  return () => {
    closed = true;
    for (const change of ["offline", "online"]) window.removeEventListener(change, anew);
    for (const timer of [silence, saying, reopening]) clearTimeout(timer);
    source.close();
  };
}

function readEvent(text: string): LiveEvent | undefined {
  try {
    const event: unknown = JSON.parse(text);
    if (typeof event !== "object" || event === null || !("thing" in event)) return undefined;
    return event as LiveEvent;
  } catch {
    return undefined;
  }
}
