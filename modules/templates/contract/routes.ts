import { z } from "zod";
import {
  decimalText,
  idField,
  nameField,
  pageOf,
  pageQuery,
  searchField,
  textField,
  unitField,
} from "#kernel/field.ts";
import { command, query, question } from "#kernel/route.ts";
import { impactOutput, sampleOrderField, sampleOutput } from "./preview.ts";
import { batchModes, templateBodyField } from "./template-body.ts";
import { mappedField, missingReference, templateFileField } from "./template-file.ts";

export const readyTrades = ["sewing", "furniture", "bakery", "joinery", "print", "coffee"] as const;
export type ReadyTrade = (typeof readyTrades)[number];

/** What a formula may be refused for, when a template is saved and when its values come. */
export const formulaRefusals = [
  "formula_chained",
  "formula_character",
  "formula_comma_unclear",
  "formula_divides_by_zero",
  "formula_empty",
  "formula_ends_early",
  "formula_name_ambiguous",
  "formula_negative",
  "formula_no_order",
  "formula_not_condition",
  "formula_number_too_long",
  "formula_parenthesis_open",
  "formula_result_unit",
  "formula_sample_fails",
  "formula_step_needed",
  "formula_step_not_positive",
  "formula_text_open",
  "formula_too_deep",
  "formula_too_large",
  "formula_too_long",
  "formula_too_many_parts",
  "formula_type",
  "formula_unexpected",
  "formula_unit_alone",
  "formula_units_differ",
  "formula_unknown_choice",
  "formula_unknown_function",
  "formula_unknown_name",
  "formula_unknown_unit",
  "formula_unknown_upsell",
  "formula_upsell_name",
  "formula_value_broken",
  "formula_value_missing",
  "formula_wrong_arguments",
] as const;
/** What only an order's values can bring about. */
export const resolveRefusals = [
  "attribute_missing",
  "no_variant_follows",
  "upsell_unknown",
  ...formulaRefusals,
] as const;
const referenceRefusals = [
  "variant_unknown",
  "item_unknown",
  "upsell_unknown",
  "warehouse_unknown",
  "member_unknown",
  "trade_unknown",
  "deal_status_unknown",
  "subcontractor_unknown",
];
const bodyRefusals = [
  ...referenceRefusals,
  "stage_key_twice",
  "stage_waits_for_unknown",
  "stage_cycle",
  "wait_maximum_below_minimum",
  "check_key_twice",
  "check_maximum_below_minimum",
  "task_for_one",
  "message_field_unknown",
  "norm_key_twice",
  "norm_names_one",
  "norm_of_own_product",
  "follows_an_item",
  "follows_unknown",
  "variant_of_other_item",
  "variant_version_twice",
  "variant_stage_unknown",
  "variant_stage_twice",
  "variant_norm_unknown",
  "variant_norm_twice",
  "variant_without_stages",
  "sample_without_formula",
  "sample_value",
  ...formulaRefusals,
];
const templateParams = z.object({ templateId: idField });
const templateRow = z.object({
  id: idField,
  name: z.string(),
  itemId: idField,
  itemName: z.string(),
  currentNumber: z.number(),
  stageNames: z.array(z.string()),
  archived: z.boolean(),
  changedAt: z.string(),
  openOrders: z.number(),
});
const versionRow = z.object({
  number: z.number(),
  comment: z.string(),
  /** the number of the version that it took again */
  restoredFrom: z.number().nullable(),
  createdAt: z.string(),
  createdByName: z.string(),
  approvedByName: z.string().nullable(),
  openOrders: z.number(),
});
/** The names behind the ids of a body, so that a screen shows names at once. */
const namesOfBody = z.object({
  variants: z.record(
    z.string(),
    z.object({ itemName: z.string(), variantName: z.string(), unit: unitField }),
  ),
  /** of norms whose variant is picked or follows the product */
  items: z.record(z.string(), z.object({ itemName: z.string(), unit: unitField })),
  upsells: z.record(z.string(), z.string()),
  warehouses: z.record(z.string(), z.string()),
  members: z.record(z.string(), z.string()),
  trades: z.record(z.string(), z.string()),
  dealStatuses: z.record(z.string(), z.string()),
  subcontractors: z.record(z.string(), z.string()),
});

