import type { Act } from "#commands/run-command.ts";
import type { OrderChange } from "#modules/production/core/order-change.ts";
import { saveMembers as save } from "#modules/production/store/aggregation.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { appendOrderFacts } from "../append-order-facts.ts";

export async function saveMembers(tx: Tx, act: Act, members: readonly OrderChange[]): Promise<void> {
  await save(tx, members);
  for (const change of members) appendOrderFacts(act, change.before.order.version, change);
}
