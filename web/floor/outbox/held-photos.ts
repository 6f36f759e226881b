import type { KeptPicture } from "./kept-tap.ts";

/** A photo that was taken for a sheet: in this page only, until a tap takes it to the outbox. */
export type HeldPhoto = KeptPicture & {
  /** Of the picture as this page shows it. */
  readonly address: string;
};

const held = new Map<string, HeldPhoto>();

export const holdPhoto = (photo: HeldPhoto): void => void held.set(photo.id, photo);
export const heldPhoto = (id: string): HeldPhoto | undefined => held.get(id);

export function letPhotoGo(id: string): void {
  URL.revokeObjectURL(held.get(id)?.address ?? "");
  held.delete(id);
}

/** Those that an input names, wherever it does: an id is like no other text. */
export function heldIn(input: unknown): readonly HeldPhoto[] {
  if (held.size === 0) return [];
  const said = JSON.stringify(input);
  return [...held.values()].filter(({ id }) => said.includes(id));
}
