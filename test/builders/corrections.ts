import { addMember } from "#commands/access/add-member.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { proposeMaterialCorrection } from "#commands/production/corrections/propose-material-correction.ts";
import { proposeTimeCorrection } from "#commands/production/corrections/propose-time-correction.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { reportDefect } from "#commands/production/report-defect.ts";
import { startRun } from "#commands/production/start-run.ts";
import type { Id } from "#kernel/id.ts";
import type { Request } from "#kernel/route.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { hashPin } from "#server/identity/member-sessions.ts";
import type { TestDatabase } from "#test/database.ts";
import { anOrderOf, aShopOfStages, defectReasonOf, runOfLot, type StagesShop } from "./stages-shop.ts";
import { aMember, type Workshop } from "./workshop.ts";
import { shopMinute } from "./workshop-orders.ts";

type TimeWish = Request<typeof productionRoutes.proposeTimeCorrection>;
type MaterialWish = Request<typeof productionRoutes.proposeMaterialCorrection>;

/** Work of somebody from minute to minute. */
export const stretch = (memberId: Id, from: number, to: number) => ({
  memberId,
  kind: "work" as const,
  from: shopMinute(from).toISOString(),
  to: shopMinute(to).toISOString(),
});
export const pause = (memberId: Id, from: number, to: number, reasonId: Id | null = null) => ({
  ...stretch(memberId, from, to),
  kind: "pause" as const,
  reasonId,
});

/** Applied at once by the owner, some minutes later. */
export const correctTime = (shop: Workshop, wish: Omit<TimeWish, "reason">, minutes = 600) =>
  shop.make(
    proposeTimeCorrection,
    { reason: "It was otherwise", applyAtOnce: true, ...wish },
    { now: shopMinute(minutes) },
  );

export const correctMaterial = (shop: Workshop, wish: Omit<MaterialWish, "reason">, minutes = 600) =>
  shop.make(
    proposeMaterialCorrection,
    { reason: "It was weighed again", applyAtOnce: true, ...wish },
    { now: shopMinute(minutes) },
  );

/** The intervals of a run, oldest first, those that count no more among them. */
export async function intervalsAt(shop: Workshop, runId: Id) {
  return readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("work_interval")
      .selectAll()
      .where("workspace_id", "=", shop.workspaceId)
      .where("run_id", "=", runId)
      .orderBy("id")
      .execute(),
  );
}

export async function firstInterval(shop: Workshop, runId: Id): Promise<Id> {
  const [first] = await intervalsAt(shop, runId);
  if (first === undefined) throw new Error("Nobody worked there");
  return first.id;
}

export async function aPerson(shop: Workshop, name: string, roles: readonly Role[], rate?: string) {
  const { memberId } = await shop.make(addMember(hashPin), { name, roles: [...roles], tradeIds: [] });
  if (rate !== undefined) await shop.make(setRate, { memberId, rate });
  return aMember(memberId, roles);
}

/** From start to finish by one person. */
export async function workAt(
  shop: Workshop,
  runId: Id,
  from: number,
  minutes: number,
  units: number,
  as = shop.owner,
): Promise<void> {
  await shop.make(startRun, { runId }, { as, now: shopMinute(from) });
  await shop.make(finishRun, { runId, units }, { as, now: shopMinute(from + minutes) });
}

/**
 * The worked example of domain.md section 6: twenty blanks in lots that part, three sent back, one written off. A
 * minute of the owner's is 1.00, a blank 10.00; all is done at minute 330, at 483.0000.
 */
export async function theWorkedExample(
  testDatabase: TestDatabase,
  accounting: "included" | "separate",
): Promise<{ shop: StagesShop; orderId: Id; at: (lot: string, key: string) => Promise<Id> }> {
  const shop = await aShopOfStages(testDatabase, {
    keys: ["s1", "s2", "s3", "s4"],
    batchMode: "split",
    accounting,
    material: "s1",
  });
  await shop.make(setRate, { memberId: shop.owner.memberId, rate: "60" });
  const reasonId = await defectReasonOf(shop);
  const orderId = await anOrderOf(shop, 20);
  const at = (lot: string, key: string) => runOfLot(shop, orderId, lot, key);
  await workAt(shop, await at("1", "s1"), 0, 40, 20);
  const s2 = await at("1", "s2");
  await shop.make(startRun, { runId: s2 }, { now: shopMinute(50) });
  const toStageId = await shop.stageId(orderId, "s1");
  const back = { runId: s2, reasonId, units: 3, decision: "return" as const, toStageId };
  await shop.make(reportDefect, back, { now: shopMinute(60) });
  await shop.make(finishRun, { runId: s2, units: 17 }, { now: shopMinute(130) });
  await workAt(shop, await at("1.1", "s1"), 140, 36, 3);
  await workAt(shop, await at("1.1", "s2"), 180, 12, 3);
  await workAt(shop, await at("1.1", "s3"), 200, 9, 3);
  await workAt(shop, await at("1.1", "s4"), 210, 6, 3);
  const s3 = await at("1", "s3");
  await shop.make(startRun, { runId: s3 }, { now: shopMinute(220) });
  const lost = { runId: s3, reasonId, units: 1, decision: "write_off" as const };
  await shop.make(reportDefect, lost, { now: shopMinute(230) });
  await shop.make(finishRun, { runId: s3, units: 16 }, { now: shopMinute(280) });
  await workAt(shop, await at("1", "s4"), 290, 40, 16);
  return { shop, orderId, at };
}
