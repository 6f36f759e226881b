import { sql } from "kysely";
import type { NewId } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/**
 * The next number of an order or a deal, from 1. Its row stays locked until the command ends, so that numbers
 * follow each other without a gap: take it as late as possible.
 */
export async function takeNumber(tx: Tx, kind: "order" | "deal", newId: NewId): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into number_series as s (workspace_id, id, kind, next)
    values (${tx.workspaceId}, ${newId()}, ${kind}, 2)
    on conflict (workspace_id, kind) do update set next = s.next + 1
    returning next - 1 as number`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) throw new Error(`No number was given for a new ${kind}`);
  return row.number;
}
