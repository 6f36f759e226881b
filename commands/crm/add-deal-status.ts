import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { insertDealStatuses, lockPipeline, makeRoomForStatus } from "#modules/crm/store/pipeline.ts";
import { defineCommand } from "../run-command.ts";

export const addDealStatus = defineCommand(
  "addDealStatus",
  crmRoutes.addDealStatus,
  async (tx, input, act) => {
    const { pipelineId, name, kind } = input;
    if (!(await lockPipeline(tx, pipelineId))) return no("pipeline_unknown", {}, ["pipelineId"]);
    const position = await makeRoomForStatus(tx, pipelineId, kind);
    const dealStatusId = act.newId();
    await insertDealStatuses(tx, [{ id: dealStatusId, pipelineId, name, kind, position }]);
    // Those behind it move on by one: that follows from this fact.
    act.append({
      kind: "deal_status_added",
      thing: "deal_status",
      thingId: dealStatusId,
      version: 1,
      data: { pipelineId, name, kind, position },
    });
    return ok({ dealStatusId });
  },
);
