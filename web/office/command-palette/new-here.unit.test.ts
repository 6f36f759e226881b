import { expect, it } from "vitest";
import { newHere } from "./new-here.ts";

const anything = (): boolean => true;

it("N makes what the page lists, and leaves the page's filters", () => {
  expect(newHere("board?view=list", anything)).toBe("board?view=list&new=order");
  expect(newHere("contacts", anything)).toBe("contacts?new=contact");
  expect(newHere("contacts?tab=companies", anything)).toBe("contacts?tab=companies&new=company");
  expect(newHere("purchases?tab=suppliers", anything)).toBe("purchases?tab=suppliers&new=supplier");
  expect(newHere("stock?tab=stocktakes", anything)).toBe("stock?tab=stocktakes&new=stocktake");
});

it("does nothing where nothing is made, or not by this member", () => {
  expect(newHere("settings", anything)).toBeUndefined();
  expect(newHere("orders/1", anything)).toBeUndefined();
  expect(newHere("board", (action) => action !== "order.create")).toBeUndefined();
});
