import { v7 as uuidv7 } from "uuid";
import type { Id, WorkspaceId } from "#kernel/id.ts";
import type { RowVerdict } from "#modules/catalog/contract/item-import.ts";
import { indexItems } from "#modules/catalog/core/import/known-items.ts";
import { nothingSeen, planRow, type SeenRows } from "#modules/catalog/core/import/plan-row.ts";
import { readRow, type RowReading } from "#modules/catalog/core/import/read-row.ts";
import {
  type Counts,
  findItemImport,
  type ItemImport,
  noCounts,
  updateItemImport,
} from "#modules/catalog/store/item-import.ts";
import {
  type CheckedRow,
  nextRawRows,
  type RawRow,
  saveCheckedRows,
} from "#modules/catalog/store/item-import-row.ts";
import { loadKnownItems } from "#modules/catalog/store/load-known-items.ts";
import { warehousesByName } from "#modules/inventory/views/warehouses-by-name.ts";
import { type Database, inWorkspace, type Tx } from "#server/database/workspace-transaction.ts";

/** A transaction's worth: requests are answered between two of them. */
const rowsAtOnce = 500;

/**
 * Looks at all rows by the import's columns: what each would do, and what is wrong with it. Changes nothing but what
 * stands about the rows, so that a crash costs only the look. False where somebody has moved the import on meanwhile.
 */
export async function checkImport(
  database: Database,
  workspaceId: WorkspaceId,
  before: ItemImport,
  now: () => Date,
): Promise<boolean> {
  const seen = nothingSeen();
  let after = before.headerRow ?? 0;
  let counts: Counts = { ...noCounts, row_count: before.rowCount };
  for (;;) {
    const step = await inWorkspace(database, workspaceId, "write", async (tx) => {
      const current = await findItemImport(tx, before.id, { lock: true });
      const isOurs = current?.state === "reading" && current.reading === before.reading;
      if (current === null || !isOurs) return { commit: false, value: null };
      const rows = await nextRawRows(tx, before.id, after, rowsAtOnce);
      const checked = await checkRows(tx, rows, await readingOf(tx, before), seen, now());
      await saveCheckedRows(tx, before.id, checked);
      const next = count(counts, checked);
      await updateItemImport(tx, before.id, next);
      return { commit: true, value: { last: rows.at(-1)?.number ?? null, counts: next } };
    });
    if (step === null) return false;
    if (step.last === null) return true;
    after = step.last;
    ({ counts } = step);
  }
}

async function readingOf(tx: Tx, { columns, defaults, separator }: ItemImport): Promise<RowReading> {
  const style = { comma: separator === "," ? "thousands" : "decimal" } as const;
  return { columns, defaults, style, warehouses: await warehousesByName(tx) };
}

async function checkRows(
  tx: Tx,
  rows: readonly RawRow[],
  reading: RowReading,
  seen: SeenRows,
  now: Date,
): Promise<CheckedRow[]> {
  const read = rows.map(({ number, cells }) => ({ number, ...readRow(cells, reading) }));
  const wishes = read.map(({ wish }) => wish);
  const keys = {
    itemIds: [] as Id[],
    variantIds: wishes.flatMap(({ id }) => id ?? []),
    skus: wishes.flatMap(({ sku }) => sku ?? []),
    barcodes: wishes.flatMap(({ barcode }) => barcode ?? []),
    names: wishes.flatMap(({ name }) => name ?? []),
  };
  const known = indexItems(await loadKnownItems(tx, keys, now, { lock: false }));
  return read.map((row) => {
    const plan = planRow(row, reading, known, seen, uuidv7);
    // Where the file brings the item, the row says all that it is made of: each of them may be the first to be taken.
    const wish = plan.fresh === null ? row.wish : { ...row.wish, ...plan.fresh };
    return {
      number: row.number,
      verdict: plan.verdict,
      wish,
      changes: plan.changes,
      problems: plan.problems,
      of_item: plan.itemId,
      of_variant: plan.variantId,
    };
  });
}

function count(counts: Counts, rows: readonly CheckedRow[]): Counts {
  const of = (verdict: RowVerdict): number => rows.filter((row) => row.verdict === verdict).length;
  return {
    row_count: counts.row_count,
    read_count: counts.read_count + rows.length,
    new_count: counts.new_count + of("new"),
    changed_count: counts.changed_count + of("changed"),
    same_count: counts.same_count + of("same"),
    bad_count: counts.bad_count + of("bad"),
  };
}
