import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { mergeLots as merge } from "#modules/production/core/split-lot.ts";
import { momentOf, openOrder, saveWork } from "./order-work.ts";

export const mergeLots = defineCommand("mergeLots", productionRoutes.mergeLots, async (tx, input, act) => {
  const opened = await openOrder(tx, input.orderId);
  if (!opened.ok) return opened;
  const merged = merge(opened.value, input.lotIds, momentOf(act));
  if (!merged.ok) return merged;
  await saveWork(tx, act, merged.value);
  return ok({ lotId: input.lotIds[0] ?? "" });
});
