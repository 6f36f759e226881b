import { no, ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { may } from "#modules/access/core/may.ts";
import { rolesOfActiveMember } from "#modules/access/store/is-active-member.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { reassignRun as reassign } from "#modules/production/core/run-verbs.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import { momentOf, openRun, runAnswer, saveWork } from "./order-work.ts";

/** Somebody else goes on: the open time of the one before ends, and a run in progress waits paused for them. */
export const reassignRun = defineCommand(
  "reassignRun",
  productionRoutes.reassignRun,
  async (tx, input, act) => {
    const opened = await openRun(tx, input.runId, act);
    if (!opened.ok) return opened;
    const { state, run } = opened.value;
    if (input.memberId !== null) {
      const roles = await rolesOfActiveMember(tx, input.memberId);
      if (roles === null) return no("member_unknown", {}, ["memberId"]);
      // Nobody holds what they can't start.
      const member = { kind: "member", memberId: input.memberId, roles, tradeIds: [] } as const;
      if (!may(member, "run.work")) return no("member_cannot_work", {}, ["memberId"]);
    }
    const bounds = await loadPauseBounds(tx, state, [run.id]);
    const reassigned = reassign(state, run, input.memberId, momentOf(act), bounds);
    if (!reassigned.ok) return reassigned;
    await saveWork(tx, act, reassigned.value);
    return ok(runAnswer(reassigned.value, run.id, act.now));
  },
);
