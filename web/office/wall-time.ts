/**
 * Times as they stand on the workshop's wall, "2026-06-30T09:00", which is what the browser's own field speaks, and
 * the instants that they are. The zone is the workspace's, whatever the reader's device thinks.
 */
export function wallTimeOf(instant: string, timeZone: string): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone,
    dateStyle: "short",
    timeStyle: "short",
  }).format(new Date(instant));
  return parts.replace(" ", "T");
}

/**
 * The instant of a wall time. Where the clocks go back the hour comes twice, and the first one is meant; an hour that
 * is left out in spring becomes the one after it.
 */
export function instantOf(wallTime: string, timeZone: string): string {
  const asIfUtc = Date.parse(`${wallTime}Z`);
  const offsets = [asIfUtc - day, asIfUtc + day].map((near) => offsetAt(near, timeZone));
  const candidates = offsets
    .map((offset) => asIfUtc - offset)
    .filter((at) => at + offsetAt(at, timeZone) === asIfUtc);
  const at = candidates.length > 0 ? Math.min(...candidates) : asIfUtc - Math.min(...offsets);
  return new Date(at).toISOString();
}

const day = 24 * 60 * 60 * 1000;

/** How far the wall is before UTC at an instant, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  const whole = at - (at % 60_000);
  return Date.parse(`${wallTimeOf(new Date(whole).toISOString(), timeZone)}Z`) - whole;
}
