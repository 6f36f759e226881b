import { z } from "zod";
import { idField, instantField, pageOf, pageQuery, textField } from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";

export const activityKindField = z.enum(["note", "call", "message"]);
/** 'in' from the customer, 'out' to them */
export const directionField = z.enum(["in", "out"]);
export const callOutcomeField = z.enum(["reached", "no_answer", "busy", "left_message"]);
export const channelField = z.enum(["email", "messenger", "sms", "letter", "other"]);
const minutesField = z.int().min(0).max(1440);

/** What a timeline can be narrowed to. "deal" is what became of the deal itself: moves, people, lines. */
export const timelineKindField = z.enum(["note", "call", "message", "task", "deal", "order", "shipment"]);

const timelineRow = z.object({
  id: idField,
  kind: timelineKindField,
  /** when it happened */
  at: z.string(),
  byName: z.string().nullable(),
  byWhom: z.enum(["member", "automation", "system"]),
  /** of a note, a call or a message */
  written: z
    .object({
      direction: directionField.nullable(),
      outcome: callOutcomeField.nullable(),
      minutes: z.number().nullable(),
      channel: channelField.nullable(),
      text: z.string(),
      edited: z.boolean(),
      /** the reader wrote it, and may change it or take it away */
      mine: z.boolean(),
    })
    .nullable(),
  /** of what the log says: the values of the sentence `timeline.<event>` of the reader's language */
  event: z.string().nullable(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  task: z
    .object({
      id: idField,
      title: z.string(),
      textId: z.string().nullable(),
      textValues: z.record(z.string(), z.unknown()).nullable(),
    })
    .nullable(),
  deal: z.object({ id: idField, title: z.string() }).nullable(),
  contact: z.object({ id: idField, name: z.string() }).nullable(),
  order: z.object({ id: idField, number: z.number() }).nullable(),
  /** the fact that made automation do it */
  causeKind: z.string().nullable(),
});

const timelineQuery = z.object({ ...pageQuery, kind: timelineKindField.optional() });
const activityParams = z.object({ activityId: idField });
const activityRefusals = ["activity_unknown", "not_yours"];
const partRefusals = ["activity_part_foreign", "activity_empty", "activity_in_future"];

export const activityRoutes = {
  showDealTimeline: query("deal.read", "/deals/:dealId/timeline", {
    summary: "All that happened in a deal, newest first.",
    params: z.object({ dealId: idField }),
    query: timelineQuery,
    output: pageOf(timelineRow),
    refusals: ["deal_unknown"],
  }),
  showContactTimeline: query("contact.read", "/contacts/:contactId/timeline", {
    summary: "All that happened with a contact and in their deals, newest first.",
    params: z.object({ contactId: idField }),
    query: timelineQuery,
    output: pageOf(timelineRow),
    refusals: ["contact_unknown"],
  }),
  showCompanyTimeline: query("contact.read", "/companies/:companyId/timeline", {
    summary: "All that happened with a company, its people and their deals, newest first.",
    params: z.object({ companyId: idField }),
    query: timelineQuery,
    output: pageOf(timelineRow),
    refusals: ["company_unknown"],
  }),
  addActivity: command("activity.write", "/activity/add", {
    summary: "Writes down a note, a call or a message about a deal, a contact or a company.",
    body: z.strictObject({
      kind: activityKindField,
      /** of a call or a message; 'out' unless told */
      direction: directionField.nullable().default(null),
      /** of a call */
      outcome: callOutcomeField.nullable().default(null),
      minutes: minutesField.nullable().default(null),
      /** of a message */
      channel: channelField.nullable().default(null),
      text: textField.default(""),
      /** when it happened; now unless told */
      at: instantField.optional(),
      /** exactly one of the three */
      dealId: idField.nullable().default(null),
      contactId: idField.nullable().default(null),
      companyId: idField.nullable().default(null),
    }),
    output: z.object({ activityId: idField }),
    refusals: [
      "activity_about_one",
      "deal_unknown",
      "contact_unknown",
      "company_unknown",
      "not_allowed",
      ...partRefusals,
    ],
  }),
  changeActivity: command("activity.write", "/activity/:activityId/change", {
    summary: "Changes what one has written down.",
    params: activityParams,
    body: z.strictObject({
      direction: directionField.optional(),
      outcome: callOutcomeField.nullable().optional(),
      minutes: minutesField.nullable().optional(),
      channel: channelField.nullable().optional(),
      text: textField.optional(),
      at: instantField.optional(),
    }),
    output: z.object({}),
    refusals: [...activityRefusals, ...partRefusals],
  }),
  removeActivity: command("activity.write", "/activity/:activityId/remove", {
    summary: "Takes away what one has written down.",
    params: activityParams,
    body: z.strictObject({}),
    output: z.object({}),
    refusals: activityRefusals,
  }),
  restoreActivity: command("activity.write", "/activity/:activityId/restore", {
    summary: "Brings back what one has taken away.",
    params: activityParams,
    body: z.strictObject({}),
    output: z.object({}),
    refusals: activityRefusals,
  }),
};
