import { describe, expect, it } from "vitest";
import { chosenOf, draftsOf, groupsOf, type Proposal, rowsToSend, totalOf } from "./proposal-draft.ts";

const offer = (supplierId: string, price: string | null, quantity: string): Proposal["offers"][number] => ({
  supplierId,
  supplierName: supplierId,
  leadDays: null,
  price,
  pack: null,
  articleNumber: "",
  preferred: false,
  quantity,
});
const proposal = (variantId: string, ...offers: Proposal["offers"]): Proposal => ({
  variantId,
  itemId: variantId,
  itemName: variantId,
  variantName: variantId,
  sku: null,
  unit: "kg",
  warehouseId: "w",
  warehouseName: "Materials",
  onHand: "0",
  free: "0",
  short: "20",
  asked: "0",
  minimum: "0",
  fillUpTo: null,
  expected: "1",
  needed: "20",
  waiting: [],
  waitingCount: 1,
  earliestDue: null,
  offers,
  quantity: offers[0]?.quantity ?? "20",
});
const flour = proposal("flour", offer("mill", "9", "25"), offer("shop", "12", "20"));
const salt = proposal("salt");

describe("what is taken up", () => {
  it("is all that has a supplier, unless one came for some of it", () => {
    const ticked = (asked: string[]): string[] =>
      chosenOf([flour, salt], {}, asked).flatMap((one) => (one.ticked ? [one.row.variantId] : []));
    expect(ticked([])).toEqual(["flour"]);
    expect(ticked(["salt"])).toEqual(["salt"]);
  });

  it("follows the supplier with price and packs until an amount is typed", () => {
    const key = "flour w";
    const amount = (choice: object): [string, string | null] => {
      const chosen = chosenOf([flour], { [key]: choice }, []);
      return [chosen[0]?.quantity ?? "", totalOf(chosen)];
    };
    expect(amount({})).toEqual(["25", "225"]);
    expect(amount({ supplierId: "shop" })).toEqual(["20", "240"]);
    expect(amount({ supplierId: "shop", quantity: "30" })).toEqual(["30", "360"]);
    expect(amount({ supplierId: "newcomer" })).toEqual(["20", null]);
    expect(amount({ ticked: false })).toEqual(["25", "0"]);
  });

  it("waits for a supplier and an amount of each ticked row", () => {
    expect(rowsToSend(chosenOf([flour, salt], {}, []))).toEqual([
      {
        variantId: "flour",
        warehouseId: "w",
        supplierId: "mill",
        quantity: "25",
        pack: null,
        price: "9",
        expected: "1",
      },
    ]);
    const both = { "salt w": { ticked: true } };
    expect(rowsToSend(chosenOf([flour, salt], both, []))).toBeNull();
    const chosen = { "salt w": { ticked: true, supplierId: "shop" } };
    const rows = rowsToSend(chosenOf([flour, salt], chosen, []));
    expect(draftsOf(rows ?? [])).toBe(2);
    expect(rowsToSend(chosenOf([flour], { "flour w": { quantity: "" } }, []))).toBeNull();
    expect(rowsToSend(chosenOf([flour], { "flour w": { quantity: "0" } }, []))).toBeNull();
  });

  it("stands by supplier, what has none last", () => {
    const groups = groupsOf(chosenOf([salt, flour], {}, []));
    expect(groups.map((group) => group.supplierId)).toEqual(["mill", null]);
  });
});
