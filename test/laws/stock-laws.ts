import { type Decimal, decimal, sum, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type BalanceState, evolveBalance } from "#modules/inventory/core/evolve-balance.ts";
import { type Stock, type StockFact, emptyBalance } from "#modules/inventory/core/stock-state.ts";

/**
 * The laws of stock over the rules alone: `stock` has gathered everything since its balances were empty. Each
 * breach is a sentence; none when all is well. The same over a database is checkStockLaws.
 */
export function breachesOfStock(stock: Stock): string[] {
  const breaches: string[] = [];
  const expect = (law: string, thingId: Id, expected: Decimal, found: Decimal): void => {
    if (!expected.eq(found))
      breaches.push(`${law} of ${thingId}: ${text(found)} instead of ${text(expected)}`);
  };
  const reservations = [...stock.state.reservations.values()];
  for (const balance of stock.state.balances.values()) {
    const { id } = balance;
    const movements = stock.movements.filter((movement) => movement.balanceId === id);
    const lines = stock.valuationLines.filter(
      (line) => line.balanceId === id && line.reason !== "captured_price" && line.reason !== "correction",
    );
    const held = reservations.filter((reservation) => reservation.balanceId === id && !reservation.closed);
    expect("on hand", id, sum(movements.map((movement) => movement.quantity)), balance.onHand);
    expect("reserved", id, sum(held.map((reservation) => reservation.quantity)), balance.reserved);
    const worth = sum(movements.map((movement) => movement.value)).minus(
      sum(lines.map((line) => line.amount)),
    );
    expect("value", id, worth, balance.value);
    const there = balance.onHand.gt(0) ? balance.onHand : zero;
    if (balance.reserved.lt(0) || balance.reserved.gt(there)) {
      breaches.push(`reserved of ${id}: ${text(balance.reserved)} of ${text(balance.onHand)} on hand`);
    }
    // Each movement rounds its worth once; the average rounds to ten places.
    const gap = balance.value.minus(balance.onHand.times(balance.average)).abs();
    const allowed = decimal("0.0001")
      .times(movements.length)
      .plus(balance.onHand.abs().times(decimal("0.000000001")));
    if (gap.gt(allowed))
      breaches.push(`worth of ${id}: ${text(balance.value)}, ${text(gap)} off its average`);
    if (balance.average.lt(0)) breaches.push(`average of ${id}: ${text(balance.average)}`);
    breaches.push(...breachesOfBatches(stock, id));
    breaches.push(...breachesOfPlaces(id, balance.value, 4), ...breachesOfPlaces(id, balance.onHand, 6));
    breaches.push(...breachesOfFold(stock, id));
  }
  for (const issue of stock.movements.filter((movement) => movement.kind === "issue")) {
    const returns = stock.movements.filter((movement) => movement.reversesId === issue.id);
    for (const { normId, quantity } of issue.taken) {
      const given = returns.flatMap((back) => back.taken.filter((part) => part.normId === normId));
      if (sum(given.map((part) => part.quantity)).gt(quantity)) {
        breaches.push(`${normId} was given back more than ${text(quantity)} by ${issue.id}`);
      }
    }
  }
  for (const reservation of reservations) {
    if (reservation.quantity.lt(0)) breaches.push(`the reservation of ${reservation.normId} is below zero`);
    if (reservation.quantity.gt(reservation.wanted) && reservation.quantity.gt(0)) {
      breaches.push(
        `${reservation.normId} holds ${text(reservation.quantity)} and wants ${text(reservation.wanted)}`,
      );
    }
    if (reservation.closed && !reservation.quantity.eq(0)) {
      breaches.push(`the closed reservation of ${reservation.normId} holds ${text(reservation.quantity)}`);
    }
  }
  return breaches;
}

