import { type Decimal, roundMoney, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { NormNow } from "./cost-story.ts";
import type { StageToTell } from "./tell-stage.ts";

type Sums = { readonly quantity: Decimal; readonly amount: Decimal };

/** A material of a stage: what was frozen for it, what the plan is now, and what good first passes took. */
export type MaterialOfStage = {
  /** null where it is picked in work: then `itemId` says of what */
  readonly variantId: Id | null;
  readonly itemId: Id | null;
  readonly isFrozen: boolean;
  readonly frozen: Sums;
  readonly now: Sums;
  readonly real: Sums;
  /** what the plan is of now */
  readonly norms: readonly NormNow[];
};

/**
 * A stage's materials, plan beside fact. Plan and fact of a variant meet by the variant. What is picked in work meets
 * by its item: it was frozen before anybody knew the variant, and may have been picked anew since. A frozen line that
 * meets no need any more, and what was taken without a need, stand alone.
 */
export function gatherMaterials(
  told: Pick<StageToTell, "planned" | "norms" | "real" | "itemOf">,
): MaterialOfStage[] {
  const found = new Map<string, MaterialOfStage>();
  const keyOf = (variantId: Id | null, itemId: Id | null): string => `${itemId ?? ""} ${variantId ?? ""}`;
  const put = (
    key: string,
    own: Pick<MaterialOfStage, "variantId" | "itemId">,
    more: Partial<MaterialOfStage>,
  ) => {
    const before = found.get(key) ?? {
      ...own,
      isFrozen: false,
      frozen: nothing,
      now: nothing,
      real: nothing,
      norms: [],
    };
    found.set(key, {
      ...before,
      isFrozen: before.isFrozen || more.isFrozen === true,
      frozen: plus(before.frozen, more.frozen),
      now: plus(before.now, more.now),
      real: plus(before.real, more.real),
      norms: [...before.norms, ...(more.norms ?? [])],
    });
  };
  for (const norm of told.norms) {
    const { variantId, itemId, required, plannedPrice } = norm;
    const own = { variantId: itemId === null ? variantId : null, itemId };
    const now = { quantity: required, amount: roundMoney(required.times(plannedPrice)) };
    put(keyOf(own.variantId, own.itemId), own, { now, norms: [norm] });
  }
  const ofVariant = (variantId: Id): Pick<MaterialOfStage, "variantId" | "itemId"> => {
    if (found.has(keyOf(variantId, null))) return { variantId, itemId: null };
    const itemId = told.itemOf(variantId);
    const picked = itemId !== null && found.has(keyOf(null, itemId));
    return picked ? { variantId: null, itemId } : { variantId, itemId: null };
  };
  for (const line of told.planned.filter(({ category }) => category === "material")) {
    const frozen = { quantity: line.quantity, amount: line.amount };
    const own = line.variantId === null ? awaited(told, found, line) : ofVariant(line.variantId);
    put(own === null ? `gone ${line.rate.toFixed()}` : keyOf(own.variantId, own.itemId), own ?? unknown, {
      isFrozen: true,
      frozen,
    });
  }
  for (const { category, part, variantId, quantity, amount } of told.real) {
    if (category !== "material" || part !== "good" || variantId === null) continue;
    const own = ofVariant(variantId);
    put(keyOf(own.variantId, own.itemId), own, { real: { quantity, amount } });
  }
  return [...found.values()];
}

/**
 * Frozen while it awaited selection, a line names no material. It is the item's that has the line's price, else the
 * first that has none yet; a need that was dropped since has no item.
 */
function awaited(
  told: Pick<StageToTell, "norms">,
  found: ReadonlyMap<string, MaterialOfStage>,
  line: { readonly rate: Decimal; readonly quantity: Decimal },
): Pick<MaterialOfStage, "variantId" | "itemId"> | null {
  const picked = told.norms.filter(({ itemId }) => itemId !== null);
  const free = picked.filter(({ itemId }) => found.get(`${itemId ?? ""} `)?.isFrozen !== true);
  const norm =
    free.find(({ plannedPrice, required }) => plannedPrice.eq(line.rate) && required.eq(line.quantity)) ??
    free.find(({ plannedPrice }) => plannedPrice.eq(line.rate)) ??
    free[0] ??
    picked.find(({ plannedPrice }) => plannedPrice.eq(line.rate));
  return norm === undefined ? null : { variantId: null, itemId: norm.itemId };
}

const nothing: Sums = { quantity: zero, amount: zero };
const unknown = { variantId: null, itemId: null };
const plus = (a: Sums, b: Sums | undefined): Sums =>
  b === undefined ? a : { quantity: a.quantity.plus(b.quantity), amount: a.amount.plus(b.amount) };
