import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, shareOut, sum, text } from "#kernel/decimal.ts";
import { serveMembers, shareCost, totalOfParts, type Waiting, weightsOf } from "./share-batch.ts";

const member = (number: number, ordered: number, due: string | null): Waiting => ({
  orderId: `order ${number}`,
  number,
  ordered,
  dueAt: due === null ? null : new Date(due),
});
const wanted = fc
  .array(
    fc.record({ ordered: fc.integer({ min: 1, max: 50 }), day: fc.option(fc.integer({ min: 1, max: 28 })) }),
    {
      minLength: 1,
      maxLength: 8,
    },
  )
  .map((rows) =>
    rows.map(({ ordered, day }, place) =>
      member(place + 1, ordered, day === null ? null : `2026-03-${String(day).padStart(2, "0")}T18:00:00Z`),
    ),
  );
const money = fc.integer({ min: 0, max: 9_999_999 }).map((units) => decimal(units).div(10_000));

describe("good units", () => {
  it("go to what is due first, and what is missing falls on what is due last", () => {
    const { served, surplus } = serveMembers(
      [member(1, 5, null), member(2, 5, "2026-03-09"), member(3, 5, "2026-03-02")],
      12,
    );
    expect(served.map(({ number, units, short }) => [number, units, short])).toEqual([
      [3, 5, 0],
      [2, 5, 0],
      [1, 2, 3],
    ]);
    expect(surplus).toBe(0);
  });

  it("go to the older of two orders that are due at once", () => {
    const { served } = serveMembers([member(8, 3, "2026-03-02"), member(7, 3, "2026-03-02")], 3);
    expect(served.map(({ number, units }) => [number, units])).toEqual([
      [7, 3],
      [8, 0],
    ]);
  });

  it("beyond what was ordered are over", () => {
    expect(serveMembers([member(1, 5, null)], 7).surplus).toBe(2);
  });

  it("are all given or over, and nobody gets more than ordered", () => {
    fc.assert(
      fc.property(wanted, fc.nat({ max: 500 }), (members, good) => {
        const { served, surplus } = serveMembers(members, good);
        expect(served.reduce((units, each) => units + each.units, surplus)).toBe(good);
        for (const each of served) {
          expect(each.units + each.short).toBe(each.ordered);
          expect(each.units).toBeGreaterThanOrEqual(0);
        }
        // Nobody gets a unit while somebody due before is short.
        const firstShort = served.findIndex((each) => each.short > 0);
        if (firstShort !== -1) {
          expect(served.slice(firstShort + 1).every((each) => each.units === 0)).toBe(true);
          expect(surplus).toBe(0);
        }
      }),
    );
  });
});

describe("the cost of a batch", () => {
  it("goes by units, with the remainder where most of it was cut off", () => {
    const shares = shareCost(
      { receivedCost: decimal("100"), separateLoss: decimal("0"), lateDifference: decimal("0") },
      [1, 1, 1, 0],
      { keepsLoss: false },
    );
    expect(shares.map((share) => text(totalOfParts(share)))).toEqual(["33.3334", "33.3333", "33.3333", "0"]);
  });

  it("goes by what was ordered where nothing came out well", () => {
    const { served, surplus } = serveMembers([member(1, 1, null), member(2, 3, null)], 0);
    expect(weightsOf(served, surplus)).toEqual([1, 3, 0]);
  });

  it("keeps the loss of a cancelled batch where it is", () => {
    const shares = shareCost(
      { receivedCost: decimal("10"), separateLoss: decimal("7"), lateDifference: decimal("1") },
      [1, 1, 0],
      { keepsLoss: true },
    );
    expect(shares.map((share) => text(totalOfParts(share)))).toEqual(["5.5", "5.5", "7"]);
  });

  it("adds up part by part and member by member, whatever the prices and the counts", () => {
    fc.assert(
      fc.property(
        wanted,
        fc.nat({ max: 300 }),
        money,
        money,
        fc.integer({ min: -99_999, max: 99_999 }).map((units) => decimal(units).div(10_000)),
        (members, good, receivedCost, separateLoss, lateDifference) => {
          const { served, surplus } = serveMembers(members, good);
          const weights = weightsOf(served, surplus);
          const cost = { receivedCost, separateLoss, lateDifference };
          const shares = shareCost(cost, weights, { keepsLoss: false });
          for (const part of ["receivedCost", "separateLoss", "lateDifference"] as const) {
            expect(text(sum(shares.map((share) => share[part])))).toBe(text(cost[part]));
            // A part of nothing is nobody's.
            if (cost[part].eq(0)) expect(shares.every((share) => share[part].eq(0))).toBe(true);
          }
          const exact = shareOut(totalOfParts(cost), weights.map(decimal));
          expect(shares.map((share) => text(totalOfParts(share)))).toEqual(exact.map(text));
        },
      ),
    );
  });
});