/** What lies of a batch is what movements moved of it, and never more than there is. */
function breachesOfBatches(stock: Stock, balanceId: Id): string[] {
  const balance = stock.state.balances.get(balanceId);
  if (balance === undefined) return [];
  const breaches: string[] = [];
  const moved = new Map<Id, Decimal>();
  for (const movement of stock.movements.filter((row) => row.balanceId === balanceId)) {
    for (const part of movement.batches) {
      moved.set(part.batchId, (moved.get(part.batchId) ?? zero).plus(part.quantity));
      if (part.quantity.eq(0) || part.quantity.gt(0) !== movement.quantity.gt(0))
        breaches.push(`${movement.id} moves ${text(part.quantity)} of ${part.batchId} the other way`);
    }
    if (sum(movement.batches.map((part) => part.quantity.abs())).gt(movement.quantity.abs()))
      breaches.push(`batches of ${movement.id} are more than ${text(movement.quantity)}`);
    for (const { batchId } of movement.quantity.lt(0) ? movement.batches : []) {
      const taken = sum(movement.batches.filter((row) => row.batchId === batchId).map((row) => row.quantity));
      const back = stock.movements
        .filter((row) => row.reversesId === movement.id)
        .flatMap((row) => row.batches.filter((part) => part.batchId === batchId));
      if (sum(back.map((part) => part.quantity)).gt(taken.neg()))
        breaches.push(`more of ${batchId} came back than ${movement.id} took`);
    }
  }
  for (const { batchId, quantity } of balance.batches) {
    if (quantity.lte(0)) breaches.push(`${batchId} lies at ${text(quantity)} on ${balanceId}`);
    if (!quantity.eq(moved.get(batchId) ?? zero))
      breaches.push(
        `${batchId} on ${balanceId}: ${text(quantity)}, moved ${text(moved.get(batchId) ?? zero)}`,
      );
    moved.delete(batchId);
  }
  for (const [batchId, quantity] of moved)
    if (!quantity.eq(0)) breaches.push(`${batchId} on ${balanceId}: nothing, moved ${text(quantity)}`);
  const there = balance.onHand.gt(0) ? balance.onHand : zero;
  const inBatches = sum(balance.batches.map((level) => level.quantity));
  if (inBatches.gt(there)) breaches.push(`batches of ${balanceId}: ${text(inBatches)} of ${text(there)}`);
  return breaches;
}

function breachesOfPlaces(id: Id, value: Decimal, places: number): string[] {
  return value.round(places).eq(value) ? [] : [`${id} has more than ${places} places: ${text(value)}`];
}

/** Law 8, over facts as they come back from the log: as JSON. */
function breachesOfFold(stock: Stock, balanceId: Id): string[] {
  const stored = stateOf(stock, balanceId);
  const facts = stock.facts
    .filter((fact) => fact.balanceId === balanceId)
    .map((fact) => ({ ...fact, data: JSON.parse(JSON.stringify(fact.data)) as Record<string, unknown> }));
  const folded = asText(foldBalance(stored.balance.variantId, stored.balance.warehouseId, balanceId, facts));
  const expected = asText(stored);
  return folded === expected ? [] : [`folding ${balanceId} gives ${folded}, stored is ${expected}`];
}

export function foldBalance(
  variantId: Id,
  warehouseId: Id,
  balanceId: Id,
  facts: readonly StockFact[],
): BalanceState {
  const empty: BalanceState = {
    balance: emptyBalance(balanceId, variantId, warehouseId),
    reservations: new Map(),
  };
  return facts.reduce(evolveBalance, empty);
}

/** A balance with its own reservations. */
export function stateOf(stock: Stock, balanceId: Id): BalanceState {
  const balance = stock.state.balances.get(balanceId);
  if (balance === undefined) throw new Error(`No balance ${balanceId}`);
  const own = [...stock.state.reservations].filter(([, reservation]) => reservation.balanceId === balanceId);
  return { balance, reservations: new Map(own) };
}

/** For comparing: decimals without trailing zeros, reservations in the order of their norms. */
export function asText(state: BalanceState, omitted: readonly string[] = []): string {
  const reservations = [...state.reservations.values()].sort((a, b) => (a.normId < b.normId ? -1 : 1));
  return JSON.stringify([state.balance, reservations], (key, value: unknown) => {
    if (omitted.includes(key)) return undefined;
    return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? text(decimal(value)) : value;
  });
}
