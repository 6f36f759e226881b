import { expect, test } from "vitest";
import { type DealToStart, type LineOfDeal, effectsOfEnd, effectsOfEntry } from "./decide-effects.ts";
import { decideMove, decideMoveWhenCovered } from "./decide-move.ts";
import { isLoop } from "./effect.ts";

const line = (changes: Partial<LineOfDeal> = {}): LineOfDeal => ({
  lineId: "line",
  variantId: "variant",
  itemId: "coffee",
  product: "Coffee, 250 g",
  quantity: 20,
  hasTemplate: true,
  hasOrder: false,
  ...changes,
});
const deal = (...lines: LineOfDeal[]): DealToStart => ({ dealId: "deal", deal: "Cafe", lines });
const coffee = { templateVersionId: "v3", itemId: "coffee" };

test("an order is made for each line of a product that the status starts", () => {
  const effects = effectsOfEntry(deal(line(), line({ lineId: "other", quantity: 5 })), [coffee]);
  expect(
    effects.map(({ trigger, target, templateVersionId }) => [trigger, target, templateVersionId]),
  ).toEqual([
    ["start", "line", "v3"],
    ["start", "other", "v3"],
  ]);
  expect(effects[1]?.plan).toMatchObject({
    act: "create_order",
    dealLineId: "other",
    variantId: "variant",
    quantity: 5,
  });
});

test("a line that has an order gets no second one", () => {
  expect(effectsOfEntry(deal(line({ hasOrder: true })), [coffee])).toEqual([]);
});

test("a product whose template starts elsewhere is left alone, one without any template is told, once", () => {
  const mug = line({ lineId: "mug", itemId: "mug", hasTemplate: false, product: "Mug" });
  const effects = effectsOfEntry(deal(line({ itemId: "tea" }), mug, { ...mug, lineId: "mug2" }), [coffee]);
  expect(effects.map(({ trigger, target }) => [trigger, target])).toEqual([["template_missing", "mug"]]);
});

test("a status that starts nothing asks for no templates", () => {
  expect(effectsOfEntry(deal(line({ hasTemplate: false })), [])).toEqual([]);
});

test("an order's end moves its deal by its own version's trigger", () => {
  const order = { orderId: "order", dealId: "deal", templateVersionId: "v3" };
  const triggers = { done: { dealStatusId: "ready" }, cancel: null };
  expect(effectsOfEnd(order, "done", triggers)[0]?.plan).toEqual({
    act: "move_deal_when_covered",
    dealId: "deal",
    orderId: "order",
    dealStatusId: "ready",
  });
  expect(effectsOfEnd(order, "cancel", triggers)).toEqual([]);
  expect(effectsOfEnd({ ...order, dealId: null }, "done", triggers)).toEqual([]);
});

const open = { statusId: "making", statusName: "In production", statusKind: "open" as const };

test("a closed deal is never reopened, and one that is there stays", () => {
  expect(decideMove({ ...open, statusKind: "lost" }, "ready")).toEqual({
    decision: "skip",
    outcome: "deal_closed",
  });
  expect(decideMove({ ...open, statusId: "ready", statusKind: "won" }, "ready")).toEqual({
    decision: "skip",
    outcome: "already_there",
  });
  expect(decideMove(open, "ready")).toEqual({ decision: "move" });
});

test("a deal waits for its last order, and for good units of every line", () => {
  const lines = [{ quantity: 20, received: 20 }];
  expect(decideMoveWhenCovered(open, { openOrders: 1, lines }, "ready")).toEqual({
    decision: "skip",
    outcome: "other_orders_open",
  });
  expect(decideMoveWhenCovered(open, { openOrders: 0, lines }, "ready")).toEqual({ decision: "move" });
  // What is over on one line doesn't cover another.
  const short = [
    { quantity: 20, received: 19 },
    { quantity: 5, received: 9 },
  ];
  expect(decideMoveWhenCovered(open, { openOrders: 0, lines: short }, "ready")).toEqual({
    decision: "short",
    missing: 1,
  });
});

test("the ninth hop is a loop", () => {
  expect([isLoop(7), isLoop(8)]).toEqual([false, true]);
});
