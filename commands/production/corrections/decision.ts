import type { Act } from "#commands/run-command.ts";
import type { Id } from "#kernel/id.ts";
import { text } from "#kernel/decimal.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Output } from "#kernel/route.ts";
import { lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { CorrectionData } from "#modules/production/core/correction-fact.ts";
import { type OrderChange, record, unchanged } from "#modules/production/core/order-change.ts";
import type { OrderState } from "#modules/production/core/order-state.ts";
import { lockOrder, orderOfRun } from "#modules/production/store/load-order.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { memberOf, saveWork } from "../order-work.ts";
import { applyMaterial } from "./apply-material.ts";
import { applyTime } from "./apply-time.ts";

export type Proposal = {
  readonly correctionId: Id;
  readonly runId: Id;
  readonly asked: CorrectionData;
  readonly reason: string;
};
type Answer = Output<typeof productionRoutes.decideCorrection>;

/** Locks the order of a run: an order that is done or cancelled can be corrected too. */
export async function lockOrderToCorrect(tx: Tx, runId: Id): Promise<Result<OrderState>> {
  const orderId = await orderOfRun(tx, runId);
  const state = orderId === null ? null : await lockOrder(tx, orderId);
  return state === null ? no("run_unknown", {}, ["runId"]) : ok(state);
}

/** Nobody decides on their own hours, but those who run the place. */
export function refuseOwn(asked: CorrectionData, act: Act): Result<void> {
  if (asked.kind !== "time" || act.may("correction.decide_own")) return ok(undefined);
  const me = memberOf(act);
  const concerned = [...asked.before.stretches, ...asked.after.stretches];
  return concerned.some((stretch) => stretch.memberId === me) ? no("correction_own") : ok(undefined);
}

/** Writes the proposal down; `applyAtOnce` decides on it in the same act, and says so. */
export async function propose(
  tx: Tx,
  act: Act,
  state: OrderState,
  proposal: Proposal,
  applyAtOnce: boolean,
): Promise<Result<Answer>> {
  const { correctionId, runId, asked, reason } = proposal;
  const proposed = record(unchanged(state), {
    kind: "correction_proposed",
    data: { ...asked, correctionId, runId, reason, by: memberOf(act), at: act.now.toISOString() },
  });
  if (applyAtOnce) return approve(tx, act, proposed, proposal, { atOnce: true, note: "" });
  await saveWork(tx, act, proposed);
  return ok({ correctionId, state: "proposed", costDifference: null });
}

/** Approves, and does to time, stock and cost what the correction says. */
export async function approve(
  tx: Tx,
  act: Act,
  before: OrderChange,
  { correctionId, runId, asked, reason }: Proposal,
  { atOnce, note }: { readonly atOnce: boolean; readonly note: string },
): Promise<Result<Answer>> {
  if (atOnce && !act.may("correction.decide")) return no("not_allowed", { action: "correction.decide" });
  const refused = refuseOwn(asked, act);
  if (!refused.ok) return refused;
  const decided = record(before, {
    kind: "correction_decided",
    data: {
      correctionId,
      runId,
      decision: "approved",
      atOnce,
      note,
      by: memberOf(act),
      at: act.now.toISOString(),
    },
  });
  if (asked.kind === "time") {
    const { stretches } = asked.after;
    const { intervalId } = asked;
    const wish = { correctionId, runId, intervalId, stretches, reason };
    const applied = await applyTime(tx, act, decided, wish, true);
    if (!applied.ok) return applied;
    await saveWork(tx, act, applied.value);
    return ok(answerOf(correctionId, applied.value, act));
  }
  const { materials } = asked.after;
  const wish = { correctionId, runId, materials, before: asked.before.materials, reason };
  const applied = await applyMaterial(tx, act, decided, wish, lockStock);
  if (!applied.ok) return applied;
  const { change, stockBefore, stock } = applied.value;
  await saveWork(tx, act, change);
  await saveStock(tx, stockBefore, stock, act);
  return ok(answerOf(correctionId, change, act));
}

function answerOf(correctionId: Id, { before, state, facts }: OrderChange, act: Act): Answer {
  const captured = facts.some((fact) => fact.kind === "run_cost_corrected");
  const costDifference =
    captured && act.may("order.cost") ? text(state.order.cost.minus(before.order.cost)) : null;
  return { correctionId, state: "approved", costDifference };
}
