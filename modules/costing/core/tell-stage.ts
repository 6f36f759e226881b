import { type Decimal, decimal, roundMoney, roundQuantity, shareOut, sum, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type {
  AddLine,
  NormNow,
  OrderToTell,
  PlannedPart,
  RealPart,
  StageNow,
  StoryLine,
} from "./cost-story.ts";
import { gatherMaterials, type MaterialOfStage } from "./gather-materials.ts";
import { labourAmount } from "./plan-cost.ts";

/** One stage's part of an order's cost story. What each bar means stands in cost-story.ts. */
export type StageToTell = {
  readonly stage: StageNow;
  readonly ordered: Decimal;
  readonly planned: readonly PlannedPart[];
  readonly norms: readonly NormNow[];
  readonly real: readonly RealPart[];
  readonly itemOf: OrderToTell["itemOf"];
};

type Line = Parameters<AddLine>[1];

/** The plan as it is now, cut into what units have come through with, what is ahead of them, and what is no more. */
function cutPlan(
  told: StageToTell,
  now: { quantity: Decimal; rate: Decimal; amount: Decimal },
  as: Line,
  add: AddLine,
  norms: readonly NormNow[] = [],
) {
  const { good, ahead } = told.stage;
  const partOf = (units: Decimal): CutPlan => ({
    quantity: roundQuantity(now.quantity.times(units).div(told.ordered)),
    amount: roundMoney(now.amount.times(units).div(told.ordered)),
  });
  const [end, done] = norms.some(({ needs }) => needs !== null)
    ? [partByNeeds(told, norms, "end"), partByNeeds(told, norms, "done")]
    : [partOf(good.plus(ahead)), partOf(good)];
  const at = (quantity: Decimal) => ({ quantity, rate: now.rate });
  add("units", {
    ...as,
    from: at(now.quantity),
    to: at(end.quantity),
    amount: end.amount.minus(now.amount),
  });
  add("still_planned", {
    ...as,
    from: at(end.quantity),
    to: at(done.quantity),
    amount: done.amount.minus(end.amount),
  });
  return done;
}

type CutPlan = { readonly quantity: Decimal; readonly amount: Decimal };

/** Units that differ take their own part of the plan each, and not the average of all. */
function partByNeeds(
  { stage, ordered }: StageToTell,
  norms: readonly NormNow[],
  which: "end" | "done",
): CutPlan {
  const parts = norms.map(({ required, plannedPrice, needs }) => {
    const { good, ahead, all } = needs ?? { good: stage.good, ahead: stage.ahead, all: ordered };
    const part = which === "end" ? good.plus(ahead) : good;
    const quantity = all.eq(0) ? zero : roundQuantity(required.times(part).div(all));
    return { quantity, amount: roundMoney(quantity.times(plannedPrice)) };
  });
  return { quantity: sum(parts.map((part) => part.quantity)), amount: sum(parts.map((part) => part.amount)) };
}

export function tellMaterials(told: StageToTell, add: AddLine): void {
  for (const material of gatherMaterials(told)) tellMaterial(told, material, add);
}

function tellMaterial(told: StageToTell, material: MaterialOfStage, add: AddLine): void {
  const { frozen, now, real } = material;
  const as = {
    stageId: told.stage.stageId,
    category: "material" as const,
    variantId: material.variantId,
    itemId: material.itemId,
    amount: zero,
  };
  const frozenRate = rateOf({ ...as, amount: frozen.amount }, frozen.quantity);
  if (material.isFrozen) {
    add("quoted", { ...as, to: { quantity: frozen.quantity, rate: frozenRate }, amount: frozen.amount });
  }
  const planned = {
    quantity: now.quantity,
    rate: now.quantity.eq(0) ? frozenRate : rateOf({ ...as, amount: now.amount }, now.quantity),
  };
  add("norm", {
    ...as,
    from: { quantity: frozen.quantity, rate: frozenRate },
    to: planned,
    amount: now.amount.minus(frozen.amount),
  });
  const done = cutPlan(told, { ...planned, amount: now.amount }, as, add, material.norms);
  const nothing = real.quantity.eq(0);
  const rate = nothing ? planned.rate : rateOf({ ...as, amount: real.amount }, real.quantity);
  // The planned quantity at the price that was captured; where nothing was taken, no price was.
  const atCaptured = nothing ? done.amount : roundMoney(done.quantity.times(real.amount).div(real.quantity));
  add("price", {
    ...as,
    from: { quantity: done.quantity, rate: planned.rate },
    to: { quantity: done.quantity, rate },
    amount: atCaptured.minus(done.amount),
  });
  add("overuse", {
    ...as,
    from: { quantity: done.quantity, rate },
    to: { quantity: real.quantity, rate },
    amount: real.amount.minus(atCaptured),
  });
}

export function tellLabour(told: StageToTell, add: AddLine): void {
  const frozen = totalOf(told.planned, "labour");
  const people = peopleOf(told.real);
  const worked = sum(people.map(({ quantity }) => quantity));
  const paid = sum(people.map(({ amount }) => amount));
  // What was not planned has no frozen rate: it counts at the rate that was paid for it, and differs by nothing.
  const rate = frozen.first?.rate ?? rateOf({ category: "labour", amount: paid }, worked);
  const isFrozen = frozen.first !== undefined;
  const atRate = (seconds: Decimal): Decimal => {
    if (isFrozen) return roundMoney(seconds.times(rate).div(secondsInHour));
    return worked.eq(0) ? zero : roundMoney(seconds.times(paid).div(worked));
  };
  const as = { stageId: told.stage.stageId, category: "labour" as const, amount: zero };
  if (isFrozen) add("quoted", { ...as, to: { quantity: frozen.quantity, rate }, amount: frozen.amount });
  const seconds = decimal(told.stage.seconds);
  const now = isFrozen ? labourAmount(told.stage.seconds, rate) : atRate(seconds);
  add("norm", {
    ...as,
    from: { quantity: frozen.quantity, rate },
    to: { quantity: seconds, rate },
    amount: now.minus(frozen.amount),
  });
  const done = cutPlan(told, { quantity: seconds, rate, amount: now }, as, add);
  const asPlanned = atRate(worked);
  add("time", {
    ...as,
    memberIds: people.map(({ memberId }) => memberId),
    from: { quantity: done.quantity, rate },
    to: { quantity: worked, rate },
    amount: asPlanned.minus(done.amount),
  });
  const shares = shareOut(
    asPlanned,
    people.map(({ quantity }) => quantity),
  );
  for (const [place, { memberId, quantity, amount }] of people.entries()) {
    add("rate", {
      ...as,
      memberId,
      from: { quantity, rate },
      to: { quantity, rate: rateOf({ category: "labour", amount }, quantity) },
      amount: amount.minus(shares[place] ?? zero),
    });
  }
}

/** Each person's first passes on good units, in the order of their ids, so that the story is told the same twice. */
function peopleOf(real: readonly RealPart[]): { memberId: Id; quantity: Decimal; amount: Decimal }[] {
  const labour = real.filter(({ part, category }) => part === "good" && category === "labour");
  return [...Map.groupBy(labour, ({ memberId }) => memberId ?? "")]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([memberId, lines]) => ({
      memberId,
      quantity: sum(lines.map(({ quantity }) => quantity)),
      amount: sum(lines.map(({ amount }) => amount)),
    }));
}

