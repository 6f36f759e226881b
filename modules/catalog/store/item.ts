import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type AskedAttribute, askedAttributesField } from "../contract/attributes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Item = {
  name: string;
  shelfLifeDays: number | null;
  traced: boolean;
  asked: readonly AskedAttribute[];
  archived: boolean;
};

export async function insertItem(
  tx: Tx,
  row: Omit<Item, "archived" | "traced"> & {
    traced?: boolean | undefined;
    id: Id;
    kind: string;
    unit: string;
    now: Date;
  },
): Promise<void> {
  await tx.db
    .insertInto("item")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      kind: row.kind,
      name: row.name,
      unit: row.unit,
      shelf_life_days: row.shelfLifeDays,
      traced: row.traced ?? false,
      asked: sql`${JSON.stringify(row.asked)}::jsonb`,
      created_at: row.now,
    })
    .execute();
}

export async function lockItem(tx: Tx, id: Id): Promise<(Item & { version: number }) | null> {
  const row = await tx.db
    .selectFrom("item")
    .select(["name", "shelf_life_days as shelfLifeDays", "traced", "asked", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  // Parsed, because jsonb keeps no order of fields, and what changes is told by comparing them.
  return row === undefined ? null : { ...row, asked: askedAttributesField.parse(row.asked) };
}

export async function updateItem(tx: Tx, id: Id, changed: Partial<Item>, version: number): Promise<void> {
  await tx.db
    .updateTable("item")
    .set({
      ...(changed.name === undefined ? {} : { name: changed.name }),
      ...(changed.shelfLifeDays === undefined ? {} : { shelf_life_days: changed.shelfLifeDays }),
      ...(changed.traced === undefined ? {} : { traced: changed.traced }),
      ...(changed.asked === undefined ? {} : { asked: sql`${JSON.stringify(changed.asked)}::jsonb` }),
      ...(changed.archived === undefined ? {} : { archived: changed.archived }),
      version,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Locked in the order of their ids; an id of no item has no entry. */
export async function lockItemsOf(
  tx: Tx,
  ids: readonly Id[],
): Promise<Map<Id, { name: string; archived: boolean; version: number }>> {
  const rows = await tx.db
    .selectFrom("item")
    .select(["id", "name", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "in", [...ids])
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map(({ id, ...item }) => [id, item]));
}

/** Each with the version that it gets. */
export async function setArchived(
  tx: Tx,
  items: readonly { readonly id: Id; readonly version: number }[],
  archived: boolean,
): Promise<void> {
  if (items.length === 0) return;
  await sql`
    update item set archived = ${archived}, version = r.version
    from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as r(id uuid, version integer)
    where item.workspace_id = ${tx.workspaceId} and item.id = r.id`.execute(tx.db);
}
