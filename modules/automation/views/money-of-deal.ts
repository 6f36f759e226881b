import { sql } from "kysely";
import { type Decimal, sum } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** What the condition of a start trigger reads of a deal, besides a line's quantity. */
export type MoneyOfDeal = {
  /** all lines, with what was sold on top */
  readonly amount: Decimal;
  /** names, by line */
  readonly upsells: ReadonlyMap<Id, readonly string[]>;
};

export async function readMoneyOfDeal(tx: Tx, dealId: Id): Promise<MoneyOfDeal> {
  const { rows } = await sql<{ lineId: Id; amount: Decimal; upsells: string[] }>`
    select l.id as "lineId", l.quantity * (l.price + coalesce(sum(s.price), 0)) as amount,
      coalesce(array_agg(u.name order by u.id) filter (where u.id is not null), '{}') as upsells
    from deal_line l
    left join deal_line_upsell s on s.workspace_id = ${tx.workspaceId} and s.deal_line_id = l.id
    left join upsell u on u.workspace_id = ${tx.workspaceId} and u.id = s.upsell_id
    where l.workspace_id = ${tx.workspaceId} and l.deal_id = ${dealId} and not l.removed
    group by l.workspace_id, l.id`.execute(tx.db);
  return {
    amount: sum(rows.map((row) => row.amount)),
    upsells: new Map(rows.map((row) => [row.lineId, row.upsells])),
  };
}
