import { expect, test } from "vitest";
import { decimal, text } from "#kernel/decimal.ts";
import { dealMoney, type DealOrder, type DealShipment, readyUnits } from "./deal-money.ts";

type Texts<T, K extends keyof T> = Partial<Omit<T, K> & Record<K, string>>;

function anOrder(given: Texts<DealOrder, "received" | "plannedCost" | "cost"> = {}): DealOrder {
  const { received = "0", plannedCost = "0", cost = "0", ...rest } = given;
  return {
    lineId: "line",
    variantId: "chair",
    status: "done",
    ...rest,
    received: decimal(received),
    plannedCost: decimal(plannedCost),
    cost: decimal(cost),
  };
}
function aShipment(given: Texts<DealShipment, "shipped" | "value"> = {}): DealShipment {
  const { shipped = "0", value = "0", ...rest } = given;
  return { lineId: "line", variantId: "chair", ...rest, shipped: decimal(shipped), value: decimal(value) };
}
const revenue = decimal("1000");

test("an order made for the deal counts whole, and its shipment is not counted again", () => {
  const money = dealMoney(
    revenue,
    [anOrder({ received: "10", plannedCost: "500", cost: "612.3456" })],
    [aShipment({ shipped: "10", value: "600" })],
  );
  expect(money).toEqual({
    revenue: "1000",
    planned: { cost: "500", profit: "500", margin: "0.5" },
    real: { cost: "612.3456", profit: "387.6544", margin: "0.3877" },
    provisional: false,
  });
});

test("shipped beyond what was made for the line: the rest at its share of the value that left", () => {
  const orders = [anOrder({ received: "6", cost: "60" })];
  const money = dealMoney(revenue, orders, [aShipment({ shipped: "10", value: "101" })]);
  expect(money.real?.cost).toBe("100.4");
});

test("two lines are two piles: units made for one pay for nothing of the other", () => {
  const orders = [anOrder({ lineId: "a", received: "10", cost: "100" })];
  const shipments = [
    aShipment({ lineId: "a", shipped: "4", value: "40" }),
    aShipment({ lineId: "b", shipped: "3", value: "33" }),
  ];
  expect(dealMoney(revenue, orders, shipments).real?.cost).toBe("133");
});

test("an order for the deal as a whole serves the lines of its variant, once", () => {
  const orders = [anOrder({ lineId: null, received: "5", cost: "50" })];
  const shipments = [
    aShipment({ lineId: "a", shipped: "3", value: "33" }),
    aShipment({ lineId: "b", shipped: "4", value: "44" }),
    aShipment({ lineId: "c", variantId: "table", shipped: "1", value: "90" }),
  ];
  // 5 of the 7 chairs were made; 2 of b's 4 came from stock, and the table did.
  expect(dealMoney(revenue, orders, shipments).real?.cost).toBe("162");
});

test("the plan forgets a cancelled order, the real cost does not", () => {
  const orders = [
    anOrder({ status: "cancelled", plannedCost: "300", cost: "40" }),
    anOrder({ plannedCost: "200", cost: "210" }),
  ];
  const money = dealMoney(revenue, orders, []);
  expect(money.planned?.cost).toBe("200");
  expect(money.real?.cost).toBe("250");
});

test("what is not known is not zero", () => {
  expect(dealMoney(revenue, [], [])).toMatchObject({ planned: null, real: null });
  expect(dealMoney(revenue, [], [aShipment()]).real).toBeNull();
  expect(dealMoney(revenue, [anOrder({ status: "cancelled", cost: "5" })], [])).toMatchObject({
    planned: null,
    real: { cost: "5" },
  });
  expect(dealMoney(decimal("0"), [anOrder({ cost: "5" })], []).real).toEqual({
    cost: "5",
    profit: "-5",
    margin: null,
  });
});

test.each([
  ["pending", true],
  ["in_progress", true],
  ["partially_done", true],
  ["done", false],
  ["cancelled", false],
])("an order that is %s: provisional is %s", (status, provisional) => {
  expect(dealMoney(revenue, [anOrder({ status })], []).provisional).toBe(provisional);
});

test("a loss is rounded away from zero as a gain is", () => {
  expect(dealMoney(decimal("3"), [anOrder({ cost: "5" })], []).real?.margin).toBe("-0.6667");
});

test("ready is what was made for the line and is still here", () => {
  const orders = [anOrder({ lineId: "a", received: "10" }), anOrder({ lineId: "b", received: "1" })];
  const ready = readyUnits(orders, [
    aShipment({ lineId: "a", shipped: "4" }),
    aShipment({ lineId: "b", shipped: "3" }),
    aShipment({ lineId: "c" }),
  ]);
  expect([...ready.values()].map(text)).toEqual(["6", "0", "0"]);
});
