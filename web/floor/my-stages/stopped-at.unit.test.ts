import { describe, expect, it, test } from "vitest";
import { laterBy, proposedEnd } from "./stopped-at.ts";

const since = "2026-06-03T09:00:20.000Z";
const bounds = { since, now: Date.parse("2026-06-03T18:40:59.000Z") };
const forgotten = (likelyEnd: string) => ({ forgotten: { asksAt: "2026-06-03T12:00:20.000Z", likelyEnd } });

describe("when somebody is proposed to have stopped", () => {
  it("is the server's word, in whole minutes", () => {
    expect(proposedEnd(forgotten("2026-06-03T10:00:20.000Z"), bounds)).toBe("2026-06-03T10:00:00.000Z");
  });
  it("is not after they were asked", () => {
    expect(proposedEnd(forgotten("2026-06-03T20:00:00.000Z"), bounds)).toBe("2026-06-03T18:40:00.000Z");
  });
  it("is not before a minute of work: even where the begin has seconds", () => {
    expect(proposedEnd(forgotten("2026-06-03T08:00:00.000Z"), bounds)).toBe("2026-06-03T09:01:00.000Z");
  });
});

test("a step goes as far as there was work", () => {
  expect(laterBy("2026-06-03T10:00:00.000Z", 900, bounds)).toBe("2026-06-03T10:15:00.000Z");
  expect(laterBy("2026-06-03T10:00:00.000Z", -3_600, bounds)).toBe("2026-06-03T09:01:00.000Z");
  expect(laterBy("2026-06-03T18:30:00.000Z", 3_600, bounds)).toBe("2026-06-03T18:40:00.000Z");
});
