import { sql } from "kysely";
import { decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Loss = {
  readonly normId: Id;
  readonly orderId: Id;
  readonly order: number;
  readonly material: string;
  /** what it no longer holds, with its unit: "3\tkg" */
  readonly lostQuantity: string;
  readonly toOrder: number | null;
};

/** Who lost what of a balance to whom, by name; what is no order's any more is left out. */
export async function nameLosses(
  tx: Tx,
  balanceId: Id,
  lost: readonly { readonly normId: Id; readonly orderId: Id; readonly quantity: string }[],
  takerId: Id | null,
): Promise<Loss[]> {
  const { rows } = await sql<Omit<Loss, "normId" | "lostQuantity"> & { unit: string }>`
    select o.id as "orderId", o.number as order, i.name as material, i.unit, taker.number as "toOrder"
    from balance b
    join variant v on v.workspace_id = b.workspace_id and v.id = b.variant_id
    join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    join production_order o on o.workspace_id = b.workspace_id
      and o.id = any(${[...new Set(lost.map((change) => change.orderId))]}::uuid[])
    left join production_order taker on taker.workspace_id = b.workspace_id and taker.id = ${takerId}::uuid
    where b.workspace_id = ${tx.workspaceId} and b.id = ${balanceId}`.execute(tx.db);
  return lost.flatMap(({ normId, orderId, quantity }) => {
    const named = rows.find((row) => row.orderId === orderId);
    if (named === undefined) return [];
    const { unit, ...loss } = named;
    return [{ ...loss, normId, lostQuantity: `${text(decimal(quantity).abs())}\t${unit}` }];
  });
}