export function tellSubcontracting(told: StageToTell, add: AddLine): void {
  const frozen = totalOf(told.planned, "subcontracting");
  const real = totalOf(
    told.real.filter(({ part }) => part === "good"),
    "subcontracting",
  );
  const as = { stageId: told.stage.stageId, category: "subcontracting" as const, amount: zero };
  const rate = rateOf({ ...as, amount: frozen.amount }, frozen.quantity);
  if (frozen.first !== undefined) {
    add("quoted", { ...as, to: { quantity: frozen.quantity, rate }, amount: frozen.amount });
  }
  const done = cutPlan(told, { quantity: frozen.quantity, rate, amount: frozen.amount }, as, add);
  add("subcontracting", {
    ...as,
    from: { quantity: done.quantity, rate },
    to: { quantity: real.quantity, rate: rateOf({ ...as, amount: real.amount }, real.quantity) },
    amount: real.amount.minus(done.amount),
  });
}

function totalOf<Part extends Pick<PlannedPart, "category" | "quantity" | "amount">>(
  parts: readonly Part[],
  category: Part["category"],
): { first: Part | undefined; quantity: Decimal; amount: Decimal } {
  const own = parts.filter((part) => part.category === category);
  return {
    first: own[0],
    quantity: sum(own.map(({ quantity }) => quantity)),
    amount: sum(own.map(({ amount }) => amount)),
  };
}

const secondsInHour = 3600;

/** What one unit, or one hour, came to: for reading, the amounts are what adds up. */
export function rateOf(
  { category, amount }: Pick<StoryLine, "category" | "amount">,
  quantity: Decimal,
): Decimal {
  if (quantity.eq(0)) return decimal(0);
  return roundMoney(amount.times(category === "labour" ? secondsInHour : 1).div(quantity));
}
