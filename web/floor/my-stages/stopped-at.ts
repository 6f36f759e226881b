import type { RunCard } from "./show-taps.ts";

/** Between these, by the server's clock, somebody can have stopped: `now` is when they were asked. */
type Bounds = { readonly since: string | null; readonly now: number };

const minute = 60_000;

/** How far a tap moves it, in seconds: big steps, there and back. */
export const stepsOf = [-900, 900, -3_600, 3_600] as const;

/** What is proposed first, in whole minutes: the server's word, within the stretch. */
export function proposedEnd({ forgotten }: Pick<RunCard, "forgotten">, bounds: Bounds): string {
  const likely = forgotten?.likelyEnd;
  return within(likely === undefined ? bounds.now : Date.parse(likely), bounds);
}

export const laterBy = (at: string, seconds: number, bounds: Bounds): string =>
  within(Date.parse(at) + seconds * 1_000, bounds);

/** At least a minute of it was work: a start that never was is taken back, not stopped. */
function within(at: number, { since, now }: Bounds): string {
  const whole = (moment: number): number => Math.floor(moment / minute) * minute;
  const earliest = since === null ? 0 : whole(Date.parse(since)) + minute;
  return new Date(Math.max(earliest, Math.min(whole(now), whole(at)))).toISOString();
}
