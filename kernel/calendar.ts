/**
 * The working calendar of a workspace: hours by ISO weekday ("1" is Monday), in the workspace's time zone. A
 * missing day is off. Pure: time zones come from Intl, which phones and the server have alike.
 *
 * - A calendar without any working hours means round the clock.
 * - "23:59" as the end means the end of the day, because a clock can't say 24:00; "24:00" is taken too.
 * - On the nights when the clock changes, hours are counted as they pass: an hour that the clock skips is not
 *   worked, one that comes twice is worked twice.
 */
export type Calendar = Readonly<Partial<Record<Weekday, readonly [from: string, to: string]>>>;
export type Weekday = "1" | "2" | "3" | "4" | "5" | "6" | "7";

const second = 1_000;
const day = 86_400 * second;
const week = 7 * day;
/** Sums that lead further than this are answered with it: years beyond four digits break ISO texts. */
const farthest = Date.UTC(9999, 11, 31);
const earliest = 0;
/** Up to so many weeks of work are walked day by day; what is further off is no plan, and jumps in whole weeks. */
const exactWeeks = 104;

/** When `seconds` of work that begins at `start` (or at the next working moment) are done. 0: `start` itself. */
export function addWorkingSeconds(start: Date, seconds: number, calendar: Calendar, timeZone: string): Date {
  return walk(start, seconds, calendar, timeZone, 1);
}

/** When work has to begin to be done at `finish` (or at the last working moment before it). 0: `finish` itself. */
export function subtractWorkingSeconds(
  finish: Date,
  seconds: number,
  calendar: Calendar,
  timeZone: string,
): Date {
  return walk(finish, seconds, calendar, timeZone, -1);
}

/** `at` where it is a moment at which work may begin, else the next one. */
export function nextWorkingMoment(at: Date, calendar: Calendar, timeZone: string): Date {
  const hours = readHours(calendar);
  if (hours === null) return at;
  for (let date = dayNumber(at.getTime(), timeZone); ; date += 1) {
    const window = windowOf(date, hours, timeZone);
    if (window !== null && at.getTime() < window.to) return new Date(Math.max(at.getTime(), window.from));
  }
}

/** `at` where it is a moment at which work may end, else the last one before it. */
export function previousWorkingMoment(at: Date, calendar: Calendar, timeZone: string): Date {
  const hours = readHours(calendar);
  if (hours === null) return at;
  for (let date = dayNumber(at.getTime(), timeZone); ; date -= 1) {
    const window = windowOf(date, hours, timeZone);
    if (window !== null && at.getTime() > window.from) return new Date(Math.min(at.getTime(), window.to));
  }
}

/**
 * The end of the working hours of the day (in the time zone) on which `at` lies, also where `at` is past it.
 * `null`: that day has no hours, or the calendar is round the clock.
 */
export function endOfWorkingDay(at: Date, calendar: Calendar, timeZone: string): Date | null {
  const hours = readHours(calendar);
  if (hours === null) return null;
  const window = windowOf(dayNumber(at.getTime(), timeZone), hours, timeZone);
  return window === null ? null : new Date(window.to);
}

/** The first moment of a day of the time zone, given by any moment of it or as "YYYY-MM-DD". */
export function startOfDay(of: Date | string, timeZone: string): Date {
  const date = typeof of === "string" ? dayNumberOf(of) : dayNumber(of.getTime(), timeZone);
  return new Date(instantOf(date, 0, "first", timeZone));
}

/** The last whole second of a day, "YYYY-MM-DD": a due date means its end, and still reads as that date. */
export function endOfDay(date: string, timeZone: string): Date {
  return new Date(instantOf(dayNumberOf(date) + 1, 0, "first", timeZone) - second);
}

/** "YYYY-MM-DD" of a moment, in the time zone. */
export function localDate(at: Date, timeZone: string): string {
  return new Date(dayNumber(at.getTime(), timeZone) * day).toISOString().slice(0, 10);
}

type Hours = { readonly from: number; readonly to: number };

/** By ISO weekday, milliseconds after midnight; `null` is round the clock. */
function readHours(calendar: Calendar): ReadonlyMap<number, Hours> | null {
  const hours = new Map<number, Hours>();
  for (const [weekday, span] of Object.entries(calendar)) {
    if (span === undefined) continue;
    const from = clockTime(span[0]);
    const to = span[1] === "23:59" ? day : clockTime(span[1]);
    if (from < to) hours.set(Number(weekday), { from, to });
  }
  const roundTheClock =
    hours.size === 0 ||
    (hours.size === 7 && [...hours.values()].every(({ from, to }) => from === 0 && to === day));
  return roundTheClock ? null : hours;
}

