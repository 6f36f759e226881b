import { setTimeout as sleep } from "node:timers/promises";
import { v7 as newId } from "uuid";
import type { Entry, Verb } from "./ledger.ts";

/** A signed-in browser that writes every command down before it sends it, and never gives one a second id. */
export type Client = {
  readonly entries: readonly Entry[];
  /** Null where no answer came. Anything but a yes or a no of the business throws. */
  get<T>(path: string): Promise<T | null>;
  /** Sends a new command and repeats it until it is answered, or leaves it for `settle` now and then. */
  ask(verb: Verb, path: string, body: object): Promise<Entry>;
  /** Repeats whatever is unanswered, until nothing is or a minute is over. */
  settle(): Promise<void>;
  /** The same id and body once more. */
  again(entry: Entry): Promise<Reply>;
};
/** `none`: the connection broke, time was up, or the server could not say (5xx). */
export type Reply =
  | { readonly kind: "answer"; readonly body: unknown }
  | { readonly kind: "refusal"; readonly code: string }
  | { readonly kind: "none"; readonly why: string };

export type ClientOptions = {
  readonly address: string;
  readonly slug: string;
  readonly cookie: string;
  /** Whether an unanswered command is put off now, as by a phone that fell asleep. */
  readonly forgets: () => boolean;
};

const patience = 10_000;
/** Refusals that say nothing about the business: the same may be asked again. */
const passing = new Set(["too_many_requests", "try_again"]);

export function createClient({ address, slug, cookie, forgets }: ClientOptions): Client {
  const entries: Entry[] = [];
  const base = `${address}/api/w/${slug}`;

  async function send(entry: Entry): Promise<Reply> {
    entry.attempts += 1;
    const reply = await request(`${base}${entry.path}`, cookie, { body: entry.body, commandId: entry.id });
    if (reply.kind === "answer") entry.end = { accepted: true, answer: reply.body };
    if (reply.kind === "refusal") entry.end = { accepted: false, code: reply.code };
    return reply;
  }

  async function repeat(entry: Entry, leaves: () => boolean): Promise<void> {
    do {
      if (entry.attempts > 0) await sleep(50);
      await send(entry);
    } while (entry.end === null && !leaves());
  }

  return {
    entries,
    async get<T>(path: string) {
      const reply = await request(`${base}${path}`, cookie);
      if (reply.kind === "refusal") throw new Error(`${path} was refused: ${reply.code}`);
      return reply.kind === "answer" ? (reply.body as T) : null;
    },
    async ask(verb, path, body) {
      const id = newId();
      // Its note is its id, so that its effects can be counted.
      const stamped = JSON.parse(JSON.stringify(body).replaceAll(stamp, id)) as Record<string, unknown>;
      const entry: Entry = { id, verb, path, body: stamped, attempts: 0, end: null };
      entries.push(entry);
      await repeat(entry, forgets);
      return entry;
    },
    async settle() {
      const deadline = performance.now() + 60_000;
      for (const entry of entries)
        if (entry.end === null) await repeat(entry, () => performance.now() > deadline);
    },
    async again(entry) {
      for (;;) {
        const reply = await request(`${base}${entry.path}`, cookie, {
          body: entry.body,
          commandId: entry.id,
        });
        if (reply.kind !== "none") return reply;
        await sleep(50);
      }
    },
  };
}

/** Stands for the command's own id in a body. */
export const stamp = "{command}";

/** A POST where there is a command, else a GET. A lost session is no refusal of the business: it throws. */
export async function request(
  url: string,
  cookie: string,
  command?: { readonly body: unknown; readonly commandId: string },
): Promise<Reply> {
  let status: number;
  let body: unknown;
  try {
    const response = await fetch(url, {
      signal: AbortSignal.timeout(patience),
      headers: {
        cookie,
        ...(command === undefined
          ? {}
          : { "content-type": "application/json", "command-id": command.commandId }),
      },
      ...(command === undefined ? {} : { method: "POST", body: JSON.stringify(command.body) }),
    });
    status = response.status;
    body = await response.json();
  } catch (error) {
    return { kind: "none", why: error instanceof Error ? error.message : "?" };
  }
  if (status === 200) return { kind: "answer", body };
  const { code } = (body as { refusal: { code: string } }).refusal;
  if (status >= 500 || passing.has(code)) return { kind: "none", why: code };
  if (status === 401) throw new Error(`A signed-in person was told ${code} at ${url}`);
  return { kind: "refusal", code };
}
