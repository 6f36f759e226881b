import { describe, expect, it } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { aBalance, aStock, aStockContext, valueOf, withBalance } from "#test/builders/a-stock.ts";
import { adjustStock } from "./adjust-stock.ts";
import { type BatchPart, evolveLevels } from "./batch-state.ts";
import { countBatches } from "./count-batches.ts";
import { dateBatch } from "./date-batch.ts";
import { daysAfter, finishedBatch } from "./finished-batch.ts";
import { issueStock } from "./issue-stock.ts";
import { drawNamed } from "./pick-batches.ts";
import { receiveStock } from "./receive-stock.ts";
import { remainderOf, returnStock } from "./return-stock.ts";
import { reverseMovement } from "./reverse-movement.ts";
import { type Movement, type Stock, balanceById } from "./stock-state.ts";
import { transferStock } from "./transfer-stock.ts";

// "Today" is 1 June 2026.
const context = aStockContext();
const dates: Record<string, string | null> = {
  early: "2026-06-10",
  late: "2026-07-01",
  today: "2026-06-01",
  old: "2026-05-31",
  undated: null,
};

function receive(
  stock: Stock,
  batch: string | null,
  quantity: string,
  kind: "receipt" | "output" = "receipt",
) {
  const of = batch === null ? null : { id: batch, bestBefore: dates[batch] ?? null };
  const value = decimal(quantity).times(2);
  return receiveStock(
    stock,
    { balanceId: "b", quantity: decimal(quantity), value, kind, batch: of },
    context,
  );
}

const shelf = (...batches: [string | null, string][]): Stock =>
  batches.reduce((stock, [batch, quantity]) => receive(stock, batch, quantity), aStock());

function issue(stock: Stock, quantity: string, how: Partial<Parameters<typeof issueStock>[1]> = {}) {
  const wish = { balanceId: "b", orderId: null, runId: "run", normId: null, allowNegative: true };
  return issueStock(stock, { ...wish, quantity: decimal(quantity), ...how }, context);
}

const taken = (stock: Stock, quantity: string): Stock => valueOf(issue(stock, quantity));
const last = (stock: Stock): Movement => {
  const movement = stock.movements.at(-1);
  if (movement === undefined) throw new Error("Nothing moved");
  return movement;
};
const texts = (parts: readonly BatchPart[]) =>
  Object.fromEntries(parts.map((part) => [part.batchId, text(part.quantity)]));
const lies = (stock: Stock, id: Id = "b") => texts(balanceById(stock, id).batches);
const moved = (stock: Stock) => texts(last(stock).batches);

describe("what goes out", () => {
  it("is of the batch that expires first, then of the next", () => {
    const stock = taken(shelf(["late", "5"], ["early", "3"]), "4");
    expect(moved(stock)).toEqual({ early: "-3", late: "-1" });
    expect(lies(stock)).toEqual({ late: "4" });
  });

  it("takes what has no batch before what has no date, and what has expired last; today is still good", () => {
    const stock = shelf(["old", "1"], ["undated", "1"], [null, "1"], ["today", "1"], ["early", "1"]);
    const order: Record<string, string>[] = [];
    let now = stock;
    for (let step = 0; step < 5; step += 1) {
      now = taken(now, "1");
      order.push(moved(now));
    }
    expect(order).toEqual([{ today: "-1" }, { early: "-1" }, {}, { undated: "-1" }, { old: "-1" }]);
  });

  it("has no batch where it goes below zero", () => {
    const stock = taken(shelf(["early", "3"]), "5");
    expect([moved(stock), lies(stock)]).toEqual([{ early: "-3" }, {}]);
  });

  it("is of the batches that are named, the rest by date", () => {
    const stock = shelf(["late", "5"], ["early", "3"]);
    const named = [{ batchId: "late", quantity: decimal(2) }];
    expect(moved(valueOf(issue(stock, "3", { batches: named })))).toEqual({ late: "-2", early: "-1" });
  });

  it("refuses more of a batch than lies there, and more in batches than goes out", () => {
    const stock = shelf(["late", "5"], ["early", "3"]);
    const named = (quantity: string) => [{ batchId: "early", quantity: decimal(quantity) }];
    expect(issue(stock, "6", { batches: named("4") })).toMatchObject({
      refusal: { code: "batch_short", data: { batchId: "early", left: "3", missing: "1" } },
    });
    expect(issue(stock, "6", { batches: [{ batchId: "undated", quantity: decimal(1) }] })).toMatchObject({
      refusal: { code: "batch_short", data: { left: "0", missing: "1" } },
    });
    expect(issue(stock, "1", { batches: named("2") })).toMatchObject({
      refusal: { code: "batches_too_many", data: { named: "2", quantity: "1" } },
    });
    expect(
      issue(stock, "6", { batches: [...named("2"), ...named("2")] }),
      "the same one twice is one",
    ).toMatchObject({ refusal: { code: "batch_short" } });
  });

  it("ships nothing expired unless it is named, and always what is good", () => {
    const stock = shelf(["old", "2"], ["early", "3"]);
    const ship = (quantity: string, old?: string) =>
      issue(stock, quantity, {
        kind: "shipment",
        allowNegative: false,
        ...(old === undefined ? {} : { batches: [{ batchId: "old", quantity: decimal(old) }] }),
      });
    expect(moved(valueOf(ship("3")))).toEqual({ early: "-3" });
    expect(ship("4")).toMatchObject({
      refusal: { code: "batch_expired", data: { batchId: "old", bestBefore: "2026-05-31", quantity: "1" } },
    });
    expect(moved(valueOf(ship("4", "1")))).toEqual({ old: "-1", early: "-3" });
    expect(moved(taken(stock, "4")), "the floor may use it").toEqual({ early: "-3", old: "-1" });
  });
});

