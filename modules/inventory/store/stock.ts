import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Movement, Stock } from "../core/stock-state.ts";

export type StockKey = {
  readonly variantId: Id;
  readonly warehouseId: Id;
  /** how much may be taken here at most; bounds what `withYielding` loads. Without, all open reservations. */
  readonly needed?: Decimal;
};

export type LockOptions = {
  /** loads this order's reservations on the balances */
  readonly orderId?: Id;
  /** loads also the reservations that would yield, lowest priority and latest due date first */
  readonly withYielding?: boolean;
  /** loads also these norms' reservations: those that an issue to be returned took from */
  readonly normIds?: readonly Id[];
};

/** What saveStock needs of an act. */
export type Appending = {
  readonly append: (fact: {
    readonly kind: string;
    readonly thing: string;
    readonly thingId: Id;
    readonly version: number;
    readonly data: Record<string, unknown>;
  }) => void;
};

export type Price = { readonly price: Decimal; readonly noPrice: boolean };

/** One issue to a run; `left` is what was not returned (pass it to returnStock), of quantity zero when all was. */
export type Consumed = {
  readonly normId: Id | null;
  readonly balanceId: Id;
  readonly variantId: Id;
  readonly warehouseId: Id;
  readonly issue: Movement;
  readonly left: Movement;
};

export const stockKey = (variantId: Id, warehouseId: Id): string => `${variantId}/${warehouseId}`;

export async function lockStock(_tx: Tx, _keys: readonly StockKey[], _options: LockOptions): Promise<Stock> {
  throw new Error("not written yet");
}

export async function saveStock(_tx: Tx, _before: Stock, _after: Stock, _act: Appending): Promise<void> {
  throw new Error("not written yet");
}

/** By stockKey. */
export async function pricesInEffect(
  _tx: Tx,
  _pairs: readonly { readonly variantId: Id; readonly warehouseId: Id }[],
  _now: Date,
): Promise<ReadonlyMap<string, Price>> {
  throw new Error("not written yet");
}

export async function consumedOfRun(_tx: Tx, _runId: Id): Promise<readonly Consumed[]> {
  throw new Error("not written yet");
}
