import { type Decimal, atLeastZero, lesser, sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { type BatchPart, inBatches, type Lying, unknownOf } from "./batch-state.ts";

export type NamedBatch = { readonly batchId: Id; readonly quantity: Decimal };

/**
 * Of which batches a quantity goes out (parts below zero): those that are named, the rest by who expires first.
 * What no batch covers has none. Refuses batch_short {batchId, left, missing} where less lies of a named one, and
 * batches_too_many {named, quantity} where more is named than goes out.
 */
export function pickBatches(
  balance: Lying,
  quantity: Decimal,
  today: string,
  named: readonly NamedBatch[] = [],
): Result<readonly BatchPart[]> {
  if (named.length === 0) return ok(takeFirstExpiring(balance, quantity, today, []));
  const wanted = sum(named.map((part) => part.quantity));
  if (wanted.gt(quantity)) {
    return no("batches_too_many", { named: text(wanted), quantity: text(quantity) });
  }
  const first: BatchPart[] = [];
  for (const { batchId, quantity: part } of joined(named)) {
    const level = balance.batches.find((candidate) => candidate.batchId === batchId);
    if (level === undefined || level.quantity.lt(part)) {
      const left = level?.quantity ?? part.minus(part);
      return no("batch_short", {
        batchId,
        left: text(left),
        missing: text(part.minus(left)),
      });
    }
    first.push({ ...level, quantity: part });
  }
  return ok(takeFirstExpiring(balance, quantity, today, first));
}

/**
 * The reverse of a return: the very batches go out again as far as they lie there still, then what has no batch,
 * then by who expires first.
 */
export function pickAgain(
  balance: Lying,
  quantity: Decimal,
  today: string,
  returned: readonly BatchPart[],
): readonly BatchPart[] {
  const first = returned.flatMap((part) => {
    const level = balance.batches.find((candidate) => candidate.batchId === part.batchId);
    const again = level === undefined ? null : lesser(level.quantity, part.quantity);
    return level === undefined || again === null || again.lte(0) ? [] : [{ ...level, quantity: again }];
  });
  const without = quantity.minus(sum(returned.map((part) => part.quantity)));
  const unknown = lesser(atLeastZero(without), unknownOf(balance));
  return takeFirstExpiring(balance, quantity.minus(unknown), today, first, unknownOf(balance).minus(unknown));
}

/** An expired one is taken last: nobody means to, but the floor may have had nothing else. */
function takeFirstExpiring(
  balance: Lying,
  quantity: Decimal,
  today: string,
  first: readonly BatchPart[],
  unknown: Decimal = unknownOf(balance),
): readonly BatchPart[] {
  const taken = new Map(first.map((part) => [part.batchId, part]));
  let left = quantity.minus(sum(first.map((part) => part.quantity)));
  for (const source of byExpiry(balance.batches, today, unknown)) {
    if (left.lte(0)) break;
    if (source.batchId === null) {
      left = left.minus(lesser(left, source.quantity));
      continue;
    }
    const already = taken.get(source.batchId);
    const there = already === undefined ? source.quantity : source.quantity.minus(already.quantity);
    const part = lesser(there, left);
    if (part.lte(0)) continue;
    taken.set(source.batchId, {
      batchId: source.batchId,
      bestBefore: source.bestBefore,
      quantity: already === undefined ? part : already.quantity.plus(part),
    });
    left = left.minus(part);
  }
  return [...taken.values()].map((part) => ({ ...part, quantity: part.quantity.neg() }));
}

type Source = Omit<BatchPart, "batchId"> & { readonly batchId: Id | null };

/**
 * In the order in which they are taken: the earliest date first; what has no batch, as it is older than any;
 * those without a date, the oldest first (ids are given in the order of time); and last what has expired.
 */
export function byExpiry(levels: readonly BatchPart[], today: string, unknown: Decimal): readonly Source[] {
  const sorted = levels.toSorted(byDate);
  const dated = sorted.filter((level) => level.bestBefore !== null);
  const undated = sorted.filter((level) => level.bestBefore === null);
  return [
    ...dated.filter((level) => !isExpired(level.bestBefore, today)),
    { batchId: null, bestBefore: null, quantity: unknown },
    ...undated,
    ...dated.filter((level) => isExpired(level.bestBefore, today)),
  ];
}

function byDate(a: BatchPart, b: BatchPart): number {
  const [aDay, bDay] = [a.bestBefore ?? "9999-12-31", b.bestBefore ?? "9999-12-31"];
  return aDay + a.batchId < bDay + b.batchId ? -1 : 1;
}

/** The day itself is the last good one. */
export function isExpired(bestBefore: string | null, today: string): boolean {
  return bestBefore !== null && bestBefore < today;
}

/**
 * The parts of batches that come onto a balance. What fills a hole below zero has left before it came: it lies
 * nowhere, the earliest date first. `quantity` is of the whole movement; the rest of it has no batch.
 */
export function partsComingIn(
  balance: Lying,
  quantity: Decimal,
  parts: readonly BatchPart[],
): readonly BatchPart[] {
  const room = atLeastZero(balance.onHand.plus(quantity)).minus(inBatches(balance));
  let gone = atLeastZero(sum(parts.map((part) => part.quantity)).minus(room));
  if (gone.eq(0)) return parts;
  const coming: BatchPart[] = [];
  for (const part of parts) {
    const lost = lesser(gone, part.quantity);
    gone = gone.minus(lost);
    const rest = part.quantity.minus(lost);
    if (rest.gt(0)) coming.push({ ...part, quantity: rest });
  }
  return coming;
}

/** What a return gives back: to the very batches that the issue took from, the one that keeps longest first. */
export function partsComingBack(
  balance: Lying,
  quantity: Decimal,
  issued: readonly BatchPart[],
): readonly BatchPart[] {
  const room = atLeastZero(balance.onHand.plus(quantity)).minus(inBatches(balance));
  let left = lesser(quantity, room);
  const back: BatchPart[] = [];
  for (const part of issued.toSorted(byDate).toReversed()) {
    const given = lesser(part.quantity.neg(), left);
    if (given.lte(0)) continue;
    back.push({ ...part, quantity: given });
    left = left.minus(given);
  }
  return back;
}

/** What is left of an issue's parts when its returns are taken off. */
export function partsLeft(issued: readonly BatchPart[], returned: readonly BatchPart[]): BatchPart[] {
  if (returned.length === 0) return [...issued];
  return issued.flatMap((part) => {
    const back = sum(returned.filter((row) => row.batchId === part.batchId).map((row) => row.quantity));
    const quantity = part.quantity.plus(back);
    return quantity.lt(0) ? [{ ...part, quantity }] : [];
  });
}

/**
 * The share of what was named that goes to one of several takers, and what is left for the others: a tap on
 * several units names the batches of all of them.
 */
export function drawNamed(
  named: readonly NamedBatch[],
  quantity: Decimal,
): { readonly drawn: readonly NamedBatch[]; readonly left: readonly NamedBatch[] } {
  const drawn: NamedBatch[] = [];
  const left: NamedBatch[] = [];
  let rest = quantity;
  for (const part of named) {
    const own = lesser(atLeastZero(rest), part.quantity);
    if (own.gt(0)) drawn.push({ ...part, quantity: own });
    if (own.lt(part.quantity)) left.push({ ...part, quantity: part.quantity.minus(own) });
    rest = rest.minus(own);
  }
  return { drawn, left };
}

function joined(named: readonly NamedBatch[]): NamedBatch[] {
  const byBatch = new Map<Id, Decimal>();
  for (const { batchId, quantity } of named) {
    byBatch.set(batchId, byBatch.get(batchId)?.plus(quantity) ?? quantity);
  }
  return [...byBatch].map(([batchId, quantity]) => ({ batchId, quantity }));
}
