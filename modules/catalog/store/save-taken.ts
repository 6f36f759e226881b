import { sql } from "kysely";
import type { NewId } from "#kernel/id.ts";
import type { KnownItem, KnownPack, KnownVariant } from "../core/import/known-items.ts";
import type { Taken } from "../core/import/take-rows.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { insertRows, writeRows } from "#server/database/write-rows.ts";

/** Writes what a chunk of rows came to: one statement a table and kind of change, whatever the number of rows. */
export async function saveTaken(
  tx: Tx,
  taken: Taken,
  { now, newId }: { now: Date; newId: NewId },
): Promise<void> {
  const workspace_id = tx.workspaceId;
  await changeItems(tx, taken.changedItems);
  await changeVariants(tx, taken.changedVariants);
  await changePacks(tx, taken.changedPacks);
  await insertRows(
    tx,
    "item",
    taken.newItems.map(({ id, kind, name, unit, shelfLifeDays, traced }) => ({
      workspace_id,
      id,
      kind,
      name,
      unit,
      shelf_life_days: shelfLifeDays,
      traced,
      created_at: now.toISOString(),
    })),
  );
  await insertRows(
    tx,
    "variant",
    taken.newVariants.map((variant) => rowOfVariant(tx, variant)),
  );
  await insertRows(
    tx,
    "pack",
    taken.newPacks.map(({ id, itemId, name, contains }) => ({
      workspace_id,
      id,
      item_id: itemId,
      name,
      contains,
    })),
  );
  await insertRows(
    tx,
    "list_price",
    taken.listPrices.map(({ variantId, price }) => ({
      workspace_id,
      id: newId(),
      variant_id: variantId,
      price,
      valid_from: now.toISOString(),
    })),
  );
}

function rowOfVariant(tx: Tx, variant: KnownVariant): Record<string, unknown> {
  const { id, itemId, name, sku, barcode, attributes, salePrice } = variant;
  return {
    workspace_id: tx.workspaceId,
    id,
    item_id: itemId,
    name,
    sku,
    barcode,
    attributes,
    sale_price: salePrice,
  };
}

async function changeItems(tx: Tx, items: readonly KnownItem[]): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map(({ id, name, shelfLifeDays, traced, version }) => ({
    id,
    name,
    days: shelfLifeDays,
    traced,
    version,
  }));
  await writeRows(
    tx,
    "item",
    sql`
      update item set name = r.name, shelf_life_days = r.days, traced = r.traced, version = r.version
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, name text, days integer, traced boolean, version integer)
      where item.workspace_id = ${tx.workspaceId} and item.id = r.id`,
  );
}

async function changeVariants(tx: Tx, variants: readonly KnownVariant[]): Promise<void> {
  if (variants.length === 0) return;
  const rows = variants.map(({ id, name, sku, barcode, attributes, salePrice, version }) => ({
    id,
    name,
    sku,
    barcode,
    attributes,
    price: salePrice,
    version,
  }));
  await writeRows(
    tx,
    "variant",
    sql`
      update variant set name = r.name, sku = r.sku, barcode = r.barcode, attributes = r.attributes,
        sale_price = r.price, version = r.version
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, name text, sku text, barcode text, attributes jsonb, price numeric, version integer)
      where variant.workspace_id = ${tx.workspaceId} and variant.id = r.id`,
  );
}

async function changePacks(tx: Tx, packs: readonly KnownPack[]): Promise<void> {
  if (packs.length === 0) return;
  const rows = packs.map(({ id, contains, archived, version }) => ({ id, contains, archived, version }));
  await writeRows(
    tx,
    "pack",
    sql`
      update pack set contains = r.contains, archived = r.archived, version = r.version
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r(id uuid, contains numeric, archived boolean, version integer)
      where pack.workspace_id = ${tx.workspaceId} and pack.id = r.id`,
  );
}
