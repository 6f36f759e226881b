import { sql } from "kysely";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { memberSessionSeconds } from "./member-sessions.ts";

/**
 * Had this member proved who they are on this device, at most a session's life before `at`? Whether they have gone back
 * to the faces since does not matter; a badge that has ended proves nothing any more.
 */
export async function hadSignedIn(
  tx: Tx,
  { memberId, deviceId, at }: { readonly memberId: string; readonly deviceId: string; readonly at: Date },
): Promise<boolean> {
  const since = new Date(at.getTime() - memberSessionSeconds * 1000);
  const { rows } = await sql<{ had: boolean }>`
    select exists (
      select from auth.member_session s
      where s.workspace_id = ${tx.workspaceId} and s.member_id = ${memberId} and s.device_id = ${deviceId}
        and s.created_at between ${since} and ${at}
        and (s.way = 'pin' or exists (
          select from badge b
          where b.workspace_id = ${tx.workspaceId} and b.member_id = s.member_id and b.revoked_at is null
            and b.issued_at <= s.created_at))) as had`.execute(tx.db);
  return rows[0]?.had === true;
}
