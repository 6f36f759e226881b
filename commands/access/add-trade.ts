import { ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { insertTrade } from "#modules/access/store/trade.ts";
import { defineCommand } from "../run-command.ts";

export const addTrade = defineCommand("addTrade", accessRoutes.addTrade, async (tx, { name }, act) => {
  const tradeId = act.newId();
  await insertTrade(tx, tradeId, name);
  act.append({ kind: "trade_added", thing: "trade", thingId: tradeId, version: 1, data: { name } });
  return ok({ tradeId });
});
