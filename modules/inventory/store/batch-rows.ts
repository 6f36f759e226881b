import { type RawBuilder, sql } from "kysely";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Batch, Keeping } from "../core/batch-state.ts";
import type { BatchChange, Movement } from "../core/stock-state.ts";

/** How the item of balance `b` is kept, and in whose calendar: with the lock, so that it costs no statement. */
export type KeepingRow = { keeping: Keeping; time_zone: string };

export const keepingColumns = sql`
  (select jsonb_build_object('traced', i.traced, 'shelfLifeDays', i.shelf_life_days, 'unit', i.unit)
    from variant v join item i on i.workspace_id = v.workspace_id and i.id = v.item_id
    where v.workspace_id = b.workspace_id and v.id = b.variant_id) as keeping,
  (select w.time_zone from workspace w where w.workspace_id = b.workspace_id) as time_zone`;

/** The parts of movement `m`, with the dates as they stand now. */
export const partsColumn = sql`
  (select jsonb_agg(jsonb_build_object('batchId', p.batch_id, 'bestBefore', t.best_before, 'quantity', p.quantity::text)
      order by t.best_before nulls last, t.id)
    from movement_batch p join batch t on t.workspace_id = p.workspace_id and t.id = p.batch_id
    where p.workspace_id = m.workspace_id and p.movement_id = m.id) as batches`;

export type BatchRow = {
  id: Id;
  variant_id: Id;
  number: string;
  best_before: string | null;
  received_at: Date;
  supplier: string;
  order_id: Id | null;
  lot_id: Id | null;
  note: string;
  version: number;
};

export function batchOfRow(row: BatchRow): Batch {
  return {
    id: row.id,
    variantId: row.variant_id,
    number: row.number,
    bestBefore: row.best_before,
    receivedAt: row.received_at,
    supplier: row.supplier,
    orderId: row.order_id,
    lotId: row.lot_id,
    note: row.note,
    version: row.version,
  };
}

/** Until when these are good. */
export async function datesOfBatches(tx: Tx, ids: readonly Id[]): Promise<ReadonlyMap<Id, string | null>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: Id; bestBefore: string | null }>`
    select id, best_before as "bestBefore" from batch
    where workspace_id = ${tx.workspaceId} and id = any(${[...ids]}::uuid[])`.execute(tx.db);
  return new Map(rows.map((row) => [row.id, row.bestBefore]));
}

/**
 * What an order has made before, and whose numbers look like the order's: what it makes now joins the first and
 * keeps away from the second.
 */
export async function batchesAroundOrder(
  tx: Tx,
  orderId: Id,
  variantIds: readonly Id[],
): Promise<readonly Batch[]> {
  const { rows } = await sql<BatchRow>`
    select t.* from batch t
    join production_order o on o.workspace_id = t.workspace_id and o.id = ${orderId}
    where t.workspace_id = ${tx.workspaceId} and t.variant_id = any(${[...variantIds]}::uuid[])
      and t.variant_id = o.variant_id
      and (t.order_id = o.id or t.number = o.number::text or t.number like o.number || '-%' or t.number like o.number || '/%')
    order by t.id`.execute(tx.db);
  return rows.map(batchOfRow);
}

export function upsertBatches(tx: Tx, changes: readonly BatchChange[]): RawBuilder<unknown> | null {
  if (changes.length === 0) return null;
  // Of a batch that changed twice the last state counts: a statement writes no row twice.
  const last = new Map(changes.map(({ batch }) => [batch.id, batch]));
  const rows = [...last.values()].map((batch) => ({
    id: batch.id,
    variant_id: batch.variantId,
    number: batch.number,
    best_before: batch.bestBefore,
    received_at: batch.receivedAt,
    supplier: batch.supplier,
    order_id: batch.orderId,
    lot_id: batch.lotId,
    note: batch.note,
    version: batch.version,
  }));
  return sql`
    insert into batch (workspace_id, id, variant_id, number, best_before, received_at, supplier, order_id, lot_id,
      note, version)
    select ${tx.workspaceId}, n.id, n.variant_id, n.number, n.best_before, n.received_at, n.supplier, n.order_id,
      n.lot_id, n.note, n.version
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, variant_id uuid, number text,
      best_before date, received_at timestamptz, supplier text, order_id uuid, lot_id uuid, note text, version integer)
    on conflict (workspace_id, id) do update set number = excluded.number, best_before = excluded.best_before,
      supplier = excluded.supplier, note = excluded.note, version = excluded.version`;
}

