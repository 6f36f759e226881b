import { type Decimal, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type BatchPartText, asTexts } from "./batch-state.ts";
import { type ReservationChange, type StockFactKind, evolveBalance } from "./evolve-balance.ts";
import type { Balance, Movement, Stock, StockContext, StockFact, ValuationReason } from "./stock-state.ts";

/** What a rule has decided about one balance; everything that is left out stays as it is. */
export type BalanceChange = {
  readonly kind: StockFactKind;
  readonly balance: Balance;
  readonly movement?: Movement;
  /** after it */
  readonly average?: Decimal;
  readonly hasReceipts?: boolean;
  readonly reservations?: readonly ReservationChange[];
  /** worth that leaves the balance beside the movement; zero writes no line */
  readonly revalued?: { readonly amount: Decimal; readonly reason: ValuationReason };
  /** batches that are dated anew, besides those that the movement moves */
  readonly dated?: readonly BatchPartText[];
  /** what history shows besides */
  readonly details?: Record<string, unknown>;
};

/** Turns a decision into the fact, the ledger lines and the state after: one fact, one version. */
export function changeBalance(stock: Stock, change: BalanceChange, context: StockContext): Stock {
  const { balance, movement } = change;
  const revalued = change.revalued?.amount ?? zero;
  const batches = [...asTexts(movement?.batches ?? []), ...(change.dated ?? [])];
  const fact: StockFact = {
    kind: change.kind,
    balanceId: balance.id,
    version: balance.version + 1,
    data: {
      variantId: balance.variantId,
      warehouseId: balance.warehouseId,
      quantity: text(movement?.quantity ?? zero),
      value: text(movement?.value ?? zero),
      revalued: text(revalued),
      average: text(change.average ?? balance.average),
      hasReceipts: change.hasReceipts ?? balance.hasReceipts,
      reservations: change.reservations ?? [],
      ...(batches.length === 0 ? {} : { batches }),
      ...(fallsBelowZero(balance, movement) ? { fellBelowZero: true } : {}),
      ...(movement === undefined ? {} : namesOf(movement)),
      ...change.details,
    },
  };
  const after = evolveBalance({ balance, reservations: stock.state.reservations }, fact);
  const line =
    change.revalued === undefined || revalued.eq(0)
      ? []
      : [
          {
            id: context.newId(),
            balanceId: balance.id,
            movementId: movement?.id ?? null,
            runId: null,
            amount: revalued,
            reason: change.revalued.reason,
            at: context.now,
          },
        ];
  return {
    ...stock,
    state: {
      ...stock.state,
      balances: new Map(stock.state.balances).set(balance.id, after.balance),
      reservations: after.reservations,
    },
    movements: movement === undefined ? stock.movements : [...stock.movements, movement],
    valuationLines: [...stock.valuationLines, ...line],
    facts: [...stock.facts, fact],
  };
}

/** More has left than was there: somebody has to count. Who reads the log hears of it without reading balances. */
function fallsBelowZero({ onHand }: Balance, movement: Movement | undefined): boolean {
  return movement !== undefined && onHand.gte(0) && onHand.plus(movement.quantity).lt(0);
}

/** The ids that a movement names, without those that it doesn't. */
function namesOf(movement: Movement): Record<string, Id> {
  const names = {
    movementId: movement.id,
    orderId: movement.orderId,
    runId: movement.runId,
    normId: movement.normId,
    dealLineId: movement.dealLineId,
    lotId: movement.lotId,
    purchaseLineId: movement.purchaseLineId,
    reversesId: movement.reversesId,
    pairId: movement.pairId,
  };
  const named: Record<string, Id> = {};
  for (const [name, id] of Object.entries(names)) if (id !== null) named[name] = id;
  return named;
}

type MovementFields = Pick<Movement, "kind" | "quantity" | "value"> & Partial<Movement>;

/** A line of the ledger of a balance as it stands now. */
export function movementOf(balance: Balance, fields: MovementFields, context: StockContext): Movement {
  return {
    id: context.newId(),
    balanceId: balance.id,
    averageBefore: balance.average,
    orderId: null,
    runId: null,
    normId: null,
    dealLineId: null,
    lotId: null,
    purchaseLineId: null,
    reversesId: null,
    pairId: null,
    taken: [],
    batches: [],
    note: "",
    at: context.now,
    byMember: context.memberId,
    ...fields,
  };
}
