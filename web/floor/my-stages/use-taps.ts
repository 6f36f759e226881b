import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import { type Answer, call, newCommandId } from "#web/shared/call.ts";
import { serverNow } from "../server-clock.ts";
import { isSignedOut } from "../shell/refused.ts";
import type { RunCard, Tap, TapVerb } from "./show-taps.ts";

type Entry = Tap & { readonly id: number; readonly runIds: readonly string[]; readonly atOnce: boolean };

export type TapOptions = {
  /** Shown before the server has answered. */
  readonly atOnce: boolean;
  /** The runs it is about, as they stand before it. */
  readonly cards: readonly RunCard[];
};
/** Null: an earlier tap on the same run was refused, and this one followed from it. */
export type TapAnswer<Verb extends TapVerb> = Answer<OutputOf<Verb>> | null;
export type Tapped<Verb extends TapVerb> = {
  /** By this an undo names it later. */
  readonly commandId: string;
  readonly answering: Promise<TapAnswer<Verb>>;
};

const patience = 8_000;
const pauseBeforeRetry = 700;

/**
 * Taps go to the server one after another, in the order of the fingers: Start and an Undo right after it must not
 * overtake each other. Each lies over what the server shows until an answer asked for after it has come.
 */
export function useTaps() {
  const queries = useQueryClient();
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const lastId = useRef(0);
  // By run: taps up to this number followed from one that was refused.
  const voidUpTo = useRef(new Map<string, number>());
  // What got no answer may have happened: the same tap again goes with the same id, so that it happens once.
  const unanswered = useRef(new Map<string, string>());

  const tap = useCallback(
    <Verb extends TapVerb>(
      verb: Verb,
      input: RequestOf<Verb>,
      { atOnce, cards }: TapOptions,
    ): Tapped<Verb> => {
      lastId.current += 1;
      const id = lastId.current;
      const runIds = cards.map(({ runId }) => runId);
      // The compiler can't see that verb and input are of one pair.
      const entry = {
        id,
        verb,
        input,
        runIds,
        before: cards,
        atOnce,
        at: new Date(serverNow()).toISOString(),
      } as unknown as Entry;
      setEntries((before) => [...before, entry]);
      const drop = (): void => setEntries((before) => before.filter((each) => each.id !== id));
      const key = `${verb} ${JSON.stringify(input)}`;
      const commandId = unanswered.current.get(key) ?? newCommandId();

      const sending = queue.current.then(async (): Promise<TapAnswer<Verb>> => {
        if (runIds.some((runId) => id <= (voidUpTo.current.get(runId) ?? 0))) return null;
        const answer = await send(verb, input, commandId);
        unanswered.current.delete(key);
        if (!answer.ok && answer.refusal.code === "no_connection") {
          unanswered.current.set(key, commandId);
          // Once the server has shown what is true, a further tap is a new one.
          void seeStages(queries).then(() => unanswered.current.delete(key));
        }
        return answer;
      });
      queue.current = sending.catch(() => undefined);

      const settle = async (): Promise<TapAnswer<Verb>> => {
        const answer = await sending;
        if (answer?.ok === true) {
          void seeStages(queries).then(drop);
          return answer;
        }
        if (answer !== null) for (const runId of runIds) voidUpTo.current.set(runId, lastId.current);
        drop();
        if (answer !== null && isSignedOut(answer.refusal)) void queries.resetQueries();
        else void seeStages(queries);
        return answer;
      };
      return { commandId, answering: settle() };
    },
    [queries],
  );

  return {
    tap,
    /** To be laid over what the server shows. */
    taps: entries.filter(({ atOnce }) => atOnce),
    /** Runs whose tap is under way without being shown yet. */
    saving: new Set(entries.filter(({ atOnce }) => !atOnce).flatMap(({ runIds }) => runIds)),
  };
}

async function send<Verb extends TapVerb>(
  verb: Verb,
  input: RequestOf<Verb>,
  commandId: string,
): Promise<Answer<OutputOf<Verb>>> {
  const first = await sendOnce(verb, input, commandId);
  if (first.ok || first.refusal.code !== "no_connection" || !navigator.onLine) return first;
  await new Promise((resolve) => setTimeout(resolve, pauseBeforeRetry));
  return sendOnce(verb, input, commandId);
}

/** On bad Wi-Fi a request may hang for minutes; a person with gloves on wants to know now. */
async function sendOnce<Verb extends TapVerb>(
  verb: Verb,
  input: RequestOf<Verb>,
  commandId: string,
): Promise<Answer<OutputOf<Verb>>> {
  const signal = AbortSignal.timeout(patience);
  try {
    return await call(verb, input, { commandId, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
    return { ok: false, refusal: { code: "no_connection", message: "" } };
  }
}

/**
 * Asks for My Stages anew and resolves when an answer has come that was asked for after this call: whatever was
 * under way before is dropped by the invalidation.
 */
async function seeStages(queries: QueryClient): Promise<void> {
  return new Promise((resolve) => {
    const stop = queries.getQueryCache().subscribe((event) => {
      if (event.type !== "updated" || event.action.type !== "success") return;
      const { queryKey } = event.query as { readonly queryKey: readonly unknown[] };
      if (queryKey[1] !== "showMyStages") return;
      stop();
      resolve();
    });
    void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[1] === "showMyStages" });
  });
}
