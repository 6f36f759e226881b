import { sql } from "kysely";
import { type Decimal, decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import {
  type AskedAttribute,
  askedAttributesField,
  type OrderAttributes,
} from "#modules/catalog/contract/attributes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type DealLine = {
  quantity: Decimal;
  price: Decimal;
  promisedDate: string | null;
  attributes: OrderAttributes;
};
export type ChosenUpsell = { readonly id: Id; readonly upsellId: Id; readonly price: Decimal };
export type LockedLine = DealLine & {
  variantId: Id;
  itemId: Id;
  /** item and variant, as a person names them */
  product: string;
  shipped: Decimal;
  upsells: readonly ChosenUpsell[];
};
export type NewDealLine = {
  id: Id;
  position: number;
  variantId: Id;
  quantity: number;
  price: string;
  promisedDate: string | null;
  attributes: OrderAttributes;
  upsells: readonly ChosenUpsell[];
};

export async function insertDealLines(tx: Tx, dealId: Id, lines: readonly NewDealLine[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.db
    .insertInto("deal_line")
    .values(
      lines.map((line) => ({
        workspace_id: tx.workspaceId,
        id: line.id,
        deal_id: dealId,
        position: line.position,
        variant_id: line.variantId,
        quantity: decimal(line.quantity),
        price: decimal(line.price),
        promised_date: line.promisedDate,
        attributes: JSON.stringify(line.attributes),
      })),
    )
    .execute();
  await insertUpsells(
    tx,
    lines.flatMap((line) => line.upsells.map((upsell) => ({ ...upsell, lineId: line.id }))),
  );
}

async function insertUpsells(tx: Tx, upsells: readonly (ChosenUpsell & { lineId: Id })[]): Promise<void> {
  if (upsells.length === 0) return;
  await tx.db
    .insertInto("deal_line_upsell")
    .values(
      upsells.map(({ id, lineId, upsellId, price }) => ({
        workspace_id: tx.workspaceId,
        id,
        deal_line_id: lineId,
        upsell_id: upsellId,
        price,
      })),
    )
    .execute();
}

/** From one choice to another; what is in both keeps its row. */
export async function replaceUpsells(
  tx: Tx,
  lineId: Id,
  before: readonly ChosenUpsell[],
  after: readonly ChosenUpsell[],
): Promise<void> {
  const has = (choice: readonly ChosenUpsell[], id: Id): boolean => choice.some((upsell) => upsell.id === id);
  const gone = before.filter(({ id }) => !has(after, id)).map(({ id }) => id);
  if (gone.length > 0) {
    await tx.db
      .deleteFrom("deal_line_upsell")
      .where("workspace_id", "=", tx.workspaceId)
      .where("id", "in", gone)
      .execute();
  }
  const come = after.filter(({ id }) => !has(before, id));
  await insertUpsells(
    tx,
    come.map((upsell) => ({ ...upsell, lineId })),
  );
}

export async function nextLinePosition(tx: Tx, dealId: Id): Promise<number> {
  const row = await tx.db
    .selectFrom("deal_line")
    .select(sql<number>`coalesce(max(position), 0) + 1`.as("next"))
    .where("workspace_id", "=", tx.workspaceId)
    .where("deal_id", "=", dealId)
    .executeTakeFirstOrThrow();
  return row.next;
}

/** A line that is still on the deal, under its lock; its deal is locked before. */
export async function lockDealLine(tx: Tx, dealId: Id, id: Id): Promise<LockedLine | null> {
  const row = await tx.db
    .selectFrom("deal_line as l")
    .innerJoin("variant as v", (join) =>
      join.onRef("v.workspace_id", "=", "l.workspace_id").onRef("v.id", "=", "l.variant_id"),
    )
    .innerJoin("item as i", (join) =>
      join.onRef("i.workspace_id", "=", "v.workspace_id").onRef("i.id", "=", "v.item_id"),
    )
    .select([
      "l.variant_id as variantId",
      "l.quantity",
      "l.price",
      "l.promised_date as promisedDate",
      "l.shipped",
      "l.attributes",
      "i.id as itemId",
      sql<string>`concat_ws(', ', i.name, nullif(v.name, i.name))`.as("product"),
    ])
    .where("l.workspace_id", "=", tx.workspaceId)
    .where("l.deal_id", "=", dealId)
    .where("l.id", "=", id)
    .where("l.removed", "=", false)
    .forUpdate("l")
    .executeTakeFirst();
  if (row === undefined) return null;
  const upsells = await tx.db
    .selectFrom("deal_line_upsell")
    .select(["id", "upsell_id as upsellId", "price"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("deal_line_id", "=", id)
    .orderBy("id")
    .execute();
  return { ...row, attributes: orderedAttributes(row.attributes as OrderAttributes), upsells };
}

/** What each item asks at order; nothing for one that asks nothing. */
export async function findAsked(tx: Tx, itemIds: readonly Id[]): Promise<Map<Id, readonly AskedAttribute[]>> {
  if (itemIds.length === 0) return new Map();
  const rows = await tx.db
    .selectFrom("item")
    .select(["id", "asked"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "in", [...itemIds])
    .execute();
  return new Map(rows.map(({ id, asked }) => [id, askedAttributesField.parse(asked)]));
}

/** Always in the same order, so that two that say the same are the same text. */
export function orderedAttributes(attributes: OrderAttributes): OrderAttributes {
  const names = Object.keys(attributes).toSorted();
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = attributes[name];
      if (value === undefined) return [];
      return [[name, "text" in value ? { text: value.text } : { amount: value.amount, unit: value.unit }]];
    }),
  );
}

export async function updateDealLine(tx: Tx, id: Id, changed: Partial<DealLine>): Promise<void> {
  await tx.db
    .updateTable("deal_line")
    .set({
      ...(changed.quantity === undefined ? {} : { quantity: changed.quantity }),
      ...(changed.price === undefined ? {} : { price: changed.price }),
      ...(changed.promisedDate === undefined ? {} : { promised_date: changed.promisedDate }),
      ...(changed.attributes === undefined ? {} : { attributes: JSON.stringify(changed.attributes) }),
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

export async function markDealLineRemoved(tx: Tx, id: Id): Promise<void> {
  await tx.db
    .updateTable("deal_line")
    .set({ removed: true })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}
