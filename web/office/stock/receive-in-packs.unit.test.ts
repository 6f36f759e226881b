import { expect, test } from "vitest";
import { sentAmounts, sumOf } from "./receive-in-packs.ts";

const sack = { id: "1", name: "Sack", contains: "50" };

test("packs come in as the item's unit at the price a unit", () => {
  const line = { quantity: "3", price: "925", pack: sack };
  expect(sentAmounts(line)).toEqual({ quantity: "150", price: "18.5", sum: "2775" });
});

test("a price that has no end loses nothing: the sum is what is paid", () => {
  const line = { quantity: "3", price: "100", pack: { ...sack, contains: "7" } };
  expect(sentAmounts(line)).toEqual({ quantity: "21", price: "14.2857", sum: "300" });
});

test("without a pack what was typed is sent", () => {
  const line = { quantity: "2.5", price: "10", pack: null };
  expect(sentAmounts(line)).toEqual({ quantity: "2.5", price: "10" });
  expect(sumOf(line)?.toFixed()).toBe("25");
});
