import type { FastifyReply } from "fastify";
import { type Position, comparePositions } from "#server/facts/read-facts.ts";

type Entry = { readonly position: Position; readonly text: string };

/** One listener's stream of server-sent events. */
export type Stream = {
  /** The first text, and the position it reaches: what waits and comes after it follows. */
  begin(text: string, reaches: Position): void;
  /** Entries in the order of positions; kept back until the stream has begun. */
  send(entries: readonly Entry[]): void;
  onEnd(act: () => void): void;
  end(): void;
};

const heartbeat = 15_000;
/** A listener who lets this much wait is not there any more, or soon won't be; it comes back and goes on. */
const mostWaitingBytes = 256 * 1024;
const mostWaitingEntries = 5_000;

export function openStream(reply: FastifyReply): Stream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...headersOf(reply),
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-store, no-transform",
    // nginx would collect the stream before it passes any on.
    "x-accel-buffering": "no",
  });
  raw.flushHeaders();
  const acts: (() => void)[] = [];
  let ended = false;
  let reached: Position | null = null;
  let kept: Entry[] = [];

  // An event and no comment: the browser has to hear that the silence is not the network's.
  const beat = setInterval(() => write("event: here\ndata: {}\n\n"), heartbeat);
  beat.unref();

  function end(): void {
    if (ended) return;
    ended = true;
    clearInterval(beat);
    for (const act of acts) act();
    raw.end();
  }

  function write(text: string): void {
    if (ended) return;
    raw.write(text);
    if (raw.writableLength > mostWaitingBytes) {
      // Its own end would wait for what it doesn't read.
      end();
      raw.destroy();
    }
  }

  function pass(entries: readonly Entry[], from: Position): void {
    const fresh = entries.filter((entry) => comparePositions(entry.position, from) > 0);
    const last = fresh.at(-1);
    if (last === undefined) return;
    reached = last.position;
    write(fresh.map((entry) => entry.text).join(""));
  }

  raw.on("close", end);
  raw.on("error", end);

  return {
    begin(text, reaches) {
      reached = reaches;
      write(text);
      pass(kept, reaches);
      kept = [];
    },
    send(entries) {
      if (reached !== null) {
        pass(entries, reached);
        return;
      }
      kept.push(...entries);
      if (kept.length > mostWaitingEntries) end();
    },
    onEnd(act) {
      acts.push(act);
      if (ended) act();
    },
    end,
  };
}

/** What hooks have set so far: the security headers and the request's id. */
function headersOf(reply: FastifyReply): Record<string, number | string | string[]> {
  const headers: Record<string, number | string | string[]> = {};
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) headers[name] = value;
  return headers;
}
