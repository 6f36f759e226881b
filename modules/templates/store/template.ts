import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Template = {
  readonly id: Id;
  readonly itemId: Id;
  readonly name: string;
  readonly currentNumber: number;
  readonly archived: boolean;
  readonly version: number;
};

export async function insertTemplate(
  tx: Tx,
  row: { id: Id; itemId: Id; name: string; currentNumber: number; version: number; now: Date },
): Promise<void> {
  await tx.db
    .insertInto("template")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      item_id: row.itemId,
      name: row.name,
      current_number: row.currentNumber,
      version: row.version,
      created_at: row.now,
    })
    .execute();
}

/** Whoever saves, restores, approves or archives holds this lock: numbers and fact versions follow each other. */
export async function lockTemplate(tx: Tx, id: Id): Promise<Template | null> {
  const row = await tx.db
    .selectFrom("template")
    .select(["id", "item_id as itemId", "name", "current_number as currentNumber", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** To look at, unlocked. */
export async function findTemplate(tx: Tx, id: Id): Promise<Pick<Template, "id" | "itemId"> | null> {
  const row = await tx.db
    .selectFrom("template")
    .select(["id", "item_id as itemId"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row ?? null;
}

export async function updateTemplate(
  tx: Tx,
  id: Id,
  changed: { name?: string; currentNumber?: number; archived?: boolean; version: number },
): Promise<void> {
  await tx.db
    .updateTable("template")
    .set({
      ...(changed.name === undefined ? {} : { name: changed.name }),
      ...(changed.currentNumber === undefined ? {} : { current_number: changed.currentNumber }),
      ...(changed.archived === undefined ? {} : { archived: changed.archived }),
      version: changed.version,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}
