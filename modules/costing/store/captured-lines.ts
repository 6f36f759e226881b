import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { CapturedLine } from "#modules/costing/core/correct-run.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

type Row = {
  id: Id;
  run_id: Id;
  category: CapturedLine["category"];
  variant_id: Id | null;
  member_id: Id | null;
  quantity: Decimal;
  rate: Decimal;
  amount: Decimal;
  no_price: boolean;
  reversed_by: "undone" | "corrected" | null;
};

/** The lines of runs that were captured or put in place of such, oldest first; each with what took it back. */
export async function linesOfRuns(tx: Tx, runIds: readonly Id[]): Promise<readonly CapturedLine[]> {
  if (runIds.length === 0) return [];
  const { rows } = await sql<Row>`
    select c.id, c.run_id, c.category, c.variant_id, c.member_id, c.quantity, c.rate, c.amount, c.no_price,
      (select case when back.correction_id is null then 'undone' else 'corrected' end
       from cost_line back where back.workspace_id = c.workspace_id and back.run_id = c.run_id
         and back.reverses_id = c.id) as reversed_by
    from cost_line c
    where c.workspace_id = ${tx.workspaceId} and c.run_id = any(${[...runIds]}::uuid[]) and c.reverses_id is null
    order by c.at, c.id`.execute(tx.db);
  return rows.map((row) => ({
    id: row.id,
    runId: row.run_id,
    category: row.category,
    variantId: row.variant_id,
    memberId: row.member_id,
    quantity: row.quantity,
    rate: row.rate,
    amount: row.amount,
    noPrice: row.no_price,
    reversedBy: row.reversed_by,
  }));
}

/** By stage: what subcontractors' work on this order's units was captured at so far, what was taken back taken off. */
export async function subcontractedSoFar(tx: Tx, orderId: Id): Promise<(readonly [Id, Decimal])[]> {
  const { rows } = await sql<{ stage_id: Id; amount: Decimal }>`
    select c.order_stage_id as stage_id, sum(c.amount) as amount
    from cost_line c
    where c.workspace_id = ${tx.workspaceId} and c.order_id = ${orderId} and c.category = 'subcontracting'
    group by c.order_stage_id`.execute(tx.db);
  return rows.map(({ stage_id, amount }) => [stage_id, amount] as const);
}
