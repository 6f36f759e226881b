import { ok } from "#kernel/result.ts";
import { defineCommand } from "#commands/run-command.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { lotOf } from "#modules/production/core/order-state.ts";
import { splitLot as split } from "#modules/production/core/split-lot.ts";
import { momentOf, openOrderOfLot, saveWork } from "./order-work.ts";

export const splitLot = defineCommand("splitLot", productionRoutes.splitLot, async (tx, input, act) => {
  const opened = await openOrderOfLot(tx, input.lotId);
  if (!opened.ok) return opened;
  const parted = split(opened.value, input.lotId, input.units, momentOf(act));
  if (!parted.ok) return parted;
  const { change, partId } = parted.value;
  await saveWork(tx, act, change);
  return ok({ lotId: partId, number: lotOf(change.state, partId).number });
});
