import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { checkVerb } from "#modules/buying/core/purchase-state.ts";
import { lockPurchase, savePurchase, type StoredPurchase } from "#modules/buying/store/purchase.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Act } from "../run-command.ts";
import { appendPurchaseFact } from "./purchase-fact.ts";

type Ending = { after: StoredPurchase; kind: string; data: Record<string, unknown> };

/** What cancel, close and reopen have in common: the lock, whether it is possible now, and the fact. */
export async function endPurchase(
  tx: Tx,
  act: Act,
  purchaseId: Id,
  verb: "cancel" | "close" | "reopen",
  decide: (before: StoredPurchase) => Ending,
): Promise<Result<StoredPurchase>> {
  const before = await lockPurchase(tx, purchaseId);
  if (before === null) return no("purchase_unknown", {}, ["purchaseId"]);
  const allowed = checkVerb(before, verb);
  if (!allowed.ok) return allowed;
  const { after, kind, data } = decide(before);
  const saved = { ...after, version: before.version + 1 };
  await savePurchase(tx, saved, []);
  appendPurchaseFact(act, saved, kind, data);
  return ok(saved);
}
