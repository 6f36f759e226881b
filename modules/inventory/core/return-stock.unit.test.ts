import { describe, expect, it } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import { aStock, aStockContext, seen, valueOf } from "#test/builders/a-stock.ts";
import { issueStock } from "./issue-stock.ts";
import { receiveStock } from "./receive-stock.ts";
import { releaseReservation } from "./release-reservation.ts";
import { remainderOf, returnStock } from "./return-stock.ts";
import type { Movement, Stock } from "./stock-state.ts";

const context = aStockContext();

function issued(
  stock: Stock,
  quantity: string,
  normId: string | null = null,
): { stock: Stock; issue: Movement } {
  const how = { orderId: null, runId: null, normId, allowNegative: true };
  const after = valueOf(issueStock(stock, { balanceId: "b", quantity: decimal(quantity), ...how }, context));
  const issue = after.movements.at(-1);
  if (issue === undefined) throw new Error("Nothing was issued");
  return { stock: after, issue };
}

const wantedBy = (stock: Stock, normId: string): string =>
  text(stock.state.reservations.get(normId)?.wanted ?? decimal(0));
const giveBack = (stock: Stock, movement: Movement, quantity: string): Stock =>
  returnStock(stock, { movement, quantity: decimal(quantity) }, context);

describe("a return", () => {
  it("brings back the value at which it left, not today's", () => {
    const { stock, issue } = issued(aStock({ onHand: "10", average: "2" }), "4");
    const received = receiveStock(
      stock,
      { balanceId: "b", quantity: decimal("6"), value: decimal("48"), kind: "receipt" },
      context,
    );
    expect(seen(received)).toMatchObject({ onHand: "12", value: "60", average: "5" });
    const after = giveBack(received, issue, "4");
    expect(seen(after)).toMatchObject({ onHand: "16", value: "68", average: "4.25" });
  });

  it("undoes an issue that emptied the balance, roundings and average included", () => {
    const before = aStock({ onHand: "3", average: "3.3333333333", value: "10" });
    const { stock, issue } = issued(before, "3");
    expect(seen(giveBack(stock, issue, "3"))).toEqual(seen(before));
  });

  it("comes onto below zero at its own price once another price has come in; the rest is a valuation line", () => {
    const { stock, issue } = issued(aStock({ onHand: "3", average: "1" }), "5");
    const received = receiveStock(
      stock,
      { balanceId: "b", quantity: decimal("1"), value: decimal("100"), kind: "receipt" },
      context,
    );
    expect(seen(received)).toMatchObject({ onHand: "-1", value: "-100", average: "100" });
    const after = giveBack(received, issue, "5");
    expect(seen(after)).toMatchObject({ onHand: "4", value: "4", average: "1" });
    expect(after.valuationLines.map((line) => [line.reason, text(line.amount)])).toEqual([
      ["receipt_below_zero", "198"],
      ["receipt_below_zero", "-99"],
    ]);
  });

  it("gives reservations back: the own first, then the last that yielded first", () => {
    const before = aStock({ onHand: "6", average: "1" }, [
      { norm: "own", quantity: "2", wanted: "6" },
      { norm: "low", quantity: "2", rank: 0 },
      { norm: "high", quantity: "2", rank: 2 },
    ]);
    const { stock, issue } = issued(before, "6", "own");
    const part = giveBack(stock, issue, "3");
    expect(seen(part)).toMatchObject({ reserved: "3", held: { own: "2", high: "1", low: "0" } });
    expect(seen(giveBack(part, remainderOf(issue, part.movements), "3"))).toEqual(seen(before));
  });

  it("gives nothing back to a reservation that is closed, and never more than is free", () => {
    const before = aStock({ onHand: "3", average: "1" }, [
      { norm: "own", quantity: "2", wanted: "5" },
      { norm: "other", quantity: "1" },
    ]);
    const { stock, issue } = issued(before, "5", "own");
    const closed = releaseReservation(stock, { normId: "own" }, context);
    expect(seen(giveBack(closed, issue, "5"))).toMatchObject({ onHand: "3", held: { own: "0", other: "1" } });
    expect(seen(giveBack(stock, issue, "3"))).toMatchObject({ onHand: "1", held: { own: "1", other: "0" } });
  });

  it("gives nothing back to a norm that has had all it wants, but to the others that gave", () => {
    const before = aStock({ onHand: "5", average: "1" }, [
      { norm: "own", quantity: "2" },
      { norm: "other", quantity: "3" },
    ]);
    const { stock, issue } = issued(before, "5", "own");
    expect(wantedBy(stock, "own")).toBe("-3");
    // of a need of 2, 5 were used and 2 come back: 3 stay used, and own wants none of them
    const part = giveBack(stock, issue, "2");
    expect(seen(part)).toMatchObject({ held: { own: "0", other: "2" } });
    expect(wantedBy(part, "own")).toBe("-1");
    const whole = giveBack(part, remainderOf(issue, part.movements), "3");
    expect(seen(whole)).toEqual(seen(before));
    expect(wantedBy(whole, "own")).toBe("2");
  });

  it("of what rework took leaves what the norm wants", () => {
    const before = aStock({ onHand: "3", average: "1" }, [{ norm: "own", quantity: "2" }]);
    const how = { balanceId: "b", orderId: null, runId: null, normId: "own", allowNegative: false };
    const gone = valueOf(issueStock(before, { ...how, quantity: decimal("2"), rework: true }, context));
    const [issue] = gone.movements;
    if (issue === undefined) throw new Error("Nothing was issued");
    const back = returnStock(gone, { movement: issue, quantity: decimal("2"), rework: true }, context);
    expect(seen(back)).toEqual(seen(before));
    expect(wantedBy(back, "own")).toBe("2");
  });

  it("knows what is left of an issue, exactly, however its parts were rounded", () => {
    const before = aStock({ onHand: "3", average: "3.3333333333", value: "10" }, [
      { norm: "own", quantity: "3" },
    ]);
    const { stock, issue } = issued(before, "3", "own");
    const once = giveBack(stock, issue, "1");
    const left = remainderOf(issue, once.movements);
    expect([text(left.quantity), text(left.value)]).toEqual(["-2", "-6.6667"]);
    expect(left.taken.map((part) => text(part.quantity))).toEqual(["2"]);
    const twice = giveBack(once, left, "2");
    expect(seen(twice)).toEqual(seen(before));
    expect(text(remainderOf(issue, twice.movements).quantity)).toBe("0");
    expect(() => giveBack(twice, remainderOf(issue, twice.movements), "1")).toThrow(RangeError);
  });
});
