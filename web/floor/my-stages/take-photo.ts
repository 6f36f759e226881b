import type { Answer, Refused } from "#web/shared/call.ts";
import { compressPicture } from "#web/shared/pictures.ts";
import { holdPhoto } from "../outbox/held-photos.ts";

/** As the server has it (modules/files/contract/routes.ts). */
const mostMegabytes = 20;

/**
 * Makes a photo small and strips it of what the camera noted; this page holds it then under `id`. What the server would
 * refuse for certain is refused here: it would be told hours later, when nobody can take it again.
 */
export async function takePhoto(file: File, id: string): Promise<Answer<string>> {
  const made = await compressPicture(file);
  const refusal = refusalOf(made, file);
  if (refusal !== null) return { ok: false, refusal };
  try {
    // Read now: a file of the camera's may be gone later.
    const bytes = await made.arrayBuffer();
    const { type } = made;
    holdPhoto({ id, bytes, type, name: file.name, address: URL.createObjectURL(made) });
    return { ok: true, value: id };
  } catch {
    return { ok: false, refusal: notRead };
  }
}

function refusalOf(made: Blob, file: File): Refused | null {
  const isHeic = made === file && /heic|heif/.test(made.type);
  if (made.size === 0 || isHeic || !made.type.startsWith("image/")) return notRead;
  if (made.size <= mostMegabytes * 1_000_000) return null;
  return { code: "file_too_large", message: "", data: { megabytes: mostMegabytes } };
}

const notRead: Refused = { code: "photo_not_read", message: "" };
