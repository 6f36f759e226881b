import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { lockPipeline, lockStatusesInUse, placeStatuses } from "#modules/crm/store/pipeline.ts";
import { defineCommand } from "../run-command.ts";

export const reorderDealStatuses = defineCommand(
  "reorderDealStatuses",
  crmRoutes.reorderDealStatuses,
  async (tx, { pipelineId, dealStatusIds }, act) => {
    if (!(await lockPipeline(tx, pipelineId))) return no("pipeline_unknown", {}, ["pipelineId"]);
    const before = await lockStatusesInUse(tx, pipelineId);
    const known = new Map(before.map((status) => [status.id, status]));
    const isWhole =
      new Set(dealStatusIds).size === dealStatusIds.length && dealStatusIds.length === known.size;
    // Somebody has added or archived one meanwhile: the order that was seen is not the one that would come about.
    if (!isWhole || dealStatusIds.some((id) => !known.has(id)))
      return no("deal_statuses_changed", {}, ["dealStatusIds"]);
    const moved = dealStatusIds.flatMap((id, index) => {
      const status = known.get(id);
      const position = index + 1;
      if (status === undefined || status.position === position) return [];
      return [{ id, from: status.position, position, version: status.version + 1 }];
    });
    await placeStatuses(tx, moved);
    for (const { id, from, position, version } of moved) {
      act.append({
        kind: "deal_status_changed",
        thing: "deal_status",
        thingId: id,
        version,
        data: { position: { from, to: position } },
      });
    }
    return ok({});
  },
);
