import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/**
 * Gives a device the secret of this answer, for a registration that comes again because its first answer was lost
 * with its cookie. Only for whoever registered it. No fact: nothing has changed but a secret nobody has received.
 */
export async function renewDeviceSecret(
  tx: Tx,
  id: Id,
  registeredBy: Id,
  secretHash: string,
): Promise<boolean> {
  const renewed = await tx.db
    .updateTable("device")
    .set({ secret_hash: secretHash })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .where("registered_by", "=", registeredBy)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return renewed.numUpdatedRows === 1n;
}
