import { atLeastZero, type Decimal, roundMoney, shareOut, sum, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";

/**
 * The captured cost of an order, taken apart. Every breakdown adds up to the total exactly: the lines are
 * summed as they were captured, and only the loss is shared out over them. Source: domain.md section 6.
 */
export const costCategories = ["material", "labour", "subcontracting"] as const;
export type CostCategory = (typeof costCategories)[number];
export type ByCategory = Readonly<Record<CostCategory, Decimal>>;

export type LotCost = {
  readonly state: string;
  readonly firstPass: Decimal;
  readonly rework: Decimal;
};

export const noCost: ByCategory = { material: zero, labour: zero, subcontracting: zero };

export function addToCategory(sums: ByCategory, category: CostCategory, amount: Decimal): ByCategory {
  return { ...sums, [category]: sums[category].plus(amount) };
}

export const totalOf = (sums: ByCategory): Decimal => sum(costCategories.map((category) => sums[category]));

/**
 * All that written-off units carry, and the rework part of the others. What they took over from lots that were lost
 * before them is in those lots' loss already.
 */
export function defectLossOf(lots: readonly LotCost[]): Decimal {
  return sum(lots.map((lot) => (lot.state === "written_off" ? lot.firstPass.plus(lot.rework) : lot.rework)));
}

/** What was put on a lot, or moved from lot to lot: of a split or a merge no run is named. Oldest first. */
export type CostShare = {
  readonly runId: Id | null;
  readonly lotId: Id;
  readonly part: "first_pass" | "rework" | "absorbed";
  readonly amount: Decimal;
};

/**
 * Of what the defect loss was made: each run's share has the proportions of its lines, and what moves from lot to
 * lot has those of the lot that it leaves. Adds up to `loss` exactly, by largest remainder. What passed on to good
 * units was lost where it came from, so that `absorbed` is not looked at.
 */
export function lossByCategory(
  loss: Decimal,
  ofRuns: ReadonlyMap<Id, ByCategory>,
  shares: readonly CostShare[],
  isWrittenOff: (lotId: Id) => boolean,
): ByCategory {
  const onLots = new Map<string, ByCategory>();
  const keyOf = (share: CostShare): string => `${share.lotId} ${share.part}`;
  const add = (share: CostShare, part: ByCategory): void => {
    onLots.set(keyOf(share), plus(onLots.get(keyOf(share)) ?? noCost, part));
  };
  let moving: CostShare[] = [];
  for (const share of shares) {
    if (share.part === "absorbed") continue;
    if (share.runId !== null) {
      add(share, scaled(ofRuns.get(share.runId) ?? noCost, share.amount));
      continue;
    }
    // What leaves lots and what comes to others is one move as soon as the two are equal.
    moving.push(share);
    if (!sum(moving.map((each) => each.amount)).eq(0)) continue;
    let taken = noCost;
    for (const each of moving.filter((row) => row.amount.lt(0))) {
      const part = scaled(onLots.get(keyOf(each)) ?? noCost, each.amount);
      add(each, part);
      taken = plus(taken, scaled(part, each.amount.neg()));
    }
    for (const each of moving.filter((row) => row.amount.gt(0))) add(each, scaled(taken, each.amount));
    moving = [];
  }
  let lost = noCost;
  for (const [key, part] of onLots) {
    const [lotId = "", name] = key.split(" ");
    if (name === "rework" || isWrittenOff(lotId)) lost = plus(lost, part);
  }
  const [material = zero, labour = zero, subcontracting = zero] = shareOut(
    loss,
    costCategories.map((category) => atLeastZero(lost[category])),
  );
  return { material, labour, subcontracting };
}

function plus(a: ByCategory, b: ByCategory): ByCategory {
  return {
    material: a.material.plus(b.material),
    labour: a.labour.plus(b.labour),
    subcontracting: a.subcontracting.plus(b.subcontracting),
  };
}

/** In the same proportions, to another total; of nothing there are no proportions. */
function scaled(sums: ByCategory, total: Decimal): ByCategory {
  const whole = totalOf(sums);
  if (whole.eq(0)) return noCost;
  const part = (category: CostCategory): Decimal => sums[category].times(total).div(whole);
  return {
    material: part("material"),
    labour: part("labour"),
    subcontracting: part("subcontracting"),
  };
}

/** The three categories with the loss taken out, so that the four add up to the total. */
export function withoutLoss(sums: ByCategory, lost: ByCategory): ByCategory {
  return {
    material: sums.material.minus(lost.material),
    labour: sums.labour.minus(lost.labour),
    subcontracting: sums.subcontracting.minus(lost.subcontracting),
  };
}

/** Per good unit; where the loss is a line of its own, without it. Null while there is no good unit. */
export function unitCost(
  total: Decimal,
  loss: Decimal,
  goodUnits: number,
  accounting: "included" | "separate",
): Decimal | null {
  if (goodUnits === 0) return null;
  return roundMoney((accounting === "separate" ? total.minus(loss) : total).div(goodUnits));
}
