import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { type Decimal, decimal, greater, lesser, sum, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { findVariant } from "#modules/catalog/store/find-variant.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import {
  capturedRate,
  type CapturedLine,
  type CorrectionLine,
  isOf,
  replaceLines,
  standing,
  totalOfLines,
} from "#modules/costing/core/correct-run.ts";
import { linesOfRuns } from "#modules/costing/store/captured-lines.ts";
import { issueStock } from "#modules/inventory/core/issue-stock.ts";
import { returnStock } from "#modules/inventory/core/return-stock.ts";
import { balanceOf, type Stock } from "#modules/inventory/core/stock-state.ts";
import { valueCaptured } from "#modules/inventory/core/value-captured.ts";
import type { readStock } from "#modules/inventory/store/read-stock.ts";
import { type Consumed, consumedOfRun, type lockStock, stockKey } from "#modules/inventory/store/stock.ts";
import { correctCost } from "#modules/production/core/correct-cost.ts";
import type { UsedData } from "#modules/production/core/correction-fact.ts";
import { type OrderChange, record } from "#modules/production/core/order-change.ts";
import { type OrderNorm, type OrderState, type Run, runOf } from "#modules/production/core/order-state.ts";
import { unitsOfRun } from "#modules/production/core/units-of-run.ts";
import { loadUnitLog } from "#modules/production/store/order-log.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { pricesNow } from "../run-cost.ts";
import { type ActOf, lineData, momentOf } from "./apply-time.ts";

export type AskedMaterial = {
  readonly correctionId: Id;
  readonly runId: Id;
  readonly materials: readonly UsedData[];
  /** as it was when it was proposed: what has been corrected since is looked at anew */
  readonly before: readonly UsedData[] | null;
  readonly reason: string;
};
export type MaterialsApplied = {
  readonly change: OrderChange;
  readonly stockBefore: Stock;
  readonly stock: Stock;
};

/** What the run has really taken of each norm and variant that is asked for, in the order in which it is asked. */
export async function usedSoFar(
  tx: Tx,
  state: OrderState,
  runId: Id,
  asked: readonly { readonly normId: Id; readonly variantId: Id }[],
): Promise<Result<{ used: UsedData[]; consumed: readonly Consumed[] }>> {
  const run = runOf(state, runId);
  if (!run.costCaptured) return no("correction_run_open");
  const seen = new Set<string>();
  for (const [place, { normId, variantId }] of asked.entries()) {
    const norm = state.norms.get(normId);
    if (norm === undefined || norm.stageId !== run.stageId)
      return no("norm_unknown", {}, ["materials", place, "normId"]);
    if (seen.has(`${normId} ${variantId}`)) return no("norm_twice", {}, ["materials", place, "normId"]);
    seen.add(`${normId} ${variantId}`);
    // A handful: a correction names what one stage used.
    const refused = await refuseOther(tx, norm, variantId, place);
    if (!refused.ok) return refused;
  }
  const consumed = await consumedOfRun(tx, runId);
  const used = asked.map(({ normId, variantId }) => ({
    normId,
    variantId,
    quantity: text(takenOf(consumed, normId, variantId)),
  }));
  return ok({ used, consumed });
}

async function refuseOther(tx: Tx, norm: OrderNorm, variantId: Id, place: number): Promise<Result<void>> {
  if (norm.variantId === variantId) return ok(undefined);
  const path = ["materials", place, "variantId"];
  const variant = await findVariant(tx, variantId);
  if (variant === null) return no("variant_unknown", {}, path);
  const itemId =
    norm.itemId ?? (norm.variantId === null ? null : (await findVariant(tx, norm.variantId))?.itemId);
  return variant.itemId === itemId ? ok(undefined) : no("variant_not_of_item", {}, path);
}

const ofMaterial = (normId: Id, variantId: Id) => (row: Consumed) =>
  row.normId === normId && row.variantId === variantId;

function takenOf(consumed: readonly Consumed[], normId: Id, variantId: Id): Decimal {
  return sum(consumed.filter(ofMaterial(normId, variantId)).map((row) => row.left.quantity.neg()));
}

/**
 * What an approved correction of material does: too much that was written down comes back to stock at the value at
 * which it left, what was missing is issued now at the average; the cost lines are reversed and written anew at the
 * price that was captured. Where the two differ, a valuation line keeps stock and cost true.
 */