function clockTime(value: string): number {
  const match = /^(\d\d):(\d\d)$/.exec(value);
  if (match === null) throw new TypeError(`A clock time is HH:MM, not ${value}`);
  return (Number(match[1]) * 60 + Number(match[2])) * 60 * second;
}

function walk(from: Date, seconds: number, calendar: Calendar, timeZone: string, direction: 1 | -1): Date {
  if (!Number.isSafeInteger(seconds) || seconds < 0) {
    throw new RangeError(`Working time is whole seconds, zero or more, not ${seconds}`);
  }
  if (seconds === 0) return from;
  const hours = readHours(calendar);
  const left = seconds * second;
  if (hours === null) return bounded(from.getTime() + direction * left);
  return walkWindows(from.getTime(), left, hours, timeZone, direction);
}

function walkWindows(
  from: number,
  work: number,
  hours: ReadonlyMap<number, Hours>,
  timeZone: string,
  direction: 1 | -1,
): Date {
  let left = work;
  let at = from;
  let date = dayNumber(at, timeZone);
  const aWeek = [...hours.values()].reduce((total, span) => total + span.to - span.from, 0);
  const weeks = Math.floor(left / aWeek) - exactWeeks;
  if (weeks > 0) {
    if (weeks * week > farthest) return new Date(direction === 1 ? farthest : earliest);
    const clock = at + offsetAt(at, timeZone) - date * day;
    date += direction * weeks * 7;
    at = instantOf(date, clock, "first", timeZone);
    left -= weeks * aWeek;
  }
  for (; ; date += direction) {
    if (date * day > farthest || date * day < earliest) return bounded(date * day);
    const window = windowOf(date, hours, timeZone);
    if (window === null) continue;
    if (direction === 1) {
      const start = Math.max(at, window.from);
      if (start + left <= window.to) return new Date(start + left);
      left -= Math.max(window.to - start, 0);
    } else {
      const end = Math.min(at, window.to);
      if (end - left >= window.from) return new Date(end - left);
      left -= Math.max(end - window.from, 0);
    }
  }
}

function bounded(at: number): Date {
  return new Date(Math.min(Math.max(at, earliest), farthest));
}

/** The working hours of a day as instants; `null` on a day off, and where the clock skips all of them. */
function windowOf(date: number, hours: ReadonlyMap<number, Hours>, timeZone: string): Hours | null {
  // 1970-01-01 was a Thursday.
  const weekday = ((((date + 3) % 7) + 7) % 7) + 1;
  const span = hours.get(weekday);
  if (span === undefined) return null;
  const from = instantOf(date, span.from, "first", timeZone);
  const to = instantOf(date, span.to, "last", timeZone);
  return from < to ? { from, to } : null;
}

/** Days since 1970-01-01 of the date that the clock on the wall shows. */
function dayNumber(at: number, timeZone: string): number {
  return Math.floor((at + offsetAt(at, timeZone)) / day);
}

function dayNumberOf(date: string): number {
  const at = Date.parse(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(at))
    throw new TypeError(`A date is YYYY-MM-DD, not ${date}`);
  return at / day;
}

/**
 * The instant at which the wall shows `clock` on a day. A time that comes twice is its first or last moment,
 * as asked; one that the clock skips is the moment of the change.
 */
function instantOf(date: number, clock: number, which: "first" | "last", timeZone: string): number {
  const wall = date * day + clock;
  const before = offsetAt(wall - day, timeZone);
  const after = offsetAt(wall + day, timeZone);
  if (before === after) return wall - before;
  const first = wall - before;
  const last = wall - after;
  const firstHolds = offsetAt(first, timeZone) === before;
  const lastHolds = offsetAt(last, timeZone) === after;
  if (firstHolds && lastHolds) return which === "first" ? Math.min(first, last) : Math.max(first, last);
  if (firstHolds) return first;
  if (lastHolds) return last;
  return momentOfChange(last, first, before, timeZone);
}

/** The first moment in (low, high] whose offset is no longer `before`. */
function momentOfChange(low: number, high: number, before: number, timeZone: string): number {
  let still = low;
  let changed = high;
  while (changed - still > 1) {
    const middle = Math.floor((still + changed) / 2);
    if (offsetAt(middle, timeZone) === before) still = middle;
    else changed = middle;
  }
  return changed;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** What the wall clock is ahead of UTC, in milliseconds. */
function offsetAt(at: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      calendar: "iso8601",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at)) part[type] = Number(value);
  const wall = Date.UTC(
    part["year"] ?? 0,
    (part["month"] ?? 1) - 1,
    part["day"],
    part["hour"],
    part["minute"],
    part["second"],
  );
  return wall - Math.floor(at / second) * second;
}
