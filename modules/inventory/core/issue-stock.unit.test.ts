import { describe, expect, it } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import { aStock, aStockContext, seen, valueOf } from "#test/builders/a-stock.ts";
import { type Issuing, issueStock } from "./issue-stock.ts";
import type { Stock } from "./stock-state.ts";

function issue(stock: Stock, quantity: string, how: Partial<Issuing> = {}) {
  const issuing = { orderId: null, runId: null, normId: null, allowNegative: false, ...how };
  return issueStock(stock, { balanceId: "b", quantity: decimal(quantity), ...issuing }, aStockContext());
}

const takenBy = (stock: Stock): unknown[] =>
  (stock.movements.at(-1)?.taken ?? []).map((part) => [part.normId, text(part.quantity)]);

describe("an issue", () => {
  it("leaves at the average, which stays", () => {
    const after = valueOf(issue(aStock({ onHand: "10", average: "3.3333333333", value: "33.3333" }), "4"));
    expect(seen(after)).toMatchObject({ onHand: "6", value: "20", average: "3.3333333333" });
    expect(after.movements.map((row) => [text(row.quantity), text(row.value)])).toEqual([["-4", "-13.3333"]]);
    expect(after.facts).toMatchObject([
      { kind: "stock_issued", version: 1, data: { quantity: "-4", value: "-13.3333" } },
    ]);
  });

  it("takes the roundings' rest with it when it empties the balance", () => {
    const after = valueOf(issue(aStock({ onHand: "3", average: "3.3333333333", value: "10.0002" }), "3"));
    expect(seen(after)).toMatchObject({ onHand: "0", value: "0" });
    expect(text(after.movements[0]?.value ?? decimal(0))).toBe("-10.0002");
    expect(after.valuationLines).toEqual([]);
  });

  it("never takes more worth than there is while something remains", () => {
    const after = valueOf(issue(aStock({ onHand: "3", average: "0.00005", value: "0" }), "1"));
    expect(seen(after)).toMatchObject({ onHand: "2", value: "0" });
  });

  it("takes the norm's own reservation first, then what is free, then the others'", () => {
    const stock = aStock({ onHand: "10", average: "1" }, [
      { norm: "own", quantity: "3" },
      { norm: "other", quantity: "5" },
    ]);
    const ownOnly = valueOf(issue(stock, "3", { normId: "own" }));
    expect(seen(ownOnly)).toMatchObject({ reserved: "5", held: { own: "0", other: "5" } });
    const withFree = valueOf(issue(stock, "5", { normId: "own" }));
    expect(takenBy(withFree)).toEqual([["own", "3"]]);
    const withOther = valueOf(issue(stock, "6", { normId: "own" }));
    expect(takenBy(withOther)).toEqual([
      ["own", "3"],
      ["other", "1"],
    ]);
    expect(seen(withOther)).toMatchObject({ onHand: "4", reserved: "4", held: { own: "0", other: "4" } });
  });

  it("makes the lowest priority yield first, then the latest due date, no date being the latest", () => {
    const stock = aStock({ onHand: "5", average: "1" }, [
      { norm: "urgent", quantity: "1", rank: 3 },
      { norm: "soon", quantity: "1", rank: 1, due: "2026-06-02" },
      { norm: "late", quantity: "1", rank: 1, due: "2026-06-09" },
      { norm: "undated", quantity: "1", rank: 1 },
      { norm: "low", quantity: "1", rank: 0, due: "2026-06-01" },
    ]);
    const order = takenBy(valueOf(issue(stock, "5")));
    expect(order.map((part) => (part as string[])[0])).toEqual(["low", "undated", "late", "soon", "urgent"]);
  });

  it("goes below zero where that is allowed, and says how much is missing where it is not", () => {
    const stock = aStock({ onHand: "3", average: "2" }, [{ norm: "other", quantity: "2" }]);
    expect(issue(stock, "4.5")).toEqual({
      ok: false,
      refusal: { code: "not_enough_stock", data: { variantId: "v", missing: "1.5" } },
    });
    const after = valueOf(issue(stock, "4.5", { allowNegative: true }));
    expect(seen(after)).toEqual({
      onHand: "-1.5",
      reserved: "0",
      value: "-3",
      average: "2",
      held: { other: "0" },
    });
  });

  it("ships only what is free, even where stock may go below zero", () => {
    const stock = aStock({ onHand: "3", average: "2" }, [{ norm: "other", quantity: "2" }]);
    const how = { kind: "shipment", allowNegative: true } as const;
    expect(issue(stock, "2", how)).toEqual({
      ok: false,
      refusal: { code: "not_enough_free", data: { variantId: "v", free: "1", missing: "1" } },
    });
    expect(seen(valueOf(issue(stock, "1", how)))).toMatchObject({ onHand: "2", reserved: "2" });
  });

  it("throws where reservations that yield were not loaded, instead of breaking the law", () => {
    const stock = aStock({ onHand: "3", average: "2" }, [{ norm: "other", quantity: "3" }]);
    const unloaded = { ...stock, state: { ...stock.state, reservations: new Map() } };
    expect(() => issue(unloaded, "1")).toThrow("were not loaded");
  });
});
