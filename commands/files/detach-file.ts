import { no, ok } from "#kernel/result.ts";
import { filesRoutes } from "#modules/files/contract/routes.ts";
import { unlinkFiles } from "#modules/files/store/link-files.ts";
import { findThing } from "#modules/files/views/find-thing.ts";
import { defineCommand } from "../run-command.ts";

export const detachFile = defineCommand("detachFile", filesRoutes.detachFile, async (tx, input, act) => {
  const found = await findThing(tx, input, act.may, "write");
  if (!found.ok) return found;
  const { thing, thingId, role, fileId } = input;
  const detached = await unlinkFiles(tx, { thing, thingId, role, fileIds: [fileId] }, act);
  return detached === 0 ? no("file_unknown", {}, ["fileId"]) : ok({});
});
