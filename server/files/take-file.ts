import { createHash } from "node:crypto";
import type { Id, WorkspaceId } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { mostDocumentBytes, mostPictureBytes } from "#modules/files/contract/routes.ts";
import { type PictureType, sniffType } from "#modules/files/core/sniff-type.ts";
import type { StoredFile } from "#modules/files/store/file.ts";
import type { FileStorage } from "./file-storage.ts";
import { preparePicture } from "./prepare-picture.ts";

/** Puts what was taken into the storage, under the file's id. */
export type Keep = (storage: FileStorage, workspaceId: WorkspaceId, fileId: Id) => Promise<StoredFile>;

/** Looks at what was sent and makes of it what is kept. Writes nothing yet. */
export async function takeFile(bytes: Uint8Array): Promise<Result<Keep>> {
  if (bytes.length === 0) return no("file_empty");
  const sniffed = sniffType(bytes);
  switch (sniffed.kind) {
    case "refused":
      return no("file_type_not_taken", { type: sniffed.type });
    case "document":
      if (bytes.length > mostDocumentBytes) return tooLarge(mostDocumentBytes);
      return ok((storage, workspaceId, fileId) =>
        keepDocument(bytes, sniffed.mediaType, storage, folderOf(workspaceId, fileId)),
      );
    case "picture":
      return takePicture(bytes, sniffed.mediaType);
  }
}

async function takePicture(bytes: Uint8Array, sentType: PictureType): Promise<Result<Keep>> {
  if (bytes.length > mostPictureBytes) return tooLarge(mostPictureBytes);
  const prepared = await preparePicture(bytes);
  if (!prepared.ok) {
    // The decoder of iPhones' own form is under patents and not in sharp's library; most browsers turn it into JPEG.
    return sentType === "image/heic" ? no("file_type_not_taken", { type: "heic" }) : prepared;
  }
  const { picture, thumbnail, mediaType, width, height } = prepared.value;
  return ok(async (storage, workspaceId, fileId) => {
    const folder = folderOf(workspaceId, fileId);
    const keys = { storageKey: `${folder}/original`, thumbnailKey: `${folder}/thumbnail` };
    await Promise.all([storage.keep(keys.storageKey, picture), storage.keep(keys.thumbnailKey, thumbnail)]);
    return {
      kind: "picture",
      mediaType,
      bytes: picture.length,
      width,
      height,
      sha256: hashOf(picture),
      ...keys,
    };
  });
}

async function keepDocument(
  bytes: Uint8Array,
  mediaType: string,
  storage: FileStorage,
  folder: string,
): Promise<StoredFile> {
  const storageKey = `${folder}/original`;
  await storage.keep(storageKey, bytes);
  return {
    kind: "document",
    mediaType,
    bytes: bytes.length,
    width: null,
    height: null,
    sha256: hashOf(bytes),
    storageKey,
    thumbnailKey: null,
  };
}

/** All that is kept of one file. */
export const folderOf = (workspaceId: WorkspaceId, fileId: Id): string => `${workspaceId}/${fileId}`;

const tooLarge = (most: number): Result<never> => no("file_too_large", { megabytes: most / 1_000_000 });

/** In hex. */
export const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
