import { describe, expect, it } from "vitest";
import { lackOf, type Line, linesToSend, overOf, partOf, stepped, tickedOf } from "./delivery.ts";

const line = (wish: Partial<Line> = {}): Line => ({
  id: "l",
  variantId: "v",
  itemId: "i",
  itemName: "Flour",
  variantName: "Flour",
  sku: null,
  unit: "kg",
  quantity: "100",
  pack: null,
  price: "10",
  received: "30",
  left: "70",
  sum: "1000",
  receivedValue: "300",
  articleNumber: "",
  traced: false,
  shelfLifeDays: null,
  ...wish,
});

describe("ticking a line", () => {
  it("says that what is left has come", () => {
    expect(linesToSend([line(), line({ id: "other" })], { l: tickedOf(line()) })).toEqual([
      { lineId: "l", quantity: "70", price: null },
    ]);
  });

  it("asks how much where nothing is left", () => {
    const through = line({ received: "100", left: "0" });
    expect(lackOf(through, tickedOf(through), true)).toBe("quantity");
    expect(overOf(through, { price: "", parts: [partOf(1, "2.5")] })).toBe("2.5");
  });

  it("steps by packs, and never below nothing", () => {
    const sacks = line({ pack: { name: "Sack", contains: "25" } });
    expect(stepped(sacks, "70", -1)).toBe("45");
    expect(stepped(sacks, "20", -1)).toBe("0");
    expect(stepped(line(), "", 1)).toBe("1");
    expect(stepped(line(), "1.5", 1)).toBe("2.5");
  });

  it("asks for the price that nobody knows, and for the batch that is told apart", () => {
    const unpriced = line({ price: null });
    expect(lackOf(unpriced, tickedOf(unpriced), true)).toBe("price");
    expect(lackOf(unpriced, { ...tickedOf(unpriced), price: "9" }, true)).toBeNull();
    const traced = line({ traced: true });
    expect(lackOf(traced, tickedOf(traced), true)).toBe("batch");
    const parts = [
      { ...partOf(1, "40"), batch: "L-1", bestBefore: "2026-05-01" },
      { ...partOf(2, "30"), batch: "L-2" },
    ];
    expect(lackOf(traced, { price: "", parts }, true)).toBeNull();
    expect(linesToSend([traced], { l: { price: "11", parts } })).toEqual([
      { lineId: "l", quantity: "40", price: "11", batch: { number: "L-1", bestBefore: "2026-05-01" } },
      { lineId: "l", quantity: "30", price: "11", batch: { number: "L-2" } },
    ]);
    expect(overOf(traced, { price: "", parts: [partOf(1, "40"), partOf(2, "31")] })).toBe("1");
  });
});
