import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** So many codes in a row that are no badge lock badges on the device for so long. PINs go on working there. */
export const badgeAttempts = 5;
export const badgeLockSeconds = 300;

export async function insertBadge(
  tx: Tx,
  row: { id: Id; memberId: Id; secretHash: string; issuedBy: Id; now: Date },
): Promise<void> {
  await tx.db
    .insertInto("badge")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      member_id: row.memberId,
      secret_hash: row.secretHash,
      issued_by: row.issuedBy,
      issued_at: row.now,
    })
    .execute();
}

/** The badge that the member has, ended; null: they have none. To be called under the member's lock. */
export async function endBadge(tx: Tx, memberId: Id, now: Date): Promise<Id | null> {
  const ended = await tx.db
    .updateTable("badge")
    .set({ revoked_at: now })
    .where("workspace_id", "=", tx.workspaceId)
    .where("member_id", "=", memberId)
    .where("revoked_at", "is", null)
    .returning("id")
    .executeTakeFirst();
  return ended?.id ?? null;
}

/**
 * Gives a badge the code of this answer, for an issue that comes again because its first answer was lost with the
 * code. Only while nobody has ended it. No fact: nothing has changed but a code that nobody has received.
 */
export async function renewBadgeSecret(tx: Tx, id: Id, issuedBy: Id, secretHash: string): Promise<boolean> {
  const renewed = await tx.db
    .updateTable("badge")
    .set({ secret_hash: secretHash })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .where("issued_by", "=", issuedBy)
    .where("revoked_at", "is", null)
    .executeTakeFirst();
  return renewed.numUpdatedRows === 1n;
}

export type ShownBadge =
  | { readonly kind: "unknown" | "revoked" }
  | { readonly kind: "in_use"; readonly memberId: Id };

/** Whose badge has this code. A code is found by its hash: with 139 random bits there is nothing to guess by time. */
export async function findBadge(tx: Tx, secretHash: string): Promise<ShownBadge> {
  const row = await tx.db
    .selectFrom("badge as b")
    .innerJoin("member as m", (join) =>
      join.onRef("m.workspace_id", "=", "b.workspace_id").onRef("m.id", "=", "b.member_id"),
    )
    .select(["b.member_id", "b.revoked_at", "m.active"])
    .where("b.workspace_id", "=", tx.workspaceId)
    .where("b.secret_hash", "=", secretHash)
    .executeTakeFirst();
  if (row === undefined) return { kind: "unknown" };
  return row.revoked_at === null && row.active
    ? { kind: "in_use", memberId: row.member_id }
    : { kind: "revoked" };
}

/** Until when badges are locked on the device, its row locked; null: they are not. */
export async function lockBadgeAttempts(tx: Tx, deviceId: Id, now: Date): Promise<Date | null> {
  const device = await tx.db
    .selectFrom("device")
    .select("badge_locked_until")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", deviceId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const until = device.badge_locked_until;
  return until !== null && until > now ? until : null;
}

/**
 * One more code that is no badge; answers until when the device takes none, if this was the last. It raises no
 * version: a guard's counter changes nothing that a fact would tell.
 */
export async function countBadgeFailure(tx: Tx, deviceId: Id, now: Date): Promise<Date | null> {
  const until = new Date(now.getTime() + badgeLockSeconds * 1000);
  const row = await tx.db
    .updateTable("device")
    .set({
      badge_failures: sql`case when badge_failures + 1 >= ${badgeAttempts} then 0 else badge_failures + 1 end`,
      badge_locked_until: sql`case when badge_failures + 1 >= ${badgeAttempts} then ${until}::timestamptz end`,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", deviceId)
    .returning("badge_locked_until")
    .executeTakeFirstOrThrow();
  return row.badge_locked_until;
}

export async function forgiveBadgeFailures(tx: Tx, deviceId: Id): Promise<void> {
  await tx.db
    .updateTable("device")
    .set({ badge_failures: 0, badge_locked_until: sql`null` })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", deviceId)
    .where((where) =>
      where.or([where("badge_failures", ">", 0), where("badge_locked_until", "is not", null)]),
    )
    .execute();
}
