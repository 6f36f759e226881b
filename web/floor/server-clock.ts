import type { QueryClient } from "@tanstack/react-query";
import type { OutputOf } from "#modules/routes.ts";
import { isQuery } from "./outbox/see-stages.ts";

/**
 * The server's time on a phone whose own clock may be wrong. Each answer that carries `now` is a sample, taken as it
 * comes: one that is shown again later says nothing of what time it is.
 */
const storageKey = "treadle-floor-clock";
let offset: number | undefined;

/** Instants in milliseconds since 1970: the server's in the answer, the phone's when it asked and when it heard. */
export type Sample = { readonly now: number; readonly askedAt: number; readonly heardAt: number };

/** A jump larger than this is no slow answer: the phone's clock was set. */
const clockWasSet = 3_000;

/**
 * How far the server is ahead after one more sample, in milliseconds. A sample is late by the way back, so that the
 * one furthest ahead is the truest; one that was long under way (a phone that slept over it) can't say that the
 * clock was set.
 */
export function offsetAfter(known: number | undefined, { now, askedAt, heardAt }: Sample): number {
  const heard = now - heardAt;
  if (known === undefined || heard > known) return heard;
  const wasQuick = Math.abs(heardAt - askedAt) <= clockWasSet;
  return known - heard > clockWasSet && wasQuick ? heard : known;
}

/** Hears the time in each answer that comes to My Stages; what a page puts there itself is an old one. */
export function hearServerTime(queries: QueryClient): void {
  const kept = Number.parseFloat(localStorage.getItem(storageKey) ?? "");
  if (Number.isFinite(kept)) offset = kept;
  const askedAt = new Map<string, number>();
  queries.getQueryCache().subscribe((event) => {
    if (event.type !== "updated" || !isQuery("showMyStages")(event.query)) return;
    const { action, query } = event;
    if (action.type !== "success") {
      // Asked, or about to be asked once more.
      askedAt.set(query.queryHash, Date.now());
      return;
    }
    if (action.manual === true) return;
    const heardAt = Date.now();
    const now = Date.parse((action.data as OutputOf<"showMyStages">).now);
    offset = offsetAfter(offset, { now, askedAt: askedAt.get(query.queryHash) ?? heardAt, heardAt });
    // A page that opens without network has heard nothing yet.
    localStorage.setItem(storageKey, String(offset));
  });
}

/** How far the server's clock is ahead of this phone's, in milliseconds. */
export const clockOffset = (): number => offset ?? 0;

/** Milliseconds since 1970 by the server's clock. */
export const serverNow = (): number => Date.now() + (offset ?? 0);

/** An instant of the server as the phone's own clock would name it: for texts that compare with "now". */
export const asPhoneTime = (when: string): Date => new Date(Date.parse(when) - (offset ?? 0));
