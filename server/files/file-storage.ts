import { mkdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";

/** Where the bytes of files lie, by keys like `<workspace>/<file>/original`. */
export type FileStorage = {
  /** Has them for good when it resolves: what is answered must outlive a power cut. */
  keep(key: string, bytes: Uint8Array): Promise<void>;
  /** Null where nothing lies under the key. */
  read(key: string): Promise<Readable | null>;
  /** Everything below a key; nothing there is fine. */
  removeAll(prefix: string): Promise<void>;
};

/** A folder on this machine, or one that several servers share. Made when the first file comes. */
export function openFolderStorage(folder: string): FileStorage {
  const disk = new Disk(new FSDriver({ location: folder, visibility: "private" }));
  return {
    async keep(key, bytes) {
      // Nobody else on the machine has business in there.
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      await disk.put(key, bytes);
      const file = await open(join(folder, key), "r+");
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    },
    async read(key) {
      return (await disk.exists(key)) ? disk.getStream(key) : null;
    },
    removeAll: (prefix) => disk.deleteAll(`${prefix}/`),
  };
}
