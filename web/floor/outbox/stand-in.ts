import type { QueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { setGate } from "#web/shared/call.ts";
import type { Outbox } from "./outbox.ts";
import { keptQueries, openShift, type Shift } from "./shift.ts";
import type { TapStore } from "./tap-store.ts";

/**
 * On a shared tablet without network: the faces (`memberId` null), or somebody chosen from them. Nobody could ask them who
 * they are, and the browser still has the session of whoever signed in last: so the server is asked nothing in
 * anybody's name until the network is back and that session has ended, but for taps, which say whose they are.
 */
export type StandIn = {
  readonly memberId: string | null;
  /** Who signed in last, and never left. */
  readonly signedIn: string | null;
};

type Parts = {
  readonly slug: string;
  readonly store: TapStore;
  readonly outbox: Outbox;
  readonly queries: QueryClient;
  readonly shift: Shift;
};
let parts: Parts | undefined;
let now: StandIn | null = null;
const listeners = new Set<() => void>();

const placeOf = (slug: string): string => `@stand-in ${slug}`;

/** Finds out whether somebody stood in when this page was closed; before the first screen. */
export async function startStandIn(given: Omit<Parts, "shift">): Promise<Shift> {
  const { store, slug } = given;
  const shift = await openShift(store, slug);
  parts = { ...given, shift };
  const kept = ((await store.kept(placeOf(slug))) ?? null) as StandIn | null;
  if (kept !== null) await show(kept);
  return shift;
}

export const isStandIn = (): boolean => now !== null;
/** Has anybody signed in here in this shift, on a shared tablet? */
export const mayStandIn = (): boolean => (parts?.shift.people().length ?? 0) > 0;
export const shiftOfPage = (): Shift | undefined => parts?.shift;

export function useStandIn(): StandIn | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => now,
  );
}

/** Back to the faces, though the server can't be told. `signedIn`: whose session the browser keeps. */
export const leaveWithoutNetwork = (signedIn: string | null): Promise<void> =>
  change({ memberId: null, signedIn: now === null ? signedIn : now.signedIn });

/** Somebody was chosen: their screen as it was when they were here last, with what was tapped since. */
export const standInAs = (memberId: string): Promise<void> =>
  change({ memberId, signedIn: now?.signedIn ?? null });

/** The session of whoever signed in last has ended: whoever comes now is asked who they are. */
export async function endStandIn(): Promise<void> {
  if (now === null || parts === undefined) return;
  now = null;
  setGate(() => true);
  parts.outbox.belongTo(null);
  await parts.store.forget(placeOf(parts.slug));
  for (const listener of listeners) listener();
}

async function change(next: StandIn): Promise<void> {
  if (parts === undefined) return;
  await parts.store.keep(placeOf(parts.slug), next);
  await show(next);
}

const stillAsked = new Set(["signOut", "showDevice", "hereOnDevice"]);

async function show(next: StandIn): Promise<void> {
  if (parts === undefined) return;
  const { slug, outbox, queries, shift } = parts;
  const { signedIn } = next;
  // Whose shift was over while this page was closed is chosen no more.
  const person = shift.people().find(({ session }) => session.member.id === next.memberId);
  const memberId = person?.session.member.id ?? null;
  now = { memberId, signedIn };
  setGate((name, { tap }) => tap !== undefined || stillAsked.has(name));
  outbox.standIn(memberId, signedIn);
  if (person !== undefined) {
    // What one has to do is no older than the person; whoever was here before left nothing that they could see.
    queries.removeQueries({ type: "inactive", predicate: ({ queryKey }) => queryKey[0] === slug });
    queries.setQueryData([slug, "showWorkspace", {}], person.session);
    for (const name of keptQueries) {
      const answer = await shift.keptAnswer(person.session.member.id, name);
      if (answer === undefined) continue;
      queries.setQueryData([slug, name, {}], answer);
    }
  }
  for (const listener of listeners) listener();
}
