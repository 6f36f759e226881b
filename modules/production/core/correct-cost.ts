import { type Decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { CorrectionLineData } from "./correction-fact.ts";
import { type Moment, type OrderChange, record } from "./order-change.ts";
import { runOf } from "./order-state.ts";
import { shareOverLots } from "./share-cost.ts";

/** What a correction did to the cost of a run that had been captured: its lines, and the difference that they make. */
export type CorrectedCost = { readonly lines: readonly CorrectionLineData[]; readonly total: Decimal };

/**
 * Puts reversing and new lines beside the captured ones. The difference goes to the units that the run handled, as
 * its cost did, wherever they are by now: carried by those in work, late on those received, lost with those written
 * off.
 */
export function correctCost(
  change: OrderChange,
  corrected: { readonly correctionId: Id; readonly runId: Id; readonly cost: CorrectedCost },
  units: ReadonlyMap<Id, number>,
  moment: Moment,
): OrderChange {
  const { correctionId, runId, cost } = corrected;
  if (cost.lines.length === 0) return change;
  const run = runOf(change.state, runId);
  const shares = cost.total.eq(0) ? [] : shareOverLots(change.state, run, cost.total, units, moment);
  return record(change, {
    kind: "run_cost_corrected",
    data: {
      correctionId,
      runId,
      stageId: run.stageId,
      cycle: run.cycle,
      lines: [...cost.lines],
      shares,
      total: text(cost.total),
      at: moment.now.toISOString(),
    },
  });
}
