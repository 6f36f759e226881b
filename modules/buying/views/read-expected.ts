import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Place = { readonly variantId: Id; readonly warehouseId: Id };

/** What open purchase orders still bring, drafts too, by "variant/warehouse"; places that expect nothing are not in it. */
export async function readExpected(tx: Tx, places: readonly Place[]): Promise<ReadonlyMap<string, Decimal>> {
  const { rows } = await sql<{ key: string; expected: Decimal }>`
    select l.variant_id || '/' || p.warehouse_id as key, sum(l.quantity - l.received) as expected
    from purchase_line l
    join purchase_order p on p.workspace_id = l.workspace_id and p.id = l.purchase_id
    where l.workspace_id = ${tx.workspaceId} and l.variant_id = any(${places.map((place) => place.variantId)}::uuid[])
      and l.received < l.quantity and not l.removed and p.state in ('draft', 'sent', 'partly_received')
    group by l.variant_id, p.warehouse_id`.execute(tx.db);
  return new Map(rows.map((row) => [row.key, row.expected]));
}
