import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A reason of the dictionary that may be chosen now; without one, a pause is unpaid. */
export async function findStopReason(
  tx: Tx,
  kind: "pause" | "block",
  reasonId: Id | null,
): Promise<Result<{ id: Id | null; paid: boolean }>> {
  if (reasonId === null) return ok({ id: null, paid: false });
  const row = await tx.db
    .selectFrom("stop_reason")
    .select("paid")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", reasonId)
    .where("kind", "=", kind)
    .where("archived", "=", false)
    .executeTakeFirst();
  return row === undefined
    ? no("stop_reason_unknown", {}, ["reasonId"])
    : ok({ id: reasonId, paid: row.paid });
}
