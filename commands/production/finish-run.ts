import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { decimal } from "#kernel/decimal.ts";
import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { receiveStock } from "#modules/inventory/core/receive-stock.ts";
import { releaseReservation } from "#modules/inventory/core/release-reservation.ts";
import { balanceOf } from "#modules/inventory/core/stock-state.ts";
import { consumedOfRun, lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { isLotThrough, isStageDone, reachStages, receiveLot } from "#modules/production/core/flow-of-lots.ts";
import { type Usage, usageOf } from "#modules/production/core/offered-materials.ts";
import {
  lotOf,
  normsOfStage,
  type OrderState,
  type Run,
  stageOf,
} from "#modules/production/core/order-state.ts";
import { finishRun as finish } from "#modules/production/core/run-verbs.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";
import { captureCost } from "./run-cost.ts";
import { settleMaterials, takenOf, type WithStock } from "./run-materials.ts";

/**
 * A run ends: what was really used is settled, its cost is captured for good, the lot moves on; a lot that is
 * through is received into stock at what its units carry, and the last one finishes the order.
 */
export const finishRun = defineCommand("finishRun", productionRoutes.finishRun, async (tx, input, act) => {
  const opened = await openRun(tx, input.runId, act);
  if (!opened.ok) return opened;
  const { state, run } = opened.value;
  const bounds = await loadPauseBounds(tx, state, [run.id]);
  const finished = finish(state, run, { units: input.units, comment: input.comment }, momentOf(act), bounds);
  if (!finished.ok) return finished;
  const stage = stageOf(state, run.stageId);
  const typed = usageOf(state, run, input.materials);
  if (!typed.ok) return typed;

  const hasNorms = normsOfStage(state, stage.id).length > 0;
  const [consumed, policies] = await Promise.all([
    hasNorms ? consumedOfRun(tx, run.id) : [],
    loadWorkspacePolicies(tx),
  ]);
  // What was consumed at start stays as it is unless the person corrects it here.
  const named = new Set((input.materials ?? []).map((row) => row.normId));
  const used: Usage[] = typed.value.map((row) =>
    stage.consumption === "at_start" && !named.has(row.norm.id)
      ? { norm: row.norm, quantity: takenOf(consumed, row.norm.id) }
      : row,
  );
  const receives = isLotThrough(finished.value.state, run.lotId);
  const stock = await lockStock(
    tx,
    [
      ...used.map(({ norm, quantity }) => ({
        variantId: norm.variantId,
        warehouseId: norm.warehouseId,
        needed: quantity,
      })),
      ...(receives
        ? [{ variantId: state.order.variantId, warehouseId: state.order.warehouseId, needed: decimal(0) }]
        : []),
    ],
    {
      orderId: state.order.id,
      withYielding: used.length > 0,
      normIds: consumed.flatMap((row) => row.issue.taken.map((taken) => taken.normId)),
    },
  );
  const context = stockContextOf(act);
  const settled = settleMaterials(
    { change: finished.value, stock },
    run,
    used,
    consumed,
    policies.allowNegativeStock,
    context,
  );
  if (!settled.ok) return settled;
  const captured = await captureCost(tx, act, settled.value, run, consumed);
  const freed = freeReservations(captured, run, act);
  const moved = moveOn(freed, run, receives, act);
  await saveWork(tx, act, moved.change);
  await saveStock(tx, stock, moved.stock, act);
  return ok(runAnswer(moved.change, run.id, act.now));
});

type ActOf = Parameters<typeof stockContextOf>[0];

/** When the last run of a stage ends, what is left of its reservation is free for others. */
function freeReservations({ change, stock }: WithStock, run: Run, act: ActOf): WithStock {
  if (!isStageOver(change.state, run)) return { change, stock };
  let freed = stock;
  for (const norm of normsOfStage(change.state, run.stageId)) {
    freed = releaseReservation(freed, { normId: norm.id }, stockContextOf(act));
  }
  return { change, stock: freed };
}

/** No unit in work still needs the stage. */
function isStageOver(state: OrderState, run: Run): boolean {
  const stage = stageOf(state, run.stageId);
  return [...state.lots.values()]
    .filter((lot) => lot.state === "in_work" || lot.state === "held" || lot.state === "escalated")
    .every((lot) => isStageDone(state, lot.id, stage));
}

function moveOn({ change, stock }: WithStock, run: Run, receives: boolean, act: ActOf): WithStock {
  if (!receives) return { change: reachStages(change, run.lotId, momentOf(act)), stock };
  const received = receiveLot(change, run.lotId, momentOf(act));
  const { order } = received.state;
  const receipt = received.facts.findLast((fact) => fact.kind === "lot_received");
  if (receipt === undefined) throw new Error(`Lot ${run.lotId} was not received`);
  return {
    change: received,
    stock: receiveStock(
      stock,
      {
        balanceId: balanceOf(stock, order.variantId, order.warehouseId).id,
        quantity: decimal(lotOf(received.state, run.lotId).units),
        value: decimal(receipt.data.amount),
        kind: "output",
        orderId: order.id,
        lotId: run.lotId,
      },
      stockContextOf(act),
    ),
  };
}
