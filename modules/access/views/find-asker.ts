import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Role } from "../contract/roles.ts";

export type AskingMember = {
  readonly memberId: Id;
  readonly name: string;
  readonly language: "en" | "uk";
  readonly roles: Role[];
  readonly tradeIds: Id[];
  readonly timeZone: string;
  readonly slug: string;
  readonly workspaceName: string;
};

/**
 * The member behind a session, with what every answer needs of the workspace; null when they have left, or the
 * workspace was an example and is removed. A PIN session names its device as well: one that was revoked lets nobody
 * in any more.
 */
export async function findAsker(tx: Tx, memberId: Id, deviceId: Id | null): Promise<AskingMember | null> {
  const { rows } = await sql<AskingMember>`
    select m.id as "memberId", m.name, m.language, m.roles, m.trade_ids as "tradeIds", w.time_zone as "timeZone",
      w.slug, w.name as "workspaceName"
    from member m join workspace w on w.workspace_id = m.workspace_id
    where m.workspace_id = ${tx.workspaceId} and m.id = ${memberId} and m.active
      and not exists (
        select from auth.workspace_address a
        where a.workspace_id = ${tx.workspaceId} and a.removed_at is not null)
      and (${deviceId}::uuid is null or exists (
        select from device d
        where d.workspace_id = ${tx.workspaceId} and d.id = ${deviceId} and d.revoked_at is null))`.execute(
    tx.db,
  );
  return rows[0] ?? null;
}
