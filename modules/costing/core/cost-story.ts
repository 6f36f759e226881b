import { type Decimal, decimal, sum } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { type StoryBarKind, storyBarKinds } from "../contract/cost-story.ts";
import type { CostCategory } from "./cost-breakdown.ts";
import { rateOf, tellLabour, tellMaterials, tellSubcontracting } from "./tell-stage.ts";

/**
 * How an order's quoted cost became its real cost: one waterfall that adds up exactly, to 4 places.
 *
 *     quoted + norm + units + price + overuse + time + rate + rework + scrap + subcontracting + batch + still planned = real
 *
 * Every bar is the sum of its lines. Plan and fact are laid side by side stage by stage, a material at a time and
 * all labour of the stage at once:
 *
 * - quoted: the plan as it was frozen when the order was created.
 * - norm: the plan as it stands now (quantity, options, materials picked since), at the frozen prices and rates,
 *   minus the frozen plan.
 * - units: the part of that plan for units that did not come well through the stage and no longer can (written off,
 *   taken off, cancelled), below zero; above it for units made beyond the order. Without it a unit that was lost
 *   would look like material and time saved.
 *   Units that differ count with what each of them needs.
 * - still planned: the part of that plan for units that are yet to come through, taken off: it is not spent yet.
 *
 * What is left of the plan is for the good units that have passed the stage, and meets what their first pass took:
 *
 * - price: (captured price − planned price) × planned quantity.
 * - overuse: (consumed − planned quantity) × captured price; below zero where less was taken.
 * - time: (worked − planned seconds) × planned rate.
 * - rate: (captured rate − planned rate) × worked seconds.
 * - subcontracting: captured − planned.
 * - batch: where its units were made in a batch, all of the difference; its own stages did nothing.
 *
 * And what was spent besides:
 *
 * - rework: what later cycles put on units that were not written off.
 * - scrap: all that written-off units carry, whatever put it there.
 *
 * rework + scrap is the order's defect loss. A real line is divided among first pass, rework and scrap once
 * (split-cost.ts), so that no line counts twice; reversing lines have netted with what they reverse by then.
 */
export type PlannedPart = {
  readonly stageId: Id;
  readonly category: CostCategory;
  /** null: labour, or a material that awaited selection */
  readonly variantId: Id | null;
  readonly quantity: Decimal;
  readonly rate: Decimal;
  readonly amount: Decimal;
};
export type NormNow = {
  readonly stageId: Id;
  /** null while it awaits selection */
  readonly variantId: Id | null;
  /** set where the variant is picked in work */
  readonly itemId: Id | null;
  /** of the whole order, as it is now */
  readonly required: Decimal;
  readonly plannedPrice: Decimal;
  /**
   * Of units that are made one by one and differ: what those need that have passed its stage, those that are yet to,
   * and all, before loss and allowance. Null: every unit needs as much.
   */
  readonly needs: { readonly good: Decimal; readonly ahead: Decimal; readonly all: Decimal } | null;
};
export type StageNow = {
  readonly stageId: Id;
  /** planned for the whole order, as it is now; 0 where the stage is switched off */
  readonly seconds: number;
  /** units whose first pass here is captured and that were not written off; fractions where lots have mixed */
  readonly good: Decimal;
  /** units in work whose first pass here is not captured yet */
  readonly ahead: Decimal;
};
/** Captured cost, divided by what became of the units: see split-cost.ts. */
export type RealPart = {
  readonly stageId: Id;
  readonly cycle: number;
  readonly category: CostCategory;
  readonly variantId: Id | null;
  readonly memberId: Id | null;
  readonly part: "good" | "rework" | "scrap";
  /** of the item's unit; seconds for labour */
  readonly quantity: Decimal;
  readonly amount: Decimal;
  /** what the whole line came to for one unit or hour: a part's own quotient would tell its rounding */
  readonly rate?: Decimal;
};
export type OrderToTell = {
  /** how many units the plan as it stands now is for; above zero */
  readonly ordered: number;
  readonly planned: readonly PlannedPart[];
  readonly norms: readonly NormNow[];
  /** in the order of the template */
  readonly stages: readonly StageNow[];
  readonly real: readonly RealPart[];
  readonly itemOf: (variantId: Id) => Id | null;
};