export function insertMovementBatches(tx: Tx, movements: readonly Movement[]): RawBuilder<unknown> | null {
  const rows = movements.flatMap(({ id, batches }) =>
    batches.map((part) => ({ movement_id: id, batch_id: part.batchId, quantity: text(part.quantity) })),
  );
  if (rows.length === 0) return null;
  return sql`
    insert into movement_batch (workspace_id, id, movement_id, batch_id, quantity)
    select ${tx.workspaceId}, gen_random_uuid(), n.movement_id, n.batch_id, n.quantity
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(movement_id uuid, batch_id uuid, quantity numeric)`;
}

export type WantedBatch = Pick<Batch, "id" | "variantId" | "number" | "bestBefore" | "supplier" | "note">;

/**
 * The batches of these variants and numbers, those that were not there made with what is wanted of them (`made`).
 * Whoever makes one of the same number at once is waited for. Shared locks: nobody dates them anew meanwhile.
 */
export async function claimBatches(
  tx: Tx,
  wanted: readonly WantedBatch[],
  now: Date,
): Promise<readonly { readonly batch: Batch; readonly made: boolean }[]> {
  if (wanted.length === 0) return [];
  const keys = JSON.stringify(
    wanted.map(({ id, variantId, number, bestBefore, supplier, note }) => ({
      id,
      variant_id: variantId,
      number,
      best_before: bestBefore,
      supplier,
      note,
    })),
  );
  const made = await sql<{ id: Id }>`
    insert into batch (workspace_id, id, variant_id, number, best_before, received_at, supplier, note)
    select ${tx.workspaceId}, k.id, k.variant_id, k.number, k.best_before, ${now}, k.supplier, k.note
    from jsonb_to_recordset(${keys}::jsonb) as k(id uuid, variant_id uuid, number text, best_before date,
      supplier text, note text)
    order by k.variant_id, k.number
    on conflict (workspace_id, variant_id, number) do nothing
    returning id`.execute(tx.db);
  const fresh = new Set(made.rows.map((row) => row.id));
  const { rows } = await sql<BatchRow>`
    select t.* from batch t
    where t.workspace_id = ${tx.workspaceId} and (t.variant_id, t.number) in (
      select k.variant_id, k.number from jsonb_to_recordset(${keys}::jsonb) as k(variant_id uuid, number text))
    order by t.id
    for share of t`.execute(tx.db);
  return rows.map((row) => ({ batch: batchOfRow(row), made: fresh.has(row.id) }));
}

/** One batch, locked: its date lies on balances too, which are locked after it. */
export async function lockBatch(tx: Tx, batchId: Id): Promise<Batch | null> {
  const { rows } = await sql<BatchRow>`
    select t.* from batch t where t.workspace_id = ${tx.workspaceId} and t.id = ${batchId} for update`.execute(
    tx.db,
  );
  const [row] = rows;
  return row === undefined ? null : batchOfRow(row);
}

/** The warehouses of a variant where something lies, or may have lain, in batches. */
export async function warehousesOfVariant(tx: Tx, variantId: Id): Promise<readonly Id[]> {
  const rows = await tx.db
    .selectFrom("balance")
    .select("warehouse_id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("variant_id", "=", variantId)
    .execute();
  return rows.map((row) => row.warehouse_id);
}

/** The batch of a variant that is called so, null: there is none. */
export async function batchWithNumber(tx: Tx, variantId: Id, number: string): Promise<Id | null> {
  const row = await tx.db
    .selectFrom("batch")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("variant_id", "=", variantId)
    .where("number", "=", number)
    .executeTakeFirst();
  return row?.id ?? null;
}

/** Whether anything of an item lies in a batch, in whatever warehouse. */
export async function liesInBatches(tx: Tx, itemId: Id): Promise<boolean> {
  const { rows } = await sql<{ lies: boolean }>`
    select exists (
      select from variant v join balance b on b.workspace_id = v.workspace_id and b.variant_id = v.id
      where v.workspace_id = ${tx.workspaceId} and v.item_id = ${itemId} and b.batches <> '[]'
    ) as lies`.execute(tx.db);
  return rows[0]?.lies === true;
}
