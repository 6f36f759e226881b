import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Supplier = {
  name: string;
  phone: string | null;
  email: string | null;
  notes: string;
  leadDays: number | null;
  archived: boolean;
};

export type SupplierTerms = Pick<Supplier, "name" | "archived" | "leadDays">;

export async function insertSupplier(
  tx: Tx,
  row: Omit<Supplier, "archived"> & { id: Id; now: Date },
): Promise<void> {
  const { now, leadDays, ...columns } = row;
  await tx.db
    .insertInto("supplier")
    .values({ workspace_id: tx.workspaceId, ...columns, lead_days: leadDays, created_at: now })
    .execute();
}

export async function lockSupplier(tx: Tx, id: Id): Promise<(Supplier & { version: number }) | null> {
  const row = await tx.db
    .selectFrom("supplier")
    .select(["name", "phone", "email", "notes", "lead_days as leadDays", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** Unlocked: whether orders may be made out to them, and how long they take. */
export async function findSuppliers(tx: Tx, ids: readonly Id[]): Promise<ReadonlyMap<Id, SupplierTerms>> {
  const rows = await tx.db
    .selectFrom("supplier")
    .select(["id", "name", "archived", "lead_days as leadDays"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "in", [...new Set(ids)])
    .execute();
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

export async function updateSupplier(
  tx: Tx,
  id: Id,
  changed: Partial<Supplier>,
  version: number,
): Promise<void> {
  const { leadDays, ...columns } = changed;
  await tx.db
    .updateTable("supplier")
    .set({ ...columns, ...(leadDays === undefined ? {} : { lead_days: leadDays }), version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}
