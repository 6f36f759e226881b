import { no, ok } from "#kernel/result.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { lockDealStatus, renameDealStatus } from "#modules/crm/store/pipeline.ts";
import { defineCommand } from "../run-command.ts";

export const changeDealStatus = defineCommand(
  "changeDealStatus",
  crmRoutes.changeDealStatus,
  async (tx, { dealStatusId, name }, act) => {
    const before = await lockDealStatus(tx, dealStatusId);
    if (before === null) return no("deal_status_unknown", {}, ["dealStatusId"]);
    if (before.name === name) return ok({});
    const version = before.version + 1;
    await renameDealStatus(tx, dealStatusId, name, version);
    act.append({
      kind: "deal_status_changed",
      thing: "deal_status",
      thingId: dealStatusId,
      version,
      data: { name: { from: before.name, to: name } },
    });
    return ok({});
  },
);
