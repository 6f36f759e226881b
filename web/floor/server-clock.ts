/**
 * The server's time on a phone whose own clock may be wrong. Each answer that carries `now` is a sample; it is
 * late by the way back, so that the sample furthest ahead is the truest.
 */
let offset: number | undefined;
let lastHeard = "";

/** A jump larger than this is no slow answer: the phone's clock was set. */
const clockWasSet = 3_000;

export function hearServerTime(now: string): void {
  // The same answer shown again (another tab of the screen) is no new sample.
  if (now === lastHeard) return;
  lastHeard = now;
  const sample = Date.parse(now) - Date.now();
  if (offset === undefined || sample > offset || offset - sample > clockWasSet) offset = sample;
}

/** Milliseconds since 1970 by the server's clock. */
export const serverNow = (): number => Date.now() + (offset ?? 0);

/** An instant of the server as the phone's own clock would name it: for texts that compare with "now". */
export const asPhoneTime = (when: string): Date => new Date(Date.parse(when) - (offset ?? 0));
