import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type OrderOfDeal = {
  readonly id: Id;
  readonly number: number;
  readonly status: string;
  /** captured for it so far */
  readonly cost: Decimal;
};

/**
 * Orders that make the deal, or one line of it, and were not cancelled; by number. Ask under the deal's lock: an
 * order that is being made for it holds its key shared until that command ends.
 */
export function findOrdersOfDeal(tx: Tx, dealId: Id, lineId?: Id): Promise<OrderOfDeal[]> {
  return tx.db
    .selectFrom("production_order")
    .select(["id", "number", "status", "cost"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("deal_id", "=", dealId)
    .where("status", "<>", "cancelled")
    .$if(lineId !== undefined, (found) => found.where("deal_line_id", "=", lineId ?? null))
    .orderBy("number")
    .execute();
}
