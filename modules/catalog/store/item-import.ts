import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Refusal } from "#kernel/result.ts";
import type { ColumnTarget, ImportDefaults, ImportState } from "../contract/item-import.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type ItemImport = {
  readonly id: Id;
  readonly format: "text" | "xlsx";
  readonly state: ImportState;
  readonly separator: string | null;
  readonly headerRow: number | null;
  readonly columns: readonly ColumnTarget[];
  readonly defaults: ImportDefaults;
  readonly reading: number;
  readonly newCount: number;
  readonly changedCount: number;
  readonly rowCount: number;
  readonly readCount: number;
  readonly chunkCount: number;
  readonly version: number;
  readonly addedBy: Id | null;
  readonly takenBy: Id | null;
};

export type Counts = {
  readonly row_count: number;
  readonly read_count: number;
  readonly new_count: number;
  readonly changed_count: number;
  readonly same_count: number;
  readonly bad_count: number;
};
export const noCounts: Counts = {
  row_count: 0,
  read_count: 0,
  new_count: 0,
  changed_count: 0,
  same_count: 0,
  bad_count: 0,
};

const noDefaults: ImportDefaults = { kind: null, unit: null, warehouseId: null };

export async function insertItemImport(
  tx: Tx,
  row: { id: Id; fileName: string; bytes: number; format: "text" | "xlsx"; addedBy: Id | null; now: Date },
): Promise<void> {
  await tx.db
    .insertInto("item_import")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      file_name: row.fileName,
      bytes: row.bytes,
      format: row.format,
      state: "reading",
      added_by: row.addedBy,
      added_at: row.now,
    })
    .execute();
}

/** Null where there is none. `lock` keeps others from moving it on before the transaction ends. */
export async function findItemImport(
  tx: Tx,
  id: Id,
  { lock }: { lock: boolean },
): Promise<ItemImport | null> {
  const found = tx.db
    .selectFrom("item_import")
    .selectAll()
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id);
  const row = await (lock ? found.forNoKeyUpdate() : found).executeTakeFirst();
  if (row === undefined) return null;
  return {
    id: row.id,
    format: row.format as ItemImport["format"],
    state: row.state as ImportState,
    separator: row.separator,
    headerRow: row.header_row,
    // Written by this store alone, from what the contract has checked.
    columns: row.columns as unknown as readonly ColumnTarget[],
    defaults: { ...noDefaults, ...(row.defaults as Partial<ImportDefaults>) },
    reading: row.reading,
    newCount: row.new_count,
    changedCount: row.changed_count,
    rowCount: row.row_count,
    readCount: row.read_count,
    chunkCount: row.chunk_count,
    version: row.version,
    addedBy: row.added_by,
    takenBy: row.taken_by,
  };
}

export type ImportChange = Partial<Counts> & {
  readonly state?: ImportState;
  readonly encoding?: string | null;
  readonly separator?: string | null;
  readonly header_row?: number;
  readonly header?: readonly string[];
  readonly columns?: readonly ColumnTarget[];
  readonly defaults?: ImportDefaults;
  readonly reading?: number;
  readonly taken_count?: number;
  readonly failed_count?: number;
  readonly chunk_count?: number;
  readonly refusal?: Refusal;
  readonly version?: number;
  readonly taken_by?: Id | null;
  readonly ended_at?: Date;
};

export async function updateItemImport(tx: Tx, id: Id, change: ImportChange): Promise<void> {
  const { header, columns, defaults, refusal, ...plain } = change;
  const json = { header, columns, defaults, refusal };
  await tx.db
    .updateTable("item_import")
    .set({
      ...plain,
      ...Object.fromEntries(
        Object.entries(json).flatMap(([name, value]) =>
          value === undefined ? [] : [[name, sql`${JSON.stringify(value)}::jsonb`]],
        ),
      ),
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

/** More were taken, and some failed: added to what stands there. */
export async function addToCounts(
  tx: Tx,
  id: Id,
  more: { readonly taken: number; readonly failed: number },
): Promise<void> {
  await sql`
    update item_import set taken_count = taken_count + ${more.taken}, failed_count = failed_count + ${more.failed}
    where workspace_id = ${tx.workspaceId} and id = ${id}`.execute(tx.db);
}
