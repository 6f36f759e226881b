import type { Act } from "#commands/run-command.ts";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { ok, type Result } from "#kernel/result.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { capturedRate, correctLabour, totalOfLines } from "#modules/costing/core/correct-run.ts";
import { linesOfRuns } from "#modules/costing/store/captured-lines.ts";
import { ratesAt } from "#modules/costing/store/rates-at.ts";
import { correctCost } from "#modules/production/core/correct-cost.ts";
import { type AskedTime, checkTime, correctTime } from "#modules/production/core/correct-time.ts";
import type { Moment, OrderChange } from "#modules/production/core/order-change.ts";
import { runOf } from "#modules/production/core/order-state.ts";
import { unitsOfRun } from "#modules/production/core/units-of-run.ts";
import { secondsByMember } from "#modules/production/core/work-time.ts";
import { loadUnitLog } from "#modules/production/store/order-log.ts";
import { shiftEnd } from "#modules/production/store/pause-bounds.ts";
import { loadOtherTime, lockTimeOf } from "#modules/production/store/time-around.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type ActOf = Pick<Act, "now" | "newId" | "actor">;
export const momentOf = (act: ActOf): Moment => ({ now: act.now, newId: act.newId });

/**
 * What an approved correction of time does: the stretch that was wrong counts no more, what should have been stands
 * beside it, and where the cost was captured, lines that reverse and lines that stand instead. The order is locked;
 * a preview reads without locks.
 */
export async function applyTime(
  tx: Tx,
  act: ActOf,
  change: OrderChange,
  asked: AskedTime,
  locking: boolean,
): Promise<Result<OrderChange>> {
  const checked = checkTime(change.state, asked, act.now);
  if (!checked.ok) return checked;
  const memberIds = [...new Set([...checked.value, ...asked.stretches].map((row) => row.memberId))];
  if (locking) await lockTimeOf(tx, memberIds);
  const moments = asked.stretches.flatMap((stretch) => [Date.parse(stretch.from), Date.parse(stretch.to)]);
  const [others, policies] = await Promise.all([
    // What is only taken away overlaps with nothing.
    moments.length === 0
      ? []
      : loadOtherTime(tx, memberIds, new Date(Math.min(...moments)), new Date(Math.max(...moments))),
    loadWorkspacePolicies(tx),
  ]);
  const around = {
    others,
    shiftEnd: (at: Date) => shiftEnd(at, policies.calendar, policies.timeZone),
  };
  const corrected = correctTime(change, asked, around, momentOf(act));
  if (!corrected.ok) return corrected;
  const runIds = checked.value.length === 0 ? [asked.runId] : checked.value.map((row) => row.runId);
  return ok(await correctLabourOf(tx, act, corrected.value, asked.correctionId, runIds));
}

/** Runs whose cost is captured: their labour follows the seconds that count now. */
async function correctLabourOf(
  tx: Tx,
  act: ActOf,
  before: OrderChange,
  correctionId: Id,
  runIds: readonly Id[],
): Promise<OrderChange> {
  const runs = runIds.map((runId) => runOf(before.state, runId)).filter((run) => run.costCaptured);
  if (runs.length === 0) return before;
  const [lines, log] = await Promise.all([
    linesOfRuns(
      tx,
      runs.map((run) => run.id),
    ),
    loadUnitLog(tx, before.state.order.id),
  ]);
  const byRun = Map.groupBy(lines, (line) => line.runId);
  const seconds = new Map(runs.map((run) => [run.id, secondsByMember(before.state, run.id)]));
  // Only of those who have no line of their own is a rate asked for.
  const unknown = runs.flatMap((run) =>
    [...(seconds.get(run.id)?.keys() ?? [])]
      .filter((memberId) => {
        const of = { category: "labour" as const, variantId: null, memberId };
        return capturedRate(byRun.get(run.id) ?? [], of) === null;
      })
      .map((memberId) => ({ runId: run.id, memberId, at: run.finishedAt ?? act.now })),
  );
  const rateOf = await ratesAt(tx, unknown);
  return runs.reduce((change, run) => {
    const corrected = correctLabour(
      byRun.get(run.id) ?? [],
      seconds.get(run.id) ?? new Map(),
      (memberId) => rateOf(run.id, memberId),
      act.newId,
    );
    const cost = { lines: corrected.map(lineData), total: totalOfLines(corrected) };
    return correctCost(change, { correctionId, runId: run.id, cost }, unitsOfRun(log, run), momentOf(act));
  }, before);
}

type Line = ReturnType<typeof correctLabour>[number];

/** As it lies in a fact. */
export const lineData = (line: Line) => ({
  id: line.id,
  reversesId: line.reversesId,
  category: line.category,
  variantId: line.variantId,
  memberId: line.memberId,
  quantity: text(line.quantity),
  rate: text(line.rate),
  amount: text(line.amount),
  noPrice: line.noPrice,
});
