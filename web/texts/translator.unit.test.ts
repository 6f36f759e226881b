import { describe, expect, test } from "vitest";
import { enCommon } from "./compiled/en-common.ts";
import { enRefusals } from "./compiled/en-refusals.ts";
import { ukCommon } from "./compiled/uk-common.ts";
import { createTranslator } from "./translator.ts";

const en = createTranslator("en", [enCommon, enRefusals], "Europe/Kyiv");
const uk = createTranslator("uk", [ukCommon], "Europe/Kyiv");
/** Intl puts narrow and ordinary no-break spaces; which of them is not ours to pin. */
const spaces = (text: string): string => text.replaceAll(/[\u00a0\u202f]/g, " ");

describe("texts", () => {
  test("come with the values put in", () => {
    expect(en.t("progress.doneOf", { done: "8", total: "12" })).toBe("8 of 12");
    expect(uk.t("progress.doneOf", { done: 8, total: 12 })).toBe("8 із 12");
  });

  test("choose the Ukrainian plural form", () => {
    const counts = [1, 2, 5, 11, 21, 22, 25, 1.5].map((count) => uk.t("count.units", { count }));
    expect(counts).toEqual([
      "1 одиниця",
      "2 одиниці",
      "5 одиниць",
      "11 одиниць",
      "21 одиниця",
      "22 одиниці",
      "25 одиниць",
      "1,5 одиниці",
    ]);
  });

  test("end a sentence once, also after a short word with a dot of its own", () => {
    const short = createTranslator(
      "uk",
      [{ language: "uk", messages: { "said.off": ["Списано ", ["units"], "."] } } as never],
      "Europe/Kyiv",
    );
    expect(short.lookUp("said.off", { units: "1 шт." })).toBe("Списано 1 шт.");
    expect(short.lookUp("said.off", { units: "1 м" })).toBe("Списано 1 м.");
  });

  test("say when an id known only at run time has no words", () => {
    expect(en.lookUp("refusal.unexpected", { requestId: "r1" })).toContain("r1");
    expect(en.lookUp("refusal.no_such_code")).toBeUndefined();
    expect(en.lookUp("toString")).toBeUndefined();
  });

  test("refuse wrong ids and values at compile time", () => {
    // @ts-expect-error -- no such id
    expect(en.t("common.nonsense")).toBe("common.nonsense");
    // @ts-expect-error -- the values are missing
    expect(en.t("progress.doneOf")).toBe(" of ");
    // @ts-expect-error -- a plural takes a number
    en.t("count.units", { count: "1" });
    // @ts-expect-error -- this reader was given no refusals
    uk.t("refusal.not_found");
  });

  test("are never mixed from two languages", () => {
    expect(() => createTranslator("en", [ukCommon], "UTC")).toThrow("uk");
  });
});

describe("amounts", () => {
  test("lose no digit on the way", () => {
    expect(en.number("999999999999999.999999")).toBe("999,999,999,999,999.999999");
    expect(en.quantity("123456789012.123456", "kg")).toBe("123,456,789,012.123456\u00a0kg");
    expect(spaces(uk.quantity("1234.5", "pcs"))).toBe("1 234,5 шт.");
  });

  test("round money half-up to the minor unit, and show prices to 4 places", () => {
    expect(en.money("1.005", "EUR")).toBe("€1.01");
    expect(en.money("-2.675", "EUR")).toBe("-€2.68");
    expect(spaces(uk.money("1234567.5", "UAH"))).toBe("1 234 567,50 ₴");
    expect(en.unitPrice("0.0125", "EUR")).toBe("€0.0125");
    expect(en.unitPrice("10", "EUR")).toBe("€10.00");
    expect(["10", "-14844.706"].map((amount) => en.exactMoney(amount, "EUR"))).toEqual([
      "€10.0000",
      "-€14,844.7060",
    ]);
  });

  test("take no text that is not a decimal", () => {
    expect(() => en.number("1e5")).toThrow("1e5");
    expect(() => en.money("", "EUR")).toThrow(TypeError);
  });

  test("show a share in percent", () => {
    expect(en.percent("0.125")).toBe("12.5%");
  });
});

describe("times", () => {
  test("are in the workspace's zone, whatever the machine's", () => {
    expect(en.dateTime("2026-06-30T22:30:00Z")).toBe("1 Jul 2026, 01:30");
    expect(en.time(new Date("2026-01-01T12:05:00Z"))).toBe("14:05");
    expect(en.date("2026-06-30T22:30:00Z")).toBe("1 Jul 2026");
  });

  test("keep a plain date the day that it is, west of Greenwich too", () => {
    const newYork = createTranslator("en", [enCommon], "America/New_York");
    expect(newYork.date("2026-06-01")).toBe("1 Jun 2026");
  });

  test("follow the clock change of Kyiv", () => {
    expect(en.time("2026-10-25T00:30:00Z")).toBe("03:30");
    expect(en.time("2026-10-25T01:30:00Z")).toBe("03:30");
  });

  test("are told relative to a given now", () => {
    const now = new Date("2026-06-01T12:00:00Z");
    expect(en.relativeTime("2026-06-01T11:58:01Z", now)).toBe("1 minute ago");
    expect(en.relativeTime("2026-06-01T12:00:20Z", now)).toBe("now");
    expect(en.relativeTime("2026-06-03T12:00:00Z", now)).toBe("in 2 days");
    expect(uk.relativeTime("2026-06-01T07:00:00Z", now)).toBe("5 годин тому");
  });

  test("show a duration by its two largest parts", () => {
    expect(spaces(en.duration(8100))).toBe("2 hrs 15 mins");
    expect(spaces(uk.duration(100_000))).toBe("27 год 46 хв");
    expect(spaces(uk.duration(59))).toBe("59 с");
    expect(spaces(en.duration(-3600))).toBe("-1 hr");
  });
});