/** Per unit of the item; seconds at a rate per hour for labour. */
export type Measure = { readonly quantity: Decimal; readonly rate: Decimal };
export type StoryLine = {
  readonly stageId: Id;
  readonly cycle: number;
  readonly category: CostCategory;
  readonly variantId: Id | null;
  /** of a material that is picked in work */
  readonly itemId: Id | null;
  readonly memberId: Id | null;
  /** who worked, where the line is about all of them */
  readonly memberIds: readonly Id[];
  /** what is compared; null: only one side */
  readonly from: Measure | null;
  readonly to: Measure | null;
  readonly amount: Decimal;
};
export type StoryBar = {
  readonly kind: StoryBarKind;
  readonly amount: Decimal;
  readonly lines: readonly StoryLine[];
};
export type CostStory = {
  /** in the order in which they are told, all of them, zeros too */
  readonly bars: readonly StoryBar[];
  readonly real: Decimal;
  /** real, and what the rest of the plan will add if all goes on as planned */
  readonly expected: Decimal;
};

export type AddLine = (
  kind: StoryBarKind,
  line: Pick<StoryLine, "stageId" | "category" | "amount"> & Partial<StoryLine>,
) => void;

export function tellCostStory(order: OrderToTell): CostStory {
  const told = new Map<StoryBarKind, StoryLine[]>(storyBarKinds.map((kind) => [kind, []]));
  const add: AddLine = (kind, line) => {
    // A difference of nothing needs no line; a plan that costs nothing is still a plan.
    if (line.amount.eq(0) && kind !== "quoted") return;
    told.get(kind)?.push({ ...blankLine, ...line });
  };
  const planned = Map.groupBy(order.planned, ({ stageId }) => stageId);
  const norms = Map.groupBy(order.norms, ({ stageId }) => stageId);
  const real = Map.groupBy(order.real, ({ stageId }) => stageId);
  for (const stage of order.stages) {
    const of = {
      stage,
      ordered: decimal(order.ordered),
      planned: planned.get(stage.stageId) ?? [],
      norms: norms.get(stage.stageId) ?? [],
      real: real.get(stage.stageId) ?? [],
      itemOf: order.itemOf,
    };
    tellMaterials(of, add);
    tellLabour(of, add);
    tellSubcontracting(of, add);
    for (const { part, quantity, rate, ...line } of of.real) {
      if (part !== "good") add(part, { ...line, to: { quantity, rate: rate ?? rateOf(line, quantity) } });
    }
  }
  const bars = [...told].map(([kind, lines]) => ({
    kind,
    amount: sum(lines.map(({ amount }) => amount)),
    lines,
  }));
  const spent = sum(order.real.map(({ amount }) => amount));
  const ahead = bars.find(({ kind }) => kind === "still_planned")?.amount ?? decimal(0);
  return { bars, real: spent, expected: spent.minus(ahead) };
}

const blankLine = {
  cycle: 0,
  variantId: null,
  itemId: null,
  memberId: null,
  memberIds: [],
  from: null,
  to: null,
} as const;

/** Of an order that a batch made: the plan, and the difference to its share of what the batch cost. */
export function tellShareOfBatch({ bars }: CostStory, cost: Decimal): CostStory {
  const nothing = { amount: decimal(0), lines: [] };
  return {
    bars: bars.map((bar) => {
      if (bar.kind === "quoted") return bar;
      if (bar.kind !== "batch") return { kind: bar.kind, ...nothing };
      const quoted = bars.find(({ kind }) => kind === "quoted")?.amount ?? decimal(0);
      return { kind: bar.kind, amount: cost.minus(quoted), lines: [] };
    }),
    real: cost,
    expected: cost,
  };
}

/** The sum of several stories, bar by bar. */
export function addStories(
  stories: readonly Pick<CostStory, "bars">[],
): { kind: StoryBarKind; amount: Decimal }[] {
  return storyBarKinds.map((kind) => ({
    kind,
    amount: sum(
      stories.flatMap(({ bars }) => bars.filter((bar) => bar.kind === kind).map(({ amount }) => amount)),
    ),
  }));
}
