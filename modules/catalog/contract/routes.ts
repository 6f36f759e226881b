import { z } from "zod";
import {
  decimalText,
  idField,
  moneyField,
  nameField,
  pageOf,
  pageQuery,
  quantityField,
  searchField,
  unitField,
} from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { askedAttributeField, askedAttributesField, orderAttributesField } from "./attributes.ts";

export const itemKinds = ["product", "semi_finished", "material"] as const;
export type ItemKind = (typeof itemKinds)[number];
export const itemKindField = z.enum(itemKinds);

/** As scanners read it, and people type it. */
const barcodeField = nameField.max(64);

const newVariant = {
  name: nameField,
  sku: nameField.nullable().default(null),
  barcode: barcodeField.nullable().default(null),
  attributes: orderAttributesField.default({}),
  salePrice: moneyField.nullable().default(null),
  listPrice: moneyField.nullable().default(null),
};

const variantRow = z.object({
  id: idField,
  name: z.string(),
  sku: z.string().nullable(),
  barcode: z.string().nullable(),
  attributes: orderAttributesField,
  /** null also where the reader may not see it */
  salePrice: decimalText.nullable(),
  listPrice: decimalText.nullable(),
  archived: z.boolean(),
});
const itemRow = z.object({
  id: idField,
  kind: itemKindField,
  name: z.string(),
  unit: unitField,
  shelfLifeDays: z.number().nullable(),
  /** batches of it are told apart: what comes in needs a number */
  traced: z.boolean(),
  /** what is asked when it is ordered */
  asked: z.array(askedAttributeField),
  archived: z.boolean(),
  version: z.number(),
  variants: z.array(variantRow),
  /** what it is bought and counted in besides its unit */
  packs: z.array(
    z.object({
      id: idField,
      name: z.string(),
      /** in the item's unit */
      contains: decimalText,
      archived: z.boolean(),
    }),
  ),
  upsells: z.array(z.object({ id: idField, name: z.string(), price: decimalText, archived: z.boolean() })),
  hasTemplate: z.boolean(),
  /** the first of its photos */
  photoId: idField.nullable(),
});

export const catalogRoutes = {
  listItems: query("item.read", "/items", {
    summary: "Items with their variants, by name.",
    query: z.object({
      ...pageQuery,
      search: searchField.optional(),
      kind: itemKindField.optional(),
      archived: z.stringbool().default(false),
    }),
    output: pageOf(itemRow),
  }),
  showItem: query("item.read", "/items/:itemId", {
    summary: "One item with its variants and upsells.",
    params: z.object({ itemId: idField }),
    output: itemRow,
    refusals: ["item_unknown"],
  }),
  addItem: command("item.write", "/items/add", {
    summary:
      "Adds an item with its first variants. A variant named like the item stands for an item without variants.",
    body: z.strictObject({
      kind: itemKindField,
      name: nameField,
      unit: unitField,
      shelfLifeDays: z.int().min(1).max(10_000).nullable().default(null),
      traced: z.boolean().optional(),
      asked: askedAttributesField.optional(),
      variants: z.array(z.strictObject(newVariant)).min(1).max(200),
    }),
    output: z.object({ itemId: idField, variantIds: z.array(idField) }),
    refusals: ["sku_taken", "barcode_taken", "product_in_whole_units"],
  }),
  changeItem: command("item.write", "/items/:itemId/change", {
    summary:
      "Renames an item, changes its shelf life, what it asks at order or whether its batches are told apart, or archives it.",
    params: z.object({ itemId: idField }),
    body: z.strictObject({
      name: nameField.optional(),
      shelfLifeDays: z.int().min(1).max(10_000).nullable().optional(),
      /** what is in stock when it is switched on has no batch */
      traced: z.boolean().optional(),
      asked: askedAttributesField.optional(),
      archived: z.boolean().optional(),
    }),
    output: z.object({}),
    refusals: ["item_unknown", "batches_left"],
  }),
  archiveItems: command("item.write", "/items/archive", {
    summary:
      "Archives many items at once, or brings them back. Those with stock, or in a template in use, are left as they are and named.",
    body: z.strictObject({ itemIds: z.array(idField).min(1).max(500), archived: z.boolean() }),
    output: z.object({
      changed: z.number(),
      skipped: z.array(
        z.object({
          itemId: idField,
          name: z.string(),
          reason: z.enum(["has_stock", "in_template"]),
        }),
      ),
    }),
    refusals: ["item_unknown"],
  }),
  findByCode: query("item.read", "/variants/by-code", {
    summary: "What a scanner has read: the variants whose barcode or SKU is exactly that, barcodes first.",
    query: z.object({ code: nameField }),
    output: z.object({
      rows: z.array(
        z.object({
          variantId: idField,
          itemId: idField,
          itemName: z.string(),
          variantName: z.string(),
          unit: unitField,
          by: z.enum(["barcode", "sku"]),
        }),
      ),
    }),
  }),
  addPack: command("item.write", "/items/:itemId/packs/add", {
    summary: "Adds what an item is bought in: a sack of 50 kg.",
    params: z.object({ itemId: idField }),
    body: z.strictObject({ name: nameField, contains: quantityField }),
    output: z.object({ packId: idField }),
    refusals: ["item_unknown", "name_taken"],
  }),
  changePack: command("item.write", "/packs/:packId/change", {
    summary: "Renames a pack, changes what it contains, or archives it. What was received stays as it was.",
    params: z.object({ packId: idField }),
    body: z.strictObject({
      name: nameField.optional(),
      contains: quantityField.optional(),
      archived: z.boolean().optional(),
    }),
    output: z.object({}),
    refusals: ["pack_unknown", "name_taken"],
  }),
  addVariant: command("item.write", "/items/:itemId/variants/add", {
    summary: "Adds a variant to an item.",
    params: z.object({ itemId: idField }),
    body: z.strictObject(newVariant),
    output: z.object({ variantId: idField }),
    refusals: ["item_unknown", "sku_taken", "barcode_taken"],
  }),
  changeVariant: command("item.write", "/variants/:variantId/change", {
    summary: "Changes a variant's name, SKU, attributes, selling price, or archives it.",
    params: z.object({ variantId: idField }),
    body: z.strictObject({
      name: nameField.optional(),
      sku: nameField.nullable().optional(),
      barcode: barcodeField.nullable().optional(),
      attributes: orderAttributesField.optional(),
      salePrice: moneyField.nullable().optional(),
      archived: z.boolean().optional(),
    }),
    output: z.object({}),
    refusals: ["variant_unknown", "sku_taken", "barcode_taken"],
  }),
  setListPrice: command("item.write", "/variants/:variantId/set-list-price", {
    summary: "Sets the purchase price that counts, from now on, while a variant has no receipts.",
    params: z.object({ variantId: idField }),
    body: z.strictObject({ price: moneyField }),
    output: z.object({}),
    refusals: ["variant_unknown"],
  }),
  addUpsell: command("item.write", "/items/:itemId/upsells/add", {
    summary: "Adds an option that is sold on top of a product.",
    params: z.object({ itemId: idField }),
    body: z.strictObject({ name: nameField, price: moneyField }),
    output: z.object({ upsellId: idField }),
    refusals: ["item_unknown"],
  }),
  changeUpsell: command("item.write", "/upsells/:upsellId/change", {
    summary: "Renames an option, changes its price, or archives it. What was sold keeps its price.",
    params: z.object({ upsellId: idField }),
    body: z.strictObject({
      name: nameField.optional(),
      price: moneyField.optional(),
      archived: z.boolean().optional(),
    }),
    output: z.object({}),
    refusals: ["upsell_unknown"],
  }),
};
