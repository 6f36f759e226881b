import type { Tx } from "#server/database/workspace-transaction.ts";

/** What a new member reads until they choose. Read without a lock: everything of the workspace refers to that row. */
export async function findWorkspaceLanguage(tx: Tx): Promise<string> {
  const row = await tx.db
    .selectFrom("workspace")
    .select("language")
    .where("workspace_id", "=", tx.workspaceId)
    .executeTakeFirstOrThrow();
  return row.language;
}
