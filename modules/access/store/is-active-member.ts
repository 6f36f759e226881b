import type { Id } from "#kernel/id.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Whether the member is of this workspace and active. */
export async function isActiveMember(tx: Tx, memberId: Id): Promise<boolean> {
  return (await rolesOfActiveMember(tx, memberId)) !== null;
}

/** null: not of this workspace, or not active. */
export async function rolesOfActiveMember(tx: Tx, memberId: Id): Promise<readonly Role[] | null> {
  const row = await tx.db
    .selectFrom("member")
    .select("roles")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", memberId)
    .where("active", "=", true)
    .executeTakeFirst();
  // the schema's CHECK holds them to our roles
  return row === undefined ? null : (row.roles as Role[]);
}
