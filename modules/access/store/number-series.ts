import { sql } from "kysely";
import type { NewId } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type NumberedKind = "order" | "deal" | "purchase";

/**
 * The next number of an order, a deal or a purchase order, from 1. Its row stays locked until the command ends, so
 * that numbers follow each other without a gap: take it as late as possible.
 */
export function takeNumber(tx: Tx, kind: NumberedKind, newId: NewId): Promise<number> {
  return takeNumbers(tx, kind, 1, newId);
}

/** So many numbers in a row: the first of them. */
export async function takeNumbers(tx: Tx, kind: NumberedKind, count: number, newId: NewId): Promise<number> {
  const { rows } = await sql<{ number: number }>`
    insert into number_series as s (workspace_id, id, kind, next)
    values (${tx.workspaceId}, ${newId()}, ${kind}, ${1 + count})
    on conflict (workspace_id, kind) do update set next = s.next + ${count}
    returning next - ${count} as number`.execute(tx.db);
  const [row] = rows;
  if (row === undefined) throw new Error(`No number was given for a new ${kind}`);
  return row.number;
}
