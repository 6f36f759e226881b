import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFloor } from "#test/builders/floor.ts";
import { doneAt } from "./done-at.ts";

const nobody = { memberId: "somebody", accountedUntil: null };
const minute = 60_000;

describe("When a kept tap counts as done", () => {
  const floor = aFloor();
  const begin = floor.state.order.createdAt.getTime();
  const after = (minutes: number): Date => new Date(begin + minutes * minute);
  const [run] = floor.state.runs.values();
  if (run === undefined) throw new Error("The order has no run");

  it("is when it was tapped", () => {
    expect(doneAt(floor.state, [run], after(5), nobody, after(60))).toEqual(after(5));
  });

  it("is not before its run was there, nor in hours that are accounted for, nor after now", () => {
    expect(doneAt(floor.state, [run], after(-5), nobody, after(60))).toEqual(run.since);
    const accounted = { memberId: "somebody", accountedUntil: after(20) };
    expect(doneAt(floor.state, [run], after(5), accounted, after(60))).toEqual(after(20));
    expect(doneAt(floor.state, [run], after(90), accounted, after(60))).toEqual(after(60));
  });

  it("waits for the end of a wait that is over, and leaves one that is not to its own rule", () => {
    const waiting = { ...run, availableAt: after(30) };
    expect(doneAt(floor.state, [waiting], after(5), nobody, after(60))).toEqual(after(30));
    expect(doneAt(floor.state, [waiting], after(5), nobody, after(20))).toEqual(after(5));
  });

  it("lies between what it acts on and now, whatever is told", () => {
    const minutes = fc.integer({ min: -5_000, max: 5_000 });
    fc.assert(
      fc.property(minutes, fc.option(minutes), fc.nat(5_000), (tapped, until, now) => {
        const accountedUntil = until === null ? null : after(until);
        const at = doneAt(floor.state, [run], after(tapped), { memberId: "me", accountedUntil }, after(now));
        expect(at.getTime()).toBeLessThanOrEqual(after(now).getTime());
        expect(at.getTime()).toBeGreaterThanOrEqual(run.since.getTime());
        if (until !== null)
          expect(at.getTime()).toBeGreaterThanOrEqual(Math.min(after(until).getTime(), after(now).getTime()));
      }),
    );
  });
});
