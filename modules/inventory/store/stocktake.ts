import { sql } from "kysely";
import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { StocktakeState } from "../contract/stocktake-routes.ts";
import type { BatchCount } from "../core/counted-now.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Stocktake = {
  readonly id: Id;
  readonly warehouseId: Id;
  readonly state: StocktakeState;
  readonly note: string;
  readonly version: number;
};
export type StocktakeLine = {
  readonly variantId: Id;
  readonly counted: Decimal;
  readonly onHand: Decimal;
  /** those that were counted one by one; the books of the same moment beside each */
  readonly batches: readonly BatchCount[];
  readonly removed: boolean;
};
type Who = { readonly by: Id | null; readonly at: Date };

export async function insertStocktake(
  tx: Tx,
  row: Who & { id: Id; warehouseId: Id; note: string },
): Promise<void> {
  await tx.db
    .insertInto("stocktake")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      warehouse_id: row.warehouseId,
      state: "counting",
      note: row.note,
      started_by: row.by,
      started_at: row.at,
    })
    .execute();
}

/** Whether somebody counts in the warehouse already. */
export async function isCounting(tx: Tx, warehouseId: Id): Promise<boolean> {
  const row = await tx.db
    .selectFrom("stocktake")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("warehouse_id", "=", warehouseId)
    .where("state", "=", "counting")
    .executeTakeFirst();
  return row !== undefined;
}

export async function lockStocktake(tx: Tx, id: Id): Promise<Stocktake | null> {
  const row = await tx.db
    .selectFrom("stocktake")
    .select(["id", "warehouse_id", "state", "note", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (row === undefined) return null;
  const { warehouse_id: warehouseId, state, ...rest } = row;
  return { ...rest, warehouseId, state: state as StocktakeState };
}

export async function updateStocktake(
  tx: Tx,
  stocktake: Stocktake,
  ended: (Who & { state: StocktakeState; adjusted: number | null }) | null,
): Promise<number> {
  const version = stocktake.version + 1;
  await tx.db
    .updateTable("stocktake")
    .set({
      version,
      ...(ended === null
        ? {}
        : { state: ended.state, ended_by: ended.by, ended_at: ended.at, adjusted: ended.adjusted }),
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", stocktake.id)
    .execute();
  return version;
}

/** All lines, or that of one thing; struck-out ones too. */
export async function linesOfStocktake(
  tx: Tx,
  stocktakeId: Id,
  variantId?: Id,
): Promise<readonly StocktakeLine[]> {
  let asked = tx.db
    .selectFrom("stocktake_line")
    .select(["variant_id as variantId", "counted", "on_hand as onHand", "batches", "removed"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("stocktake_id", "=", stocktakeId)
    .orderBy("variant_id");
  if (variantId !== undefined) asked = asked.where("variant_id", "=", variantId);
  const rows = await asked.execute();
  return rows.map((row) => ({ ...row, batches: batchesOfRow(row.batches) }));
}

type BatchText = { readonly batchId: Id; readonly counted: string; readonly onHand: string };

function batchesOfRow(stored: unknown): readonly BatchCount[] {
  return (stored as readonly BatchText[]).map(({ batchId, counted, onHand }) => ({
    batchId,
    counted: decimal(counted),
    onHand: decimal(onHand),
  }));
}

/** Writes a count down, over an earlier one of the same thing. */
export async function upsertStocktakeLine(
  tx: Tx,
  row: Who & {
    id: Id;
    stocktakeId: Id;
    variantId: Id;
    counted: Decimal;
    onHand: Decimal;
    batches: readonly BatchCount[];
  },
): Promise<void> {
  const batches: readonly BatchText[] = row.batches.map(({ batchId, counted, onHand }) => ({
    batchId,
    counted: text(counted),
    onHand: text(onHand),
  }));
  await sql`
    insert into stocktake_line (workspace_id, id, stocktake_id, variant_id, counted, on_hand, batches, counted_by, counted_at)
    values (${tx.workspaceId}, ${row.id}, ${row.stocktakeId}, ${row.variantId}, ${text(row.counted)}, ${text(row.onHand)},
      ${JSON.stringify(batches)}::jsonb, ${row.by}, ${row.at})
    on conflict (workspace_id, stocktake_id, variant_id) do update set
      counted = excluded.counted, on_hand = excluded.on_hand, batches = excluded.batches, counted_by = excluded.counted_by,
      counted_at = excluded.counted_at, removed = false`.execute(tx.db);
}

export async function removeStocktakeLine(tx: Tx, stocktakeId: Id, variantId: Id): Promise<void> {
  await tx.db
    .updateTable("stocktake_line")
    .set({ removed: true })
    .where("workspace_id", "=", tx.workspaceId)
    .where("stocktake_id", "=", stocktakeId)
    .where("variant_id", "=", variantId)
    .execute();
}

/** What the posting did, line by line; a thing that was not counted and counts as none gets its line here. */
export async function writeAdjusted(
  tx: Tx,
  stocktakeId: Id,
  rows: readonly {
    readonly id: Id;
    readonly variantId: Id;
    readonly counted: Decimal;
    readonly onHand: Decimal;
    readonly adjusted: Decimal;
    readonly value: Decimal;
  }[],
  who: Who,
): Promise<void> {
  if (rows.length === 0) return;
  const given = JSON.stringify(
    rows.map((row) => ({
      id: row.id,
      variant_id: row.variantId,
      counted: text(row.counted),
      on_hand: text(row.onHand),
      adjusted: text(row.adjusted),
      adjusted_value: text(row.value),
    })),
  );
  await sql`
    insert into stocktake_line (workspace_id, id, stocktake_id, variant_id, counted, on_hand, counted_by, counted_at,
      adjusted, adjusted_value)
    select ${tx.workspaceId}, id, ${stocktakeId}, variant_id, counted, on_hand, ${who.by}, ${who.at}, adjusted, adjusted_value
    from jsonb_to_recordset(${given}::jsonb) as given(id uuid, variant_id uuid, counted numeric, on_hand numeric,
      adjusted numeric, adjusted_value numeric)
    on conflict (workspace_id, stocktake_id, variant_id) do update set
      adjusted = excluded.adjusted, adjusted_value = excluded.adjusted_value`.execute(tx.db);
}