export const templatesRoutes = {
  listTemplates: query("template.read", "/templates", {
    summary: "Production templates, by name.",
    query: z.object({
      ...pageQuery,
      search: searchField.optional(),
      archived: z.stringbool().default(false),
    }),
    output: pageOf(templateRow),
  }),
  showTemplate: query("template.read", "/templates/:templateId", {
    summary: "A template with one of its versions (the current one unless a number is given).",
    params: templateParams,
    query: z.object({ number: z.coerce.number().int().min(1).max(1_000_000).optional() }),
    output: z.object({
      id: idField,
      name: z.string(),
      itemId: idField,
      itemName: z.string(),
      unit: unitField,
      archived: z.boolean(),
      currentNumber: z.number(),
      number: z.number(),
      approved: z.boolean(),
      body: templateBodyField,
      names: namesOfBody,
      versions: z.array(versionRow),
      /** for one unit of the product; null where the reader may not see planned cost, or where it takes values
       *  that are asked at order */
      plannedCost: z
        .object({
          quantity: z.number(),
          material: decimalText,
          labour: decimalText,
          subcontracting: decimalText,
          total: decimalText,
          perUnit: decimalText,
          seconds: z.number(),
        })
        .nullable(),
    }),
    refusals: ["template_unknown"],
  }),
  addTemplate: command("template.write", "/templates/add", {
    summary: "Makes a template of a product, with its first version.",
    body: z.strictObject({
      itemId: idField,
      name: nameField,
      body: templateBodyField,
      comment: textField.default(""),
    }),
    output: z.object({ templateId: idField }),
    refusals: ["item_unknown", "item_not_made", "template_exists", ...bodyRefusals],
  }),
  saveTemplate: command("template.write", "/templates/:templateId/save", {
    summary: "Saves a new version. Running orders keep the version they were made from.",
    params: templateParams,
    body: z.strictObject({
      name: nameField,
      body: templateBodyField,
      comment: textField.default(""),
      /** the version this edit began from; another saved meanwhile is refused, not overwritten */
      basedOn: z.int().min(1).max(1_000_000),
    }),
    output: z.object({ number: z.number() }),
    refusals: [
      "template_unknown",
      "template_changed_meanwhile",
      "item_unknown",
      "item_not_made",
      ...bodyRefusals,
    ],
  }),
  restoreTemplateVersion: command("template.write", "/templates/:templateId/restore", {
    summary: "Makes an older version current again, as a new version.",
    params: templateParams,
    body: z.strictObject({ number: z.int().min(1).max(1_000_000) }),
    output: z.object({ number: z.number() }),
    refusals: [
      "template_unknown",
      "template_version_unknown",
      "item_unknown",
      "item_not_made",
      ...bodyRefusals,
    ],
  }),
  duplicateTemplate: command("template.write", "/templates/:templateId/duplicate", {
    summary: "Copies a template to another product.",
    params: templateParams,
    body: z.strictObject({ itemId: idField, name: nameField }),
    output: z.object({ templateId: idField }),
    refusals: [
      "template_unknown",
      "item_unknown",
      "item_not_made",
      "template_exists",
      "upsell_missing",
      ...bodyRefusals,
    ],
  }),
  archiveTemplate: command("template.write", "/templates/:templateId/archive", {
    summary: "Archives a template, or brings it back.",
    params: templateParams,
    body: z.strictObject({ archived: z.boolean() }),
    output: z.object({}),
    refusals: ["template_unknown", "template_exists"],
  }),
  approveTriggers: command("template.approve", "/templates/:templateId/approve", {
    summary: "Lets the current version's triggers create orders and move deals.",
    params: templateParams,
    body: z.strictObject({ number: z.int().min(1).max(1_000_000) }),
    output: z.object({}),
    refusals: ["template_unknown", "template_version_unknown"],
  }),
  previewTemplateSave: question("template.write", "/templates/preview-save", {
    summary:
      "What a body that is not saved yet would mean: for a sample order, and for the last orders of the product.",
    body: z.strictObject({
      itemId: idField,
      body: templateBodyField,
      /** the version that the edit began from; null: the template is new */
      basedOn: z.strictObject({ templateId: idField, number: z.int().min(1).max(1_000_000) }).nullable(),
      /** left out: none is reckoned */
      sample: sampleOrderField.nullable().default(null),
      /** whether the last orders are reckoned: for the moment of saving, not for each keystroke */
      impact: z.boolean().default(false),
    }),
    output: z.object({
      sample: sampleOutput.nullable(),
      /** why the sample's values don't do; the words are `refusal.<code>` */
      sampleFault: z.object({ code: z.string(), data: z.record(z.string(), z.unknown()) }).nullable(),
      impact: impactOutput.nullable(),
    }),
    refusals: [
      "item_unknown",
      "item_not_made",
      "template_unknown",
      "template_version_unknown",
      ...bodyRefusals,
    ],
  }),
  exportTemplate: query("template.read", "/templates/:templateId/export", {
    summary: "A version as a file that another workspace can read: names instead of ids.",
    params: templateParams,
    query: z.object({ number: z.coerce.number().int().min(1).max(1_000_000).optional() }),
    output: z.object({
      file: templateFileField,
      /** pictures in instructions, which stay behind */
      picturesLeft: z.number(),
    }),
    refusals: ["template_unknown"],
  }),
  checkTemplateFile: question("template.write", "/templates/check-file", {
    summary: "Which names of a file this workspace doesn't know, before it is imported.",
    body: z.strictObject({ itemId: idField, file: templateFileField, mapped: mappedField }),
    output: z.object({
      name: z.string(),
      stageNames: z.array(z.string()),
      missing: z.array(missingReference),
    }),
    refusals: ["item_not_made", "template_file_form", "template_file_not_named", ...referenceRefusals],
  }),
  importTemplate: command("template.write", "/templates/import", {
    summary:
      "Makes a template of a product from a file. Creates nothing else: a name that isn't there is refused, or mapped.",
    body: z.strictObject({
      itemId: idField,
      name: nameField.optional(),
      file: templateFileField,
      mapped: mappedField,
    }),
    output: z.object({ templateId: idField }),
    refusals: [
      "item_unknown",
      "item_not_made",
      "template_exists",
      "template_file_form",
      "template_file_name_unknown",
      "template_file_not_named",
      ...bodyRefusals,
    ],
  }),
  listReadyTemplates: query("template.read", "/ready-templates", {
    summary: "The trades that have a template ready to start from, in the workspace's language.",
    output: z.object({
      rows: z.array(
        z.object({
          trade: z.enum(readyTrades),
          name: z.string(),
          product: z.string(),
          batchMode: z.enum(batchModes),
          stageNames: z.array(z.string()),
          materials: z.array(z.string()),
          /** that the workspace lacks: who may add no trades gets their stages open to all operators */
          missingTrades: z.array(z.string()),
        }),
      ),
    }),
  }),
  addReadyTemplate: command("template.write", "/ready-templates/add", {
    summary:
      "Makes a ready template with all that it needs: its product, materials at example prices, trades, warehouse.",
    body: z.strictObject({ trade: z.enum(readyTrades) }),
    output: z.object({
      templateId: idField,
      itemId: idField,
      /** trades that are still missing; the owners have a task to add them */
      openTrades: z.array(z.string()),
    }),
    refusals: ["template_file_name_unknown", "name_taken", ...bodyRefusals],
  }),
};
