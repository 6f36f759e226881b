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

/** What of a run's cost was lost, by category: on units that were written off, and as rework of the others. */
export type LostOfRun = { readonly scrap: ByCategory; readonly rework: ByCategory };
type Part = "first_pass" | "rework";

/**
 * Of what the defect loss was made, by run and category. Each run's share has the proportions of its lines, and what
 * moves from lot to lot has those of the lot that it leaves. The first-pass part and the rework part that written-off
 * lots carry are each shared out exactly, by largest remainder, over the runs that put it there; what is left of a run
 * of a later cycle is rework. So a run's scrap, its rework and the rest always add up to its lines. What passed on to
 * good units was lost where it came from, so that `absorbed` is not looked at.
 */
export function lossOfRuns(
  ofRuns: ReadonlyMap<Id, ByCategory>,
  shares: readonly CostShare[],
  isWrittenOff: (lotId: Id) => boolean,
): ReadonlyMap<Id, LostOfRun> {
  const onLots = traceRuns(shares);
  const scrapOfRuns = new Map<Id, ByCategory>();
  for (const part of ["first_pass", "rework"] as const) {
    const inPart = new Map<Id, Decimal>();
    for (const [lotId, lot] of onLots) {
      if (!isWrittenOff(lotId)) continue;
      for (const [runId, amount] of lot[part]) inPart.set(runId, (inPart.get(runId) ?? zero).plus(amount));
    }
    const total = sum(
      shares.filter((each) => each.part === part && isWrittenOff(each.lotId)).map((each) => each.amount),
    );
    const atoms = [...inPart].flatMap(([runId, amount]) => {
      const weights = scaled(ofRuns.get(runId) ?? noCost, atLeastZero(amount));
      return costCategories.map((category) => ({ runId, category, weight: atLeastZero(weights[category]) }));
    });
    const given = shareOut(
      total,
      atoms.map(({ weight }) => weight),
    );
    for (const [place, { runId, category }] of atoms.entries()) {
      const sums = scrapOfRuns.get(runId) ?? noCost;
      scrapOfRuns.set(runId, addToCategory(sums, category, given[place] ?? zero));
    }
  }
  const reworking = new Set(
    shares.flatMap(({ runId, part }) => (runId !== null && part === "rework" ? [runId] : [])),
  );
  const lost = new Map<Id, LostOfRun>();
  for (const runId of new Set([...scrapOfRuns.keys(), ...reworking])) {
    const scrap = scrapOfRuns.get(runId) ?? noCost;
    const rework = reworking.has(runId) ? withoutLoss(ofRuns.get(runId) ?? noCost, scrap) : noCost;
    lost.set(runId, { scrap, rework });
  }
  return lost;
}

/** The defect loss by category: the sum of what its runs lost. */
export function lossByCategory(lost: ReadonlyMap<Id, LostOfRun>): ByCategory {
  let sums = noCost;
  for (const { scrap, rework } of lost.values()) sums = plus(plus(sums, scrap), rework);
  return sums;
}

/** Which run put how much on each lot, followed through splits and merges. Oldest share first. */
function traceRuns(
  shares: readonly CostShare[],
): ReadonlyMap<Id, Readonly<Record<Part, ReadonlyMap<Id, Decimal>>>> {
  const onLots = new Map<Id, Record<Part, Map<Id, Decimal>>>();
  const pileOf = (lotId: Id, part: Part): Map<Id, Decimal> => {
    const lot = onLots.get(lotId) ?? { first_pass: new Map<Id, Decimal>(), rework: new Map<Id, Decimal>() };
    onLots.set(lotId, lot);
    return lot[part];
  };
  const put = (pile: Map<Id, Decimal>, runId: Id, amount: Decimal): void => {
    pile.set(runId, (pile.get(runId) ?? zero).plus(amount));
  };
  let moving: { readonly lotId: Id; readonly part: Part; readonly amount: Decimal }[] = [];
  for (const { runId, lotId, part, amount } of shares) {
    if (part === "absorbed") continue;
    if (runId !== null) {
      put(pileOf(lotId, part), runId, amount);
      continue;
    }
    // What leaves lots and what comes to others is one move as soon as the two are equal.
    moving.push({ lotId, part, amount });
    if (!sum(moving.map((each) => each.amount)).eq(0)) continue;
    for (const ofPart of ["first_pass", "rework"] as const) {
      const taken = new Map<Id, Decimal>();
      const coming: typeof moving = [];
      for (const each of moving) {
        if (each.part !== ofPart) continue;
        if (each.amount.gt(0)) coming.push(each);
        else
          takeFrom(pileOf(each.lotId, ofPart), each.amount.neg(), (from, leaving) =>
            put(taken, from, leaving),
          );
      }
      const whole = sum(taken.values());
      for (const each of coming) {
        if (whole.eq(0)) continue;
        const pile = pileOf(each.lotId, ofPart);
        for (const [from, amountOf] of taken) put(pile, from, amountOf.times(each.amount).div(whole));
      }
    }
    moving = [];
  }
  return onLots;
}

/** Takes an amount off a pile in the pile's own proportions. */
function takeFrom(
  pile: Map<Id, Decimal>,
  amount: Decimal,
  taken: (runId: Id, amount: Decimal) => void,
): void {
  const whole = sum(pile.values());
  if (whole.eq(0)) return;
  for (const [runId, part] of pile) {
    const leaving = part.times(amount).div(whole);
    pile.set(runId, part.minus(leaving));
    taken(runId, leaving);
  }
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
