import { type Decimal, atLeastZero, lesser, sum, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { ReservationChange } from "./evolve-balance.ts";
import { type Balance, type Reservation, type Stock, type Taken, freeOf } from "./stock-state.ts";

/**
 * Whose reservations give way when this much leaves a balance: the norm's own first, then what is free, then
 * the others' of the lowest priority and latest due date (no due date is the latest). What none of them
 * covers goes below zero. Rework takes what is free before the norm's own: that waits for units yet to come.
 * Domain.md section 5.
 */
export function yieldReservations(
  stock: Stock,
  balance: Balance,
  quantity: Decimal,
  normId: Id | null,
  rework = false,
): readonly Taken[] {
  const open = [...stock.state.reservations.values()].filter(
    (reservation) => reservation.balanceId === balance.id && reservation.quantity.gt(0),
  );
  const taken: Taken[] = [];
  let left = quantity;
  const take = (reservation: Reservation): void => {
    const part = lesser(reservation.quantity, left);
    if (part.lte(0)) return;
    taken.push({ normId: reservation.normId, quantity: part });
    left = left.minus(part);
  };
  const takeOwn = (): void => open.filter((own) => own.normId === normId).forEach(take);
  if (!rework) takeOwn();
  left = atLeastZero(left.minus(freeOf(balance)));
  if (rework) takeOwn();
  for (const other of open.filter((reservation) => reservation.normId !== normId).sort(byYielding))
    take(other);

  const reserved = balance.reserved.minus(sum(taken.map((part) => part.quantity)));
  if (reserved.gt(atLeastZero(balance.onHand.minus(quantity)))) {
    throw new Error(`Reservations that yield were not loaded with balance ${balance.id}`);
  }
  return taken;
}

/** The store reads them in this order too, by an index. */
export function byYielding(a: Reservation, b: Reservation): number {
  if (a.priorityRank !== b.priorityRank) return a.priorityRank - b.priorityRank;
  const aDue = a.dueAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const bDue = b.dueAt?.getTime() ?? Number.POSITIVE_INFINITY;
  if (aDue !== bDue) return aDue > bDue ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** As changes for the fact: `sign` -1 takes, 1 gives back. With what its own norm wants after it, if that changes. */
export function reservationChanges(
  stock: Stock,
  parts: readonly Taken[],
  sign: 1 | -1,
  own: OwnWant | null = null,
): ReservationChange[] {
  const named = own === null || parts.some((part) => part.normId === own.normId);
  return (named ? parts : [...parts, { normId: own.normId, quantity: zero }]).map((part) => ({
    normId: part.normId,
    orderId: reservationOf(stock, part.normId).orderId,
    quantity: text(part.quantity.times(sign)),
    ...(part.normId === own?.normId ? { wanted: text(own.wanted) } : {}),
  }));
}

export type OwnWant = { readonly normId: Id; readonly wanted: Decimal };

/**
 * What a norm wants after this much went to it (below zero: came back). Null where nothing changes: what rework
 * takes is beside what the norm needs, and not every movement is a norm's.
 */
export function wantAfter(
  stock: Stock,
  moved: { readonly normId: Id | null; readonly balanceId: Id; readonly rework: boolean },
  quantity: Decimal,
): OwnWant | null {
  const { normId, balanceId, rework } = moved;
  const reservation = normId === null ? undefined : stock.state.reservations.get(normId);
  if (rework || reservation === undefined || reservation.balanceId !== balanceId) return null;
  return { normId: reservation.normId, wanted: reservation.wanted.minus(quantity) };
}

export function reservationOf(stock: Stock, normId: Id): Reservation {
  const reservation = stock.state.reservations.get(normId);
  if (reservation === undefined) throw new Error(`The reservation of norm ${normId} was not loaded`);
  return reservation;
}
