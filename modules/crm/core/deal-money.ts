import { type Decimal, greater, lesser, roundMoney, sum, text, zero } from "#kernel/decimal.ts";

/** Orders and shipments of one deal, as SQL adds them up. Quantities are units, sums are money to 4 places. */
export type DealOrder = {
  /** null: made for the deal as a whole */
  readonly lineId: string | null;
  readonly variantId: string;
  readonly status: string;
  readonly received: Decimal;
  readonly plannedCost: Decimal;
  /** everything captured for it so far, late differences among it */
  readonly cost: Decimal;
};
export type DealShipment = {
  readonly lineId: string;
  readonly variantId: string;
  readonly shipped: Decimal;
  /** what they were worth on hand when they left */
  readonly value: Decimal;
};

export type ProfitSide = { readonly cost: string; readonly profit: string; readonly margin: string | null };
export type DealMoney = {
  readonly revenue: string;
  readonly planned: ProfitSide | null;
  readonly real: ProfitSide | null;
  readonly provisional: boolean;
};

const openStatuses = new Set(["pending", "aggregated", "in_progress", "partially_done"]);
const marginPlaces = 4;

/**
 * Revenue − cost = profit (domain.md section 6). Units made for the deal count at their orders' whole cost, what
 * was cancelled on the way included; shipped units that no order of the deal made, at their stock value.
 *
 * - planned: Σ of the frozen plans of the orders that live; null without any.
 * - real: null while the deal has neither an order nor a shipment.
 * - margin: profit ÷ revenue as a share to 4 places; null without revenue.
 */
export function dealMoney(
  revenue: Decimal,
  orders: readonly DealOrder[],
  shipments: readonly DealShipment[],
): DealMoney {
  const alive = orders.filter((order) => order.status !== "cancelled");
  const otherUnits = sum(otherUnitsOf(orders, shipments).map(({ value }) => value));
  const nothingYet = orders.length === 0 && shipments.every(({ shipped }) => shipped.eq(0));
  return {
    revenue: text(revenue),
    planned: alive.length === 0 ? null : side(revenue, sum(alive.map((order) => order.plannedCost))),
    real: nothingYet ? null : side(revenue, sum(orders.map((order) => order.cost)).plus(otherUnits)),
    provisional: orders.some((order) => openStatuses.has(order.status)),
  };
}

/** Per line: good units that its orders made and that are still here. */
export function readyUnits(
  orders: readonly DealOrder[],
  shipments: readonly DealShipment[],
): Map<string, Decimal> {
  const made = unitsMade(orders, shipments);
  return new Map(
    shipments.map(({ lineId, shipped }) => [
      lineId,
      greater((made.get(lineId) ?? zero).minus(shipped), zero),
    ]),
  );
}

/**
 * Shipped units that the deal's orders did not make, and their worth: a line ships what was made for it first, and
 * the rest takes its share of the value that left.
 */
function otherUnitsOf(
  orders: readonly DealOrder[],
  shipments: readonly DealShipment[],
): { lineId: string; units: Decimal; value: Decimal }[] {
  const made = unitsMade(orders, shipments);
  return shipments.map(({ lineId, shipped, value }) => {
    const units = greater(shipped.minus(made.get(lineId) ?? zero), zero);
    return { lineId, units, value: units.eq(0) ? zero : roundMoney(value.times(units).div(shipped)) };
  });
}

/** Good units by line. Those of an order without a line serve the lines of its variant that shipped more than was made for them. */
function unitsMade(orders: readonly DealOrder[], shipments: readonly DealShipment[]): Map<string, Decimal> {
  const made = new Map<string, Decimal>();
  const spare = new Map<string, Decimal>();
  for (const { lineId, variantId, received } of orders) {
    const [pile, key] = lineId === null ? [spare, variantId] : [made, lineId];
    pile.set(key, (pile.get(key) ?? zero).plus(received));
  }
  for (const { lineId, variantId, shipped } of shipments) {
    const own = made.get(lineId) ?? zero;
    const left = spare.get(variantId) ?? zero;
    const taken = lesser(greater(shipped.minus(own), zero), left);
    made.set(lineId, own.plus(taken));
    spare.set(variantId, left.minus(taken));
  }
  return made;
}

function side(revenue: Decimal, cost: Decimal): ProfitSide {
  const profit = revenue.minus(cost);
  return { cost: text(cost), profit: text(profit), margin: marginOf(profit, revenue) };
}

/** profit ÷ revenue as a share to 4 places; null without revenue. */
export const marginOf = (profit: Decimal, revenue: Decimal): string | null =>
  revenue.eq(0) ? null : text(roundShare(profit.div(revenue)));

const halfUp = 1;
const roundShare = (share: Decimal): Decimal => share.round(marginPlaces, halfUp);
