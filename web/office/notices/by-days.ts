/** The day of a moment in a time zone, as "2026-06-30". */
export const dayOf = (when: Date, timeZone: string): string =>
  // Swedish writes days in the ISO order.
  new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(when);

/** Rows that come newest first, by the days of the workspace. */
export function byDays<R extends { readonly createdAt: string }>(
  rows: readonly R[],
  timeZone: string,
): [day: string, rows: R[]][] {
  const days = new Map<string, R[]>();
  for (const row of rows) {
    const day = dayOf(new Date(row.createdAt), timeZone);
    const known = days.get(day);
    if (known === undefined) days.set(day, [row]);
    else known.push(row);
  }
  return [...days];
}
