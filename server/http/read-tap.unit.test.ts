import { describe, expect, it } from "vitest";
import { readTap } from "./read-tap.ts";

const outbox = "0197c1e2-0000-7000-8000-00000000000a";
const member = "0197c1e2-0000-7000-8000-00000000000B";
const at = "2026-06-01T10:00:00.000Z";
const whole = `outbox=${outbox}; number=12; member=${member}; at=${at}; offset=-420000`;

describe("The header of a tap", () => {
  it("tells whose outbox, which number, and when by the phone's clock", () => {
    expect(readTap({ tap: whole })).toEqual({
      ok: true,
      value: {
        outboxId: outbox,
        memberId: member.toLowerCase(),
        number: 12,
        at: new Date(at),
        offset: -420_000,
        unchecked: false,
      },
    });
  });

  it("tells where nobody could ask who tapped", () => {
    const { value } = readTap({ tap: `${whole}; unchecked=1` }) as { value: unknown };
    expect(value).toMatchObject({ number: 12, unchecked: true });
  });

  it("is not needed: whoever keeps nothing says nothing", () => {
    expect(readTap({})).toEqual({ ok: true, value: null });
  });

  it.each([
    ["nothing in it", ""],
    ["no outbox", whole.replace(outbox, "mine")],
    ["no member", whole.replace(`member=${member}; `, "")],
    ["number nought", whole.replace("number=12", "number=0")],
    ["half a number", whole.replace("number=12", "number=1.5")],
    ["a number without end", whole.replace("12", "9".repeat(40))],
    ["no time", whole.replace(at, "yesterday")],
    ["a time that no calendar has", whole.replace(at, "+999999-01-01")],
    ["no offset", whole.replace("-420000", "NaN")],
    ["a novel", `${whole}; ${"x".repeat(400)}`],
  ])("is refused with %s", (_, tap) => {
    expect(readTap({ tap })).toEqual({ ok: false, refusal: { code: "tap_form" } });
  });
});
