import { expect, test } from "vitest";
import { decimal, zero } from "#kernel/decimal.ts";
import type { DealOrder } from "./deal-money.ts";
import { sumDeals } from "./sum-deals.ts";

const order = (cost: string, status = "done"): DealOrder => ({
  lineId: "line",
  variantId: "variant",
  status,
  received: decimal(10),
  plannedCost: zero,
  cost: decimal(cost),
});

test("a lost deal has no revenue, and what it cost lowers the profit", () => {
  const sums = sumDeals([
    { kind: "won", revenue: decimal("1000"), orders: [order("400.5")], shipments: [] },
    { kind: "open", revenue: decimal("500"), orders: [], shipments: [] },
    { kind: "lost", revenue: decimal("9000"), orders: [order("30", "cancelled")], shipments: [] },
  ]);
  expect(sums).toEqual({
    won: { deals: 1, revenue: "1000", cost: "400.5" },
    open: { deals: 1, revenue: "500", cost: "0" },
    lost: { deals: 1, revenue: "0", cost: "30" },
    revenue: "1500",
    cost: "430.5",
    profit: "1069.5",
    margin: "0.713",
  });
});

test("goods that came out of stock cost what they were worth when they left", () => {
  const shipment = { lineId: "line", variantId: "variant", shipped: decimal(4), value: decimal("100") };
  const sums = sumDeals([{ kind: "won", revenue: decimal("300"), orders: [], shipments: [shipment] }]);
  expect(sums).toMatchObject({ cost: "100", profit: "200", margin: "0.6667" });
});

test("nothing sold has no margin", () => {
  expect(sumDeals([])).toMatchObject({ revenue: "0", profit: "0", margin: null });
});