describe("what comes in", () => {
  it("joins the batch, and leaves what fills a hole out of it", () => {
    expect(lies(shelf(["early", "2"], ["early", "3"]))).toEqual({ early: "5" });
    const filled = receive(taken(aStock(), "4"), "early", "10");
    expect([moved(filled), lies(filled)]).toEqual([{ early: "6" }, { early: "6" }]);
    expect(lies(receive(taken(aStock(), "4"), "early", "3"))).toEqual({});
  });

  it("comes back to the very batches, the one that keeps longest first", () => {
    const stock = taken(shelf(["late", "5"], ["early", "3"], ["undated", "9"]), "6");
    const back = returnStock(stock, { movement: last(stock), quantity: decimal(4) }, context);
    expect([moved(back), lies(back)]).toEqual([
      { late: "3", early: "1" },
      { early: "1", late: "5", undated: "9" },
    ]);
    const rest = remainderOf(last(stock), back.movements);
    const whole = returnStock(back, { movement: rest, quantity: decimal(2) }, context);
    expect(lies(whole)).toEqual({ early: "3", late: "5", undated: "9" });
  });

  it("lets a return that is taken back take the very same ones again", () => {
    const stock = taken(shelf(["late", "5"], ["early", "3"]), "4");
    const back = returnStock(stock, { movement: last(stock), quantity: decimal(4) }, context);
    const again = valueOf(reverseMovement(back, last(back), context));
    expect([moved(again), lies(again)]).toEqual([{ late: "-1", early: "-3" }, { late: "4" }]);
  });

  it("takes finished goods back only while the very same ones lie there", () => {
    const made = receive(shelf(["late", "5"]), "early", "3", "output");
    expect(lies(valueOf(reverseMovement(made, last(made), context)))).toEqual({ late: "5" });
    const sold = taken(made, "1");
    expect(reverseMovement(sold, last(made), context)).toMatchObject({
      refusal: { code: "undo_stock_gone", data: { free: "2", missing: "1" } },
    });
  });
});

describe("a transfer", () => {
  it("carries the batches over, by date or by name", () => {
    const stock = withBalance(shelf(["late", "5"], ["early", "3"]), aBalance("c", {}));
    const move = (named?: string) =>
      valueOf(
        transferStock(
          stock,
          {
            fromBalanceId: "b",
            toBalanceId: "c",
            quantity: decimal(4),
            ...(named === undefined ? {} : { batches: [{ batchId: named, quantity: decimal(4) }] }),
          },
          context,
        ),
      );
    expect([lies(move()), lies(move(), "c")]).toEqual([{ late: "4" }, { early: "3", late: "1" }]);
    expect([lies(move("late")), lies(move("late"), "c")]).toEqual([{ early: "3", late: "1" }, { late: "4" }]);
  });
});

