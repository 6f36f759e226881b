import { ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { markActivityRemoved } from "#modules/crm/store/activity.ts";
import { defineCommand } from "../run-command.ts";
import { lockOwnActivity } from "./own-activity.ts";

export const removeActivity = defineCommand(
  "removeActivity",
  crmRoutes.removeActivity,
  async (tx, { activityId }, act) => {
    const locked = await lockOwnActivity(tx, act, activityId);
    if (!locked.ok) return locked;
    if (locked.value.removed) return ok({});
    const version = locked.value.version + 1;
    await markActivityRemoved(tx, activityId, true, version);
    act.append({ kind: "activity_removed", thing: "activity", thingId: activityId, version, data: {} });
    return ok({});
  },
);
