import { describe, expect, it } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import { aBalance, aStock, aStockContext, seen, valueOf, withBalance } from "#test/builders/a-stock.ts";
import { adjustStock } from "./adjust-stock.ts";
import { receiveStock } from "./receive-stock.ts";
import { releaseReservation } from "./release-reservation.ts";
import { reserveStock } from "./reserve-stock.ts";
import { missingOf, type Stock } from "./stock-state.ts";
import { transferStock } from "./transfer-stock.ts";
import { valueCaptured } from "./value-captured.ts";

const context = aStockContext();
const linesOf = (stock: Stock): unknown[] =>
  stock.valuationLines.map((line) => [line.reason, text(line.amount)]);

describe("a receipt", () => {
  const receive = (stock: Stock, quantity: string, value: string): Stock =>
    receiveStock(
      stock,
      { balanceId: "b", quantity: decimal(quantity), value: decimal(value), kind: "receipt" },
      context,
    );

  it("moves the average", () => {
    const after = receive(receive(aStock(), "10", "100"), "5", "80");
    expect(seen(after)).toMatchObject({ onHand: "15", value: "180", average: "12" });
    expect(after.state.balances.get("b")).toMatchObject({ hasReceipts: true, version: 2 });
  });

  it("onto below zero sets the average to its own price; what left too cheap is worth lost", () => {
    const after = receive(aStock({ onHand: "-2", average: "3" }), "10", "50");
    expect(seen(after)).toMatchObject({ onHand: "8", value: "40", average: "5" });
    expect(linesOf(after)).toEqual([["receipt_below_zero", "4"]]);
  });

  it("onto nothing has its own price; a rest of roundings that lay there is worth lost", () => {
    const after = receive(aStock({ onHand: "0", average: "3", value: "0.0001" }), "1", "0.0005");
    expect(seen(after)).toMatchObject({ onHand: "1", value: "0.0005", average: "0.0005" });
    expect(linesOf(after)).toEqual([["receipt_below_zero", "0.0001"]]);
  });

  it("that doesn't reach zero leaves below zero at its own price", () => {
    const after = receive(aStock({ onHand: "-5", average: "3" }), "3", "6");
    expect(seen(after)).toMatchObject({ onHand: "-2", value: "-4", average: "2" });
    expect(linesOf(after)).toEqual([["receipt_below_zero", "-5"]]);
  });
});

describe("a reservation", () => {
  const reserve = (stock: Stock, wanted: string, normId = "n") =>
    reserveStock(
      stock,
      { balanceId: "b", orderId: "o", normId, wanted: decimal(wanted), priorityRank: 1, dueAt: null },
      context,
    );

  it("takes what is free and no more, and adds to what the norm has", () => {
    const first = reserve(aStock({ onHand: "10", average: "1" }), "4");
    const second = reserve(first.stock, "20");
    expect([text(first.reserved), text(second.reserved)]).toEqual(["4", "6"]);
    expect(seen(second.stock)).toMatchObject({ reserved: "10", held: { n: "10" } });
    expect(reserve(second.stock, "20").stock).toBe(second.stock);
  });

  it("stands also where nothing is free, short of all that is wanted", () => {
    const { stock, reserved } = reserve(aStock({ onHand: "-1" }), "1");
    expect(text(reserved)).toBe("0");
    const short = stock.state.reservations.get("n");
    expect(short === undefined ? null : text(missingOf(short))).toBe("1");
  });

  it("is released to nothing and closed, and opened again by a new one", () => {
    const { stock } = reserve(aStock({ onHand: "10", average: "1" }), "4");
    const released = releaseReservation(stock, { normId: "n" }, context);
    expect(seen(released)).toMatchObject({ reserved: "0", held: { n: "0" } });
    expect(released.state.reservations.get("n")?.closed).toBe(true);
    expect(releaseReservation(released, { normId: "n" }, context)).toBe(released);
    const again = reserve(released, "2").stock;
    expect(again.state.reservations.get("n")).toMatchObject({ closed: false });
    expect(seen(again)).toMatchObject({ reserved: "2" });
  });
});

