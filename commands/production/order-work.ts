import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { insertCapturedRuns } from "#modules/costing/store/captured-cost.ts";
import type { Act } from "#commands/run-command.ts";
import type { Moment, OrderChange } from "#modules/production/core/order-change.ts";
import type { OrderState, Run } from "#modules/production/core/order-state.ts";
import { runStateAt } from "#modules/production/core/run-table.ts";
import type { OrderStatus, RunState } from "#modules/production/contract/order-card.ts";
import { lockOrder, lockOrderOfRun } from "#modules/production/store/load-order.ts";
import { saveOrder } from "#modules/production/store/save-order.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** What every verb on a run begins and ends with. */
export const momentOf = (act: Act): Moment => ({ now: act.now, newId: act.newId });

/** Locks the run's order; refuses what is not there, not theirs, or over. */
export async function openRun(tx: Tx, runId: Id, act: Act): Promise<Result<{ state: OrderState; run: Run }>> {
  const state = await lockOrderOfRun(tx, runId);
  const run = state?.runs.get(runId);
  if (state === null || run === undefined) return no("run_unknown", {}, ["runId"]);
  if (!act.may("run.work", run)) return no("not_yours");
  if (isClosed(state)) return no("order_closed", { status: state.order.status });
  return ok({ state, run });
}

export async function openOrder(tx: Tx, orderId: Id): Promise<Result<OrderState>> {
  const state = await lockOrder(tx, orderId);
  if (state === null) return no("order_unknown", {}, ["orderId"]);
  if (isClosed(state)) return no("order_closed", { status: state.order.status });
  return ok(state);
}

const isClosed = ({ order }: OrderState): boolean => order.status === "done" || order.status === "cancelled";

/** Saves what the order became, the cost that was captured, and the facts, each a version further. */
export async function saveWork(tx: Tx, act: Act, change: OrderChange): Promise<void> {
  if (change.facts.length === 0) return;
  const orderId = change.state.order.id;
  await saveOrder(tx, change.before, change.state);
  await insertCapturedRuns(
    tx,
    change.facts.flatMap((fact) =>
      fact.kind === "run_cost_captured"
        ? [
            {
              ...fact.data,
              orderId,
              shares: fact.data.shares.map((share) => ({
                ...share,
                late: change.before.lots.get(share.lotId)?.state === "finished",
              })),
            },
          ]
        : [],
    ),
  );
  appendOrderFacts(act, change.before.order.version, change);
}

export function appendOrderFacts(
  act: Act,
  versionBefore: number,
  change: Pick<OrderChange, "state" | "facts">,
): void {
  for (const [index, fact] of change.facts.entries()) {
    act.append({
      kind: fact.kind,
      thing: "order",
      thingId: change.state.order.id,
      version: versionBefore + index + 1,
      data: fact.data,
    });
  }
}

export function runAnswer(
  change: OrderChange,
  runId: Id,
  now: Date,
): { runId: Id; state: RunState; orderStatus: OrderStatus } {
  const run = change.state.runs.get(runId);
  if (run === undefined) throw new Error(`Run ${runId} is gone from its order`);
  return { runId, state: runStateAt(run, now), orderStatus: change.state.order.status };
}
