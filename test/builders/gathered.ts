import { finishRun } from "#commands/production/finish-run.ts";
import { gatherOrders } from "#commands/production/aggregation/gather-orders.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { startRun } from "#commands/production/start-run.ts";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import type { TestDatabase } from "#test/database.ts";
import {
  anOrderOf,
  aShopOfStages,
  defectReasonOf,
  runOfLot,
  type StagesShop,
  type StagesWish,
} from "./stages-shop.ts";
import { orderRow, shopMinute } from "./workshop-orders.ts";

/** A shop that gathers small orders into one. Printing and cutting with time to set up; 1 kg of flour a unit at 10.00. */
export const aGatheringShop = (
  testDatabase: TestDatabase,
  more: Partial<StagesWish> = {},
): Promise<StagesShop> =>
  aShopOfStages(testDatabase, {
    keys: ["print", "cut"],
    batchMode: "whole",
    material: "print",
    flour: "100",
    change: (body) => ({
      ...body,
      stages: body.stages.map((stage) => ({ ...stage, setUpSeconds: stage.key === "print" ? 1200 : 300 })),
    }),
    ...more,
  });
export const due = (day: number): string => `2026-03-${String(day).padStart(2, "0")}`;

/** Orders of so many units, the first due first. */
export async function ordersOf(
  shop: StagesShop,
  ...units: readonly number[]
): Promise<readonly [Id, Id, Id]> {
  const ids: Id[] = [];
  for (const [place, quantity] of units.entries())
    ids.push(await anOrderOf(shop, quantity, { dueDate: due(10 + place) }));
  const [first = "", second = "", third = ""] = ids;
  return [first, second, third];
}
export const gather = async (shop: StagesShop, orderIds: readonly Id[], more: object = {}): Promise<Id> =>
  (await shop.make(gatherOrders, { orderIds: orderIds.filter((id) => id !== ""), ...more })).orderId;

/** Both stages of the batch, one hour each, with some units written off on the way. */
export async function makeBatch(shop: StagesShop, orderId: Id, lost = 0): Promise<Id> {
  const { ordered } = await orderRow(shop, orderId);
  for (const [place, key] of ["print", "cut"].entries()) {
    const runId = await runOfLot(shop, orderId, "1", key);
    await shop.make(startRun, { runId }, { as: shop.operator, now: shopMinute(place * 60) });
    if (place === 0 && lost > 0) {
      await shop.make(
        reportDefect,
        { runId, units: lost, decision: "write_off", reasonId: await defectReasonOf(shop), note: "" },
        { now: shopMinute(30) },
      );
    }
    if (lost === ordered) return runId;
    const units = ordered - lost;
    await shop.make(finishRun, { runId, units, comment: "" }, { now: shopMinute(place * 60 + 60) });
    if (place === 1) return runId;
  }
  throw new Error("The batch has two stages");
}
export async function standing(shop: StagesShop, orderId: Id): Promise<string> {
  const row = await orderRow(shop, orderId);
  const short = row.withdrawn > 0 ? ` ${row.withdrawn} short` : "";
  return `${row.status} ${row.received}/${row.ordered}${short} at ${text(row.cost)}`;
}
export const seenBy = (shop: StagesShop): Viewer => ({
  actor: shop.owner,
  now: shopMinute(600),
  may: () => true,
  timeZone: "Europe/Kyiv",
});
export const read = <T>(shop: StagesShop, query: Parameters<typeof readWorkspace<T>>[2]): Promise<T> =>
  readWorkspace(shop.database, shop.workspaceId, query);
