import { type Decimal, decimal, sum, text, zero } from "#kernel/decimal.ts";
import { dealMoney, type DealOrder, type DealShipment, marginOf } from "./deal-money.ts";

export type DealToSum = {
  readonly kind: "won" | "open" | "lost";
  readonly revenue: Decimal;
  readonly orders: readonly DealOrder[];
  readonly shipments: readonly DealShipment[];
};
type Side = { readonly deals: number; readonly revenue: string; readonly cost: string };
export type DealSums = {
  readonly won: Side;
  readonly open: Side;
  readonly lost: Side;
  readonly revenue: string;
  readonly cost: string;
  readonly profit: string;
  readonly margin: string | null;
};

/**
 * Revenue, real cost and profit over deals (domain.md section 6), money to 4 places. Each deal's real cost is the one
 * its card shows. A lost deal sells nothing, so it has no revenue; what was spent on it stays spent, and lowers the
 * profit. The three kinds add up to the totals.
 */
export function sumDeals(deals: readonly DealToSum[]): DealSums {
  const costs = deals.map(({ kind, revenue, orders, shipments }) => ({
    kind,
    revenue: kind === "lost" ? zero : revenue,
    cost: decimal(dealMoney(revenue, orders, shipments).real?.cost ?? "0"),
  }));
  const side = (kind: DealToSum["kind"]): Side => {
    const own = costs.filter((deal) => deal.kind === kind);
    return {
      deals: own.length,
      revenue: text(sum(own.map((deal) => deal.revenue))),
      cost: text(sum(own.map((deal) => deal.cost))),
    };
  };
  const revenue = sum(costs.map((deal) => deal.revenue));
  const cost = sum(costs.map((deal) => deal.cost));
  const profit = revenue.minus(cost);
  return {
    won: side("won"),
    open: side("open"),
    lost: side("lost"),
    revenue: text(revenue),
    cost: text(cost),
    profit: text(profit),
    margin: marginOf(profit, revenue),
  };
}
