import { describe, expect, it } from "vitest";
import { askedOf, changed, isAsWritten, type StretchDraft, withPause } from "./stretch-draft.ts";

const draft = (wish: Partial<StretchDraft> = {}): StretchDraft => ({
  key: 0,
  memberId: "anna",
  kind: "work",
  reasonId: null,
  from: "2026-03-02T09:00:00.250Z",
  to: "2026-03-02T12:00:30.500Z",
  ...wish,
});

describe("parts of what a time really was", () => {
  it("take a pause in their middle, and keep their own ends to the millisecond", () => {
    let key = 0;
    const parts = withPause([draft()], 0, () => (key += 1));
    expect(parts.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ["work", "2026-03-02T09:00:00.250Z", "2026-03-02T10:00:00.000Z"],
      ["pause", "2026-03-02T10:00:00.000Z", "2026-03-02T11:00:00.000Z"],
      ["work", "2026-03-02T11:00:00.000Z", "2026-03-02T12:00:30.500Z"],
    ]);
    const moved = changed(parts, 1, { to: "2026-03-02T11:30:00.000Z" });
    expect(moved[2]?.from).toBe("2026-03-02T11:30:00.000Z");
    expect(changed(moved, 1, { from: "2026-03-02T10:15:00.000Z" })[0]?.to).toBe("2026-03-02T10:15:00.000Z");
  });

  it("that stand apart stay where they are", () => {
    const parts = [
      draft({ to: "2026-03-02T10:00:00.000Z" }),
      draft({ key: 1, from: "2026-03-02T10:30:00.000Z" }),
    ];
    expect(changed(parts, 0, { to: "2026-03-02T10:10:00.000Z" })[1]?.from).toBe("2026-03-02T10:30:00.000Z");
  });

  it("are asked once nothing is missing and none goes backwards; work has no reason", () => {
    expect(askedOf([draft({ to: null })])).toBe(null);
    expect(askedOf([draft({ memberId: null })])).toBe(null);
    expect(askedOf([draft({ to: "2026-03-02T08:00:00.000Z" })])).toBe(null);
    expect(askedOf([draft({ reasonId: "lunch" })])?.[0]?.reasonId).toBe(null);
    expect(askedOf([draft({ kind: "pause", reasonId: "lunch" })])?.[0]?.reasonId).toBe("lunch");
    expect(askedOf([])).toEqual([]);
  });

  it("that are as they were written down put nothing right", () => {
    const written = draft({ kind: "pause", reasonId: "lunch" });
    const asked = (wish: Partial<StretchDraft> = {}) =>
      askedOf([draft({ kind: "pause", reasonId: "lunch", ...wish })]);
    expect(isAsWritten(asked(), written)).toBe(true);
    expect(isAsWritten(asked({ reasonId: null }), written)).toBe(false);
    expect(isAsWritten(asked({ kind: "work" }), written)).toBe(false);
    expect(isAsWritten(asked({ memberId: "bohdan" }), written)).toBe(false);
    expect(isAsWritten(asked({ to: "2026-03-02T12:00:30.000Z" }), written)).toBe(false);
    // Taken away altogether, parted, or a forgotten one: each is a correction.
    expect(isAsWritten([], written)).toBe(false);
    expect(isAsWritten(askedOf(withPause([draft()], 0, () => 1)), written)).toBe(false);
    expect(isAsWritten(asked(), null)).toBe(false);
  });
});
