import { ok } from "#kernel/result.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { insertStopReasons } from "#modules/production/store/stop-reason.ts";
import { defineCommand } from "../run-command.ts";

export const addStopReason = defineCommand(
  "addStopReason",
  productionRoutes.addStopReason,
  async (tx, input, act) => {
    const id = act.newId();
    const { kind, name, paid } = input;
    await insertStopReasons(tx, [{ id, kind, name, paid }]);
    act.append({
      kind: "stop_reason_added",
      thing: "stop_reason",
      thingId: id,
      version: 1,
      data: { kind, name, paid },
    });
    return ok({ reasonId: id });
  },
);
