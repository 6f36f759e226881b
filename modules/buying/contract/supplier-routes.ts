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
  textField,
  unitField,
} from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";

const phoneField = z
  .string()
  .trim()
  .max(40)
  .regex(/^[0-9+()\-\s.]*$/, "phone_form")
  .nullable();
const emailField = z.email().max(254).nullable();
const leadDaysField = z.int().min(0).max(365).nullable();
const articleField = z.string().trim().max(100);

/** What goods come in: a sack that contains 50 of the item's unit. */
export const packField = z.strictObject({ name: nameField, contains: quantityField }).nullable();
export const packRow = z.object({ name: z.string(), contains: decimalText }).nullable();

const supplierRow = z.object({
  id: idField,
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  leadDays: z.number().nullable(),
  archived: z.boolean(),
  /** how many variants they offer */
  offers: z.number(),
  /** purchase orders that are not through */
  openPurchases: z.number(),
});
const priceRow = z.object({
  supplierId: idField,
  supplierName: z.string(),
  leadDays: z.number().nullable(),
  variantId: idField,
  itemId: idField,
  itemName: z.string(),
  variantName: z.string(),
  sku: z.string().nullable(),
  unit: unitField,
  /** for one of the item's unit; null where the reader may not see cost */
  price: decimalText.nullable(),
  pack: packRow,
  articleNumber: z.string(),
  preferred: z.boolean(),
  since: z.string(),
});

const supplierParams = z.object({ supplierId: idField });

export const supplierRoutes = {
  listSuppliers: query("purchase.read", "/suppliers", {
    summary: "Suppliers by name, those in use first.",
    query: z.object({
      ...pageQuery,
      search: searchField.optional(),
      archived: z.stringbool().default(false),
    }),
    output: pageOf(supplierRow),
  }),
  showSupplier: query("purchase.read", "/suppliers/:supplierId", {
    summary: "A supplier with what is written about them.",
    params: supplierParams,
    output: supplierRow.extend({ notes: z.string() }),
    refusals: ["supplier_unknown"],
  }),
  addSupplier: command("purchase.write", "/suppliers/add", {
    summary: "Adds a supplier.",
    body: z.strictObject({
      name: nameField,
      phone: phoneField.default(null),
      email: emailField.default(null),
      notes: textField.default(""),
      leadDays: leadDaysField.default(null),
    }),
    output: z.object({ supplierId: idField }),
    refusals: ["name_taken"],
  }),
  changeSupplier: command("purchase.write", "/suppliers/:supplierId/change", {
    summary: "Changes or archives a supplier.",
    params: supplierParams,
    body: z.strictObject({
      name: nameField.optional(),
      phone: phoneField.optional(),
      email: emailField.optional(),
      notes: textField.optional(),
      leadDays: leadDaysField.optional(),
      archived: z.boolean().optional(),
    }),
    output: z.object({}),
    refusals: ["supplier_unknown", "name_taken"],
  }),
  listSupplierPrices: query("purchase.read", "/supplier-prices", {
    summary: "What suppliers offer now: of one supplier, or of one variant; by item.",
    query: z.object({
      ...pageQuery,
      supplierId: idField.optional(),
      variantId: idField.optional(),
      search: searchField.optional(),
    }),
    output: pageOf(priceRow),
  }),
  setSupplierPrice: command("purchase.write", "/suppliers/:supplierId/prices/set", {
    summary: "Says what a supplier offers a variant for from now on; earlier prices stay as they were.",
    params: supplierParams,
    body: z.strictObject({
      variantId: idField,
      price: moneyField,
      pack: packField.default(null),
      articleNumber: articleField.default(""),
      /** of several suppliers the one that is proposed */
      preferred: z.boolean().default(false),
      /** no longer offered */
      withdrawn: z.boolean().default(false),
    }),
    output: z.object({}),
    refusals: ["supplier_unknown", "variant_unknown"],
  }),
};
