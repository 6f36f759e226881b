import { type Decimal, atLeastZero, zero } from "#kernel/decimal.ts";
import type { Id, NewId } from "#kernel/id.ts";
import type { MovementKind } from "../contract/routes.ts";

/**
 * What the rules of stock work on. Quantities are in the item's unit (6 places), worth is money (4 places),
 * the average is money per unit (10 places).
 */
export type Balance = {
  readonly id: Id;
  readonly variantId: Id;
  readonly warehouseId: Id;
  readonly onHand: Decimal;
  readonly reserved: Decimal;
  /** The exact worth of what is on hand; below zero where on hand is. */
  readonly value: Decimal;
  readonly average: Decimal;
  /** Whether anything with a price of its own ever came in; without, the list price is in effect. */
  readonly hasReceipts: boolean;
  /** How many facts the balance has: 0 for one that was just made. */
  readonly version: number;
};

export type Reservation = {
  readonly id: Id;
  readonly balanceId: Id;
  readonly orderId: Id;
  readonly normId: Id;
  readonly quantity: Decimal;
  /** low 0 … urgent 3 */
  readonly priorityRank: number;
  readonly dueAt: Date | null;
  /** The stage has ended or the order is cancelled: nothing comes back to it. */
  readonly closed: boolean;
};

export type Taken = { readonly normId: Id; readonly quantity: Decimal };

/** A line of the ledger. Quantity and value are signed: what it did to on hand and to its worth. */
export type Movement = {
  readonly id: Id;
  readonly balanceId: Id;
  readonly kind: MovementKind;
  readonly quantity: Decimal;
  readonly value: Decimal;
  readonly averageBefore: Decimal;
  readonly orderId: Id | null;
  readonly runId: Id | null;
  readonly normId: Id | null;
  readonly dealLineId: Id | null;
  readonly lotId: Id | null;
  /** The line of the purchase order that a receipt came by. */
  readonly purchaseLineId: Id | null;
  /** A return names the issue that it takes back. */
  readonly reversesId: Id | null;
  /** The other leg of a transfer. */
  readonly pairId: Id | null;
  /** Of an issue: whose reservations gave how much. Of a return: whose were given back how much. */
  readonly taken: readonly Taken[];
  readonly note: string;
  readonly at: Date;
  readonly byMember: Id | null;
};

export type ValuationReason = "receipt_below_zero" | "captured_price" | "emptied" | "transfer" | "correction";

/**
 * Worth that left the books without a movement: a positive amount is worth lost, a negative one worth found.
 * With that one sign, value in = value on hand + value out + valuation lines, for each balance and in all.
 */
export type ValuationLine = {
  readonly id: Id;
  readonly balanceId: Id;
  readonly movementId: Id | null;
  readonly runId: Id | null;
  readonly amount: Decimal;
  readonly reason: ValuationReason;
  readonly at: Date;
};

export type StockState = {
  readonly balances: ReadonlyMap<Id, Balance>;
  /** By norm: a norm has one reservation. */
  readonly reservations: ReadonlyMap<Id, Reservation>;
};

/** One step of one balance; the version is the balance's after it. */
export type StockFact = {
  readonly kind: string;
  readonly balanceId: Id;
  readonly version: number;
  readonly data: Record<string, unknown>;
};

/** Everything one command did to stock: collected over several calls, then saved once. Never changed in place. */
export type Stock = {
  readonly state: StockState;
  readonly movements: readonly Movement[];
  readonly valuationLines: readonly ValuationLine[];
  readonly facts: readonly StockFact[];
};

export type StockContext = { readonly now: Date; readonly newId: NewId; readonly memberId: Id | null };

export function stockOf(state: StockState): Stock {
  return { state, movements: [], valuationLines: [], facts: [] };
}

export const emptyStock: Stock = stockOf({ balances: new Map(), reservations: new Map() });

export function emptyBalance(id: Id, variantId: Id, warehouseId: Id): Balance {
  return {
    id,
    variantId,
    warehouseId,
    onHand: zero,
    reserved: zero,
    value: zero,
    average: zero,
    hasReceipts: false,
    version: 0,
  };
}

/** The balance of a variant in a warehouse. It must have been locked: anything else is a bug, and throws. */
export function balanceOf(stock: Stock, variantId: Id, warehouseId: Id): Balance {
  // A caller may write a uuid in capitals; the database never does.
  const [variant, warehouse] = [variantId.toLowerCase(), warehouseId.toLowerCase()];
  for (const balance of stock.state.balances.values()) {
    if (balance.variantId === variant && balance.warehouseId === warehouse) return balance;
  }
  throw new Error(`The balance of variant ${variantId} in warehouse ${warehouseId} was not locked`);
}

export function balanceById(stock: Stock, balanceId: Id): Balance {
  const balance = stock.state.balances.get(balanceId);
  if (balance === undefined) throw new Error(`Balance ${balanceId} was not locked`);
  return balance;
}

/** What nobody has reserved. Nothing is free of what isn't there. */
export function freeOf(balance: Balance): Decimal {
  return atLeastZero(atLeastZero(balance.onHand).minus(balance.reserved));
}
