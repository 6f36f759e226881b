import { decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Result } from "#kernel/result.ts";
import {
  type Balance,
  type Reservation,
  type Stock,
  type StockContext,
  emptyBalance,
  stockOf,
} from "#modules/inventory/core/stock-state.ts";

type Amounts = { onHand?: string; value?: string; average?: string; hasReceipts?: boolean };
type Held = { norm: Id; quantity: string; wanted?: string; rank?: number; due?: string; closed?: boolean };

/** One balance, "b", of variant "v" in warehouse "w"; worth on hand × average unless told, all that is held reserved. */
export function aStock(amounts: Amounts = {}, held: readonly Held[] = []): Stock {
  const reservations = held.map((row, index): Reservation => ({
    id: `r${index}`,
    balanceId: "b",
    orderId: `order of ${row.norm}`,
    normId: row.norm,
    quantity: decimal(row.quantity),
    wanted: decimal(row.wanted ?? row.quantity),
    priorityRank: row.rank ?? 1,
    dueAt: row.due === undefined ? null : new Date(row.due),
    closed: row.closed ?? false,
    byHand: false,
  }));
  const balance = aBalance("b", amounts);
  const reserved = reservations.reduce((total, row) => total.plus(row.quantity), decimal(0));
  return stockOf({
    balances: new Map([["b", { ...balance, reserved }]]),
    reservations: new Map(reservations.map((row) => [row.normId, row])),
  });
}

export function aBalance(id: Id, amounts: Amounts): Balance {
  const onHand = decimal(amounts.onHand ?? "0");
  const average = decimal(amounts.average ?? "0");
  return {
    ...emptyBalance(id, "v", `warehouse of ${id}`),
    onHand,
    average,
    value: amounts.value === undefined ? onHand.times(average) : decimal(amounts.value),
    hasReceipts: amounts.hasReceipts ?? average.gt(0),
  };
}

export function withBalance(stock: Stock, balance: Balance): Stock {
  const balances = new Map(stock.state.balances).set(balance.id, balance);
  return { ...stock, state: { ...stock.state, balances } };
}

/** Counts its ids: "id 1", "id 2", … */
export function aStockContext(): StockContext {
  let made = 0;
  return { now: new Date("2026-06-01T08:00:00Z"), newId: () => `id ${(made += 1)}`, memberId: "member" };
}

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`Refused: ${JSON.stringify(result.refusal)}`);
  return result.value;
}

/** What a test compares: a balance in plain texts, and what each norm holds. */
export function seen(stock: Stock, balanceId: Id = "b"): Record<string, unknown> {
  const balance = stock.state.balances.get(balanceId);
  if (balance === undefined) throw new Error(`No balance ${balanceId}`);
  const held = [...stock.state.reservations.values()].filter((row) => row.balanceId === balanceId);
  return {
    onHand: text(balance.onHand),
    reserved: text(balance.reserved),
    value: text(balance.value),
    average: text(balance.average),
    held: Object.fromEntries(held.map((row) => [row.normId, text(row.quantity)])),
  };
}
