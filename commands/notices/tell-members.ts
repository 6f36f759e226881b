import { z } from "zod";
import { defineCommand } from "#commands/run-command.ts";
import { idField } from "#kernel/field.ts";
import { ok } from "#kernel/result.ts";
import type { Route } from "#kernel/route.ts";
import { noticeKinds, thingsOfNotices } from "#modules/notices/contract/kinds.ts";
import { insertNotices } from "#modules/notices/store/notice.ts";

/** No route of the product: reactions and the hourly look at orders ask for it, as automation. */
const route = {
  kind: "command",
  scope: "workspace",
  method: "POST",
  path: "",
  action: null,
  summary: "Tells members of something that needs a person.",
  body: z.strictObject({
    kind: z.enum(noticeKinds),
    thing: z.enum(thingsOfNotices),
    thingId: idField,
    values: z.record(z.string(), z.union([z.string(), z.number()])),
    memberIds: z.array(idField),
  }),
  output: z.object({}),
  refusals: [],
} as const satisfies Route;

/** Its id follows from what happened, so that the same is told once, however often it is read. */
export const tellMembers = defineCommand("tellMembers", route, async (tx, input, act) => {
  const { kind, thing, thingId, values } = input;
  const told = await insertNotices(
    tx,
    input.memberIds.map((memberId) => ({ id: act.newId(), memberId, kind, thing, thingId, values })),
    act.now,
  );
  if (told.length === 0) return ok({});
  // One fact for all who were told: it is what their screens hear of.
  act.append({
    kind: "notice_told",
    thing: "notice",
    thingId: act.newId(),
    version: 1,
    data: { kind, thing, thingId, memberIds: told },
  });
  return ok({});
});
