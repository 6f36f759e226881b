import { type No, no, ok, type Result } from "#kernel/result.ts";
import { type LockedDeal, lockDeal, updateDeal } from "#modules/crm/store/deal.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Act } from "../run-command.ts";

/** The deal under its lock, where its lines may still change. Refusals: deal_unknown, deal_closed. */
export async function lockDealForLines(tx: Tx, dealId: string): Promise<Result<LockedDeal>> {
  const deal = await lockDeal(tx, dealId);
  if (deal === null) return no("deal_unknown", {}, ["dealId"]);
  const closed: No | null =
    deal.statusKind === "open" ? null : no("deal_closed", { status: deal.statusName });
  return closed ?? ok(deal);
}

/** Lines are parts of their deal: what happens to one is a fact of the deal, under the deal's version. */
export async function appendLineFact(
  tx: Tx,
  act: Act,
  deal: LockedDeal,
  kind: string,
  data: Record<string, unknown>,
): Promise<void> {
  const version = deal.version + 1;
  await updateDeal(tx, deal.id, {}, version);
  act.append({ kind, thing: "deal", thingId: deal.id, version, data });
}
