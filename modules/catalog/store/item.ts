import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import { type AskedAttribute, askedAttributesField } from "../contract/attributes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Item = {
  name: string;
  shelfLifeDays: number | null;
  asked: readonly AskedAttribute[];
  archived: boolean;
};

export async function insertItem(
  tx: Tx,
  row: Omit<Item, "archived"> & { id: Id; kind: string; unit: string; now: Date },
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
      asked: sql`${JSON.stringify(row.asked)}::jsonb`,
      created_at: row.now,
    })
    .execute();
}

export async function lockItem(tx: Tx, id: Id): Promise<(Item & { version: number }) | null> {
  const row = await tx.db
    .selectFrom("item")
    .select(["name", "shelf_life_days as shelfLifeDays", "asked", "archived", "version"])
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
      ...(changed.asked === undefined ? {} : { asked: sql`${JSON.stringify(changed.asked)}::jsonb` }),
      ...(changed.archived === undefined ? {} : { archived: changed.archived }),
      version,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}
