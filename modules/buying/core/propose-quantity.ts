import { type Decimal, decimal, roundQuantity, zero } from "#kernel/decimal.ts";
import type { Unit } from "#kernel/unit.ts";

/** A variant in a warehouse, in the item's unit. */
export type Need = {
  readonly onHand: Decimal;
  readonly reserved: Decimal;
  /** what open reservations lack in all */
  readonly short: Decimal;
  /** what is to be there at least; 0: no level is set */
  readonly minimum: Decimal;
  readonly fillUpTo: Decimal | null;
  /** what open purchase orders still bring, drafts too */
  readonly expected: Decimal;
};

/**
 * How much is to be bought. What is there once every order has what it lacks and all that is expected has come, is
 * held against the minimum level; below it, the level that it is filled up to is reached again. Without a level that
 * is what orders lack and nobody has ordered yet.
 *
 * On hand below zero counts where something is lacking: the next goods fill that hole first. By itself it proposes
 * nothing, since it mostly means that the paper is late.
 */
export function quantityNeeded(need: Need): Decimal {
  const { onHand, reserved, short, minimum, fillUpTo, expected } = need;
  if (short.lte(0) && minimum.lte(0)) return zero;
  const free = onHand.minus(reserved).minus(short).plus(expected);
  if (free.gte(minimum)) return zero;
  const level = minimum.gt(0) && fillUpTo !== null ? fillUpTo : minimum;
  return level.minus(free);
}

export type Pack = { readonly name: string; readonly contains: Decimal };

/** Up to whole packs; without a pack, pieces up to whole ones. */
export function roundUpToPacks(quantity: Decimal, pack: Pack | null, unit: Unit): Decimal {
  const step = pack?.contains ?? (unit === "pcs" ? decimal(1) : null);
  if (step === null) return quantity;
  return roundQuantity(quantity.div(step).round(0, 3).times(step));
}

export type Offer = {
  readonly preferred: boolean;
  readonly price: Decimal;
  readonly since: Date;
};

/** The preferred ones first, the newest of them ahead; then by price, then the newest. */
export function inOrderOfChoice<T extends Offer>(offers: readonly T[]): T[] {
  return [...offers].sort((a, b) => {
    if (a.preferred !== b.preferred) return a.preferred ? -1 : 1;
    const newer = b.since.getTime() - a.since.getTime();
    return a.preferred ? newer : a.price.cmp(b.price) || newer;
  });
}
