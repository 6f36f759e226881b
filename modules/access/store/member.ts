import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type NewMember = {
  id: Id;
  userId: string | null;
  name: string;
  email: string | null;
  language: string;
  roles: readonly Role[];
  tradeIds: readonly Id[];
  pinHash: string | null;
  now: Date;
};
export type Member = { name: string; roles: Role[]; tradeIds: Id[]; active: boolean };
export type LockedMember = Member & { id: Id; userId: string | null; language: string; version: number };

export async function insertMember(tx: Tx, row: NewMember): Promise<void> {
  await tx.db
    .insertInto("member")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      user_id: row.userId,
      name: row.name,
      email: row.email,
      language: row.language,
      roles: [...row.roles],
      trade_ids: [...row.tradeIds],
      pin_hash: row.pinHash,
      created_at: row.now,
    })
    .execute();
}

const columns = ["id", "user_id", "name", "language", "roles", "trade_ids", "active", "version"] as const;

function toMember(row: {
  id: string;
  user_id: string | null;
  name: string;
  language: string;
  roles: string[];
  trade_ids: string[];
  active: boolean;
  version: number;
}): LockedMember {
  return {
    id: row.id,
    userId: row.user_id,
    name: row.name,
    language: row.language,
    // the table's check allows nothing else
    roles: row.roles as Role[],
    tradeIds: row.trade_ids,
    active: row.active,
    version: row.version,
  };
}

// Locks leave the key free ("no key"): whatever refers to a member goes on while one changes.
export async function lockMember(tx: Tx, id: Id): Promise<LockedMember | null> {
  const row = await tx.db
    .selectFrom("member")
    .select(columns)
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? null : toMember(row);
}

export async function lockMemberOfUser(tx: Tx, userId: string): Promise<LockedMember | null> {
  const row = await tx.db
    .selectFrom("member")
    .select(columns)
    .where("workspace_id", "=", tx.workspaceId)
    .where("user_id", "=", userId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row === undefined ? null : toMember(row);
}

export async function findMemberOfUser(tx: Tx, userId: string): Promise<Id | null> {
  const row = await tx.db
    .selectFrom("member")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("user_id", "=", userId)
    .executeTakeFirst();
  return row?.id ?? null;
}

/**
 * The member and all active owners, locked in the order of their ids. Two owners who remove each other at the
 * same time take the same rows in the same order: the second one sees what the first has left.
 */
export async function lockMemberAndOwners(
  tx: Tx,
  id: Id,
): Promise<{ member: LockedMember | null; activeOwners: Id[] }> {
  const rows = await tx.db
    .selectFrom("member")
    .select(columns)
    .where("workspace_id", "=", tx.workspaceId)
    .where((where) => where.or([where("id", "=", id), sql<boolean>`active and 'owner' = any(roles)`]))
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
  const members = rows.map(toMember);
  return {
    member: members.find((member) => member.id === id.toLowerCase()) ?? null,
    activeOwners: members
      .filter((member) => member.active && member.roles.includes("owner"))
      .map((member) => member.id),
  };
}

export async function updateMember(
  tx: Tx,
  id: Id,
  changed: Partial<Member> & { language?: string; pinHash?: string },
  version: number,
): Promise<void> {
  await tx.db
    .updateTable("member")
    .set({
      ...(changed.name === undefined ? {} : { name: changed.name }),
      ...(changed.roles === undefined ? {} : { roles: changed.roles }),
      ...(changed.tradeIds === undefined ? {} : { trade_ids: changed.tradeIds }),
      ...(changed.active === undefined ? {} : { active: changed.active }),
      ...(changed.language === undefined ? {} : { language: changed.language }),
      // A new PIN ends a lock: whoever set it has just proved who they are.
      ...(changed.pinHash === undefined
        ? {}
        : { pin_hash: changed.pinHash, pin_failures: 0, pin_locked_until: null }),
      version,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

export async function memberExists(tx: Tx, id: Id): Promise<boolean> {
  const row = await tx.db
    .selectFrom("member")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .where("active", "=", true)
    .executeTakeFirst();
  return row !== undefined;
}

export async function activeMemberHasEmail(tx: Tx, email: string): Promise<boolean> {
  const row = await tx.db
    .selectFrom("member")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("active", "=", true)
    .where(sql<boolean>`lower(email) = lower(${email})`)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
