import type { Language } from "./catalogue.ts";

// British English: day before month and 24 hours, as people in a workshop write them.
const locales: Record<Language, string> = { en: "en-GB", uk: "uk-UA" };

type When = Date | string;

export type Formatters = {
  /** "1234.5" → "1,234.5"; an exact decimal as text, up to 6 places. */
  readonly number: (amount: string) => string;
  /** "0.125" → "12.5%"; a share as text. */
  readonly percent: (share: string) => string;
  /** Rounded half-up to the minor unit of the currency (ISO 4217 code). */
  readonly money: (amount: string, currency: string) => string;
  /** A price or a cost of one unit: up to 4 places, never fewer than the currency has. */
  readonly unitPrice: (amount: string, currency: string) => string;
  /** All 4 places that money is kept with, so that a column of it stands in line and adds up by eye. */
  readonly exactMoney: (amount: string, currency: string) => string;
  /** Up to 6 places, with the unit's short name. */
  readonly quantity: (amount: string, unit: string) => string;
  /** An instant's day in the workspace's time zone; a plain "2026-06-01" stays that very day. */
  readonly date: (when: When) => string;
  readonly time: (when: When) => string;
  readonly dateTime: (when: When) => string;
  /** "5 minutes ago", "in 2 days", "now"; `now` is handed in, so that a screen ticks in one beat. */
  readonly relativeTime: (when: When, now: Date) => string;
  /** Whole seconds as the two largest parts: "2 h 15 min", "45 sec". Hours are not folded into days. */
  readonly duration: (seconds: number) => string;
  readonly list: (items: readonly string[]) => string;
};

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const relativeSteps: readonly [limit: number, size: number, unit: Intl.RelativeTimeFormatUnit][] = [
  [hour, minute, "minute"],
  [day, hour, "hour"],
  [30 * day, day, "day"],
  [365 * day, 30 * day, "month"],
  [Number.POSITIVE_INFINITY, 365 * day, "year"],
];

const plainDate = /^\d{4}-\d{2}-\d{2}$/;
const decimalText = /^-?\d+(\.\d+)?$/;

export function createFormatters(
  language: Language,
  timeZone: string,
  nameOfUnit: (unit: string) => string | undefined,
): Formatters {
  const locale = locales[language];
  // Making an Intl formatter costs some 50 µs, and a table of 200 rows asks for the same four over and over.
  const numberFormats = new Map<string, Intl.NumberFormat>();
  const dateFormats = new Map<string, Intl.DateTimeFormat>();
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: "auto" }));
  const listing = once(() => new Intl.ListFormat(locale, { type: "conjunction" }));

  function numberFormat(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
    return kept(numberFormats, key, () => new Intl.NumberFormat(locale, options));
  }

  function dateFormat(key: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return kept(dateFormats, key, () => new Intl.DateTimeFormat(locale, options));
  }

  function inCurrency(currency: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
    return numberFormat(
      `${currency} ${options.minimumFractionDigits ?? ""} ${options.maximumFractionDigits ?? ""}`,
      {
        style: "currency",
        currency,
        currencyDisplay: "narrowSymbol",
        ...options,
      },
    );
  }

  const plain = (amount: string): string =>
    numberFormat("plain", { maximumFractionDigits: 6 }).format(exact(amount));

  function inUnit(amount: number, unit: "hour" | "minute" | "second"): string {
    return numberFormat(unit, { style: "unit", unit, unitDisplay: "short" }).format(amount);
  }

  const date = (when: When): string =>
    typeof when === "string" && plainDate.test(when)
      ? dateFormat("day", { dateStyle: "medium", timeZone: "UTC" }).format(instant(when))
      : dateFormat("date", { dateStyle: "medium", timeZone }).format(instant(when));

  return {
    number: plain,
    percent: (share) =>
      numberFormat("%", { style: "percent", maximumFractionDigits: 2 }).format(exact(share)),
    money: (amount, currency) => inCurrency(currency, {}).format(exact(amount)),
    unitPrice: (amount, currency) => inCurrency(currency, { maximumFractionDigits: 4 }).format(exact(amount)),
    exactMoney: (amount, currency) =>
      inCurrency(currency, { minimumFractionDigits: 4, maximumFractionDigits: 4 }).format(exact(amount)),
    quantity: (amount, unit) => `${plain(amount)}\u00a0${nameOfUnit(unit) ?? unit}`,
    date,
    time: (when) => dateFormat("time", { timeStyle: "short", timeZone }).format(instant(when)),
    dateTime: (when) =>
      dateFormat("both", { dateStyle: "medium", timeStyle: "short", timeZone }).format(instant(when)),
    relativeTime: (when, now) => {
      const seconds = (instant(when).getTime() - now.getTime()) / 1000;
      const size = Math.abs(seconds);
      if (size < minute) return relative().format(0, "second");
      const [, step, unit] = relativeSteps.find(([limit]) => size < limit) ?? [0, day, "day" as const];
      // Towards zero: what is 119 seconds old is "1 minute ago", not yet two.
      return relative().format(Math.trunc(seconds / step), unit);
    },
    duration: (seconds) => {
      if (seconds < 0) return `-${duration(-seconds, inUnit)}`;
      return duration(seconds, inUnit);
    },
    list: (items) => listing().format(items),
  };
}

function duration(
  seconds: number,
  inUnit: (amount: number, unit: "hour" | "minute" | "second") => string,
): string {
  const hours = Math.floor(seconds / hour);
  const minutes = Math.floor((seconds % hour) / minute);
  if (hours > 0)
    return minutes > 0 ? `${inUnit(hours, "hour")} ${inUnit(minutes, "minute")}` : inUnit(hours, "hour");
  if (minutes > 0) return inUnit(minutes, "minute");
  return inUnit(Math.floor(seconds), "second");
}

/** Intl takes decimals as text and then loses no digit; a float in between would. */
function exact(amount: string): Intl.StringNumericLiteral {
  if (!decimalText.test(amount)) throw new TypeError(`Not a decimal: ${amount}`);
  return amount as Intl.StringNumericLiteral;
}

function instant(when: When): Date {
  return typeof when === "string" ? new Date(when) : when;
}

function kept<T>(formats: Map<string, T>, key: string, make: () => T): T {
  const known = formats.get(key);
  if (known !== undefined) return known;
  const made = make();
  formats.set(key, made);
  return made;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
