import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Action } from "#modules/access/contract/actions.ts";
import type { FileThing } from "#modules/files/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Whoever may read or change the thing may read or change what is attached to it. */
const actionsOfThing: Readonly<Record<FileThing, { readonly read: Action; readonly write: Action }>> = {
  item: { read: "item.read", write: "item.write" },
  variant: { read: "item.read", write: "item.write" },
  deal: { read: "deal.read", write: "deal.write" },
  order: { read: "order.read", write: "order.change" },
};

const tableOfThing: Readonly<Record<FileThing, string>> = {
  item: "item",
  variant: "variant",
  deal: "deal",
  order: "production_order",
};

/** Whether the thing is there, for somebody who may. Refuses `not_allowed` and `<thing>_unknown`. */
export async function findThing(
  tx: Tx,
  { thing, thingId }: { readonly thing: FileThing; readonly thingId: Id },
  may: (action: Action) => boolean,
  wanted: "read" | "write",
): Promise<Result<void>> {
  const action = actionsOfThing[thing][wanted];
  if (!may(action)) return no("not_allowed", { action });
  const { rows } = await sql`
    select 1 from ${sql.table(tableOfThing[thing])}
    where workspace_id = ${tx.workspaceId} and id = ${thingId}`.execute(tx.db);
  return rows.length === 1 ? ok(undefined) : no(`${thing}_unknown`, {}, ["thingId"]);
}
