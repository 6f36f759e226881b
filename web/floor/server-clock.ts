/**
 * The server's time on a phone whose own clock may be wrong. Each answer that carries `now` is a sample; it is
 * late by the way back, so that the sample furthest ahead is the truest.
 */
const storageKey = "treadle-floor-clock";
let offset: number | undefined = keptOffset();
let lastHeard = "";

/** A jump larger than this is no slow answer: the phone's clock was set. */
const clockWasSet = 3_000;

export function hearServerTime(now: string): void {
  // The same answer shown again (another tab of the screen) is no new sample.
  if (now === lastHeard) return;
  lastHeard = now;
  const sample = Date.parse(now) - Date.now();
  if (offset !== undefined && sample <= offset && offset - sample <= clockWasSet) return;
  offset = sample;
  // A page that opens without network has heard nothing yet.
  localStorage.setItem(storageKey, String(sample));
}

/** An answer of an earlier page, shown again: it says nothing of what time it is. */
export function heardBefore(now: string): void {
  lastHeard = now;
}

function keptOffset(): number | undefined {
  const kept = Number.parseFloat(localStorage.getItem(storageKey) ?? "");
  return Number.isFinite(kept) ? kept : undefined;
}

/** How far the server's clock is ahead of this phone's, in milliseconds. */
export const clockOffset = (): number => offset ?? 0;

/** Milliseconds since 1970 by the server's clock. */
export const serverNow = (): number => Date.now() + (offset ?? 0);

/** An instant of the server as the phone's own clock would name it: for texts that compare with "now". */
export const asPhoneTime = (when: string): Date => new Date(Date.parse(when) - (offset ?? 0));
