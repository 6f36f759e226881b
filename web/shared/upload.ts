import type { OutputOf } from "#modules/routes.ts";
import {
  type Answer,
  isLetThrough,
  newCommandId,
  readAnswerOf,
  type Refused,
  workspaceOfAddress,
} from "./call.ts";
import { compressPicture } from "./pictures.ts";
import { knownRoute } from "./known-routes.ts";

export type UploadedFile = OutputOf<"uploadFile">;

export type UploadOptions = {
  /** The slug; the one in the address unless given. */
  readonly workspace?: string | undefined;
  /** The same one again for the same file: a retry answers the file that was kept first. */
  readonly commandId?: string | undefined;
  /** As in web/shared/call.ts: the tap that it belongs to. */
  readonly tap?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** From 0 to 1, of what has been sent. */
  readonly onProgress?: ((share: number) => void) | undefined;
  /** Of a picture's longest side, in pixels; 1600 unless given, 2000 at most (the server keeps no more). */
  readonly longestSide?: number | undefined;
};

/** As the server has it (modules/files/contract/routes.ts): asked here, so that nobody sends 50 MB for a "no". */
const mostMegabytes = { picture: 20, document: 50 } as const;

/** A retry has to send the same bytes, whatever the browser's encoder does the second time. */
const compressed = new WeakMap<Blob, Promise<Blob>>();

/**
 * Sends a file; pictures are shrunk on this device first, and lose what the camera noted. Never throws for an
 * expected "no", and not for a lost connection either (`no_connection`); an abort throws.
 */
export async function uploadFile(file: File, options: UploadOptions = {}): Promise<Answer<UploadedFile>> {
  const preparing = compressed.get(file) ?? compressPicture(file, options.longestSide);
  compressed.set(file, preparing);
  const bytes = await preparing;
  options.signal?.throwIfAborted();
  const most = mostMegabytes[bytes.type.startsWith("image/") ? "picture" : "document"];
  if (bytes.size === 0) return refused({ code: "file_empty", message: "" });
  if (bytes.size > most * 1_000_000) {
    return refused({ code: "file_too_large", message: "", data: { megabytes: most } });
  }
  return sendFile(bytes, file.name, options);
}

/** Sends what is ready to be sent, as it is. */
export const sendFile = (bytes: Blob, name: string, options: UploadOptions): Promise<Answer<UploadedFile>> =>
  send("uploadFile", bytes, name, options);

const mostImportMegabytes = 20;

/** Sends a table of items, which the server begins to read. The same as above where it can't. */
export async function uploadItemImport(
  file: File,
  options: UploadOptions = {},
): Promise<Answer<OutputOf<"uploadItemImport">>> {
  if (file.size === 0) return refused({ code: "file_empty", message: "" });
  if (file.size > mostImportMegabytes * 1_000_000) {
    return refused({ code: "file_too_large", message: "", data: { megabytes: mostImportMegabytes } });
  }
  return send("uploadItemImport", file, file.name, options);
}

const refused = (refusal: Refused): Answer<never> => ({ ok: false, refusal });

/** By XMLHttpRequest: fetch does not tell how much has been sent. */
function send<Name extends "uploadFile" | "uploadItemImport">(
  route: Name,
  bytes: Blob,
  name: string,
  options: UploadOptions,
): Promise<Answer<OutputOf<Name>>> {
  const { workspace = workspaceOfAddress(), commandId = newCommandId(), signal, onProgress } = options;
  if (workspace === undefined) throw new TypeError("uploadFile lacks the workspace");
  if (!isLetThrough(route, options)) return Promise.resolve(refused({ code: "no_connection", message: "" }));
  const [method, path] = knownRoute(route);
  const query = new URLSearchParams({ name: nameOf(name) }).toString();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const lost = (): void => resolve(refused({ code: "no_connection", message: "" }));
    request.open(method, `${path.replace(":workspace", encodeURIComponent(workspace))}?${query}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.setRequestHeader("accept", "application/json");
    request.setRequestHeader("accept-language", document.documentElement.lang);
    request.setRequestHeader("command-id", commandId);
    if (options.tap !== undefined) request.setRequestHeader("tap", options.tap);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      if (total > 0) onProgress?.(loaded / total);
    });
    request.addEventListener("load", () =>
      resolve(readAnswerOf(request.status, readJson(request.responseText))),
    );
    request.addEventListener("error", lost);
    request.addEventListener("timeout", lost);
    request.addEventListener("abort", () => reject(new DOMException("The upload was stopped", "AbortError")));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(bytes);
  });
}

/** Cameras give no name, or one that the contract would refuse. */
function nameOf(name: string): string {
  // oxlint-disable-next-line no-control-regex -- naming the control characters is the point
  const plain = name.replaceAll(/[\u0000-\u001f\u007f]/g, " ").trim();
  if (plain === "") return "file";
  if (plain.length <= 200) return plain;
  const ending = /\.[^.]{1,10}$/.exec(plain)?.[0] ?? "";
  return `${plain.slice(0, 200 - ending.length)}${ending}`;
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
