import type { KeptPicture, KeptTap, SentAnswer, TapPhoto } from "./kept-tap.ts";
import type { TapStore } from "./tap-store.ts";

type Ways = {
  readonly store: TapStore;
  readonly newId: () => string;
  /** Makes a file of a picture; the same `uploadId` again is the same file. */
  readonly upload: (picture: KeptPicture, uploadId: string) => Promise<SentAnswer>;
  readonly send: (tap: KeptTap) => Promise<SentAnswer>;
};

/**
 * The photos of a tap in their order, then the tap itself, with the files where its photos stood. What the server has
 * taken is written down: a tap that is sent again takes no photo along that is there already. A photo that is refused
 * is the tap's refusal: it is never sent without what its person took for it.
 */
export async function sendWithPhotos(
  tap: KeptTap,
  { store, newId, upload, send }: Ways,
): Promise<SentAnswer> {
  const photos = [...(tap.photos ?? [])];
  for (const [place, photo] of photos.entries()) {
    if (photo.fileId !== null) continue;
    const picture = await store.picture(photo.id);
    if (picture === undefined) return { ok: false, refusal: { code: "photo_gone", message: "" } };
    const answer = await upload(picture, photo.uploadId);
    if (!answer.ok) return answer;
    photos[place] = { ...photo, fileId: (answer.value as { readonly fileId: string }).fileId };
    await store.change(tap.number, (now) => ({ ...now, photos }));
  }
  const answer = await send({ ...tap, input: withFiles(tap.input, photos) } as KeptTap);
  if (!answer.ok && answer.refusal.code === "file_unknown") {
    // So long unattached that the server has swept it away: tried again, it is a new file.
    const anew = photos.map((photo) => ({ ...photo, uploadId: newId(), fileId: null }));
    await store.change(tap.number, (now) => ({ ...now, photos: anew }));
  }
  return answer;
}

/** An id is like no other text: wherever it stands, it is the photo. */
function withFiles(input: unknown, photos: readonly TapPhoto[]): unknown {
  const said = photos.reduce(
    (text, { id, fileId }) => text.replaceAll(`"${id}"`, JSON.stringify(fileId)),
    JSON.stringify(input),
  );
  return JSON.parse(said) as unknown;
}
