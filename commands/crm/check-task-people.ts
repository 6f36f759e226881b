import type { Id } from "#kernel/id.ts";
import { type No, no } from "#kernel/result.ts";
import { memberExists } from "#modules/access/store/member.ts";
import { findUnknownTrade } from "#modules/access/store/trade.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Assignee = {
  readonly assigneeId?: Id | null | undefined;
  readonly assigneeTradeId?: Id | null | undefined;
};

/** A task's member and trade have to be here. */
export async function refuseUnknownAssignee(
  tx: Tx,
  { assigneeId, assigneeTradeId }: Assignee,
): Promise<No | null> {
  if (typeof assigneeId === "string" && !(await memberExists(tx, assigneeId)))
    return no("member_unknown", {}, ["assigneeId"]);
  if (typeof assigneeTradeId === "string" && (await findUnknownTrade(tx, [assigneeTradeId])) !== null)
    return no("trade_unknown", {}, ["assigneeTradeId"]);
  return null;
}
