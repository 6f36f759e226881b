import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Keeping } from "../core/batch-state.ts";

/** How the items of these variants are kept; an unknown variant has no entry. */
export async function keepingOfVariants(
  tx: Tx,
  variantIds: readonly Id[],
): Promise<ReadonlyMap<Id, Keeping>> {
  const { rows } = await sql<{ id: Id; traced: boolean; shelfLifeDays: number | null; unit: Unit }>`
    select v.id, i.traced, i.shelf_life_days as "shelfLifeDays", i.unit
    from variant v join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where v.workspace_id = ${tx.workspaceId} and v.id = any(${[...variantIds]}::uuid[])`.execute(tx.db);
  return new Map(rows.map(({ id, ...keeping }) => [id, keeping]));
}
