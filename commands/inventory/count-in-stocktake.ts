import { type Decimal, decimal, sum, text, zero } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok } from "#kernel/result.ts";
import { stocktakeRoutes } from "#modules/inventory/contract/stocktake-routes.ts";
import type { Lying } from "#modules/inventory/core/batch-state.ts";
import { type BatchCount, countedNow } from "#modules/inventory/core/counted-now.ts";
import { readLying } from "#modules/inventory/store/read-stock.ts";
import {
  linesOfStocktake,
  updateStocktake,
  upsertStocktakeLine,
} from "#modules/inventory/store/stocktake.ts";
import { findUnknown } from "#modules/inventory/views/find-unknown.ts";
import { defineCommand } from "../run-command.ts";
import { comingBatches } from "./coming-batches.ts";
import { openStocktake } from "./open-stocktake.ts";
import { sayInUnit } from "./say-in-unit.ts";
import { stockContextOf } from "./stock-context.ts";
import { checkWholePieces } from "./whole-pieces.ts";

/**
 * The books are read at the moment of the count, and kept beside it: the difference is between these two. Of batches
 * that are named, too; what was named before and is not now is not told apart, unless this adds to it.
 */
export const countInStocktake = defineCommand(
  "countInStocktake",
  stocktakeRoutes.countInStocktake,
  async (tx, input, act) => {
    const { stocktakeId, variantId } = input;
    const opened = await openStocktake(tx, stocktakeId);
    if (!opened.ok) return opened;
    const { warehouseId } = opened.value;
    const unknown = await findUnknown(tx, { variantIds: [variantId], warehouseIds: [] });
    if (unknown.variants.size > 0) return no("variant_unknown", {}, ["variantId"]);
    const [line] = await linesOfStocktake(tx, stocktakeId, variantId);
    const whole = await checkWholePieces(tx, [
      ...input.batches.map((batch, place) => ({
        variantId,
        quantity: batch.counted,
        path: ["batches", place, "counted"],
      })),
      { variantId, quantity: input.counted, path: ["counted"] },
    ]);
    if (!whole.ok) return whole;
    const twice = input.batches.findIndex((row, place) =>
      input.batches.slice(0, place).some((other) => other.number === row.number),
    );
    if (twice !== -1) return no("batch_twice", {}, ["batches", twice, "number"]);
    // What is counted of a batch that nobody has received is a batch from now on.
    const named = await comingBatches(
      tx,
      input.batches.map((batch, place) => ({ variantId, batch, path: ["batches", place] })),
      act,
      { required: false },
    );
    if (!named.ok) return named;
    const lying = await readLying(tx, variantId, warehouseId);
    const { onHand } = lying;
    const typed = decimal(input.counted);
    const before = input.add && line?.removed === false ? line : undefined;
    // What was counted before stands as it was then; what has moved since belongs to the books on both sides.
    const sofar = before === undefined ? zero : before.counted.plus(onHand).minus(before.onHand);
    const counted = sofar.lt(0) ? typed : sofar.plus(typed);
    const typedOf = new Map(
      named.value.flatMap((batch, place) =>
        batch === null ? [] : [[batch.id, decimal(input.batches[place]?.counted ?? "0")] as const],
      ),
    );
    const batches = countsOfBatches(lying, before?.batches ?? [], typedOf);
    const apart = new Set(batches.map((batch) => batch.batchId));
    const others = lying.batches.filter((level) => !apart.has(level.batchId)).map((level) => level.quantity);
    const inBatches = sum([...others, ...batches.map((batch) => batch.counted)]);
    if (batches.length > 0 && inBatches.gt(counted)) {
      const said = { variantId, counted: text(counted), batches: text(inBatches) };
      return sayInUnit(tx, no("count_below_batches", said, ["counted"]));
    }
    const { memberId } = stockContextOf(act);
    await upsertStocktakeLine(tx, {
      id: act.newId(),
      stocktakeId,
      variantId,
      counted,
      onHand,
      batches,
      by: memberId,
      at: act.now,
    });
    const version = await updateStocktake(tx, opened.value, null);
    act.append({
      kind: "stocktake_counted",
      thing: "stocktake",
      thingId: stocktakeId,
      version,
      data: {
        variantId,
        counted: text(counted),
        onHand: text(onHand),
        ...(batches.length === 0 ? {} : { batches: batches.map(asText) }),
      },
    });
    return ok({ counted: text(counted), difference: text(counted.minus(onHand)) });
  },
);

/** Those that were typed, on top of what was counted of them and of others before. */
function countsOfBatches(
  lying: Lying,
  before: readonly BatchCount[],
  typed: ReadonlyMap<Id, Decimal>,
): readonly BatchCount[] {
  const ids = new Set([...before.map((batch) => batch.batchId), ...typed.keys()]);
  return [...ids].sort().map((batchId) => {
    const onHand = lying.batches.find((level) => level.batchId === batchId)?.quantity ?? zero;
    const earlier = before.find((batch) => batch.batchId === batchId);
    const sofar = earlier === undefined ? zero : countedNow(earlier, onHand);
    return { batchId, counted: sofar.plus(typed.get(batchId) ?? zero), onHand };
  });
}

const asText = ({ batchId, counted, onHand }: BatchCount) => ({
  batchId,
  counted: text(counted),
  onHand: text(onHand),
});
