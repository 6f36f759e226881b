import { type Decimal, sum, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { shareSums } from "#kernel/share-sums.ts";

/** A member as it waits for its units. */
export type Waiting = {
  readonly orderId: Id;
  readonly number: number;
  readonly ordered: number;
  readonly dueAt: Date | null;
};
export type Served = Waiting & { readonly units: number; readonly short: number };

/** Whom good units go to first: what is due first; without a due date last; of two due at once the older order. */
export const byDueDate = (
  a: Pick<Waiting, "dueAt" | "number">,
  b: Pick<Waiting, "dueAt" | "number">,
): number => {
  if (a.dueAt?.getTime() === b.dueAt?.getTime()) return a.number - b.number;
  if (a.dueAt === null || b.dueAt === null) return a.dueAt === null ? 1 : -1;
  return a.dueAt.getTime() - b.dueAt.getTime();
};

/** Good units by due date: what is missing falls on those due last; what is over is nobody's. */
export function serveMembers(
  members: readonly Waiting[],
  good: number,
): { readonly served: readonly Served[]; readonly surplus: number } {
  let left = good;
  const served = members.toSorted(byDueDate).map((member) => {
    const units = Math.min(left, member.ordered);
    left -= units;
    return { ...member, units, short: member.ordered - units };
  });
  return { served, surplus: left };
}

/** What cost is shared by: good units; where there are none, what each had ordered, and nothing stays behind. */
export function weightsOf(served: readonly Served[], surplus: number): readonly number[] {
  const isNothingGood = surplus === 0 && served.every(({ units }) => units === 0);
  return [...served.map(({ units, ordered }) => (isNothingGood ? ordered : units)), surplus];
}

/** An order's cost, apart from what its units in work carry: there are none any more. */
export type CostParts = {
  readonly receivedCost: Decimal;
  readonly separateLoss: Decimal;
  readonly lateDifference: Decimal;
};
export const noParts: CostParts = { receivedCost: zero, separateLoss: zero, lateDifference: zero };
export const totalOfParts = (parts: CostParts): Decimal =>
  sum([parts.receivedCost, parts.separateLoss, parts.lateDifference]);

/**
 * A batch's cost by weight, the batch's own share last. Of one that was cancelled on the way, members bear what their
 * units were received at and no more: the rest stays with the batch, since they are made again elsewhere.
 */
export function shareCost(
  cost: CostParts,
  weights: readonly number[],
  how: { readonly keepsLoss: boolean },
): readonly CostParts[] {
  const shared = how.keepsLoss ? zero : cost.separateLoss;
  const kept = cost.separateLoss.minus(shared);
  const parts = shareSums([cost.receivedCost, shared, cost.lateDifference], weights);
  return parts.map(([receivedCost = zero, separateLoss = zero, lateDifference = zero], place) => ({
    receivedCost,
    separateLoss: place === weights.length - 1 ? separateLoss.plus(kept) : separateLoss,
    lateDifference,
  }));
}
