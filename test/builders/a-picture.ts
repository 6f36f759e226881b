import { uploadFile } from "#commands/files/upload-file.ts";
import type { Id } from "#kernel/id.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import type { Workshop } from "./workshop.ts";

/** A file that was uploaded and hangs on nothing yet; its bytes lie nowhere. */
export async function aFile(
  shop: Workshop,
  kind: "picture" | "document" = "picture",
  as: Actor = shop.owner,
  name = "photo.webp",
): Promise<Id> {
  const picture = kind === "picture" ? { width: 4, height: 3 } : { width: null, height: null };
  const upload = uploadFile((fileId) =>
    Promise.resolve({
      kind,
      mediaType: kind === "picture" ? "image/webp" : "application/pdf",
      bytes: 12,
      sha256: "0".repeat(64),
      storageKey: `${fileId}/file`,
      thumbnailKey: kind === "picture" ? `${fileId}/thumbnail` : null,
      ...picture,
    }),
  );
  return (await shop.make(upload, { name }, { as })).fileId;
}
