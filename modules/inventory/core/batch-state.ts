import { type Decimal, atLeastZero, decimal, sum, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";

/**
 * What lies of a batch on a balance (above zero), or what a movement took or brought of it (signed). The date
 * stands beside the id, so that what expires first is known without asking for the batch.
 */
export type BatchPart = {
  readonly batchId: Id;
  /** "YYYY-MM-DD", the last good day in the workspace's calendar */
  readonly bestBefore: string | null;
  readonly quantity: Decimal;
};

/** The same in a fact and in the balance's row: quantities are texts. */
export type BatchPartText = Omit<BatchPart, "quantity"> & { readonly quantity: string };

/** A quantity of goods that is told apart from others of its variant. */
export type Batch = {
  readonly id: Id;
  readonly variantId: Id;
  readonly number: string;
  readonly bestBefore: string | null;
  readonly receivedAt: Date;
  readonly supplier: string;
  readonly orderId: Id | null;
  readonly lotId: Id | null;
  readonly note: string;
  /** 0 for one that was just made */
  readonly version: number;
};

/** How an item is kept: whether its batches are told apart, how long it stays good, and what it is counted in. */
export type Keeping = {
  readonly traced: boolean;
  readonly shelfLifeDays: number | null;
  readonly unit?: Unit;
};

/** What is asked of a balance to tell its batches. */
export type Lying = { readonly onHand: Decimal; readonly batches: readonly BatchPart[] };

/** What is on hand beyond the batches: from before they were told apart, or counted without a number. */
export function unknownOf(balance: Lying): Decimal {
  return atLeastZero(balance.onHand).minus(inBatches(balance));
}

export function inBatches(balance: Lying): Decimal {
  return sum(balance.batches.map((level) => level.quantity));
}

/**
 * The levels after a fact, in the order of their ids, none of them empty. A change of zero only dates a batch
 * anew. A level below zero is a bug, and throws.
 */
export function evolveLevels(
  levels: readonly BatchPart[],
  changes: readonly BatchPartText[],
): readonly BatchPart[] {
  if (changes.length === 0) return levels;
  const after = new Map(levels.map((level) => [level.batchId, level]));
  for (const { batchId, bestBefore, quantity } of changes) {
    const left = (after.get(batchId)?.quantity ?? zero).plus(decimal(quantity));
    if (left.lt(0)) throw new Error(`Batch ${batchId} would lie below zero: ${text(left)}`);
    if (left.eq(0)) after.delete(batchId);
    else after.set(batchId, { batchId, bestBefore, quantity: left });
  }
  return [...after.values()].sort((a, b) => (a.batchId < b.batchId ? -1 : 1));
}

export function asTexts(parts: readonly BatchPart[]): BatchPartText[] {
  return parts.map(({ batchId, bestBefore, quantity }) => ({
    batchId,
    bestBefore,
    quantity: text(quantity),
  }));
}

export function fromTexts(parts: readonly BatchPartText[]): BatchPart[] {
  return parts.map(({ batchId, bestBefore, quantity }) => ({
    batchId,
    bestBefore,
    quantity: decimal(quantity),
  }));
}
