import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import {
  archiveStatus,
  countDealsIn,
  findDealStatusPipeline,
  findTemplatesOfStatus,
  lockDealStatus,
  lockPipeline,
  lockStatusesInUse,
  makeRoomForStatus,
} from "#modules/crm/store/pipeline.ts";
import { defineCommand } from "../run-command.ts";

export const archiveDealStatus = defineCommand(
  "archiveDealStatus",
  crmRoutes.archiveDealStatus,
  async (tx, { dealStatusId, archived }, act) => {
    const unknown = no("deal_status_unknown", {}, ["dealStatusId"]);
    // The pipeline's lock comes before its statuses', as everywhere.
    const pipelineId = await findDealStatusPipeline(tx, dealStatusId);
    if (pipelineId === null || !(await lockPipeline(tx, pipelineId))) return unknown;
    const status = await lockDealStatus(tx, dealStatusId);
    if (status === null) return unknown;
    if (status.archived === archived) return ok({});
    const { kind, name } = status;
    if (archived) {
      const others = (await lockStatusesInUse(tx, pipelineId)).filter(({ id }) => id !== dealStatusId);
      if (!others.some((other) => other.kind === kind)) return no("deal_status_last_of_kind", { kind, name });
      const templates = await findTemplatesOfStatus(tx, dealStatusId);
      if (templates.length > 0) {
        return no("deal_status_in_template", { name, templates: templates.join(", ") });
      }
      // Won and lost deals may stay where they came to an end: nobody moves them any more.
      const count = kind === "open" ? await countDealsIn(tx, dealStatusId) : 0;
      if (count > 0) return no("deal_status_has_deals", { name, count });
    }
    const position = archived ? status.position : await makeRoomForStatus(tx, pipelineId, kind);
    const version = status.version + 1;
    await archiveStatus(tx, dealStatusId, { archived, position, version });
    act.append({
      kind: archived ? "deal_status_archived" : "deal_status_restored",
      thing: "deal_status",
      thingId: dealStatusId,
      version,
      data: { pipelineId, name, position },
    });
    return ok({});
  },
);
