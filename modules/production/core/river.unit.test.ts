import { describe, expect, it } from "vitest";
import { aToldFloor } from "#test/builders/told-floor.ts";
import type { OrderWish } from "#test/builders/an-order-state.ts";
import type { OrderFact } from "./order-fact.ts";
import { actsToShow, isTurn, type River, riverOf } from "./river.ts";
import { riverCells } from "./river-tally.ts";

/** An order told act by act, and its river: each stage in words, without what is nought. */
function aRiver(wish: OrderWish) {
  const floor = aToldFloor(wish);
  const acts: OrderFact[][] = [[...floor.log]];
  const act = (tell: () => unknown): void => {
    const before = floor.log.length;
    tell();
    acts.push(floor.log.slice(before));
  };
  const river = (): River => riverOf(floor.state.order.id, acts);
  return { floor, act, acts, river, shown: () => river().frames.map((frame) => inWords(river(), frame)) };
}

function inWords({ stages }: River, { cells, counts, back }: River["frames"][number]) {
  const width = riverCells.length;
  const words = Object.fromEntries(
    stages.flatMap(({ key }, place) => {
      const here = riverCells.flatMap((name, cell) => {
        const units = cells[place * width + cell] ?? 0;
        return units === 0 ? [] : [`${units} ${name}`];
      });
      return here.length === 0 ? [] : [[key, here.join(", ")]];
    }),
  );
  const order = (["through", "received", "writtenOff", "withdrawn"] as const).flatMap((name) =>
    counts[name] === 0 ? [] : [`${counts[name]} ${name}`],
  );
  const nameOf = (id = ""): string => stages.find((stage) => stage.id === id)?.key ?? "";
  const returned = [...back].map(([key, units]) => `${units} ${key.split(" ").map(nameOf).join(" to ")}`);
  return {
    ...words,
    ...(order.length > 0 && { order: order.join(", ") }),
    ...(returned.length > 0 && { back: returned.join() }),
  };
}

const four: OrderWish = {
  quantity: 20,
  batchMode: "split",
  stages: [{ key: "S1" }, { key: "S2" }, { key: "S3" }, { key: "S4" }],
};

describe("the river of twenty blanks", () => {
  it("shows act by act where each of them is: three go back, one is written off, nineteen are received", () => {
    const { floor, act, shown } = aRiver(four);
    act(() => floor.start("S1"));
    act(() => floor.finish("S1"));
    act(() => floor.start("S2"));
    act(() => floor.defect("S2", { units: 3, to: "S1" }));
    act(() => floor.finish("S2", { lot: "1" }));
    act(() => floor.start("S1", { lot: "1.1" }));
    act(() => floor.finish("S1", { lot: "1.1" }));
    act(() => floor.start("S2", { lot: "1.1" }));
    act(() => floor.finish("S2", { lot: "1.1" }));
    act(() => floor.start("S3", { lot: "1.1" }));
    act(() => floor.finish("S3", { lot: "1.1" }));
    act(() => floor.start("S4", { lot: "1.1" }));
    act(() => floor.finish("S4", { lot: "1.1" }));
    act(() => floor.start("S3", { lot: "1" }));
    act(() => floor.defect("S3", { units: 1, lot: "1" }));
    act(() => floor.finish("S3", { lot: "1" }));
    act(() => floor.start("S4", { lot: "1" }));
    act(() => floor.finish("S4", { lot: "1" }));
    const back = "3 S2 to S1";
    expect(shown()).toEqual([
      { S1: "20 waiting" },
      { S1: "20 working" },
      { S1: "20 past", S2: "20 waiting" },
      { S1: "20 past", S2: "20 working" },
      { S1: "3 waiting, 17 past", S2: "17 working", back },
      { S1: "3 waiting, 17 past", S2: "17 past", S3: "17 waiting", back },
      { S1: "3 working, 17 past", S2: "17 past", S3: "17 waiting", back },
      { S1: "20 past", S2: "3 waiting, 17 past", S3: "17 waiting", back },
      { S1: "20 past", S2: "3 working, 17 past", S3: "17 waiting", back },
      { S1: "20 past", S2: "20 past", S3: "20 waiting", back },
      { S1: "20 past", S2: "20 past", S3: "17 waiting, 3 working", back },
      { S1: "20 past", S2: "20 past", S3: "17 waiting, 3 past", S4: "3 waiting", back },
      { S1: "20 past", S2: "20 past", S3: "17 waiting, 3 past", S4: "3 working", back },
      { S1: "20 past", S2: "20 past", S3: "17 waiting, 3 past", S4: "3 past", order: "3 received", back },
      { S1: "20 past", S2: "20 past", S3: "17 working, 3 past", S4: "3 past", order: "3 received", back },
      {
        S1: "20 past",
        S2: "20 past",
        S3: "16 working, 3 past, 1 writtenOff",
        S4: "3 past",
        order: "3 received, 1 writtenOff",
        back,
      },
      {
        S1: "20 past",
        S2: "20 past",
        S3: "19 past, 1 writtenOff",
        S4: "16 waiting, 3 past",
        order: "3 received, 1 writtenOff",
        back,
      },
      {
        S1: "20 past",
        S2: "20 past",
        S3: "19 past, 1 writtenOff",
        S4: "16 working, 3 past",
        order: "3 received, 1 writtenOff",
        back,
      },
      {
        S1: "20 past",
        S2: "20 past",
        S3: "19 past, 1 writtenOff",
        S4: "19 past",
        order: "19 received, 1 writtenOff",
        back,
      },
    ]);
  });
});

