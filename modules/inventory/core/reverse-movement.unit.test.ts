import { describe, expect, it } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import { aStock, aStockContext, seen, valueOf } from "#test/builders/a-stock.ts";
import { issueStock } from "./issue-stock.ts";
import { receiveStock } from "./receive-stock.ts";
import { releaseReservation } from "./release-reservation.ts";
import { reserveStock } from "./reserve-stock.ts";
import { returnStock } from "./return-stock.ts";
import { restoreReservation, reverseMovement, reverseValuation } from "./reverse-movement.ts";
import type { Movement, Stock } from "./stock-state.ts";

/** What an undo does to stock, step by step backwards. */
const context = aStockContext();

const last = (stock: Stock): Movement => {
  const movement = stock.movements.at(-1);
  if (movement === undefined) throw new Error("Nothing moved");
  return movement;
};
const issued = (stock: Stock, quantity: string, normId: string | null = null): Stock => {
  const how = { orderId: null, runId: null, normId, allowNegative: true };
  return valueOf(issueStock(stock, { balanceId: "b", quantity: decimal(quantity), ...how }, context));
};
const received = (stock: Stock, quantity: string, value: string): Stock =>
  receiveStock(
    stock,
    { balanceId: "b", quantity: decimal(quantity), value: decimal(value), kind: "output" },
    context,
  );
const reserved = (stock: Stock, normId: string, wanted: string): Stock =>
  reserveStock(
    stock,
    {
      balanceId: "b",
      orderId: `order of ${normId}`,
      normId,
      wanted: decimal(wanted),
      priorityRank: 1,
      dueAt: null,
    },
    context,
  ).stock;
const reversed = (stock: Stock, movement: Movement): Stock =>
  valueOf(reverseMovement(stock, movement, context));

describe("an issue taken back", () => {
  it("comes back as if it had not gone, to the reservations that gave it", () => {
    const before = aStock({ onHand: "10", average: "3.3333333333" }, [{ norm: "n", quantity: "4" }]);
    const gone = issued(before, "6", "n");
    expect(seen(reversed(gone, last(gone)))).toEqual(seen(before));
  });
});

describe("a return taken back", () => {
  it("goes out again at its own value, and takes from the reservations that it had filled", () => {
    // all that is there is reserved: without them giving way there would be nothing to take
    const stock = aStock({ onHand: "10", average: "2" }, [
      { norm: "n", quantity: "4" },
      { norm: "other", quantity: "6", rank: 0 },
    ]);
    const gone = issued(stock, "7", "n");
    const back = returnStock(gone, { movement: last(gone), quantity: decimal("7") }, context);
    expect(seen(back)).toEqual(seen(stock));
    const again = reversed(back, last(back));
    expect(seen(again)).toEqual(seen(gone));
    // and what it took comes back to them, when that is taken back in turn
    expect(seen(returnStock(again, { movement: last(again), quantity: decimal("7") }, context))).toEqual(
      seen(stock),
    );
  });

  it("is refused where others have reserved since what came back", () => {
    const gone = issued(aStock({ onHand: "5", average: "2" }), "5");
    const back = returnStock(gone, { movement: last(gone), quantity: decimal("5") }, context);
    const promised = reserved(back, "new", "3");
    expect(reverseMovement(promised, last(back), context)).toEqual({
      ok: false,
      refusal: { code: "undo_stock_gone", data: { variantId: "v", free: "0", missing: "3" } },
    });
  });
});

describe("finished goods taken back", () => {
  it("go out at the value at which they came in; the average is what it was", () => {
    const before = aStock({ onHand: "3", average: "7" });
    const made = received(before, "4", "100");
    expect(seen(reversed(made, last(made)))).toEqual(seen(before));
  });

  it("leave what has come in since at its own worth", () => {
    const made = received(aStock(), "4", "100");
    const more = received(made, "2", "10");
    const after = reversed(more, last(made));
    expect(seen(after)).toMatchObject({ onHand: "2", value: "10", average: "5" });
  });

  it("are refused where they are gone or promised, saying how many are missing", () => {
    const made = received(aStock(), "4", "100");
    const promised = reserved(made, "shop", "1");
    expect(reverseMovement(promised, last(made), context)).toEqual({
      ok: false,
      refusal: { code: "undo_stock_gone", data: { variantId: "v", free: "3", missing: "1" } },
    });
    const shipped = issued(made, "4");
    expect(reverseMovement(shipped, last(made), context)).toMatchObject({
      refusal: { data: { free: "0", missing: "4" } },
    });
  });
});

it("a receipt is not taken back this way: that is a correction, and asking is a fault", () => {
  const stock = receiveStock(
    aStock(),
    { balanceId: "b", quantity: decimal("1"), value: decimal("1"), kind: "receipt" },
    context,
  );
  expect(() => reverseMovement(stock, last(stock), context)).toThrow(/receipt/);
});

describe("a valuation line taken back", () => {
  it.each(["captured_price", "receipt_below_zero"] as const)(
    "is mirrored under its own reason: %s",
    (reason) => {
      const line = {
        id: "line",
        balanceId: "b",
        movementId: null,
        runId: "run",
        amount: decimal("1.25"),
        reason,
        at: context.now,
      };
      const after = reverseValuation(aStock({ onHand: "1", average: "5" }), line, context);
      expect(after.valuationLines.map((each) => [each.reason, text(each.amount)])).toEqual([
        [reason, "-1.25"],
      ]);
    },
  );
});

describe("a reservation brought back", () => {
  it("opens again, as far as it is free", () => {
    const held = aStock({ onHand: "5", average: "1" }, [{ norm: "n", quantity: "4" }]);
    const closed = releaseReservation(held, { normId: "n" }, context);
    const wish = { normId: "n", quantity: decimal("4"), closed: false };
    expect(seen(restoreReservation(closed, wish, context))).toEqual(seen(held));
    const promised = reserved(closed, "other", "3");
    expect(seen(restoreReservation(promised, wish, context))).toMatchObject({ held: { n: "2", other: "3" } });
  });

  it("that is as it was wished makes no fact", () => {
    const held = aStock({ onHand: "5", average: "1" }, [{ norm: "n", quantity: "4" }]);
    expect(restoreReservation(held, { normId: "n", quantity: decimal("4"), closed: false }, context)).toBe(
      held,
    );
    expect(restoreReservation(held, { normId: "none", quantity: decimal("4"), closed: false }, context)).toBe(
      held,
    );
  });
});
