import { type Decimal, atLeastZero, zero } from "#kernel/decimal.ts";
import type { Id, NewId } from "#kernel/id.ts";
import { localDate } from "#kernel/calendar.ts";
import type { MovementKind } from "../contract/routes.ts";
import type { Batch, BatchPart, Keeping } from "./batch-state.ts";

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
  /** What lies of which batch, in the order of their ids; the rest of on hand has none. */
  readonly batches: readonly BatchPart[];
  /** How many facts the balance has: 0 for one that was just made. */
  readonly version: number;
};

export type Reservation = {
  readonly id: Id;
  readonly balanceId: Id;
  readonly orderId: Id;
  readonly normId: Id;
  readonly quantity: Decimal;
  /**
   * What the norm needs in all less what first passes have consumed: unclamped, so that it is the same by whatever
   * way it came about. What of it is not held is missing (missingOf).
   */
  readonly wanted: Decimal;
  /** low 0 … urgent 3 */
  readonly priorityRank: number;
  readonly dueAt: Date | null;
  /** The stage has ended or the order is cancelled: nothing comes back to it. */
  readonly closed: boolean;
  /** A supervisor let it go: what comes in later does not fill it by itself. */
  readonly byHand: boolean;
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
  /** What it took (below zero) or brought of which batch; a return gives back to the very same ones. */
  readonly batches: readonly BatchPart[];
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
  /** how the items of its variants are kept, by variant; one that is missing has no batches */
  readonly keeping?: ReadonlyMap<Id, Keeping>;
  /** the batches that the command's order has made before, and those whose numbers look like its own */
  readonly batchesOfOrder?: readonly Batch[];
  /** whose calendar best-before dates are in; UTC unless told */
  readonly timeZone?: string;
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
  /** batches that it made, or dated anew */
  readonly batches: readonly BatchChange[];
};

/** A batch after a change, and what the log says of it. */
export type BatchChange = {
  readonly batch: Batch;
  readonly kind: "batch_added" | "batch_changed";
  readonly data: Record<string, unknown>;
};

export type StockContext = { readonly now: Date; readonly newId: NewId; readonly memberId: Id | null };

export function stockOf(state: StockState): Stock {
  return { state, movements: [], valuationLines: [], facts: [], batches: [] };
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
    batches: [],
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

/** What an open reservation is short of. */
export function missingOf(reservation: Pick<Reservation, "closed" | "wanted" | "quantity">): Decimal {
  return reservation.closed ? zero : atLeastZero(reservation.wanted.minus(reservation.quantity));
}

/** Today, "YYYY-MM-DD", where the workspace is. */
export function todayOf(stock: Stock, context: Pick<StockContext, "now">): string {
  return localDate(context.now, stock.state.timeZone ?? "UTC");
}

/** What nobody has reserved. Nothing is free of what isn't there. */
export function freeOf(balance: Balance): Decimal {
  return atLeastZero(atLeastZero(balance.onHand).minus(balance.reserved));
}
