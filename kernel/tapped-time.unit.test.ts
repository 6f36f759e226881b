import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestKept, tappedTime } from "./tapped-time.ts";

const noon = Date.parse("2026-06-01T12:00:00.000Z");
const at = (minutes: number): Date => new Date(noon + minutes * 60_000);
const span = 400 * 3_600_000;
const instants = fc.integer({ min: noon - span, max: noon + span });
const offsets = fc.integer({ min: -span, max: span });

describe("The time of a tap", () => {
  it("is the device's own, put right by what it is known to be wrong", () => {
    const sevenAhead = { at: at(-23), offset: -7 * 60_000 };
    expect(tappedTime(sevenAhead, null, at(0))).toEqual(at(-30));
  });

  it("is not before what the device told of last", () => {
    expect(tappedTime({ at: at(-30), offset: 0 }, at(-10), at(0))).toEqual(at(-10));
  });

  it("is not earlier than 72 hours ago, and not after now", () => {
    expect(tappedTime({ at: at(-73 * 60), offset: 0 }, null, at(0))).toEqual(at(-72 * 60));
    expect(tappedTime({ at: at(5), offset: 0 }, null, at(0))).toEqual(at(0));
  });

  it("is now where the device names no time", () => {
    expect(tappedTime({ at: new Date(Number.NaN), offset: 0 }, null, at(0))).toEqual(at(0));
  });

  it("lies between the last one and now and within 72 hours, whatever a device says", () => {
    fc.assert(
      fc.property(instants, offsets, fc.option(instants), instants, (told, offset, lastAt, nowAt) => {
        const now = new Date(nowAt);
        const last = lastAt === null ? null : new Date(lastAt);
        const time = tappedTime({ at: new Date(told), offset }, last, now).getTime();
        expect(time).toBeLessThanOrEqual(nowAt);
        expect(time).toBeGreaterThanOrEqual(nowAt - longestKept);
        if (lastAt !== null) expect(time).toBeGreaterThanOrEqual(Math.min(lastAt, nowAt));
      }),
    );
  });

  it("is the told one wherever that is allowed, and the nearest allowed one else", () => {
    fc.assert(
      fc.property(instants, offsets, fc.option(instants), instants, (told, offset, lastAt, nowAt) => {
        const last = lastAt === null ? null : new Date(lastAt);
        const time = tappedTime({ at: new Date(told), offset }, last, new Date(nowAt)).getTime();
        const earliest = Math.min(nowAt, Math.max(nowAt - longestKept, lastAt ?? nowAt - longestKept));
        const meant = told + offset;
        expect(time).toBe(meant < earliest ? earliest : meant > nowAt ? nowAt : meant);
      }),
    );
  });

  it("keeps the order of what one device tells: each is the last of the next", () => {
    const taps = fc.array(fc.record({ told: instants, offset: offsets, wait: fc.nat(span) }));
    fc.assert(
      fc.property(taps, (told) => {
        let now = noon;
        let last: Date | null = null;
        for (const tap of told) {
          now += tap.wait;
          const next = tappedTime({ at: new Date(tap.told), offset: tap.offset }, last, new Date(now));
          if (last !== null) expect(next.getTime()).toBeGreaterThanOrEqual(last.getTime());
          last = next;
        }
      }),
    );
  });
});
