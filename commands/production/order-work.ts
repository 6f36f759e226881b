import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { insertCapturedRuns } from "#modules/costing/store/captured-cost.ts";
import type { Act } from "#commands/run-command.ts";
import { doneAt } from "#modules/production/core/done-at.ts";
import type { Moment, OrderChange } from "#modules/production/core/order-change.ts";
import { type OrderState, type Run, runOf } from "#modules/production/core/order-state.ts";
import { runStateAt } from "#modules/production/core/run-table.ts";
import { takenTogether } from "#modules/production/core/run-verbs.ts";
import { openIntervalsOf } from "#modules/production/core/work-time.ts";
import type { OrderStatus, RunState } from "#modules/production/contract/order-card.ts";
import { saveCorrections } from "#modules/production/store/correction.ts";
import { saveDefects } from "#modules/production/store/defect.ts";
import { lockOrder, lockOrderOfLot, lockOrderOfRun } from "#modules/production/store/load-order.ts";
import { lastHourOf } from "#modules/production/store/last-hour.ts";
import { saveOrder } from "#modules/production/store/save-order.ts";
import { insertGivenShares, numberOfBatch } from "#modules/production/store/aggregation.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { giveToMembers } from "./aggregation/give-back.ts";
import { appendOrderFacts } from "./append-order-facts.ts";

/** What every verb on a run begins and ends with. */
export const momentOf = (act: Act): Moment => ({ now: act.at ?? act.now, newId: act.newId });
export const memberOf = (act: Act): Id | null => (act.actor.kind === "member" ? act.actor.memberId : null);

/** `act` is what was asked, at the time it was done: a tap that a phone kept lies back. */
type OpenedRun = { readonly state: OrderState; readonly run: Run; readonly act: Act };

/** Locks the run's order; refuses what is not there, not theirs, or over. */
export async function openRun(tx: Tx, runId: Id, asked: Act): Promise<Result<OpenedRun>> {
  const opened = await openRuns(tx, [runId], asked);
  if (!opened.ok) return opened;
  const { state, runs, act } = opened.value;
  return ok({ state, run: runs[0] ?? runOf(state, runId), act });
}

/** Several runs that one tap takes together; the first is the one that the address names. */
export async function openRuns(
  tx: Tx,
  runIds: readonly Id[],
  act: Act,
): Promise<Result<{ state: OrderState; runs: readonly Run[]; act: Act }>> {
  const [first = "", ...others] = runIds;
  const state = await lockOrderOfRun(tx, first, others);
  if (state === null) return no("run_unknown", {}, ["runId"]);
  const runs = takenTogether(state, runIds);
  if (!runs.ok) return runs;
  if (runs.value.some((run) => !isTheirs(state, run, act))) return no("not_yours");
  const open = await checkOpen(tx, state);
  if (!open.ok) return open;
  return ok({ state, runs: runs.value, act: await atItsTime(tx, state, runs.value, act) });
}

/**
 * A tap that a phone kept, at the time it was made, as far as the order and the person's own hours allow. Whether it
 * is still possible is judged by what is true now.
 */
async function atItsTime(tx: Tx, state: OrderState, runs: readonly Run[], act: Act): Promise<Act> {
  const memberId = memberOf(act);
  if (act.tappedAt === null || memberId === null) return act;
  const accountedUntil = await lastHourOf(tx, memberId, act.tappedAt);
  return { ...act, at: doneAt(state, runs, act.tappedAt, { memberId, accountedUntil }, act.now) };
}

/** One of a crew may do with the run what its operator may. */
function isTheirs(state: OrderState, run: Run, act: Act): boolean {
  if (act.may("run.work", run)) return true;
  const memberId = memberOf(act);
  return openIntervalsOf(state, run.id).some((interval) => interval.memberId === memberId);
}

/** To join a run that somebody else has: it must be open to one's trade or role. */
export async function openRunToJoin(tx: Tx, runId: Id, act: Act): Promise<Result<OpenedRun>> {
  const state = await lockOrderOfRun(tx, runId);
  const run = state?.runs.get(runId);
  if (state === null || run === undefined) return no("run_unknown", {}, ["runId"]);
  if (!act.may("run.work", { ...run, operatorId: null })) return no("not_yours");
  const open = await checkOpen(tx, state);
  if (!open.ok) return open;
  return ok({ state, run, act: await atItsTime(tx, state, [run], act) });
}

export async function openOrder(tx: Tx, orderId: Id): Promise<Result<OrderState>> {
  const state = await lockOrder(tx, orderId);
  if (state === null) return no("order_unknown", {}, ["orderId"]);
  const open = await checkOpen(tx, state);
  if (!open.ok) return open;
  return ok(state);
}

export async function openOrderOfLot(tx: Tx, lotId: Id): Promise<Result<OrderState>> {
  const state = await lockOrderOfLot(tx, lotId);
  if (state === null) return no("lot_unknown", {}, ["lotId"]);
  const open = await checkOpen(tx, state);
  if (!open.ok) return open;
  return ok(state);
}

/** Over, or in the hands of the batch that makes its units. */
async function checkOpen(tx: Tx, { order }: OrderState): Promise<Result<void>> {
  const { status, batchOrderId } = order;
  if (status === "done" || status === "cancelled") return no("order_closed", { status });
  if (status !== "aggregated" || batchOrderId === null) return ok(undefined);
  return no("order_aggregated", { number: await numberOfBatch(tx, batchOrderId) });
}

/** Saves what the order became, the cost that was captured, and the facts, each a version further. */
export async function saveWork(tx: Tx, act: Act, decided: OrderChange): Promise<void> {
  if (decided.facts.length === 0) return;
  const orderId = decided.state.order.id;
  const change = await giveToMembers(tx, act, decided);
  await insertGivenShares(tx, change);
  await saveOrder(tx, change.before, change.state, act.newId);
  await saveDefects(tx, orderId, change.facts);
  await saveCorrections(tx, orderId, change.facts);
  const received = lateLots(change);
  await insertCapturedRuns(
    tx,
    orderId,
    change.facts.flatMap((fact) =>
      fact.kind === "run_cost_captured"
        ? [
            {
              ...fact.data,
              shares: fact.data.shares.map((share) => ({ ...share, late: received.has(share.lotId) })),
            },
          ]
        : [],
    ),
    change.facts.flatMap((fact) =>
      fact.kind === "lot_split" ||
      fact.kind === "lots_merged" ||
      fact.kind === "lot_written_off" ||
      fact.kind === "quantity_changed"
        ? (fact.data.shares ?? [])
        : [],
    ),
    change.facts.flatMap((fact) => (fact.kind === "work_undone" ? [fact.data] : [])),
    change.facts.flatMap((fact) =>
      fact.kind === "run_cost_corrected"
        ? [
            {
              ...fact.data,
              shares: fact.data.shares.map((share) => ({ ...share, late: received.has(share.lotId) })),
            },
          ]
        : [],
    ),
  );
  appendOrderFacts(act, change.before.order.version, change);
}

/** Received before this command: whatever comes onto them now comes late. */
function lateLots(change: OrderChange): ReadonlySet<Id> {
  return new Set(
    [...change.before.lots.values()].filter((lot) => lot.state === "finished").map((lot) => lot.id),
  );
}

export function runAnswer(
  change: OrderChange,
  runId: Id,
  now: Date,
): { runId: Id; state: RunState; orderStatus: OrderStatus } {
  return {
    runId,
    state: runStateAt(runOf(change.state, runId), now),
    orderStatus: change.state.order.status,
  };
}
