import type { RunCard, Tap } from "../my-stages/show-taps.ts";

/** As web/shared/call.ts has it; named here, since the outbox knows no browser. */
export type TapRefusal = {
  readonly code: string;
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly fields?: readonly {
    readonly path: readonly (string | number)[];
    readonly code: string;
    readonly message: string;
  }[];
  readonly data?: Readonly<Record<string, unknown>>;
};
export type SentAnswer =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly refusal: TapRefusal };

/** A photo of a tap. Its bytes lie beside the tap (`KeptPicture`), and go to the server before it. */
export type TapPhoto = {
  /** Made by the phone: stands in the tap's input until there is a file. */
  readonly id: string;
  /** The command id of its upload: sent twice, it is one file. */
  readonly uploadId: string;
  /** Null until the server has it. */
  readonly fileId: string | null;
};
/** A picture as it lies on this phone: drawn anew already, so small and without what the camera noted. */
export type KeptPicture = {
  readonly id: string;
  readonly bytes: ArrayBuffer;
  /** "image/jpeg" */
  readonly type: string;
  readonly name: string;
};

/** A tap as it lies on this phone until the server has answered it. */
export type KeptTap = Tap & {
  /** Given by the phone, rising: the order of the fingers. */
  readonly number: number;
  readonly slug: string;
  /** Who tapped: on a shared tablet the next person's taps lie beside. */
  readonly memberId: string;
  /** Nobody could ask them who they are: they were chosen from the faces of a tablet without network. */
  readonly unchecked?: boolean;
  /** The server does not take the tablet's word for them: it waits until they sign in. */
  readonly disowned?: boolean;
  readonly commandId: string;
  readonly runIds: readonly string[];
  /** The runs as they stood before it. */
  readonly before: readonly RunCard[];
  /** Shown before the server has answered. */
  readonly atOnce: boolean;
  /** In the order in which they were taken; taps of before there were any have none. */
  readonly photos?: readonly TapPhoto[];
  /** By the phone's own clock, and how far the server's was ahead of it, in milliseconds. */
  readonly deviceAt: string;
  readonly offset: number;
  /** How often it was sent. Once it was, it may have happened, whatever came back. */
  readonly tries: number;
  /** Why the server said no: it waits for its person. */
  readonly refused: TapRefusal | null;
  /** It was never sent, since it followed from this one, which was refused. */
  readonly followed: number | null;
};
/** What is kept of it when it is made. */
export type TapWish = Tap &
  Omit<KeptTap, keyof Tap | "number" | "tries" | "refused" | "followed" | "disowned">;

export const isWaiting = (tap: KeptTap): boolean => tap.refused === null;
export const isOf = (tap: KeptTap, slug: string, memberId: string): boolean =>
  tap.slug === slug && tap.memberId === memberId;

/** What the server is told beside the command (server/http/read-tap.ts). */
export function tapHeader(tap: KeptTap, outboxId: string): string {
  const { number, memberId, deviceAt, offset } = tap;
  const mark = tap.unchecked === true ? "; unchecked=1" : "";
  return `outbox=${outboxId}; number=${number}; member=${memberId}; at=${deviceAt}; offset=${Math.round(offset)}${mark}`;
}

/** Taps on the same runs that came after it: what they rest on did not happen. */
export function followersOf(refused: KeptTap, taps: readonly KeptTap[]): KeptTap[] {
  const gone = new Set(refused.runIds);
  return taps.filter(
    (tap) =>
      isWaiting(tap) &&
      tap.number > refused.number &&
      isOf(tap, refused.slug, refused.memberId) &&
      tap.runIds.some((runId) => gone.has(runId)),
  );
}

/** Takes back the tap with this id. */
export const undoes = (tap: KeptTap, commandId: string): boolean =>
  tap.verb === "undoWork" && tap.input.commandId === commandId;

/** Photos that lie here until their taps are answered. */
export const countPhotos = (taps: readonly KeptTap[]): number =>
  taps.reduce((sum, { photos = [] }) => sum + photos.length, 0);
