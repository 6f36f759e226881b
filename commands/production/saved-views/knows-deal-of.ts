import type { SavedSearch } from "#modules/production/contract/saved-view-routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A view holds ids as words, which no foreign key looks after: true where its deal, if any, is of this workspace. */
export async function knowsDealOf(tx: Tx, { deal }: SavedSearch): Promise<boolean> {
  if (deal === undefined) return true;
  const found = await tx.db
    .selectFrom("deal")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", deal)
    .executeTakeFirst();
  return found !== undefined;
}
