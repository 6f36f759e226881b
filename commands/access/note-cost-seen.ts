import { ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { lockFirstRun, markCostSeen } from "#modules/access/store/first-run.ts";
import { defineCommand } from "../run-command.ts";

export const noteCostSeen = defineCommand("noteCostSeen", accessRoutes.noteCostSeen, async (tx, _, act) => {
  const before = await lockFirstRun(tx);
  if (before.costSeen) return ok({});
  const version = before.version + 1;
  await markCostSeen(tx, act.now, version);
  act.append({ kind: "cost_seen", thing: "workspace", thingId: tx.workspaceId, version, data: {} });
  return ok({});
});
