import type { Id } from "#kernel/id.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Invitation = {
  id: Id;
  email: string;
  name: string;
  roles: Role[];
  tradeIds: Id[];
  secretHash: string;
  expiresAt: Date;
  acceptedAt: Date | null;
  version: number;
};

export async function insertInvitation(
  tx: Tx,
  row: {
    id: Id;
    email: string;
    name: string;
    roles: readonly Role[];
    tradeIds: readonly Id[];
    secretHash: string;
    invitedBy: Id;
    now: Date;
    expiresAt: Date;
  },
): Promise<void> {
  await tx.db
    .insertInto("invitation")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      email: row.email,
      name: row.name,
      roles: [...row.roles],
      trade_ids: [...row.tradeIds],
      secret_hash: row.secretHash,
      invited_by: row.invitedBy,
      created_at: row.now,
      expires_at: row.expiresAt,
    })
    .execute();
}

/** Locked only in a transaction that accepts it; a reader asks without. */
export async function findInvitation(tx: Tx, id: Id, lock: "lock" | "read"): Promise<Invitation | null> {
  const found = tx.db
    .selectFrom("invitation")
    .select([
      "id",
      "email",
      "name",
      "roles",
      "trade_ids",
      "secret_hash",
      "expires_at",
      "accepted_at",
      "version",
    ])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id);
  const row = await (lock === "lock" ? found.forNoKeyUpdate() : found).executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    roles: row.roles as Role[],
    tradeIds: row.trade_ids,
    secretHash: row.secret_hash,
    expiresAt: row.expires_at,
    acceptedAt: row.accepted_at,
    version: row.version,
  };
}

export async function markInvitationAccepted(tx: Tx, id: Id, now: Date, version: number): Promise<void> {
  await tx.db
    .updateTable("invitation")
    .set({ accepted_at: now, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}
