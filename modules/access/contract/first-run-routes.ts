import { z } from "zod";
import { currencyField, idField, languageField } from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { readyTrades } from "#modules/templates/contract/routes.ts";
import { timeZoneField } from "./time-zone.ts";

/** What a workshop makes: one of the trades that have a ready template, or something else. */
export const kindsOfWork = [...readyTrades, "other"] as const;
export type KindOfWork = (typeof kindsOfWork)[number];
/** 1 · 2 to 9 · 10 to 49 · 50 and more */
export const sizesOfWorkshop = ["one", "few", "dozens", "many"] as const;
export type SizeOfWorkshop = (typeof sizesOfWorkshop)[number];

export const firstStepNames = [
  "questions",
  "template",
  "stock",
  "deal",
  "start",
  "finish",
  "cost",
  "people",
  "own",
] as const;
export type FirstStepName = (typeof firstStepNames)[number];

const count = z.int().min(0);
/** How many there are, by what they are; of the example's own and of what people have added since. */
const counts = z.object({
  deals: count,
  orders: count,
  items: count,
  contacts: count,
  suppliers: count,
  templates: count,
});

export const firstRunRoutes = {
  setUpWorkspace: command("workspace.change", "/workspace/set-up", {
    summary:
      "Answers the first questions, once: settings, and the ready template of what is made. Starting dictionaries that nobody has renamed follow the language.",
    body: z.strictObject({
      makes: z.enum(kindsOfWork),
      people: z.enum(sizesOfWorkshop),
      currency: currencyField,
      language: languageField,
      timeZone: timeZoneField,
    }),
    output: z.object({ templateId: idField.nullable() }),
    refusals: ["set_up_already"],
  }),
  addExample: command("example.manage", "/example/add", {
    summary:
      "Makes an example workshop beside this workspace, a workspace of its own: stock, suppliers, deals, an order in work.",
    body: z.strictObject({ trade: z.enum(readyTrades) }),
    output: z.object({ slug: z.string() }),
    refusals: ["example_exists", "example_of_example", "needs_password_sign_in"],
  }),
  showExample: query("example.manage", "/example", {
    summary: "What goes when this example is removed, and what stays.",
    output: z.object({
      goes: counts,
      /** of these, what people have added or changed to since it was made */
      added: counts,
      /** people who can enter it by password, oneself aside */
      others: count,
      /** the workspace that it was made for, of which nothing goes */
      ownSlug: z.string().nullable(),
    }),
    refusals: ["no_example"],
  }),
  removeExample: command("example.manage", "/example/remove", {
    summary: "Closes this example to everybody at once; what is left of it is erased later.",
    body: z.strictObject({}),
    output: z.object({ ownSlug: z.string().nullable() }),
    refusals: ["no_example"],
  }),
  restoreExample: command("example.manage", "/example/restore", {
    summary: "Takes back the removal of the example beside this workspace, while it has not been erased.",
    body: z.strictObject({}),
    output: z.object({ slug: z.string() }),
    refusals: ["example_erased", "example_exists"],
  }),
  showFirstSteps: query("workspace.read", "/first-steps", {
    summary: "How far the first steps are, by what has really been done.",
    output: z.object({
      steps: z.array(
        z.object({
          name: z.enum(firstStepNames),
          done: z.boolean(),
          /** where the step is taken, once there is such a thing */
          dealId: idField.nullable(),
          orderId: idField.nullable(),
          /** what that thing is called */
          title: z.string().nullable(),
        }),
      ),
      /** the example beside this workspace, where one may enter it */
      exampleSlug: z.string().nullable(),
    }),
  }),
  putFirstStepsAway: command("workspace.read", "/first-steps/put-away", {
    summary: "Puts one's own list of first steps away, or takes it out again.",
    body: z.strictObject({ away: z.boolean() }),
    output: z.object({}),
  }),
  noteCostSeen: command("order.cost", "/first-steps/cost-seen", {
    summary: "Notes, once, that somebody has looked at what a finished order really cost.",
    body: z.strictObject({}),
    output: z.object({}),
  }),
};
