import { changesOf } from "#kernel/changes.ts";
import { no, ok } from "#kernel/result.ts";
import { accessRoutes } from "#modules/access/contract/routes.ts";
import { lockTrade, type Trade, updateTrade } from "#modules/access/store/trade.ts";
import { defineCommand } from "../run-command.ts";

export const changeTrade = defineCommand("changeTrade", accessRoutes.changeTrade, async (tx, input, act) => {
  const before = await lockTrade(tx, input.tradeId);
  if (before === null) return no("trade_unknown", {}, ["tradeId"]);
  const { name, archived } = input;
  const changes = changesOf<Trade>(before, { name, archived });
  if (changes.none) return ok({});
  const version = before.version + 1;
  await updateTrade(tx, input.tradeId, changes.fields, version);
  act.append({
    kind: "trade_changed",
    thing: "trade",
    thingId: input.tradeId,
    version,
    data: changes.fromTo,
  });
  return ok({});
});
