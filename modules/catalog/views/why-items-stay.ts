import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/**
 * Of the items, those that something still needs: stock on hand or reserved, or a template in use that makes or takes
 * them. An id that nothing holds has no entry.
 */
export async function whyItemsStay(
  tx: Tx,
  itemIds: readonly Id[],
): Promise<Map<Id, "has_stock" | "in_template">> {
  const { rows } = await sql<{ id: Id; stock: boolean; template: boolean }>`
    select i.id,
      exists (
        select from variant v join balance b on b.workspace_id = v.workspace_id and b.variant_id = v.id
        where v.workspace_id = ${tx.workspaceId} and v.item_id = i.id and (b.on_hand <> 0 or b.reserved <> 0)
      ) as stock,
      exists (
        select from template t where t.workspace_id = ${tx.workspaceId} and not t.archived and t.item_id = i.id
      ) or exists (
        select from variant v
        join template_reference r on r.workspace_id = v.workspace_id and r.variant_id = v.id
        join template_version tv on tv.workspace_id = r.workspace_id and tv.id = r.template_version_id
        join template t on t.workspace_id = tv.workspace_id and t.id = tv.template_id and not t.archived
        where v.workspace_id = ${tx.workspaceId} and v.item_id = i.id
          and tv.number = (
            select max(n.number) from template_version n
            where n.workspace_id = t.workspace_id and n.template_id = t.id)
      ) as template
    from item i
    where i.workspace_id = ${tx.workspaceId} and i.id = any (${[...itemIds]}::uuid[])`.execute(tx.db);
  const held = rows.filter(({ stock, template }) => stock || template);
  return new Map(held.map(({ id, stock }) => [id, stock ? "has_stock" : "in_template"]));
}
