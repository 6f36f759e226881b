import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type StopReasonKind = "pause" | "block";
export type StopReason = { name: string; paid: boolean; archived: boolean };

export async function insertStopReasons(
  tx: Tx,
  rows: readonly { id: Id; kind: StopReasonKind; name: string; paid: boolean }[],
): Promise<void> {
  await tx.db
    .insertInto("stop_reason")
    .values(rows.map((row) => ({ workspace_id: tx.workspaceId, ...row })))
    .execute();
}

export async function lockStopReason(
  tx: Tx,
  id: Id,
): Promise<(StopReason & { kind: StopReasonKind; version: number }) | null> {
  const row = await tx.db
    .selectFrom("stop_reason")
    .select(["kind", "name", "paid", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? null : { ...row, kind: row.kind === "block" ? "block" : "pause" };
}

export async function updateStopReason(
  tx: Tx,
  id: Id,
  changed: Partial<StopReason>,
  version: number,
): Promise<void> {
  await tx.db
    .updateTable("stop_reason")
    .set({ ...changed, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}
