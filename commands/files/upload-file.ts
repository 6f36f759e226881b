import type { Id } from "#kernel/id.ts";
import { ok } from "#kernel/result.ts";
import { filesRoutes } from "#modules/files/contract/routes.ts";
import { insertFile, type StoredFile } from "#modules/files/store/file.ts";
import { type Command, defineCommand } from "../run-command.ts";

/**
 * Writes down a file. `keep` puts the bytes where files lie, under the id that it is given; it is called inside the
 * transaction, after the command id has been claimed: an upload that comes again keeps nothing twice, and no row
 * commits before its bytes are there.
 */
export function uploadFile(
  keep: (fileId: Id) => Promise<StoredFile>,
): Command<typeof filesRoutes.uploadFile> {
  return defineCommand("uploadFile", filesRoutes.uploadFile, async (tx, input, act) => {
    const fileId = act.newId();
    const stored = await keep(fileId);
    const { kind, mediaType, bytes, width, height, sha256 } = stored;
    const uploadedBy = act.actor.kind === "member" ? act.actor.memberId : null;
    await insertFile(tx, { ...stored, id: fileId, name: input.name, uploadedBy, now: act.now });
    act.append({
      kind: "file_uploaded",
      thing: "file",
      thingId: fileId,
      version: 1,
      data: { name: input.name, kind, mediaType, bytes, sha256 },
    });
    return ok({ fileId, name: input.name, kind, mediaType, bytes, width, height });
  });
}
