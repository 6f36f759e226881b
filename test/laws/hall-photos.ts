import sharp from "sharp";
import { v7 as newId } from "uuid";
import { runCommand } from "#commands/run-command.ts";
import { uploadFile } from "#commands/files/upload-file.ts";
import type { Id } from "#kernel/id.ts";
import type { FileStorage } from "#server/files/file-storage.ts";
import { hashOf, takeFile } from "#server/files/take-file.ts";
import type { Workshop } from "#test/builders/workshop.ts";
import type { TestDatabase } from "#test/database.ts";
import type { KeptPicture, KeptTap, SentAnswer, TapPhoto } from "#web/floor/outbox/kept-tap.ts";
import type { TapStore } from "#web/floor/outbox/tap-store.ts";

/** What a person takes for a finish. A broken one is no picture, which only the server sees. */
export const photoWishes = ["none", "one", "one", "two", "broken"] as const;
export type PhotoWish = (typeof photoWishes)[number];

type OfTap = { readonly photos: readonly TapPhoto[]; readonly pictures: readonly KeptPicture[] };
type Told = OfTap & { readonly commandId: Id; readonly isBroken: boolean };

const picture = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#885522" } })
  .png()
  .toBuffer();
const noPicture = new Uint8Array([255, 216, 255, 0, 0, 1]);

/** The photos of a hall: taken with taps, sent to the real command, and kept as files that somebody can count. */
export function openPhotos({ database, workspaceId }: Workshop, meet: (word: string) => void) {
  const told: Told[] = [];
  const stored = new Map<string, Uint8Array>();
  const storage: FileStorage = {
    keep: (key, bytes) => Promise.resolve(void stored.set(key, bytes)),
    read: () => Promise.resolve(null),
    removeAll: () => Promise.resolve(),
  };
  /** The files of each picture, by its id. */
  const filesOf = new Map<string, Set<Id>>();

  return {
    take(wish: PhotoWish, commandId: Id): OfTap {
      const count = wish === "none" ? 0 : wish === "one" ? 1 : 2;
      const pictures = Array.from({ length: count }, (_, place): KeptPicture => {
        const isBroken = wish === "broken" && place === 1;
        const bytes = Uint8Array.from(isBroken ? noPicture : picture).buffer;
        return { id: newId(), bytes, type: "image/jpeg", name: `${place}.jpg` };
      });
      const photos = pictures.map(({ id }): TapPhoto => ({ id, uploadId: newId(), fileId: null }));
      if (count > 0) told.push({ commandId, photos, pictures, isBroken: wish === "broken" });
      return { photos, pictures };
    },
    /** Of a tap that is tried again under another id. */
    takeAgain({ photos = [], commandId }: KeptTap): void {
      const before = told.find((each) => each.photos.some(({ id }) => id === photos[0]?.id));
      if (before !== undefined) told.push({ ...before, commandId });
    },
    async serve(
      { id, bytes, name }: KeptPicture,
      uploadId: Id,
      by: Workshop["operator"],
      now: Date,
    ): Promise<SentAnswer> {
      const file = new Uint8Array(bytes);
      const keep = await takeFile(file);
      if (!keep.ok) return { ok: false, refusal: { ...keep.refusal, message: "" } };
      const command = uploadFile((fileId) => keep.value(storage, workspaceId, fileId));
      const asking = { workspaceId, actor: by, commandId: uploadId, now };
      const answer = await runCommand(database, command, { name, sha256: hashOf(file) }, asking);
      if (!answer.ok) return { ok: false, refusal: { ...answer.refusal, message: "" } };
      filesOf.set(id, new Set([...(filesOf.get(id) ?? []), answer.value.fileId]));
      return answer;
    },
    async breaches(
      testDatabase: TestDatabase,
      stores: readonly TapStore[],
      isDone: (commandId: Id) => boolean,
    ): Promise<string[]> {
      const found: string[] = [];
      const files = await testDatabase.pool.query<{ id: Id }>("select id from file where workspace_id = $1", [
        workspaceId,
      ]);
      const twice = [...filesOf].filter(([, those]) => those.size > 1);
      found.push(...twice.map(([id, those]) => `The picture ${id} is ${those.size} files`));
      if (files.rows.length !== filesOf.size) {
        found.push(`${filesOf.size} pictures arrived and made ${files.rows.length} files`);
      }
      // The picture and its thumbnail.
      if (stored.size !== files.rows.length * 2) found.push("Bytes lie there that no file has");
      const { rows } = await testDatabase.pool.query<{ command_id: Id; count: number }>(
        `select command_id, count(distinct thing_id)::int as count from fact
         where workspace_id = $1 and kind = 'file_attached' group by command_id`,
        [workspaceId],
      );
      const attached = new Map(rows.map((row) => [row.command_id, row.count]));
      for (const { commandId, photos, isBroken } of told) {
        const count = attached.get(commandId) ?? 0;
        if (isDone(commandId)) {
          meet("photos");
          if (isBroken) found.push(`${commandId} was done without a photo that was taken for it`);
          if (count !== photos.length) found.push(`${commandId} has ${count} photos of ${photos.length}`);
        } else {
          if (isBroken) meet("photos refused");
          if (count > 0) found.push(`${commandId} was not done and has photos`);
        }
      }
      found.push(...(await picturesLeft(stores)));
      return found;
    },
  };

  /** A picture lies on a phone as long as its tap does. */
  async function picturesLeft(stores: readonly TapStore[]): Promise<string[]> {
    const found: string[] = [];
    for (const store of stores) {
      const needed = new Set((await store.all()).flatMap(({ photos = [] }) => photos.map(({ id }) => id)));
      for (const id of needed) {
        if ((await store.picture(id)) === undefined)
          found.push(`The picture ${id} of a tap that waits is gone`);
      }
      for (const { id } of told.flatMap(({ photos }) => photos)) {
        if (!needed.has(id) && (await store.picture(id)) !== undefined)
          found.push(`The picture ${id} was left behind`);
      }
    }
    return found;
  }
}
