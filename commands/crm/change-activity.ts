import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { type ActivityParts, readParts } from "#modules/crm/core/activity-parts.ts";
import { updateActivity } from "#modules/crm/store/activity.ts";
import { defineCommand } from "../run-command.ts";
import { lockOwnActivity } from "./own-activity.ts";

export const changeActivity = defineCommand(
  "changeActivity",
  crmRoutes.changeActivity,
  async (tx, { activityId, ...wish }, act) => {
    const locked = await lockOwnActivity(tx, act, activityId);
    if (!locked.ok) return locked;
    const before = locked.value;
    // Taken away: it has to come back first.
    if (before.removed) return no("activity_unknown", {}, ["activityId"]);
    const { kind, direction, outcome, minutes, channel, text } = before;
    const changes = changesOf<ActivityParts & { at: Date }>(
      { direction, outcome, minutes, channel, text, at: before.at },
      { ...wish, at: wish.at === undefined ? undefined : new Date(wish.at) },
    );
    if (changes.none) return ok({});
    const after = { direction, outcome, minutes, channel, text, at: before.at, ...changes.fields };
    const parts = readParts(kind, after);
    if (!parts.ok) return parts;
    if (after.at > act.now) return no("activity_in_future", {}, ["at"]);
    const version = before.version + 1;
    await updateActivity(tx, activityId, { ...parts.value, at: after.at, editedAt: act.now, version });
    const data = { fields: Object.keys(changes.fields) };
    act.append({ kind: "activity_changed", thing: "activity", thingId: activityId, version, data });
    return ok({});
  },
);
