import { sendFile, type UploadOptions } from "#web/shared/upload.ts";
import type { KeptPicture, SentAnswer } from "./kept-tap.ts";

/** Milliseconds without a byte on its way: a photo takes longer than a tap, but not for ever without moving. */
const longestStandstill = 15_000;

/** Sends a picture as it was kept; one that stands still is given up, and goes again. */
export async function uploadKept(
  { bytes, type, name }: KeptPicture,
  { commandId, workspace, tap }: Pick<UploadOptions, "commandId" | "workspace" | "tap">,
): Promise<SentAnswer> {
  const stopping = new AbortController();
  let timer = 0;
  const moves = (): void => {
    clearTimeout(timer);
    timer = window.setTimeout(() => stopping.abort(), longestStandstill);
  };
  moves();
  try {
    const { signal } = stopping;
    return await sendFile(new Blob([bytes], { type }), name, {
      workspace,
      commandId,
      tap,
      signal,
      onProgress: moves,
    });
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
    return { ok: false, refusal: { code: "no_connection", message: "" } };
  } finally {
    clearTimeout(timer);
  }
}