describe("a count", () => {
  const counted = (stock: Stock, all: string, batches: Record<string, string>) =>
    countBatches(
      stock,
      {
        balanceId: "b",
        counted: decimal(all),
        note: "",
        batches: Object.entries(batches).map(([id, quantity]) => ({
          batch: { id, bestBefore: dates[id] ?? null },
          counted: decimal(quantity),
        })),
      },
      context,
    );

  it("finds each batch by itself, also where all together agree", () => {
    const stock = valueOf(counted(shelf(["late", "5"], ["early", "3"]), "8", { late: "4", early: "4" }));
    expect(lies(stock)).toEqual({ early: "4", late: "4" });
    expect(stock.movements.slice(2).map((movement) => text(movement.quantity))).toEqual(["1", "-1"]);
  });

  it("leaves batches that were not named as they are, and the rest without a batch", () => {
    const stock = valueOf(counted(shelf(["late", "5"], ["early", "3"], [null, "2"]), "7", { late: "3" }));
    expect([lies(stock), text(balanceById(stock, "b").onHand)]).toEqual([{ early: "3", late: "3" }, "7"]);
    const found = valueOf(counted(taken(aStock(), "4"), "6", { early: "5" }));
    expect([lies(found), text(balanceById(found, "b").onHand)]).toEqual([{ early: "5" }, "6"]);
  });

  it("refuses batches that add up to more than was counted", () => {
    expect(counted(shelf(["late", "5"], ["early", "3"]), "4", { late: "2" })).toMatchObject({
      refusal: { code: "count_below_batches", data: { counted: "4", batches: "5" } },
    });
  });

  it("takes what is missing from what expires first where nobody told batches apart", () => {
    const stock = shelf(["late", "5"], ["early", "3"]);
    const less = adjustStock(stock, { balanceId: "b", counted: decimal(6), note: "" }, context);
    expect(lies(less)).toEqual({ early: "1", late: "5" });
    const more = adjustStock(stock, { balanceId: "b", counted: decimal(9), note: "" }, context);
    expect(lies(more)).toEqual({ early: "3", late: "5" });
  });
});

describe("a finished lot", () => {
  const kept = (stock: Stock, shelfLifeDays: number | null, traced = false): Stock => ({
    ...stock,
    state: { ...stock.state, timeZone: "Europe/Kyiv", keeping: new Map([["v", { traced, shelfLifeDays }]]) },
  });
  const lot = (number: string) => ({ id: `lot ${number}`, number });
  const finish = (stock: Stock, of: { id: Id; number: string } | null, at = context) =>
    finishedBatch(stock, { variantId: "v", orderId: "order", orderNumber: 42, lot: of }, at);
  const late = { ...context, now: new Date("2026-06-01T22:30:00Z") };

  it("is a batch by the order's number and the lot's, good for its shelf life from the day it is there", () => {
    expect(finish(kept(aStock(), 30), lot("1")).batch).toMatchObject({
      number: "42",
      bestBefore: "2026-07-01",
      orderId: "order",
    });
    expect(finish(kept(aStock(), 30), lot("1.2"), late).batch).toMatchObject({
      number: "42-1.2",
      bestBefore: "2026-07-02",
    });
    expect(finish(kept(aStock(), null, true), lot("1")).batch).toMatchObject({ bestBefore: null });
    expect(finish(kept(aStock(), null), lot("1")).batch).toBeNull();
    expect(daysAfter("2028-02-28", 2)).toBe("2028-03-01");
  });

  it("is the batch that it was when it is finished again, dated anew", () => {
    const first = finish(kept(aStock(), 30), lot("1"));
    const again = finish(first.stock, lot("1"), late);
    expect(again.batch).toMatchObject({ id: first.batch?.id, bestBefore: "2026-07-02", version: 2 });
    expect(again.stock.batches.map((change) => change.kind)).toEqual(["batch_added", "batch_changed"]);
  });

  it("shares a batch with units of the same day, where units go one by one", () => {
    const first = finish(kept(aStock(), 30), null);
    const second = finish(first.stock, null);
    const third = finish(second.stock, null, late);
    expect(second.batch?.id).toBe(first.batch?.id);
    expect([first, third].map(({ batch }) => [batch?.number, batch?.bestBefore])).toEqual([
      ["42", "2026-07-01"],
      ["42/2", "2026-07-02"],
    ]);
  });
});

describe("what lies of batches", () => {
  it("throws where a level would go below zero: a rule would be wrong", () => {
    const change = { batchId: "early", bestBefore: null, quantity: "-1" };
    expect(() => evolveLevels([], [change])).toThrow("below zero");
  });

  it("is dated anew where it lies, and goes in its new turn", () => {
    const stock = shelf(["late", "5"], ["early", "3"]);
    const dated = dateBatch(stock, { id: "late", bestBefore: "2026-06-02" }, context);
    expect(moved(taken(dated, "1"))).toEqual({ late: "-1" });
    expect(dateBatch(dated, { id: "late", bestBefore: "2026-06-02" }, context)).toBe(dated);
  });

  it("is drawn by several takers one after the other", () => {
    const named = [
      { batchId: "early", quantity: decimal(3) },
      { batchId: "late", quantity: decimal(2) },
    ];
    const first = drawNamed(named, decimal(4));
    const second = drawNamed(first.left, decimal(4));
    const shown = (rows: typeof named | typeof first.left) =>
      rows.map((row) => [row.batchId, text(row.quantity)]);
    expect(shown(first.drawn)).toEqual([
      ["early", "3"],
      ["late", "1"],
    ]);
    expect([shown(second.drawn), second.left]).toEqual([[["late", "1"]], []]);
  });
});
