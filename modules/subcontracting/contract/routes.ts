import { z } from "zod";
import {
  decimalText,
  idField,
  moneyField,
  nameField,
  pageOf,
  pageQuery,
  searchField,
  textField,
} from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { runStateField } from "#modules/production/contract/order-card.ts";
import { priceKinds } from "#modules/templates/contract/template-body.ts";

const phoneField = z
  .string()
  .trim()
  .max(40)
  .regex(/^[0-9+()\-\s.]*$/, "phone_form")
  .nullable();
const emailField = z.email().max(254).nullable();
/** in words: "embroidery, screen printing" */
const servicesField = z.string().trim().max(500);
const personField = z.string().trim().max(200);

const subcontractorRow = z.object({
  id: idField,
  name: z.string(),
  services: z.string(),
  contactPerson: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  archived: z.boolean(),
  /** services that they have a price for */
  prices: z.number(),
  /** orders in work of which units stand with them or wait to go there, and those units */
  orders: z.number(),
  units: z.number(),
});
/** What a service costs from them; the amount is null where the reader may not see planned cost. */
const priceRow = z.object({
  service: z.string(),
  kind: z.enum(priceKinds),
  amount: decimalText.nullable(),
  since: z.string(),
});
const params = z.object({ subcontractorId: idField });

/** Of one run at a stage that a subcontractor does. */
const subcontractedRun = z.object({
  runId: idField,
  lotNumber: z.string(),
  cycle: z.number(),
  state: runStateField,
  units: z.number(),
  availableAt: z.string(),
  plannedFinish: z.string().nullable(),
  /** open after its planned finish */
  overdue: z.boolean(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
  comment: z.string().nullable(),
});

export const subcontractingRoutes = {
  listSubcontractors: query("subcontractor.read", "/subcontractors", {
    summary: "Subcontractors by name, those in use first.",
    query: z.object({
      ...pageQuery,
      search: searchField.optional(),
      archived: z.stringbool().default(false),
    }),
    output: pageOf(subcontractorRow),
  }),
  showSubcontractor: query("subcontractor.read", "/subcontractors/:subcontractorId", {
    summary: "A subcontractor: whom to ask there, what they do and what they ask for it now.",
    params,
    output: subcontractorRow.extend({
      notes: z.string(),
      /** the same one among the contacts; the name is null where the reader may not see contacts */
      contact: z.object({ id: idField, name: z.string() }).nullable(),
      /** the first 200, by service */
      priceList: z.array(priceRow),
    }),
    refusals: ["subcontractor_unknown"],
  }),
  showSubcontractorHistory: query("subcontractor.read", "/subcontractors/:subcontractorId/history", {
    summary: "Who changed what of a subcontractor and when, newest first.",
    params,
    query: z.object({ ...pageQuery }),
    output: pageOf(
      z.object({
        id: idField,
        kind: z.string(),
        at: z.string(),
        byName: z.string().nullable(),
        byWhom: z.enum(["member", "automation", "system"]),
        /** values for the sentence `fact.<kind>` of the reader's language */
        values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
      }),
    ),
    refusals: ["subcontractor_unknown"],
  }),
  addSubcontractor: command("subcontractor.write", "/subcontractors/add", {
    summary: "Adds a subcontractor.",
    body: z.strictObject({
      name: nameField,
      services: servicesField.default(""),
      contactPerson: personField.default(""),
      phone: phoneField.default(null),
      email: emailField.default(null),
      contactId: idField.nullable().default(null),
      notes: textField.default(""),
    }),
    output: z.object({ subcontractorId: idField }),
    refusals: ["name_taken", "contact_unknown"],
  }),
  changeSubcontractor: command("subcontractor.write", "/subcontractors/:subcontractorId/change", {
    summary: "Changes or archives a subcontractor.",
    params,
    body: z.strictObject({
      name: nameField.optional(),
      services: servicesField.optional(),
      contactPerson: personField.optional(),
      phone: phoneField.optional(),
      email: emailField.optional(),
      contactId: idField.nullable().optional(),
      notes: textField.optional(),
      archived: z.boolean().optional(),
    }),
    output: z.object({}),
    refusals: ["subcontractor_unknown", "name_taken", "contact_unknown"],
  }),
  setSubcontractorPrice: command("subcontractor.write", "/subcontractors/:subcontractorId/prices/set", {
    summary: "Says what a service costs from now on; what was agreed before stays as it was.",
    params,
    body: z.strictObject({
      service: nameField,
      kind: z.enum(priceKinds),
      /** of the whole stage, of an hour, of a unit that comes back good; an estimate where it is variable */
      amount: moneyField,
      /** no longer offered */
      withdrawn: z.boolean().default(false),
    }),
    output: z.object({}),
    refusals: ["subcontractor_unknown"],
  }),
  showOrderSubcontractors: query("order.read", "/orders/:orderId/subcontractors", {
    summary:
      "The stages of an order that subcontractors do: where they stand, what was agreed and what it came to.",
    params: z.object({ orderId: idField }),
    output: z.object({
      stages: z.array(
        z.object({
          stageId: idField,
          name: z.string(),
          /** an optional stage that this order doesn't need is off */
          active: z.boolean(),
          subcontractor: z.object({
            id: idField,
            name: z.string(),
            phone: z.string().nullable(),
            email: z.string().nullable(),
            archived: z.boolean(),
          }),
          /** as agreed when the order was made */
          price: z.object({
            kind: z.enum(priceKinds),
            /** null where the reader may not see planned cost */
            amount: decimalText.nullable(),
          }),
          planned: decimalText.nullable(),
          /** what was captured so far; null where the reader may not see cost */
          captured: decimalText.nullable(),
          plannedStart: z.string().nullable(),
          plannedFinish: z.string().nullable(),
          done: z.boolean(),
          /** units that stand there now, and units that have come back good */
          unitsThere: z.number(),
          unitsBack: z.number(),
          /** the first 50, those that are open first */
          runs: z.array(subcontractedRun),
          runsTotal: z.number(),
        }),
      ),
    }),
    refusals: ["order_unknown"],
  }),
};
