import { describe, expect, it } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import { aBalance, aStock, aStockContext, seen, valueOf, withBalance } from "#test/builders/a-stock.ts";
import { issueStock } from "./issue-stock.ts";
import { moveReservation } from "./move-reservation.ts";
import { reduceReservation } from "./reduce-reservation.ts";
import { letGoReservation } from "./release-reservation.ts";
import { reserveStock } from "./reserve-stock.ts";
import { missingOf, type Stock } from "./stock-state.ts";

const context = aStockContext();

/** What a norm holds, wants and misses. */
function of(stock: Stock, normId: string): string {
  const reservation = stock.state.reservations.get(normId);
  if (reservation === undefined) return "none";
  const { quantity, wanted } = reservation;
  return [quantity, wanted, missingOf(reservation)].map(text).join(" ");
}
const issue = (stock: Stock, quantity: string, normId: string, rework = false): Stock =>
  valueOf(
    issueStock(
      stock,
      {
        balanceId: "b",
        quantity: decimal(quantity),
        orderId: null,
        runId: null,
        normId,
        allowNegative: true,
        rework,
      },
      context,
    ),
  );
const reserve = (stock: Stock, normId: string, wanted: string, balanceId = "b"): Stock =>
  reserveStock(
    stock,
    {
      balanceId,
      orderId: `order of ${normId}`,
      normId,
      wanted: decimal(wanted),
      priorityRank: 1,
      dueAt: null,
    },
    context,
  ).stock;

describe("what a norm wants", () => {
  it("falls by what is consumed for it, below zero where that is more than it needs", () => {
    const stock = aStock({ onHand: "10", average: "1" }, [{ norm: "own", quantity: "3", wanted: "5" }]);
    expect(of(stock, "own")).toBe("3 5 2");
    expect(of(issue(stock, "2", "own"), "own")).toBe("1 3 2");
    expect(of(issue(stock, "4", "own"), "own")).toBe("0 1 1");
    expect(of(issue(stock, "6", "own"), "own")).toBe("0 -1 0");
  });

  it("stays where rework consumes: that takes what is free, and only then the norm's own", () => {
    const stock = aStock({ onHand: "6", average: "1" }, [
      { norm: "own", quantity: "3" },
      { norm: "other", quantity: "2", rank: 0 },
    ]);
    expect(of(issue(stock, "1", "own", true), "own")).toBe("3 3 0");
    const more = issue(stock, "2", "own", true);
    expect([of(more, "own"), of(more, "other")]).toEqual(["2 3 1", "2 2 0"]);
    const most = issue(stock, "5", "own", true);
    expect([of(most, "own"), of(most, "other")]).toEqual(["0 3 3", "1 2 1"]);
  });

  it("leaves a shortage to those who yield", () => {
    const stock = aStock({ onHand: "3", average: "1" }, [{ norm: "other", quantity: "3" }]);
    expect(of(issue(stock, "2", "own"), "other")).toBe("1 3 2");
  });

  it("is said anew, and what is held beyond it is free", () => {
    const stock = aStock({ onHand: "5", average: "1" }, [{ norm: "n", quantity: "4", wanted: "6" }]);
    const want = (wanted: string) =>
      reduceReservation(stock, { normId: "n", wanted: decimal(wanted) }, context);
    expect(of(want("5"), "n")).toBe("4 5 1");
    expect(of(want("1"), "n")).toBe("1 1 0");
    expect(seen(want("1"))).toMatchObject({ reserved: "1" });
    expect(of(want("-2"), "n")).toBe("0 -2 0");
    expect(want("6")).toBe(stock);
  });
});

describe("a material that is picked anew", () => {
  it("lets the first go and is reserved where it lies now", () => {
    const first = aStock({ onHand: "5", average: "1" }, [{ norm: "n", quantity: "4" }]);
    const both = withBalance(first, aBalance("other", { onHand: "3", average: "1" }));
    const after = reserve(both, "n", "4", "other");
    expect(seen(after)).toMatchObject({ reserved: "0", held: {} });
    expect(seen(after, "other")).toMatchObject({ reserved: "3", held: { n: "3" } });
    expect(of(after, "n")).toBe("3 4 1");
    expect(after.state.reservations.get("n")?.id).toBe("r0");
  });
});

describe("a reservation that is let go by hand", () => {
  it("holds nothing, stays short, and waits until somebody asks for it", () => {
    const stock = aStock({ onHand: "5", average: "1" }, [{ norm: "n", quantity: "4" }]);
    const free = letGoReservation(stock, "n", context);
    expect(seen(free)).toMatchObject({ reserved: "0", held: { n: "0" } });
    expect(of(free, "n")).toBe("0 4 4");
    expect(free.state.reservations.get("n")).toMatchObject({ closed: false, byHand: true });
    const again = reserve(free, "n", "4");
    expect(of(again, "n")).toBe("4 4 0");
    expect(again.state.reservations.get("n")?.byHand).toBe(false);
  });
});

describe("a reservation moved by hand", () => {
  const stock = aStock({ onHand: "5", average: "1" }, [
    { norm: "from", quantity: "4" },
    { norm: "to", quantity: "1", wanted: "3" },
    { norm: "done", quantity: "0", closed: true },
  ]);
  const move = (fromNormId: string, toNormId: string, quantity: string, of0 = stock) =>
    moveReservation(of0, { fromNormId, toNormId, quantity: decimal(quantity) }, context);

  it("goes over without being free in between, and comes back by the same way", () => {
    const moved = valueOf(move("from", "to", "2"));
    expect([of(moved, "from"), of(moved, "to")]).toEqual(["2 4 2", "3 3 0"]);
    expect(seen(moved)).toMatchObject({ reserved: "5" });
    expect(moved.facts.map((fact) => fact.kind)).toEqual(["stock_reservation_moved"]);
    const back = valueOf(move("to", "from", "2", moved));
    expect([of(back, "from"), of(back, "to")]).toEqual(["4 4 0", "1 3 2"]);
  });

  it("is refused beyond what is held or wanted, and where one of them is over or lies elsewhere", () => {
    expect(move("to", "from", "1")).toMatchObject({
      refusal: { code: "reservation_not_wanted", data: { missing: "0" }, path: ["quantity"] },
    });
    expect(move("from", "to", "5")).toMatchObject({
      refusal: { code: "reservation_not_held", data: { held: "4" }, path: ["quantity"] },
    });
    expect(move("from", "to", "3")).toMatchObject({
      refusal: { code: "reservation_not_wanted", data: { missing: "2" } },
    });
    expect(move("from", "done", "1")).toMatchObject({
      refusal: { code: "reservation_closed", path: ["toNormId"] },
    });
    expect(move("done", "to", "1")).toMatchObject({
      refusal: { code: "reservation_closed", path: ["fromNormId"] },
    });
    expect(move("from", "from", "1")).toMatchObject({ refusal: { code: "reservation_elsewhere" } });
    const apart = reserve(
      withBalance(stock, aBalance("other", { onHand: "1", average: "1" })),
      "far",
      "3",
      "other",
    );
    expect(move("from", "far", "1", apart)).toMatchObject({ refusal: { code: "reservation_elsewhere" } });
  });
});
