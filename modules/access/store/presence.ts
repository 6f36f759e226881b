import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** The member's floor was heard of: on their own phone, or on the shared device where they have just signed in. */
export async function notePresence(tx: Tx, memberId: Id, deviceId: Id | null, now: Date): Promise<void> {
  await tx.db
    .insertInto("presence")
    .values({ workspace_id: tx.workspaceId, id: memberId, device_id: deviceId, heard_at: now })
    .onConflict((conflict) =>
      conflict.columns(["workspace_id", "id"]).doUpdateSet({
        device_id: deviceId,
        // Two phones of one person, two servers: whichever heard of them later.
        heard_at: sql`greatest(presence.heard_at, excluded.heard_at)`,
      }),
    )
    .execute();
}

/**
 * A shared device was heard of, and with it everybody who signed in on it last: their work runs on while somebody
 * else stands before it.
 */
export async function noteDevicePresence(tx: Tx, deviceId: Id, now: Date): Promise<void> {
  await tx.db
    .updateTable("presence")
    .set({ heard_at: now })
    .where("workspace_id", "=", tx.workspaceId)
    .where("device_id", "=", deviceId)
    .where("heard_at", "<", now)
    .execute();
}
