import { z } from "zod";
import { dateField, idField, nameField, searchField } from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { batchModes } from "#modules/templates/contract/template-body.ts";
import { boardLaneKinds, periodKinds } from "./board-routes.ts";
import { listStatusField, orderSortField } from "./order-list-routes.ts";

/** Of one member. */
export const mostSavedViews = 100;

/** The words of the board's address that a view holds: what narrows it, and how it is shown. */
export const savedSearchField = z.strictObject({
  search: searchField.optional(),
  operator: nameField.optional(),
  sub: nameField.optional(),
  product: nameField.optional(),
  deal: idField.optional(),
  stage: nameField.optional(),
  batch: z.enum(batchModes).optional(),
  overdue: z.literal("1").optional(),
  stuck: z
    .string()
    .regex(/^\d{1,3}$/)
    .optional(),
  by: z.enum(periodKinds).optional(),
  from: dateField.optional(),
  to: dateField.optional(),
  status: listStatusField.optional(),
  view: z.literal("list").optional(),
  columns: z.literal("stage").optional(),
  lanes: z.enum(boardLaneKinds).optional(),
  sort: orderSortField.optional(),
  /** the list's columns as they stand, with points between them */
  cols: z
    .string()
    .max(300)
    .regex(/^[A-Za-z.]*$/)
    .optional(),
});
export type SavedSearch = z.output<typeof savedSearchField>;

const viewParams = z.object({ viewId: idField });

export const savedViewRoutes = {
  listSavedViews: query("order.read", "/saved-views", {
    summary: "One's own views of the board, and those that others share.",
    output: z.object({
      rows: z.array(
        z.object({
          id: idField,
          name: z.string(),
          shared: z.boolean(),
          own: z.boolean(),
          ownerName: z.string(),
          /** its author, or a head where it is shared */
          mayChange: z.boolean(),
          search: savedSearchField,
        }),
      ),
      /** what the board opens with for this member */
      openingViewId: idField.nullable(),
    }),
  }),
  addSavedView: command("view.save", "/saved-views/add", {
    summary: "Keeps what the board or the list is set to, by name.",
    body: z.strictObject({ name: nameField, shared: z.boolean().default(false), search: savedSearchField }),
    output: z.object({ viewId: idField }),
    refusals: ["name_taken", "saved_views_full", "deal_unknown"],
  }),
  changeSavedView: command("view.save", "/saved-views/:viewId/change", {
    summary: "Renames a view, shares it, sets it to something else, removes it or brings it back.",
    params: viewParams,
    body: z.strictObject({
      name: nameField.optional(),
      shared: z.boolean().optional(),
      search: savedSearchField.optional(),
      removed: z.boolean().optional(),
    }),
    output: z.object({}),
    refusals: ["saved_view_unknown", "saved_view_not_yours", "name_taken", "deal_unknown"],
  }),
  chooseOpeningView: command("view.save", "/saved-views/opening", {
    summary: "What the board opens with for this member; null: as it is.",
    body: z.strictObject({ viewId: idField.nullable() }),
    output: z.object({}),
    refusals: ["saved_view_unknown"],
  }),
};
