import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export async function insertDevice(
  tx: Tx,
  row: { id: Id; name: string; secretHash: string; registeredBy: Id; now: Date },
): Promise<void> {
  await tx.db
    .insertInto("device")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      name: row.name,
      secret_hash: row.secretHash,
      registered_by: row.registeredBy,
      registered_at: row.now,
    })
    .execute();
}

export async function lockDevice(tx: Tx, id: Id): Promise<{ revoked: boolean; version: number } | null> {
  const row = await tx.db
    .selectFrom("device")
    .select(["revoked_at", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? null : { revoked: row.revoked_at !== null, version: row.version };
}

export async function markDeviceRevoked(tx: Tx, id: Id, now: Date, version: number): Promise<void> {
  await tx.db
    .updateTable("device")
    .set({ revoked_at: now, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

/** A registered device that is not revoked, of a workspace that is there; whoever claims to be it must show its secret. */
export async function findDevice(tx: Tx, id: Id): Promise<{ name: string; secretHash: string } | null> {
  const row = await tx.db
    .selectFrom("device")
    .select(["name", "secret_hash"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .where((where) =>
      where.not(
        where.exists(
          where
            .selectFrom("auth.workspace_address as a")
            .select("a.slug")
            .where("a.workspace_id", "=", tx.workspaceId)
            .where("a.removed_at", "is not", null),
        ),
      ),
    )
    .executeTakeFirst();
  return row === undefined ? null : { name: row.name, secretHash: row.secret_hash };
}
