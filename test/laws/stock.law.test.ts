import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { stockFactKinds } from "#modules/inventory/core/evolve-balance.ts";
import { issueStock } from "#modules/inventory/core/issue-stock.ts";
import { returnStock } from "#modules/inventory/core/return-stock.ts";
import {
  type Movement,
  type Stock,
  type StockContext,
  emptyBalance,
  stockOf,
} from "#modules/inventory/core/stock-state.ts";
import { asText, breachesOfStock, stateOf } from "./stock-laws.ts";
import { type Step, type World, at, quantities, stepsOver, takeStep } from "./stock-steps.ts";

const long = process.env["LONG"] === "1";
const runs = long ? 20_000 : 2_000;

const batchesOf = (variant: number) => [
  { id: `batch ${variant} expired`, bestBefore: "2026-05-20" },
  { id: `batch ${variant} good`, bestBefore: "2026-07-01" },
  { id: `batch ${variant} undated`, bestBefore: null },
];

const world: World = {
  batches: [batchesOf(0), batchesOf(1)],
  balanceIds: ["b0", "b1", "b2"],
  variants: [0, 0, 1],
  norms: [0, 0, 0, 1, 1, 2].map((place, index) => ({
    id: `norm ${index}`,
    orderId: `order ${index % 3}`,
    runId: `run ${index}`,
    place,
    rework: index % 3 === 2,
  })),
};

function emptyWorld(): Stock {
  const balances = world.balanceIds.map((id, place) =>
    emptyBalance(id, `variant ${world.variants[place]}`, `w${place}`),
  );
  return stockOf({
    balances: new Map(balances.map((balance) => [balance.id, balance])),
    reservations: new Map(),
  });
}

function contextOfTest(): StockContext {
  let made = 0;
  const newId = (): Id => `id ${String((made += 1)).padStart(6, "0")}`;
  return { now: new Date("2026-06-01T08:00:00Z"), newId, memberId: null };
}

function happen(
  steps: readonly Step[],
  context: StockContext,
  afterEach: (stock: Stock) => void = () => {},
): Stock {
  let stock = emptyWorld();
  for (const step of steps) {
    stock = takeStep(stock, step, world, stock.movements, context);
    afterEach(stock);
  }
  return stock;
}

const history = fc.array(stepsOver(world.balanceIds.length, world.norms.length), {
  maxLength: 25,
  size: "max",
});

