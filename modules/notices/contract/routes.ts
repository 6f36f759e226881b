import { z } from "zod";
import { idField, pageOf, pageQuery } from "#kernel/field.ts";
import { command, query } from "#kernel/route.ts";
import { noticeKinds, thingsOfNotices } from "./kinds.ts";

const kind = z.enum(noticeKinds);

export const noticesRoutes = {
  listNotices: query("notice.read", "/notices", {
    summary: "What the asking member was told, newest first.",
    query: z.object({ ...pageQuery, unread: z.literal("true").optional() }),
    output: pageOf(
      z.object({
        id: idField,
        kind,
        thing: z.enum(thingsOfNotices),
        thingId: idField,
        /** values for the sentence `notice.<kind>` of the reader's language */
        values: z.record(z.string(), z.union([z.string(), z.number()])),
        createdAt: z.string(),
        read: z.boolean(),
      }),
    ),
  }),
  countNotices: query("notice.read", "/notices/count", {
    summary: "How many notices the asking member has not read, 100 at most.",
    output: z.object({ unread: z.number() }),
  }),
  showNoticeSettings: query("notice.read", "/notices/settings", {
    summary: "Which kinds of notices the asking member can get, and which they want.",
    output: z.object({ kinds: z.array(z.object({ kind, told: z.boolean() })) }),
  }),
  markNoticesRead: command("notice.read", "/notices/read", {
    summary: "Marks the asking member's own notices as read: those named, or (null) all there are.",
    body: z.strictObject({ noticeIds: z.array(idField).min(1).max(100).nullable() }),
    output: z.object({}),
    refusals: ["notice_unknown"],
  }),
  setNoticeSetting: command("notice.read", "/notices/settings/set", {
    summary: "Whether the asking member wants to be told of things of a kind.",
    body: z.strictObject({ kind, told: z.boolean() }),
    output: z.object({}),
  }),
};
