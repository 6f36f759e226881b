import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { lockStopReason, type StopReason, updateStopReason } from "#modules/production/store/stop-reason.ts";
import { defineCommand } from "../run-command.ts";

export const changeStopReason = defineCommand(
  "changeStopReason",
  productionRoutes.changeStopReason,
  async (tx, input, act) => {
    const before = await lockStopReason(tx, input.reasonId);
    if (before === null) return no("stop_reason_unknown", {}, ["reasonId"]);
    const { name, paid, archived } = input;
    const changes = changesOf<StopReason>(before, { name, paid, archived });
    if (changes.none) return ok({});
    const version = before.version + 1;
    await updateStopReason(tx, input.reasonId, changes.fields, version);
    act.append({
      kind: "stop_reason_changed",
      thing: "stop_reason",
      thingId: input.reasonId,
      version,
      data: changes.fromTo,
    });
    return ok({});
  },
);
