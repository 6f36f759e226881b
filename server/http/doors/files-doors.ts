import { attachFile } from "#commands/files/attach-file.ts";
import { detachFile } from "#commands/files/detach-file.ts";
import { uploadFile } from "#commands/files/upload-file.ts";
import { runCommand } from "#commands/run-command.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { filesRoutes } from "#modules/files/contract/routes.ts";
import { nameToSave } from "#modules/files/core/name-to-save.ts";
import { findFile } from "#modules/files/views/find-file.ts";
import { listFiles } from "#modules/files/views/list-files.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import { takeFile } from "#server/files/take-file.ts";
import type { Asker, Download, SentFile, Services, Upload } from "../door-types.ts";

type Routes = typeof filesRoutes;

const upload: Upload<Routes["uploadFile"]> = async (services, input, bytes, asking) => {
  const keep = await takeFile(bytes);
  if (!keep.ok) return keep;
  const command = uploadFile((fileId) => keep.value(services.files, asking.workspaceId, fileId));
  return runCommand(services.database, command, input, asking);
};

const readFile: Download<Routes["readFile"]> = (services, { fileId }, asker) =>
  read(services, fileId, asker, "original");

const readThumbnail: Download<Routes["readThumbnail"]> = (services, { fileId }, asker) =>
  read(services, fileId, asker, "thumbnail");

async function read(
  services: Services,
  fileId: string,
  { workspaceId }: Asker,
  which: "original" | "thumbnail",
): Promise<Result<SentFile>> {
  const file = await readWorkspace(services.database, workspaceId, (tx) => findFile(tx, fileId));
  const key = which === "original" ? file?.storageKey : file?.thumbnailKey;
  // A document has no thumbnail.
  if (file === null || key === undefined || key === null) return no("file_unknown", {}, ["fileId"]);
  const content = await services.files.read(key);
  if (content === null) {
    services.log.error({ workspaceId, fileId, which }, "A file's bytes are not where its row says");
    return no("file_unknown", {}, ["fileId"]);
  }
  return ok({
    content,
    mediaType: file.mediaType,
    bytes: which === "original" ? file.bytes : null,
    name: nameToSave(file.name, file.mediaType),
    shown: file.kind === "picture",
  });
}

export const filesDoors = {
  commands: { attachFile, detachFile },
  views: { listFiles },
  uploads: { uploadFile: upload },
  downloads: { readFile, readThumbnail },
};
