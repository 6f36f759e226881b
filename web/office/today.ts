/** Today in a time zone, as "2026-06-30": a deadline is late by the workspace's days, not by the reader's. */
export function todayIn(timeZone: string, at = new Date()): string {
  // Swedish writes days in the ISO order.
  return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(at);
}