describe("a count", () => {
  const count = (stock: Stock, counted: string): Stock =>
    adjustStock(stock, { balanceId: "b", counted: decimal(counted), note: "shelf 3" }, context);

  it("finds more or less at the average, which stays", () => {
    const stock = aStock({ onHand: "10", average: "2" });
    expect(seen(count(stock, "12"))).toMatchObject({ onHand: "12", value: "24", average: "2" });
    expect(seen(count(stock, "7"))).toMatchObject({ onHand: "7", value: "14", average: "2" });
    expect(count(stock, "10")).toBe(stock);
  });

  it("makes reservations yield where less is there than was reserved", () => {
    const stock = aStock({ onHand: "10", average: "2" }, [
      { norm: "low", quantity: "4", rank: 0 },
      { norm: "high", quantity: "5", rank: 2 },
    ]);
    expect(seen(count(stock, "6"))).toMatchObject({ reserved: "6", held: { low: "1", high: "5" } });
  });

  it("finds what never had a price at 0, and says so", () => {
    const after = count(aStock(), "3");
    expect(seen(after)).toMatchObject({ onHand: "3", value: "0", average: "0" });
    expect(after.facts[0]?.data).toMatchObject({ noPrice: true });
    expect(after.state.balances.get("b")?.hasReceipts).toBe(false);
  });

  it("of nothing is worth nothing, from above and from below", () => {
    const fromAbove = count(aStock({ onHand: "3", average: "3.3333333333", value: "10.0002" }), "0");
    expect(seen(fromAbove)).toMatchObject({ onHand: "0", value: "0" });
    const fromBelow = count(aStock({ onHand: "-3", average: "3.3333333333", value: "-10.0001" }), "0");
    expect(seen(fromBelow)).toMatchObject({ onHand: "0", value: "0" });
  });
});

describe("a transfer", () => {
  const transfer = (stock: Stock, quantity: string) =>
    transferStock(stock, { fromBalanceId: "b", toBalanceId: "c", quantity: decimal(quantity) }, context);

  it("moves what is free at its value, and the other side's average follows", () => {
    const stock = withBalance(
      aStock({ onHand: "10", average: "2" }, [{ norm: "n", quantity: "6" }]),
      aBalance("c", { onHand: "4", average: "5" }),
    );
    const after = valueOf(transfer(stock, "4"));
    expect(seen(after)).toMatchObject({ onHand: "6", value: "12" });
    expect(seen(after, "c")).toMatchObject({ onHand: "8", value: "28", average: "3.5" });
    const [out, into] = after.movements;
    expect([out?.pairId, into?.pairId]).toEqual([into?.id, out?.id]);
    expect(transfer(stock, "4.000001")).toMatchObject({
      ok: false,
      refusal: { code: "not_enough_free", data: { free: "4", missing: "0.000001" } },
    });
  });

  it("of what never had a price leaves the other side without one", () => {
    const stock = withBalance(aStock({ onHand: "3" }), aBalance("c", {}));
    const after = valueOf(transfer(stock, "3"));
    expect(after.state.balances.get("c")?.hasReceipts).toBe(false);
  });

  it("onto below zero is a valuation line of its own kind", () => {
    const stock = withBalance(
      aStock({ onHand: "10", average: "2" }),
      aBalance("c", { onHand: "-1", average: "5" }),
    );
    const after = valueOf(transfer(stock, "3"));
    expect(seen(after, "c")).toMatchObject({ onHand: "2", value: "4", average: "2" });
    expect(linesOf(after)).toEqual([["transfer", "-3"]]);
  });
});

describe("a captured price", () => {
  it("that differs from the value that left is a line between stock and cost; the balance keeps its worth", () => {
    const stock = aStock({ onHand: "10", average: "2" });
    const capture = (valueLeft: string, captured: string): Stock =>
      valueCaptured(
        stock,
        { balanceId: "b", runId: "run", valueLeft: decimal(valueLeft), captured: decimal(captured) },
        context,
      );
    expect(capture("8", "8")).toBe(stock);
    const after = capture("8", "9.5");
    expect(linesOf(after)).toEqual([["captured_price", "-1.5"]]);
    expect(seen(after)).toEqual(seen(stock));
    expect(after.facts).toMatchObject([{ kind: "stock_revalued", version: 1, data: { difference: "-1.5" } }]);
  });
});
