import { z } from "zod";
import {
  countField,
  dateField,
  decimalText,
  idField,
  moneyField,
  nameField,
  pageOf,
  pageQuery,
  searchField,
  textField,
  unitField,
} from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { namedBatchesField, namedBatchRefusals } from "#modules/inventory/contract/batch-routes.ts";
import { askedAttributeField, orderAttributesField } from "#modules/catalog/contract/attributes.ts";
import { activityRoutes } from "./activity-routes.ts";
import { taskRoutes, taskRow } from "./task-routes.ts";

const phoneField = z
  .string()
  .trim()
  .max(40)
  .regex(/^[0-9+()\-\s.]*$/, "phone_form")
  .nullable();
const emailField = z.email().max(254).nullable();
export const statusKindField = z.enum(["open", "won", "lost"]);

const contactBody = {
  name: nameField,
  phone: phoneField.default(null),
  email: emailField.default(null),
  companyId: idField.nullable().default(null),
  notes: textField.default(""),
};
const companyBody = {
  name: nameField,
  phone: phoneField.default(null),
  email: emailField.default(null),
  notes: textField.default(""),
};

const contactRow = z.object({
  id: idField,
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  companyId: idField.nullable(),
  companyName: z.string().nullable(),
  openDeals: z.number(),
  archived: z.boolean(),
});
const companyRow = z.object({
  id: idField,
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  contacts: z.number(),
  openDeals: z.number(),
  archived: z.boolean(),
});
/** null wherever the reader may not see revenue */
const dealRow = z.object({
  id: idField,
  number: z.number(),
  title: z.string(),
  contactName: z.string().nullable(),
  companyName: z.string().nullable(),
  statusId: idField,
  statusName: z.string(),
  statusKind: statusKindField,
  statusSince: z.string(),
  responsibleName: z.string().nullable(),
  revenue: decimalText.nullable(),
  promisedDate: z.string().nullable(),
  production: z.object({ orders: z.number(), done: z.number(), stageName: z.string().nullable() }).nullable(),
});
/** revenue − cost = profit; margin = profit ÷ revenue, as a share, null without revenue */
const profitSide = z.object({ cost: decimalText, profit: decimalText, margin: decimalText.nullable() });
const money = z.object({
  revenue: decimalText,
  planned: profitSide.nullable(),
  real: profitSide.nullable(),
  /** some of the deal's units are still in work */
  provisional: z.boolean(),
  /** of the revenue: what has left stock, and what has not yet */
  shipped: decimalText,
  unshipped: decimalText,
});
/** Over deals. Revenue is that of deals which are not lost; what a lost one has cost stays in the cost. */
const sums = z.object({
  won: z.object({ deals: z.number(), revenue: decimalText, cost: decimalText }),
  open: z.object({ deals: z.number(), revenue: decimalText, cost: decimalText }),
  lost: z.object({ deals: z.number(), revenue: decimalText, cost: decimalText }),
  revenue: decimalText,
  cost: decimalText,
  profit: decimalText,
  margin: decimalText.nullable(),
});
const dealStatusRow = z.object({
  id: idField,
  name: z.string(),
  kind: statusKindField,
  position: z.number(),
});
const lineBody = {
  variantId: idField,
  quantity: countField,
  price: moneyField,
  promisedDate: dateField.nullable().default(null),
  upsellIds: z.array(idField).max(50).default([]),
  /** what is asked at order, by its name; what is not known yet may be told later, up to the order */
  attributes: orderAttributesField.optional(),
};
const attributeRefusals = ["attribute_unknown", "attribute_kind", "attribute_choice"];
const dealRefusals = ["contact_unknown", "company_unknown", "pipeline_unknown", "member_unknown"];
const dealParams = z.object({ dealId: idField });
const lineParams = z.object({ dealId: idField, lineId: idField });
export const crmRoutes = {
  listContacts: query("contact.read", "/contacts", {
    summary: "Contacts by name; the search looks into name, phone, e-mail and company.",
    query: z.object({ ...pageQuery, search: searchField.optional(), companyId: idField.optional() }),
    output: pageOf(contactRow),
  }),
  showContact: query("contact.read", "/contacts/:contactId", {
    summary: "A contact with their deals.",
    params: z.object({ contactId: idField }),
    output: contactRow.extend({
      notes: z.string(),
      deals: z.array(dealRow),
      /** null where the reader may not see revenue */
      sums: sums.nullable(),
    }),
    refusals: ["contact_unknown"],
  }),
  addContact: command("contact.write", "/contacts/add", {
    summary: "Adds a contact; answers who has the same phone or e-mail already.",
    body: z.strictObject(contactBody),
    output: z.object({
      contactId: idField,
      duplicates: z.array(z.object({ id: idField, name: z.string() })),
    }),
    refusals: ["company_unknown"],
  }),
  changeContact: command("contact.write", "/contacts/:contactId/change", {
    summary: "Changes a contact.",
    params: z.object({ contactId: idField }),
    body: z.strictObject({
      name: nameField.optional(),
      phone: phoneField.optional(),
      email: emailField.optional(),
      companyId: idField.nullable().optional(),
      notes: textField.optional(),
      archived: z.boolean().optional(),
    }),
    output: z.object({}),
    refusals: ["contact_unknown", "company_unknown"],
  }),
  listCompanies: query("contact.read", "/companies", {
    summary: "Companies by name.",
    query: z.object({ ...pageQuery, search: searchField.optional() }),
    output: pageOf(companyRow),
  }),
  showCompany: query("contact.read", "/companies/:companyId", {
    summary: "A company with its newest deals: its own, and those of its people where no company is named.",
    params: z.object({ companyId: idField }),
    output: companyRow.extend({
      notes: z.string(),
      people: z.array(contactRow),
      deals: z.array(dealRow),
      /** null where the reader may not see revenue */
      sums: sums.nullable(),
    }),
    refusals: ["company_unknown"],
  }),
  addCompany: command("contact.write", "/companies/add", {
    summary: "Adds a company; answers who has the same name, phone or e-mail already.",
    body: z.strictObject(companyBody),
    output: z.object({
      companyId: idField,
      duplicates: z.array(z.object({ id: idField, name: z.string() })),
    }),
  }),
  changeCompany: command("contact.write", "/companies/:companyId/change", {
    summary: "Changes a company.",
    params: z.object({ companyId: idField }),
    body: z.strictObject({
      name: nameField.optional(),
      phone: phoneField.optional(),
      email: emailField.optional(),
      notes: textField.optional(),
      archived: z.boolean().optional(),
    }),
    output: z.object({}),
    refusals: ["company_unknown"],
  }),
  listPipelines: query("pipeline.read", "/pipelines", {
    summary: "Pipelines with their deal statuses, in order.",
    output: z.object({
      rows: z.array(
        z.object({
          id: idField,
          name: z.string(),
          statuses: z.array(dealStatusRow),
          archivedStatuses: z.array(dealStatusRow),
        }),
      ),
    }),
  }),
  addDealStatus: command("pipeline.manage", "/pipelines/:pipelineId/statuses/add", {
    summary: "Adds a deal status at the end of the open ones.",
    params: z.object({ pipelineId: idField }),
    body: z.strictObject({ name: nameField, kind: statusKindField.default("open") }),
    output: z.object({ dealStatusId: idField }),
    refusals: ["pipeline_unknown"],
  }),
  changeDealStatus: command("pipeline.manage", "/deal-statuses/:dealStatusId/change", {
    summary: "Renames a deal status.",
    params: z.object({ dealStatusId: idField }),
    body: z.strictObject({ name: nameField }),
    output: z.object({}),
    refusals: ["deal_status_unknown"],
  }),
  reorderDealStatuses: command("pipeline.manage", "/pipelines/:pipelineId/statuses/reorder", {
    summary: "Puts the statuses of a pipeline that are in use into another order.",
    params: z.object({ pipelineId: idField }),
    body: z.strictObject({
      /** every status in use, once */
      dealStatusIds: z.array(idField).min(1).max(200),
    }),
    output: z.object({}),
    refusals: ["pipeline_unknown", "deal_statuses_changed"],
  }),
  archiveDealStatus: command("pipeline.manage", "/deal-statuses/:dealStatusId/archive", {
    summary: "Takes a status out of use, or brings it back, as the last of its kind.",
    params: z.object({ dealStatusId: idField }),
    body: z.strictObject({ archived: z.boolean() }),
    output: z.object({}),
    refusals: [
      "deal_status_unknown",
      "deal_status_has_deals",
      "deal_status_in_template",
      "deal_status_last_of_kind",
    ],
  }),
  showDealBoard: query("deal.read", "/deals/board", {
    summary: "The kanban of a pipeline: each status with its count, its sum and its newest deals.",
    query: z.object({ pipelineId: idField.optional(), search: searchField.optional() }),
    output: z.object({
      pipelineId: idField,
      columns: z.array(
        dealStatusRow.extend({ count: z.number(), revenue: decimalText.nullable(), deals: z.array(dealRow) }),
      ),
    }),
    refusals: ["pipeline_unknown"],
  }),
  listDeals: query("deal.read", "/deals", {
    summary: "Deals, newest first.",
    query: z.object({
      ...pageQuery,
      search: searchField.optional(),
      pipelineId: idField.optional(),
      statusId: idField.optional(),
      contactId: idField.optional(),
      companyId: idField.optional(),
    }),
    output: pageOf(dealRow),
  }),
  showDeal: query("deal.read", "/deals/:dealId", {
    summary: "The deal card: lines, production, money beside the plan.",
    params: dealParams,
    output: z.object({
      id: idField,
      number: z.number(),
      title: z.string(),
      version: z.number(),
      contact: z.object({ id: idField, name: z.string(), phone: z.string().nullable() }).nullable(),
      company: z.object({ id: idField, name: z.string() }).nullable(),
      pipelineId: idField,
      statusId: idField,
      statusSince: z.string(),
      statuses: z.array(dealStatusRow),
      responsible: z.object({ id: idField, name: z.string() }).nullable(),
      notes: z.string(),
      createdAt: z.string(),
      lines: z.array(
        z.object({
          id: idField,
          variantId: idField,
          itemId: idField,
          itemName: z.string(),
          variantName: z.string(),
          unit: unitField,
          quantity: decimalText,
          price: decimalText.nullable(),
          sum: decimalText.nullable(),
          promisedDate: z.string().nullable(),
          upsells: z.array(z.object({ id: idField, name: z.string(), price: decimalText.nullable() })),
          attributes: orderAttributesField,
          asked: z.array(askedAttributeField),
          shipped: decimalText,
          /** good units received for this line and not yet shipped */
          ready: decimalText,
          hasTemplate: z.boolean(),
        }),
      ),
      orders: z.array(
        z.object({
          id: idField,
          number: z.number(),
          lineId: idField.nullable(),
          variantName: z.string(),
          itemName: z.string(),
          status: z.string(),
          ordered: z.number(),
          received: z.number(),
          stageName: z.string().nullable(),
          stageState: z.string().nullable(),
          availableAt: z.string().nullable(),
          stagesDone: z.number(),
          stagesTotal: z.number(),
          plannedFinish: z.string().nullable(),
          dueDate: z.string().nullable(),
          shortages: z.number(),
          /** the batch order that makes its units, or made them */
          batch: z.object({ orderId: idField, number: z.number() }).nullable(),
          plannedCost: decimalText.nullable(),
          cost: decimalText.nullable(),
        }),
      ),
      money: money.nullable(),
      openTasks: z.array(taskRow),
    }),
    refusals: ["deal_unknown"],
  }),
  addDeal: command("deal.write", "/deals/add", {
    summary: "Adds a deal, with lines.",
    body: z.strictObject({
      title: nameField,
      contactId: idField.nullable().default(null),
      companyId: idField.nullable().default(null),
      pipelineId: idField.optional(),
      responsibleId: idField.nullable().optional(),
      notes: textField.default(""),
      lines: z.array(z.strictObject(lineBody)).max(200).default([]),
    }),
    output: z.object({ dealId: idField, number: z.number() }),
    refusals: [...dealRefusals, "variant_unknown", "upsell_unknown", ...attributeRefusals],
  }),
  changeDeal: command("deal.write", "/deals/:dealId/change", {
    summary: "Changes a deal's title, people or notes.",
    params: dealParams,
    body: z.strictObject({
      title: nameField.optional(),
      contactId: idField.nullable().optional(),
      companyId: idField.nullable().optional(),
      responsibleId: idField.nullable().optional(),
      notes: textField.optional(),
    }),
    output: z.object({}),
    refusals: ["deal_unknown", ...dealRefusals],
  }),
  addDealLine: command("deal.write", "/deals/:dealId/lines/add", {
    summary: "Adds a line to a deal.",
    params: dealParams,
    body: z.strictObject(lineBody),
    output: z.object({ lineId: idField }),
    refusals: ["deal_unknown", "deal_closed", "variant_unknown", "upsell_unknown", ...attributeRefusals],
  }),
  changeDealLine: command("deal.write", "/deals/:dealId/lines/:lineId/change", {
    summary:
      "Changes a line. Where an order makes it, the supervisors have a task with what was spent so far.",
    params: lineParams,
    body: z.strictObject({
      quantity: countField.optional(),
      price: moneyField.optional(),
      promisedDate: dateField.nullable().optional(),
      /** all that are chosen from now on; those that were chosen before keep their price */
      upsellIds: z.array(idField).max(50).optional(),
      attributes: orderAttributesField.optional(),
    }),
    output: z.object({}),
    refusals: [
      "deal_unknown",
      "deal_closed",
      "deal_line_unknown",
      "deal_line_shipped",
      "upsell_unknown",
      ...attributeRefusals,
    ],
  }),
  removeDealLine: command("deal.write", "/deals/:dealId/lines/:lineId/remove", {
    summary:
      "Takes a line off a deal while nothing of it was shipped. Where an order makes it, the supervisors have a task.",
    params: lineParams,
    body: z.strictObject({}),
    output: z.object({}),
    refusals: ["deal_unknown", "deal_closed", "deal_line_unknown", "deal_line_shipped"],
  }),
  moveDeal: command("deal.write", "/deals/:dealId/move", {
    summary: "Moves a deal to another status. Entering a status may start production.",
    params: dealParams,
    body: z.strictObject({
      dealStatusId: idField,
      /** the status the mover saw it in; if it has moved since, the move is refused, not repeated */
      fromStatusId: idField,
    }),
    output: z.object({ moved: z.boolean() }),
    refusals: ["deal_unknown", "deal_status_unknown", "deal_moved_meanwhile"],
  }),
  shipDeal: command("deal.ship", "/deals/:dealId/ship", {
    summary: "Ships lines of a deal out of stock.",
    params: dealParams,
    body: z.strictObject({
      lines: z
        .array(
          z.strictObject({
            lineId: idField,
            quantity: countField,
            warehouseId: idField,
            /** of which batches, expired ones among them; the rest by who expires first */
            batches: namedBatchesField.default([]),
          }),
        )
        .min(1)
        .max(200),
    }),
    output: z.object({}),
    refusals: [
      ...namedBatchRefusals,
      "batch_expired",
      "deal_unknown",
      "deal_line_unknown",
      "warehouse_unknown",
      "more_than_sold",
      "not_enough_free",
      "deal_line_twice",
    ],
  }),
  ...taskRoutes,
  ...activityRoutes,
};
