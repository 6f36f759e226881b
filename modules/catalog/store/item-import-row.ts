import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { RowVerdict } from "../contract/item-import.ts";
import type { RowChange } from "../core/import/compare-row.ts";
import type { Problem, RowWish } from "../core/import/row-wish.ts";
import type { RowToTake } from "../core/import/take-rows.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** `json` is the text of rows as the reader of tables gives them: [[number, [cell, …]], …] */
export async function insertImportRows(tx: Tx, importId: Id, json: string): Promise<void> {
  await sql`
    insert into item_import_row (workspace_id, id, import_id, number, cells)
    select ${tx.workspaceId}, gen_random_uuid(), ${importId}, (r.value ->> 0)::integer, r.value -> 1
    from jsonb_array_elements(${json}::jsonb) as r(value)`.execute(tx.db);
}

export async function deleteImportRows(tx: Tx, importId: Id): Promise<void> {
  await tx.db
    .deleteFrom("item_import_row")
    .where("workspace_id", "=", tx.workspaceId)
    .where("import_id", "=", importId)
    .execute();
}

export type RawRow = { readonly number: number; readonly cells: readonly string[] };

/** The rows that come after one, in the order of the file. */
export async function nextRawRows(tx: Tx, importId: Id, after: number, limit: number): Promise<RawRow[]> {
  const rows = await tx.db
    .selectFrom("item_import_row")
    .select(["number", "cells"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("import_id", "=", importId)
    .where("number", ">", after)
    .orderBy("number")
    .limit(limit)
    .execute();
  return rows.map(({ number, cells }) => ({ number, cells: cells as unknown as readonly string[] }));
}

export type CheckedRow = {
  readonly number: number;
  readonly verdict: RowVerdict;
  readonly wish: RowWish;
  readonly changes: readonly RowChange[];
  readonly problems: readonly Problem[];
  readonly of_item: Id | null;
  readonly of_variant: Id | null;
};

/** What was found of rows, in one statement. What an earlier look has found is written over. */
export async function saveCheckedRows(tx: Tx, importId: Id, rows: readonly CheckedRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update item_import_row set verdict = r.verdict, wish = r.wish, changes = r.changes, problems = r.problems,
      of_item = r.of_item, of_variant = r.of_variant
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(number integer, verdict text, wish jsonb, changes jsonb, problems jsonb, of_item uuid, of_variant uuid)
    where item_import_row.workspace_id = ${tx.workspaceId} and item_import_row.import_id = ${importId}
      and item_import_row.number = r.number`.execute(tx.db);
}

/** Of rows above a new header what was found before no longer holds. */
export async function forgetVerdicts(tx: Tx, importId: Id): Promise<void> {
  await sql`
    update item_import_row set verdict = null, problems = '[]', changes = '[]'
    where workspace_id = ${tx.workspaceId} and import_id = ${importId} and verdict is not null`.execute(
    tx.db,
  );
}

/** The next good rows that have not been taken, in the order of the file. */
export async function nextRowsToTake(tx: Tx, importId: Id, limit: number): Promise<RowToTake[]> {
  const rows = await tx.db
    .selectFrom("item_import_row")
    .select(["number", "verdict", "wish", "of_item", "of_variant"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("import_id", "=", importId)
    .where("outcome", "is", null)
    .where("verdict", "in", ["new", "changed"])
    .orderBy("number")
    .limit(limit)
    .execute();
  return rows.map((row) => {
    if (row.of_item === null || row.of_variant === null)
      throw new Error("A good row knows its item and variant");
    const verdict = row.verdict as RowToTake["verdict"];
    const wish = row.wish as unknown as RowWish;
    return { number: row.number, verdict, wish, itemId: row.of_item, variantId: row.of_variant };
  });
}

export async function saveOutcomes(
  tx: Tx,
  importId: Id,
  numbers: readonly number[],
  failed: ReadonlyMap<number, Problem>,
): Promise<void> {
  const rows = numbers.map((number) => {
    const problem = failed.get(number);
    return {
      number,
      outcome: problem === undefined ? "taken" : "failed",
      problems: problem === undefined ? [] : [problem],
    };
  });
  await sql`
    update item_import_row set outcome = r.outcome, problems = r.problems
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(number integer, outcome text, problems jsonb)
    where item_import_row.workspace_id = ${tx.workspaceId} and item_import_row.import_id = ${importId}
      and item_import_row.number = r.number`.execute(tx.db);
}

/** What was taken in long ago stands in the items and in the log; its rows go. Answers how many went. */
export async function deleteOldImportRows(tx: Tx, endedBefore: Date): Promise<number> {
  const { numDeletedRows } = await tx.db
    .deleteFrom("item_import_row")
    .where("workspace_id", "=", tx.workspaceId)
    .where("import_id", "in", (old) =>
      old
        .selectFrom("item_import")
        .select("id")
        .where("workspace_id", "=", tx.workspaceId)
        .where("ended_at", "<", endedBefore),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
