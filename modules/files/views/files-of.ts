import { type RawBuilder, sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { FileRow } from "#modules/files/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** A file as it hangs on a thing. */
export type FileOfThing = FileRow & { readonly role: string };

/**
 * The files of many things of one kind ('defect', 'run'…), by the thing's id, in their order; things without files
 * are not in the map. One statement. `role` leaves only those of that role.
 */
export async function filesOf(
  tx: Tx,
  thing: string,
  thingIds: readonly Id[],
  role: string | null = null,
): Promise<ReadonlyMap<Id, readonly FileOfThing[]>> {
  if (thingIds.length === 0) return new Map();
  const { rows } = await sql<FileOfThing & { thingId: Id }>`
    select l.thing_id as "thingId", l.role, f.id, f.name, f.kind, f.media_type as "mediaType", f.bytes, f.width, f.height
    from file_link l
    join file f on f.workspace_id = ${tx.workspaceId} and f.id = l.file_id
    where l.workspace_id = ${tx.workspaceId} and l.thing = ${thing} and l.thing_id = any(${thingIds}::uuid[])
      and l.removed_at is null and (${role}::text is null or l.role = ${role})
    order by l.thing_id, l.role, l.position, l.id`.execute(tx.db);
  const byThing = new Map<Id, FileOfThing[]>();
  for (const { thingId, ...file } of rows) {
    const known = byThing.get(thingId);
    if (known === undefined) byThing.set(thingId, [file]);
    else known.push(file);
  }
  return byThing;
}

/**
 * For the select list of another statement: the id of the item's first photo, null where it has none. `itemId` is a
 * column of that statement.
 */
export const photoOfItem = (tx: Tx, itemId: RawBuilder<unknown>): RawBuilder<Id | null> => sql<Id | null>`(
  select l.file_id
  from file_link l
  where l.workspace_id = ${tx.workspaceId} and l.thing = 'item' and l.thing_id = ${itemId} and l.role = 'photo'
    and l.removed_at is null
  order by l.position, l.id
  limit 1)`;
