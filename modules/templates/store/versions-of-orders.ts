import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type TemplateBody, templateBodyField } from "../contract/template-body.ts";

/** The versions that several orders were made from, in one statement. */
export async function loadVersionsOfOrders(
  tx: Tx,
  versionIds: readonly Id[],
): Promise<ReadonlyMap<Id, TemplateBody>> {
  if (versionIds.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom("template_version")
    .select(["id", "body"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "in", [...new Set(versionIds)])
    .execute();
  return new Map(rows.map((row) => [row.id, templateBodyField.parse(row.body)]));
}
