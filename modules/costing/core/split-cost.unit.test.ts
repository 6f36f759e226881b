import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Decimal, decimal, shareOut, sum, text, zero } from "#kernel/decimal.ts";
import {
  addToCategory,
  type ByCategory,
  costCategories,
  type CostShare,
  lossByCategory,
  lossOfRuns,
  noCost,
} from "./cost-breakdown.ts";
import { type CapturedSum, splitCost } from "./split-cost.ts";

type Part = "first_pass" | "rework";
type TestLot = { id: string; units: number; writtenOff: boolean; carried: Record<Part, Decimal> };
type Told = { lines: CapturedSum[]; shares: CostShare[]; lots: TestLot[] };

/** What may happen to an order's lots: numbers that `happen` reads as it needs them. */
const steps = fc.array(
  fc.tuple(fc.nat(3), fc.nat(9), fc.nat(9), fc.array(fc.nat(70_000), { maxLength: 4 })),
  {
    maxLength: 25,
  },
);

/** Runs over all units of some lots, splits, merges, write-offs, with shares as production makes them. */
function happen(told: readonly [number, number, number, number[]][]): Told {
  const lots: TestLot[] = [
    { id: "1", units: 13, writtenOff: false, carried: { first_pass: zero, rework: zero } },
  ];
  const lines: CapturedSum[] = [];
  const shares: CostShare[] = [];
  const put = (runId: string | null, lot: TestLot, part: Part, amount: Decimal): void => {
    shares.push({ runId, lotId: lot.id, part, amount });
    lot.carried[part] = lot.carried[part].plus(amount);
  };
  const move = (from: TestLot, to: TestLot, units: number): void => {
    for (const part of ["first_pass", "rework"] as const) {
      const whole = from.carried[part];
      const [leaving = zero] = shareOut(whole, [decimal(units), decimal(from.units - units)]);
      if (leaving.eq(0)) continue;
      put(null, from, part, leaving.neg());
      put(null, to, part, leaving);
    }
    from.units -= units;
    to.units += units;
  };
  for (const [step, [what, which, much, amounts]] of told.entries()) {
    const alive = lots.filter((lot) => lot.units > 0 && !lot.writtenOff);
    const lot = alive[which % Math.max(1, alive.length)];
    if (lot === undefined) continue;
    if (what < 2) {
      const cycle = much % 3;
      const runId = `run ${step}`;
      const handled = what === 0 ? [lot] : lots.filter((each) => each.units > 0);
      const own = amounts.map((parts, place): CapturedSum => {
        const category = costCategories[place % 3] ?? "material";
        const who = { variantId: category === "material" ? `v${place}` : null, memberId: null };
        return {
          runId,
          stageId: "s",
          cycle,
          category,
          ...who,
          quantity: decimal(1 + parts)
            .div(7)
            .round(6),
          amount: decimal(parts).div(10_000),
        };
      });
      lines.push(...own);
      const total = sum(own.map(({ amount }) => amount));
      const given = shareOut(
        total,
        handled.map(({ units }) => decimal(units)),
      );
      for (const [place, each] of handled.entries()) {
        put(runId, each, cycle === 0 ? "first_pass" : "rework", given[place] ?? zero);
      }
    } else if (what === 2 && lot.units > 1) {
      const child = {
        id: `${lots.length + 1}`,
        units: 0,
        writtenOff: much > 6,
        carried: { first_pass: zero, rework: zero },
      };
      lots.push(child);
      move(lot, child, 1 + (much % (lot.units - 1)));
    } else if (what === 3) {
      const other = alive.find((each) => each !== lot);
      if (other !== undefined) move(lot, other, lot.units);
    }
  }
  return { lines, shares, lots };
}

const ofRunsIn = (lines: readonly CapturedSum[]): Map<string, ByCategory> => {
  const ofRuns = new Map<string, ByCategory>();
  for (const { runId, category, amount } of lines) {
    ofRuns.set(runId ?? "", addToCategory(ofRuns.get(runId ?? "") ?? noCost, category, amount));
  }
  return ofRuns;
};

describe("what became of each line", () => {
  it("adds up: every line, the loss of the lots, and the loss by category", () => {
    fc.assert(
      fc.property(steps, (told) => {
        const { lines, shares, lots } = happen(told);
        const writtenOff = new Set(lots.filter((lot) => lot.writtenOff).map((lot) => lot.id));
        const lost = lossOfRuns(ofRunsIn(lines), shares, (lotId) => writtenOff.has(lotId));
        const parts = splitCost(lines, lost);
        const of = (chosen: typeof parts): string => text(sum(chosen.map(({ amount }) => amount)));

        expect(of(parts)).toBe(text(sum(lines.map(({ amount }) => amount))));
        expect(of(parts.filter(({ part }) => part === "scrap"))).toBe(
          text(
            sum(
              lots
                .filter((lot) => lot.writtenOff)
                .map((lot) => lot.carried.first_pass.plus(lot.carried.rework)),
            ),
          ),
        );
        expect(of(parts.filter(({ part }) => part === "rework"))).toBe(
          text(sum(lots.filter((lot) => !lot.writtenOff).map((lot) => lot.carried.rework))),
        );
        const loss = lossByCategory(lost);
        for (const category of costCategories) {
          const own = parts.filter((part) => part.category === category && part.part !== "good");
          expect(of(own)).toBe(text(loss[category]));
        }
        for (const part of parts) {
          expect(part.amount.gte(0) && part.quantity.gte(0)).toBe(true);
          expect(part.part === "good" && part.cycle > 0).toBe(false);
        }
        expect(text(sum(parts.map(({ quantity }) => quantity)))).toBe(
          text(sum(lines.map(({ quantity }) => quantity))),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("takes of a line that cost nothing no quantity off, and leaves what lost nothing whole", () => {
    const line = { stageId: "s", cycle: 0, category: "material", variantId: "v", memberId: null } as const;
    const free = { ...line, runId: "r", quantity: decimal(4), amount: zero };
    const other = { ...line, runId: null, quantity: decimal(3), amount: decimal(9) };
    const parts = splitCost([free, other], new Map([["r", { scrap: noCost, rework: noCost }]]));
    expect(parts.map(({ part, quantity, amount }) => [part, text(quantity), text(amount)])).toEqual([
      ["good", "4", "0"],
      ["good", "3", "9"],
    ]);
  });
});