describe("the river", () => {
  it("flows back where a return is taken back", () => {
    const { floor, act, shown } = aRiver(four);
    act(() => floor.start("S1"));
    act(() => floor.defect("S1", { units: 3, to: "S1" }));
    act(() => floor.undo());
    expect(shown().slice(2)).toEqual([
      { S1: "3 waiting, 17 working", back: "3 S1 to S1" },
      { S1: "20 working" },
    ]);
  });

  it("counts units in branches side by side at each of them, and once over the order", () => {
    const { floor, act, river, shown } = aRiver({
      quantity: 4,
      batchMode: "whole",
      stages: [
        { key: "cut" },
        { key: "left", waitsFor: ["cut"] },
        { key: "right", waitsFor: ["cut"] },
        { key: "join", waitsFor: ["left", "right"] },
      ],
    });
    act(() => floor.start("cut"));
    act(() => floor.finish("cut"));
    act(() => floor.start("left"));
    act(() => floor.finish("left"));
    expect(shown().slice(2)).toEqual([
      { cut: "4 past", left: "4 waiting", right: "4 waiting" },
      { cut: "4 past", left: "4 working", right: "4 waiting" },
      { cut: "4 past", left: "4 past", right: "4 waiting" },
    ]);
    expect(river().frames.map((frame) => frame.counts.inWork)).toEqual([4, 4, 4, 4, 4]);
  });

  it("passes over a stage that is switched off, and shows what waits for its receipt or was withdrawn", () => {
    const { floor, act, shown } = aRiver({
      quantity: 2,
      batchMode: "per_unit",
      stages: [{ key: "cut" }, { key: "engrave", off: true }, { key: "pack", waitMinutes: 60 }],
    });
    act(() => floor.start("cut", { lots: ["#1"] }));
    act(() => floor.finish("cut", { lots: ["#1"] }));
    act(() => floor.start("pack", { lots: ["#1"] }));
    act(() => floor.finish("pack", { lots: ["#1"] }));
    act(() => floor.changeQuantity(3));
    act(() => floor.cancelOrder());
    expect(shown().slice(2)).toEqual([
      { cut: "1 waiting, 1 past", pack: "1 waiting" },
      { cut: "1 waiting, 1 past", pack: "1 working" },
      { cut: "1 waiting, 1 past", pack: "1 past", order: "1 through" },
      { cut: "2 waiting, 1 past", pack: "1 past", order: "1 through" },
      { cut: "1 past, 2 withdrawn", pack: "1 past", order: "3 withdrawn" },
    ]);
  });

  it("has no frame where nothing moved, and one only where it is asked for", () => {
    const { floor, act, acts, river } = aRiver(four);
    act(() => floor.start("S1"));
    act(() => floor.progress("S1", 5));
    act(() => floor.pause("S1"));
    expect(river().frames.map((frame) => frame.act)).toEqual([0, 1, 3]);
    expect(riverOf("order", acts, (each) => each === 3).frames.map((frame) => frame.act)).toEqual([3]);
  });
});

describe("a log that is longer than the picture", () => {
  const turnsAt = (length: number, turns: readonly number[]) =>
    Array.from({ length }, (_, act) => turns.includes(act));

  it("is shown whole where it fits", () => {
    expect(actsToShow(turnsAt(5, []), 5)).toEqual([0, 1, 2, 3, 4]);
  });

  it("keeps its first, its last and its turns, and of the rest one in so many", () => {
    const shown = actsToShow(turnsAt(1000, [333, 777]), 20);
    expect(shown).toHaveLength(20);
    expect(shown).toEqual(expect.arrayContaining([0, 333, 777, 999]));
    const gaps = shown.slice(1).map((act, place) => act - (shown[place] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(70);
  });

  it("thins the turns too where there are more than half of the frames", () => {
    const shown = actsToShow(Array<boolean>(1000).fill(true), 20);
    expect(shown).toHaveLength(20);
    expect(isTurn([{ kind: "run_started" }, { kind: "lot_returned" }])).toBe(true);
    expect(isTurn([{ kind: "run_started" }])).toBe(false);
  });
});
