import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { ActivityKind, ActivityParts } from "../core/activity-parts.ts";

export type ActivityAbout = {
  readonly dealId: Id | null;
  readonly contactId: Id | null;
  readonly companyId: Id | null;
};
export type LockedActivity = ActivityParts & {
  readonly id: Id;
  readonly kind: ActivityKind;
  readonly at: Date;
  readonly byMember: Id | null;
  readonly removed: boolean;
  readonly version: number;
};

export async function insertActivity(
  tx: Tx,
  row: ActivityParts &
    ActivityAbout & { id: Id; kind: ActivityKind; at: Date; byMember: Id | null; byWhom: string; now: Date },
): Promise<void> {
  const { kind, direction, outcome, minutes, channel, text } = row;
  await tx.db
    .insertInto("activity")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      kind,
      direction,
      outcome,
      minutes,
      channel,
      text,
      deal_id: row.dealId,
      contact_id: row.contactId,
      company_id: row.companyId,
      at: row.at,
      by_member: row.byMember,
      by_whom: row.byWhom,
      created_at: row.now,
    })
    .execute();
}

export async function lockActivity(tx: Tx, id: Id): Promise<LockedActivity | null> {
  const row = await tx.db
    .selectFrom("activity")
    .select(["id", "kind", "direction", "outcome", "minutes", "channel", "text", "at"])
    .select(["by_member as byMember", "removed", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  // The schema's checks hold the words to those of the types.
  return row === undefined ? null : (row as LockedActivity);
}

export async function updateActivity(
  tx: Tx,
  id: Id,
  row: ActivityParts & { at: Date; editedAt: Date; version: number },
): Promise<void> {
  const { direction, outcome, minutes, channel, text, at, editedAt, version } = row;
  await tx.db
    .updateTable("activity")
    .set({ direction, outcome, minutes, channel, text, at, edited_at: editedAt, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

export async function markActivityRemoved(tx: Tx, id: Id, removed: boolean, version: number): Promise<void> {
  await tx.db
    .updateTable("activity")
    .set({ removed, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

/** The deal's people of now: what is written about a deal is also part of their story. Null: no such deal. */
export async function findPeopleOfDeal(
  tx: Tx,
  dealId: Id,
): Promise<{ contactId: Id | null; companyId: Id | null } | null> {
  const row = await tx.db
    .selectFrom("deal")
    .select(["contact_id as contactId", "company_id as companyId"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", dealId)
    .executeTakeFirst();
  return row ?? null;
}
