import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input } from "#kernel/route.ts";
import type { Action, Thing } from "#modules/access/contract/actions.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import type { StretchData } from "#modules/production/core/correction-fact.ts";
import { type AskedTime, rowsOfStretch } from "#modules/production/core/correct-time.ts";
import { intervalsOf, type OrderState, runOf } from "#modules/production/core/order-state.ts";
import { loadPauseReasons } from "#modules/production/store/pause-reasons.ts";
import { findUnknownMember } from "#modules/production/store/time-around.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Asking = {
  readonly actor: Actor;
  readonly may: (action: Action, thing?: Thing) => boolean;
};
type Wish = Pick<Input<typeof productionRoutes.previewTimeCorrection>, "runId" | "intervalId" | "stretches">;

/**
 * What was asked, with what its reasons say of pay. Whoever may not correct others' time corrects their own, on a run
 * that is theirs or on which they have worked.
 */
export async function readAskedTime(
  tx: Tx,
  state: OrderState,
  wish: Wish,
  asking: Asking,
): Promise<Result<Omit<AskedTime, "correctionId" | "reason">>> {
  const { runId, intervalId } = wish;
  if (!isTheirs(state, wish, asking)) return no("not_yours");
  const memberIds = wish.stretches.map((stretch) => stretch.memberId);
  const unknown = await findUnknownMember(tx, memberIds);
  if (unknown !== null) {
    const place = memberIds.indexOf(unknown);
    return no("member_unknown", {}, ["stretches", place, "memberId"]);
  }
  const isPaid = await loadPauseReasons(
    tx,
    wish.stretches.flatMap((stretch) => stretch.reasonId ?? []),
  );
  const stretches: StretchData[] = [];
  for (const [place, stretch] of wish.stretches.entries()) {
    const { reasonId } = stretch;
    if (reasonId !== null && (stretch.kind === "work" || !isPaid.has(reasonId)))
      return no("stop_reason_unknown", {}, ["stretches", place, "reasonId"]);
    const paid = stretch.kind === "work" || (reasonId !== null && isPaid.get(reasonId) === true);
    stretches.push({ ...stretch, paid });
  }
  return ok({ runId, intervalId, stretches });
}

function isTheirs(state: OrderState, { runId, intervalId, stretches }: Wish, asking: Asking): boolean {
  if (asking.may("correction.propose_any")) return true;
  const me = asking.actor.kind === "member" ? asking.actor.memberId : null;
  const own = (memberId: Id): boolean => memberId === me;
  if (!stretches.every((stretch) => own(stretch.memberId))) return false;
  if (intervalId !== null && !rowsOfStretch(state, intervalId).every((row) => own(row.memberId)))
    return false;
  return (
    asking.may("run.work", runOf(state, runId)) ||
    intervalsOf(state, runId).some((interval) => own(interval.memberId))
  );
}
