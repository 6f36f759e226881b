/** A running time as it stands on a stopwatch: whole seconds → "0:07", "12:05", "1:02:05". */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3_600);
  const minutes = Math.floor((whole % 3_600) / 60);
  const rest = two(whole % 60);
  return hours === 0 ? `${minutes}:${rest}` : `${hours}:${two(minutes)}:${rest}`;
}

/** Seconds worked up to `now` (milliseconds): what is closed, and what runs since `workingSince`. */
export function workedAt(
  run: { readonly workedSeconds: number; readonly workingSince: string | null },
  now: number,
): number {
  if (run.workingSince === null) return run.workedSeconds;
  return run.workedSeconds + Math.max(0, (now - Date.parse(run.workingSince)) / 1000);
}