describe("stock, by its rules", () => {
  it("keeps the laws after every step, whatever happens", () => {
    fc.assert(
      fc.property(history, (steps) => {
        happen(steps, contextOfTest(), (stock) => expect(breachesOfStock(stock)).toEqual([]));
      }),
      { numRuns: runs },
    );
  });

  it("does in the random histories what they are for", () => {
    const kinds = new Set<string>();
    const seen = { belowZero: false, yielded: false, revalued: false, batches: false, filled: false };
    for (const steps of fc.sample(history, { numRuns: 500, seed: 7 })) {
      const stock = happen(steps, contextOfTest(), (now) => {
        seen.belowZero ||= [...now.state.balances.values()].some((balance) => balance.onHand.lt(0));
      });
      for (const fact of stock.facts) kinds.add(fact.kind);
      seen.yielded ||= stock.movements.some((movement) =>
        movement.taken.some((part) => part.normId !== movement.normId),
      );
      seen.batches ||= stock.movements.some((movement) => movement.batches.length > 1);
      seen.filled ||= stock.movements.some(
        ({ kind, batches, quantity }) =>
          kind === "receipt" && batches.some((part) => part.quantity.lt(quantity)),
      );
      seen.revalued ||= stock.valuationLines.some((line) => line.reason === "receipt_below_zero");
    }
    expect(seen).toEqual({ belowZero: true, yielded: true, revalued: true, batches: true, filled: true });
    // A date is corrected by a person: nothing random comes of it.
    expect([...kinds].sort()).toEqual(stockFactKinds.filter((kind) => kind !== "stock_batch_dated").sort());
  });

  it("is after an issue and its return as it was before: on hand, reserved, value and average", () => {
    const issues = fc.array(fc.record({ norm: fc.nat(2), quantity: quantities }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(history, issues, (steps, wanted) => {
        const context = contextOfTest();
        const before = happen(steps, context);
        const { stock, issued } = issueAll(before, wanted, context);
        // The newest first, as undo goes back.
        const after = issued
          .toReversed()
          .reduce(
            (now, movement) =>
              returnStock(
                now,
                { movement, quantity: movement.quantity.neg(), rework: isRework(movement) },
                context,
              ),
            stock,
          );
        expect(asText(stateOf(after, "b0"), ["version"])).toBe(asText(stateOf(before, "b0"), ["version"]));
        expect(breachesOfStock(after)).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it("is on hand, value and average as it was before, in whatever order and parts issues come back", () => {
    const issues = fc.array(fc.record({ norm: fc.nat(2), quantity: quantities }), {
      minLength: 1,
      maxLength: 4,
    });
    const returns = fc.array(fc.record({ which: fc.nat(5), share: fc.constantFrom(1, 2, 3) }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(history, issues, returns, (steps, wanted, parts) => {
        const context = contextOfTest();
        const before = happen(steps, context);
        const { stock, issued } = issueAll(before, wanted, context);
        const whole = issued.map((_, which) => ({ which: issued.length - 1 - which, share: 1 }));
        const after = [...parts, ...whole].reduce((now, part) => {
          const own = now.movements.slice(before.movements.length);
          return takeStep(now, { kind: "return", ...part }, world, own, context);
        }, stock);
        // Of batches too: what fills a hole first is what came back first.
        const left = ["version", "reserved", "quantity", "batches"];
        expect(asText(stateOf(after, "b0"), left)).toBe(asText(stateOf(before, "b0"), left));
        expect(breachesOfStock(after)).toEqual([]);
      }),
      { numRuns: runs },
    );
  });

  it("catches a planted fault of each kind", () => {
    const context = contextOfTest();
    const good = happen(
      [
        { kind: "receive", place: 0, quantity: "10", price: "3" },
        { kind: "reserve", norm: 0, quantity: "4", rank: 1, dueDay: null },
        { kind: "issue", norm: 1, quantity: "12", allowNegative: true },
        { kind: "receive", place: 0, quantity: "5", price: "7", batch: 1 },
      ],
      context,
    );
    expect(breachesOfStock(good)).toEqual([]);
    const balance = stateOf(good, "b0").balance;
    const spoil = (changed: Partial<typeof balance>): Stock => ({
      ...good,
      state: { ...good.state, balances: new Map(good.state.balances).set("b0", { ...balance, ...changed }) },
    });
    const lawsBroken = (stock: Stock): string => breachesOfStock(stock).join("; ");
    expect(lawsBroken(spoil({ onHand: decimal(99) }))).toContain("on hand of b0: 99 instead of 3");
    expect(lawsBroken(spoil({ reserved: decimal(1) }))).toContain("reserved of b0: 1 instead of 0");
    expect(lawsBroken(spoil({ reserved: decimal(4) }))).toContain("reserved of b0: 4 of 3 on hand");
    expect(lawsBroken(spoil({ value: decimal("0.0001") }))).toContain("value of b0: 0.0001 instead of 21");
    expect(lawsBroken(spoil({ average: decimal(8) }))).toContain("folding b0");
    const wants = (wanted: string): Stock => {
      const reservations = new Map(good.state.reservations);
      const held = reservations.get("norm 0");
      if (held !== undefined) reservations.set("norm 0", { ...held, wanted: decimal(wanted) });
      return { ...good, state: { ...good.state, reservations } };
    };
    expect(lawsBroken(wants("5"))).toContain("folding b0");
    const ofBatch = (quantity: string) => ({
      batchId: "batch 0 good",
      bestBefore: "2026-07-01",
      quantity: decimal(quantity),
    });
    expect(lawsBroken(spoil({ batches: [] }))).toContain("batch 0 good on b0: nothing, moved 3");
    expect(lawsBroken(spoil({ batches: [ofBatch("2")] }))).toContain("batch 0 good on b0: 2, moved 3");
    expect(lawsBroken(spoil({ batches: [ofBatch("4")] }))).toContain("batches of b0: 4 of 3");
    expect(lawsBroken(spoil({ batches: [ofBatch("-1")] }))).toContain("batch 0 good lies at -1");
    const moves = (quantity: string) => ({
      ...good,
      movements: good.movements.map((movement) =>
        movement.batches.length === 0 ? movement : { ...movement, batches: [ofBatch(quantity)] },
      ),
    });
    expect(lawsBroken(moves("6"))).toMatch(/batches of .* are more than 5/);
    expect(lawsBroken(moves("-3"))).toMatch(/moves -3 of batch 0 good the other way/);
    expect(lawsBroken({ ...good, valuationLines: [] })).toContain("value of b0");
    expect(lawsBroken({ ...good, movements: good.movements.slice(1) })).toContain("on hand of b0");
  });

  it("catches a rule that is wrong: a return at today's average instead of the value at which it left", () => {
    const wrong = fc.property(history, quantities, (steps, quantity) => {
      const context = contextOfTest();
      const before = happen(steps, context);
      const { stock, issued } = issueAll(before, [{ norm: 0, quantity }], context);
      const issue = at(issued, 0);
      const value = stateOf(stock, "b0").balance.average.times(decimal(quantity)).round(2);
      const after = returnStock(stock, { movement: issue, quantity: decimal(quantity), value }, context);
      expect(text(stateOf(after, "b0").balance.value)).toBe(text(stateOf(before, "b0").balance.value));
    });
    expect(fc.check(wrong, { numRuns: 2_000 }).failed).toBe(true);
  });
});

const isRework = ({ normId }: Movement): boolean =>
  world.norms.find((norm) => norm.id === normId)?.rework ?? false;

function issueAll(
  before: Stock,
  wanted: readonly { norm: number; quantity: string }[],
  context: StockContext,
): { stock: Stock; issued: Movement[] } {
  let stock = before;
  for (const { norm, quantity } of wanted) {
    const { id: normId, orderId, runId, rework } = at(world.norms, norm);
    const issued = issueStock(
      stock,
      { balanceId: "b0", quantity: decimal(quantity), orderId, runId, normId, allowNegative: true, rework },
      context,
    );
    if (issued.ok) stock = issued.value;
  }
  return { stock, issued: stock.movements.slice(before.movements.length) };
}