export async function applyMaterial(
  tx: Tx,
  act: ActOf,
  before: OrderChange,
  asked: AskedMaterial,
  loadStock: typeof lockStock | typeof readStock,
): Promise<Result<MaterialsApplied>> {
  const { state } = before;
  const found = await usedSoFar(tx, state, asked.runId, asked.materials);
  if (!found.ok) return found;
  const { used, consumed } = found.value;
  if (asked.before !== null && !sameUsed(asked.before, used)) return no("correction_outdated");
  const run = runOf(state, asked.runId);
  const wanted = asked.materials.flatMap((material, place): Wanted[] => {
    const norm = state.norms.get(material.normId);
    const from = decimal(used[place]?.quantity ?? "0");
    const to = decimal(material.quantity);
    if (norm === undefined || from.eq(to)) return [];
    const { normId, variantId } = material;
    return [{ norm, normId, variantId, warehouseId: norm.warehouseId, from, to }];
  });
  if (wanted.length === 0) return no("correction_empty");
  const [policies, lines, log] = await Promise.all([
    loadWorkspacePolicies(tx),
    linesOfRuns(tx, [run.id]),
    loadUnitLog(tx, state.order.id),
  ]);
  const stockBefore = await loadStock(tx, keysOf(wanted, consumed), {
    orderId: state.order.id,
    withYielding: true,
    normIds: [
      ...wanted.map((each) => each.normId),
      ...consumed.flatMap((row) => row.issue.taken.map((taken) => taken.normId)),
    ],
  });
  const prices = await pricesNow(tx, stockBefore, wanted, act.now);
  let stock = stockBefore;
  const corrected: CorrectionLine[] = [];
  // Two norms of one variant are two lines of it: the second finds what the first has left.
  let book = lines;
  for (const each of wanted) {
    const moved = move(stock, each, consumed, run, policies.allowNegativeStock, state.order.id, act);
    if (!moved.ok) return moved;
    const left = sum(
      moved.value.movements.slice(stock.movements.length).map((movement) => movement.value.neg()),
    );
    const price = prices.get(stockKey(each.variantId, each.warehouseId));
    const made = linesFor(
      book,
      each,
      price === undefined ? { rate: zero, noPrice: true } : { rate: price.price, noPrice: price.noPrice },
      act,
    );
    book = bookAfter(book, made, run.id);
    corrected.push(...made);
    stock = valueCaptured(
      moved.value,
      {
        balanceId: balanceOf(moved.value, each.variantId, each.warehouseId).id,
        runId: run.id,
        valueLeft: left,
        captured: totalOfLines(made),
        reason: "correction",
      },
      stockContextOf(act),
    );
  }
  const told = record(before, {
    kind: "material_corrected",
    data: {
      correctionId: asked.correctionId,
      runId: run.id,
      materials: wanted.map(({ normId, variantId, from, to }) => ({
        normId,
        variantId,
        from: text(from),
        to: text(to),
      })),
      reason: asked.reason,
      at: act.now.toISOString(),
    },
  });
  const cost = { lines: corrected.map(lineData), total: totalOfLines(corrected) };
  const { correctionId, runId } = asked;
  const change = correctCost(told, { correctionId, runId, cost }, unitsOfRun(log, run), momentOf(act));
  return ok({ change, stockBefore, stock });
}

function bookAfter(book: readonly CapturedLine[], made: readonly CorrectionLine[], runId: Id) {
  const gone = new Set(made.map((line) => line.reversesId));
  return [
    ...book.map((line) => (gone.has(line.id) ? { ...line, reversedBy: "corrected" as const } : line)),
    ...made.flatMap((line) => (line.reversesId === null ? [{ ...line, runId, reversedBy: null }] : [])),
  ];
}

type Wanted = {
  readonly norm: OrderNorm;
  readonly normId: Id;
  readonly variantId: Id;
  readonly warehouseId: Id;
  readonly from: Decimal;
  readonly to: Decimal;
};

const sameUsed = (a: readonly UsedData[], b: readonly UsedData[]): boolean =>
  a.length === b.length &&
  a.every((row, place) => {
    const other = b[place];
    return (
      other?.normId === row.normId &&
      other.variantId === row.variantId &&
      decimal(other.quantity).eq(row.quantity)
    );
  });

/** Where it goes out from, and where what was taken came from: a norm's warehouse may have been another then. */
function keysOf(wanted: readonly Wanted[], consumed: readonly Consumed[]) {
  return [
    ...wanted.map(({ variantId, warehouseId, from, to }) => ({
      variantId,
      warehouseId,
      needed: greater(to.minus(from), zero),
    })),
    ...consumed
      .filter((row) => wanted.some((each) => ofMaterial(each.normId, each.variantId)(row)))
      .map(({ variantId, warehouseId }) => ({ variantId, warehouseId, needed: zero })),
  ];
}

/** More is issued, less comes back, the newest issue first. */
function move(
  stock: Stock,
  wanted: Wanted,
  consumed: readonly Consumed[],
  run: Run,
  allowNegative: boolean,
  orderId: Id,
  act: ActOf,
): Result<Stock> {
  const { normId, variantId, warehouseId, from, to } = wanted;
  const context = stockContextOf(act);
  const rework = run.cycle > 0;
  if (to.gt(from)) {
    const balanceId = balanceOf(stock, variantId, warehouseId).id;
    const quantity = to.minus(from);
    const issuing = { balanceId, quantity, orderId, runId: run.id, normId, allowNegative, rework };
    return issueStock(stock, issuing, context);
  }
  let now = stock;
  let rest = from.minus(to);
  for (const { left } of consumed.filter(ofMaterial(normId, variantId)).toReversed()) {
    const part = lesser(rest, left.quantity.neg());
    if (part.lte(0)) continue;
    now = returnStock(now, { movement: left, quantity: part, rework }, context);
    rest = rest.minus(part);
  }
  return ok(now);
}

/**
 * The line that stands for the material is reversed, and written anew at its own price. A stage may have two norms
 * of one variant: the line of this quantity is this norm's, else all of them together are corrected.
 */
function linesFor(
  lines: readonly CapturedLine[],
  { variantId, from, to }: Wanted,
  priceNow: { readonly rate: Decimal; readonly noPrice: boolean },
  act: ActOf,
): CorrectionLine[] {
  const of = { category: "material" as const, variantId, memberId: null };
  const all = standing(lines).filter((line) => isOf(line, of));
  const own = all.find((line) => line.quantity.eq(from));
  const was = own !== undefined ? [own] : all;
  const quantity = sum(was.map((line) => line.quantity))
    .plus(to)
    .minus(from);
  const captured = own ?? capturedRate(lines, of) ?? priceNow;
  const { rate, noPrice } = captured;
  return replaceLines(was, { ...of, rate, noPrice, quantity }, act.newId);
}
