import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** So many wrong PINs in a row lock the member for so long. */
export const pinAttempts = 5;
export const pinLockSeconds = 300;

export type PinAttempt =
  | { readonly kind: "unknown" }
  | { readonly kind: "locked"; readonly until: Date }
  /** `lockedUntil` is set when this was the last attempt: it stands unless the PIN turns out right. */
  | { readonly kind: "try"; readonly pinHash: string; readonly lockedUntil: Date | null };

/**
 * Counts an attempt before its PIN is looked at, so that a hundred at once can't all pass a stale count. To be
 * committed by itself, whatever comes of it. It raises no version: it is a guard's counter and changes nothing
 * that a fact would tell.
 */
export async function countPinAttempt(tx: Tx, memberId: Id, now: Date): Promise<PinAttempt> {
  const member = await tx.db
    .selectFrom("member")
    .select(["pin_hash", "pin_failures", "pin_locked_until"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", memberId)
    .where("active", "=", true)
    .where("pin_hash", "is not", null)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (member === undefined || member.pin_hash === null) return { kind: "unknown" };
  if (member.pin_locked_until !== null && member.pin_locked_until > now) {
    return { kind: "locked", until: member.pin_locked_until };
  }
  const failures = member.pin_failures + 1;
  const lockedUntil = failures >= pinAttempts ? new Date(now.getTime() + pinLockSeconds * 1000) : null;
  await tx.db
    .updateTable("member")
    .set({ pin_failures: lockedUntil === null ? failures : 0, pin_locked_until: lockedUntil })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", memberId)
    .execute();
  return { kind: "try", pinHash: member.pin_hash, lockedUntil };
}

/**
 * The PIN was right: the count starts anew. Not so where the PIN was changed, or the member left, while it was
 * being verified: then there is nobody to forgive, and false says so.
 */
export async function forgivePinAttempts(tx: Tx, memberId: Id, pinHash: string): Promise<boolean> {
  const forgiven = await tx.db
    .updateTable("member")
    .set({ pin_failures: 0, pin_locked_until: sql`null` })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", memberId)
    .where("active", "=", true)
    .where("pin_hash", "=", pinHash)
    .executeTakeFirst();
  return forgiven.numUpdatedRows === 1n;
}
