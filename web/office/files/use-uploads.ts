import { useRef, useState } from "react";
import type { RequestOf } from "#modules/routes.ts";
import { newCommandId, type Refused } from "#web/shared/call.ts";
import { useCommand } from "#web/shared/queries.ts";
import { uploadFile } from "#web/shared/upload.ts";

export type Place = Pick<RequestOf<"attachFile">, "thing" | "thingId" | "role">;

/** A file on its way: the same command id with each attempt, so that it arrives once. */
export type Upload = {
  readonly commandId: string;
  readonly file: File;
  /** From 0 to 1. */
  readonly sent: number;
  readonly refusal: Refused | null;
};

/** The server keeps no more of a picture; drawings need all of it. */
const longestSide = 2_000;

/**
 * Sends files and attaches them, one after another, so that they stand in the order in which they were chosen. Goes on
 * when the page is left: nobody waits before a file of 40 MB.
 */
export function useUploads(place: Place) {
  const { run } = useCommand("attachFile");
  const [uploads, setUploads] = useState<readonly Upload[]>([]);
  const last = useRef<Promise<unknown>>(Promise.resolve());

  const change = (commandId: string, part: Partial<Upload>): void =>
    setUploads((all) => all.map((one) => (one.commandId === commandId ? { ...one, ...part } : one)));
  const forget = (commandId: string): void =>
    setUploads((all) => all.filter((one) => one.commandId !== commandId));

  const send = async ({ commandId, file }: Upload): Promise<void> => {
    const onProgress = (sent: number): void => change(commandId, { sent });
    const sent = await uploadFile(file, { commandId, longestSide, onProgress });
    if (!sent.ok) return change(commandId, { refusal: sent.refusal });
    const attached = await run({ ...place, fileId: sent.value.fileId }, { inPlace: true });
    if (!attached.ok) return change(commandId, { refusal: attached.refusal });
    forget(commandId);
  };
  const queue = (upload: Upload): void => {
    last.current = last.current.then(() => send(upload));
  };

  return {
    uploads,
    add: (files: readonly File[]): void => {
      const added = files.map((file) => ({ commandId: newCommandId(), file, sent: 0, refusal: null }));
      setUploads((all) => [...all, ...added]);
      for (const upload of added) queue(upload);
    },
    again: (upload: Upload): void => {
      change(upload.commandId, { refusal: null, sent: 0 });
      queue(upload);
    },
    forget,
  };
}
