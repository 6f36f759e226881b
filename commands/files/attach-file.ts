import { no, ok } from "#kernel/result.ts";
import { filesRoutes } from "#modules/files/contract/routes.ts";
import { linkFiles } from "#modules/files/store/link-files.ts";
import { findThing } from "#modules/files/views/find-thing.ts";
import { defineCommand } from "../run-command.ts";

export const attachFile = defineCommand("attachFile", filesRoutes.attachFile, async (tx, input, act) => {
  const found = await findThing(tx, input, act.may, "write");
  if (!found.ok) return found;
  const { thing, thingId, role, fileId } = input;
  const linked = await linkFiles(tx, { thing, thingId, role, fileIds: [fileId] }, act);
  if (linked.ok) return ok({});
  return no(linked.refusal.code, linked.refusal.data, ["fileId"]);
});
