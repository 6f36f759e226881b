import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export async function insertDeviceCode(
  tx: Tx,
  row: { id: Id; name: string; secretHash: string; issuedBy: Id; issuedAt: Date; expiresAt: Date },
): Promise<void> {
  await tx.db
    .insertInto("auth.device_code")
    .values({
      id: row.id,
      workspace_id: tx.workspaceId,
      name: row.name,
      secret_hash: row.secretHash,
      issued_by: row.issuedBy,
      issued_at: row.issuedAt,
      expires_at: row.expiresAt,
    })
    .execute();
}

/**
 * Gives it the digits of this answer, for an issue that comes again because its first answer was lost on the way.
 * Only while nobody has used it.
 */
export async function renewDeviceCode(tx: Tx, id: Id, issuedBy: Id, secretHash: string): Promise<boolean> {
  const renewed = await tx.db
    .updateTable("auth.device_code")
    .set({ secret_hash: secretHash })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .where("issued_by", "=", issuedBy)
    .where("used_at", "is", null)
    .executeTakeFirst();
  return renewed.numUpdatedRows === 1n;
}

export type UsedDeviceCode = {
  readonly id: Id;
  /** Not branded: only `mintWorkspaceId` does that. */
  readonly workspaceId: string;
  readonly name: string;
  readonly issuedBy: Id;
};

/** Takes the code, outside of any workspace; once, whoever else types it at the same moment. Null: there is none. */
export async function takeDeviceCode(
  { db }: Pick<Tx, "db">,
  secretHash: string,
  now: Date,
): Promise<UsedDeviceCode | null> {
  const used = await db
    .updateTable("auth.device_code")
    .set({ used_at: now })
    .where("secret_hash", "=", secretHash)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .returning(["id", "workspace_id as workspaceId", "name", "issued_by as issuedBy"])
    .executeTakeFirst();
  return used ?? null;
}
