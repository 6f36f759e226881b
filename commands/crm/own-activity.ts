import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { type LockedActivity, lockActivity } from "#modules/crm/store/activity.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Act } from "../run-command.ts";

/** What the actor has written down, under its lock. Refusals: activity_unknown, not_yours. */
export async function lockOwnActivity(tx: Tx, act: Act, activityId: Id): Promise<Result<LockedActivity>> {
  const activity = await lockActivity(tx, activityId);
  if (activity === null) return no("activity_unknown", {}, ["activityId"]);
  const isOwn = act.actor.kind === "member" && activity.byMember === act.actor.memberId;
  return isOwn ? ok(activity) : no("not_yours");
}
