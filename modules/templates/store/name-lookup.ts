import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { idsByKind, type BodyReference, type ReferenceKind } from "../core/body-references.ts";
import { type FileReference, keyOfReference } from "../core/template-file.ts";

type NameRow = { kind: ReferenceKind; id: Id; name: string; parent: string | null; isOwn: boolean };

/** Names for the ids of a body, as a file has them. `itemId` is the product's. */
export async function nameReferences(
  tx: Tx,
  references: readonly BodyReference[],
  itemId: Id,
): Promise<(kind: ReferenceKind, id: Id) => FileReference> {
  const ids = idsByKind(references);
  const { rows } = await sql<NameRow>`
    select 'variant' as kind, v.id, v.name, i.name as parent, i.id = ${itemId} as "isOwn"
    from variant v join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where v.workspace_id = ${tx.workspaceId} and v.id = any(${ids.variant}::uuid[])
    union all
    select 'item', i.id, i.name, null, false from item i
    where i.workspace_id = ${tx.workspaceId} and i.id = any(${ids.item}::uuid[])
    union all
    select 'upsell', u.id, u.name, null, false from upsell u
    where u.workspace_id = ${tx.workspaceId} and u.id = any(${ids.upsell}::uuid[])
    union all
    select 'warehouse', w.id, w.name, null, false from warehouse w
    where w.workspace_id = ${tx.workspaceId} and w.id = any(${ids.warehouse}::uuid[])
    union all
    select 'member', m.id, m.name, null, false from member m
    where m.workspace_id = ${tx.workspaceId} and m.id = any(${ids.member}::uuid[])
    union all
    select 'trade', r.id, r.name, null, false from trade r
    where r.workspace_id = ${tx.workspaceId} and r.id = any(${ids.trade}::uuid[])
    union all
    select 'subcontractor', c.id, c.name, null, false from subcontractor c
    where c.workspace_id = ${tx.workspaceId} and c.id = any(${ids.subcontractor}::uuid[])
    union all
    select 'deal_status', s.id, s.name, p.name, false
    from deal_status s join pipeline p on p.workspace_id = s.workspace_id and p.id = s.pipeline_id
    where s.workspace_id = ${tx.workspaceId} and s.id = any(${ids.deal_status}::uuid[])`.execute(tx.db);
  const named = new Map(rows.map((row) => [`${row.kind} ${row.id}`, row]));
  return (kind, id) => {
    const row = named.get(`${kind} ${id}`);
    const name = row?.name ?? "";
    switch (kind) {
      case "variant":
        return { kind, item: row?.isOwn === true ? null : (row?.parent ?? ""), variant: name };
      case "deal_status":
        return { kind, pipeline: row?.parent ?? "", status: name };
      default:
        return { kind, name };
    }
  };
}

/**
 * The ids of what a file names, by `keyOfReference`; of things in use, and only where one thing alone has the
 * name. `itemId` is the product that the template is for: its variants and upsells are meant.
 */
export async function findNamed(
  tx: Tx,
  references: readonly FileReference[],
  itemId: Id,
): Promise<ReadonlyMap<string, Id>> {
  const asked = [...new Map(references.map((reference) => [keyOfReference(reference), reference]))].map(
    ([key, reference]) => ({ key, ...columnsOf(reference) }),
  );
  const { rows } = await sql<{ key: string; id: Id }>`
    select k.key, min(found.id::text) as id
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as k (key text, kind text, parent text, name text)
    cross join lateral (
      select v.id from variant v join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
      where k.kind = 'variant' and v.workspace_id = ${tx.workspaceId} and v.name = k.name and not v.archived
        and not i.archived and case when k.parent is null then i.id = ${itemId}
          else i.name = k.parent and i.id <> ${itemId} end
      union all
      select i.id from item i
      where k.kind = 'item' and i.workspace_id = ${tx.workspaceId} and i.name = k.name and not i.archived
      union all
      select u.id from upsell u
      where k.kind = 'upsell' and u.workspace_id = ${tx.workspaceId} and u.item_id = ${itemId}
        and u.name = k.name and not u.archived
      union all
      select w.id from warehouse w
      where k.kind = 'warehouse' and w.workspace_id = ${tx.workspaceId} and w.name = k.name and not w.archived
      union all
      select m.id from member m
      where k.kind = 'member' and m.workspace_id = ${tx.workspaceId} and m.name = k.name and m.active
      union all
      select r.id from trade r
      where k.kind = 'trade' and r.workspace_id = ${tx.workspaceId} and r.name = k.name and not r.archived
      union all
      select c.id from subcontractor c
      where k.kind = 'subcontractor' and c.workspace_id = ${tx.workspaceId} and c.name = k.name and not c.archived
      union all
      select s.id from deal_status s join pipeline p on p.workspace_id = s.workspace_id and p.id = s.pipeline_id
      where k.kind = 'deal_status' and s.workspace_id = ${tx.workspaceId} and s.name = k.name
        and p.name = k.parent and not s.archived
    ) as found
    group by k.key
    having count(*) = 1`.execute(tx.db);
  return new Map(rows.map(({ key, id }) => [key, id]));
}

function columnsOf(reference: FileReference): { kind: string; parent: string | null; name: string } {
  switch (reference.kind) {
    case "variant":
      return { kind: reference.kind, parent: reference.item, name: reference.variant };
    case "deal_status":
      return { kind: reference.kind, parent: reference.pipeline, name: reference.status };
    default:
      return { kind: reference.kind, parent: null, name: reference.name };
  }
}
