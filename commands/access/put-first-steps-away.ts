import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { lockFirstStepsAway, updateFirstStepsAway } from "#modules/access/store/first-run.ts";
import { defineCommand } from "../run-command.ts";

export const putFirstStepsAway = defineCommand(
  "putFirstStepsAway",
  accessRoutes.putFirstStepsAway,
  async (tx, { away }, act) => {
    // Automation has no list of its own.
    if (act.actor.kind !== "member") return no("not_allowed", { action: "workspace.read" });
    const { memberId } = act.actor;
    const before = await lockFirstStepsAway(tx, memberId);
    if (before === null) return no("not_allowed", { action: "workspace.read" });
    if (before.away === away) return ok({});
    const version = before.version + 1;
    await updateFirstStepsAway(tx, memberId, away, version);
    const data = { firstStepsAway: { from: before.away, to: away } };
    act.append({ kind: "member_changed", thing: "member", thingId: memberId, version, data });
    return ok({});
  },
);
