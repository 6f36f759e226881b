import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { OrderNorm, OrderState } from "./order-state.ts";
import { activeStages } from "./order-state.ts";

/** How a version asks for a norm of its own, by stage and norm ("cut n1"): a formula's text where it is one. */
export type AskedAmounts = ReadonlyMap<string, { readonly perUnit: string; readonly perBatch: string }>;

const isFormula = (amount: string | undefined): amount is string => amount?.startsWith("=") === true;

/**
 * What two orders must have in common to be made as one: the product, what is asked of it, and the stages and norms as
 * they were frozen. A formula is compared by its words, since what it came to may depend on the quantity.
 */
export function likenessOf(state: OrderState, asked: AskedAmounts): string {
  const { order } = state;
  const numbers = new Map(state.stages.map((stage) => [stage.id, stage.key]));
  const norms = [...state.norms.values()]
    .filter((norm) => norm.required.gt(0))
    .map((norm) => wordsOfNorm(norm, numbers.get(norm.stageId) ?? "", asked))
    .sort();
  const stages = activeStages(state)
    .toSorted((a, b) => a.position - b.position)
    .map((stage) => {
      const { id: _, position: __, plannedStart: ___, plannedFinish: ____, optional: _____, ...rest } = stage;
      return rest;
    });
  return JSON.stringify(
    sorted({
      variant: order.variantId,
      warehouse: order.warehouseId,
      accounting: order.defectAccounting,
      overYield: text(order.overYield),
      attributes: order.attributes,
      stages,
      norms,
    }),
  );
}

function wordsOfNorm(norm: OrderNorm, stage: string, asked: AskedAmounts): string {
  const formula = norm.key === null ? undefined : asked.get(`${stage} ${norm.key}`);
  const amount = (of: "perUnit" | "perBatch") => (isFormula(formula?.[of]) ? formula[of] : text(norm[of]));
  return JSON.stringify([
    stage,
    norm.variantId,
    norm.itemId,
    norm.warehouseId,
    amount("perUnit"),
    amount("perBatch"),
    text(norm.loss),
    text(norm.allowance),
    norm.roundingStep === null ? null : text(norm.roundingStep),
  ]);
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(sorted);
  if ("toJSON" in value) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}

/** An order that may be gathered, with what it must have in common with others. */
export type Alike = {
  readonly orderId: Id;
  readonly number: number;
  readonly likeness: string;
  readonly dueAt: Date | null;
  readonly ordered: number;
};

const day = 24 * 60 * 60 * 1000;

/**
 * Proposals: orders alike whose due dates lie within so many days of the first of them. One without a due date goes
 * with the latest of its kind, where it presses on nobody. A single order is no proposal.
 */
export function proposeGroups<T extends Alike>(
  orders: readonly T[],
  windowDays: number,
): readonly (readonly T[])[] {
  const groups: T[][] = [];
  for (const alike of Map.groupBy(orders, (order) => order.likeness).values()) {
    const dated = alike
      .filter((order) => order.dueAt !== null)
      .sort((a, b) => dueOf(a) - dueOf(b) || a.number - b.number);
    const undated = alike.filter((order) => order.dueAt === null).sort((a, b) => a.number - b.number);
    const own: T[][] = [];
    for (const order of dated) {
      const [first] = own.at(-1) ?? [];
      if (first !== undefined && dueOf(order) - dueOf(first) <= windowDays * day) own.at(-1)?.push(order);
      else own.push([order]);
    }
    const last = own.at(-1);
    if (last === undefined) own.push([...undated]);
    else last.push(...undated);
    groups.push(...own.filter((group) => group.length > 1));
  }
  return groups.sort((a, b) => firstDue(a) - firstDue(b) || (a[0]?.number ?? 0) - (b[0]?.number ?? 0));
}

const dueOf = (order: Alike): number => order.dueAt?.getTime() ?? Number.POSITIVE_INFINITY;
// Two without a due date are as late as each other, and infinity minus itself is no number.
const firstDue = (group: readonly Alike[]): number =>
  Math.min(...group.map((order) => Math.min(dueOf(order), Number.MAX_SAFE_INTEGER)));

/** Each stage is set up once instead of once an order: whole seconds. */
export function setUpSaved(state: OrderState, members: number): number {
  const once = activeStages(state).reduce((seconds, stage) => seconds + stage.setUpSeconds, 0);
  return once * Math.max(0, members - 1);
}
