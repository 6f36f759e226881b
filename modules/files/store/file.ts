import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { FileKind } from "#modules/files/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** What is known of a file's kept bytes; `sha256` in hex, `width` and `height` in pixels. */
export type StoredFile = {
  readonly kind: FileKind;
  readonly mediaType: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly sha256: string;
  readonly storageKey: string;
  readonly thumbnailKey: string | null;
};

export async function insertFile(
  tx: Tx,
  row: StoredFile & {
    readonly id: Id;
    readonly name: string;
    readonly uploadedBy: Id | null;
    readonly now: Date;
  },
): Promise<void> {
  await tx.db
    .insertInto("file")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      name: row.name,
      kind: row.kind,
      media_type: row.mediaType,
      bytes: row.bytes,
      width: row.width,
      height: row.height,
      sha256: row.sha256,
      storage_key: row.storageKey,
      thumbnail_key: row.thumbnailKey,
      uploaded_by: row.uploadedBy,
      uploaded_at: row.now,
    })
    .execute();
}

/**
 * Removes the rows of files that nobody has attached since `before`; answers their ids, whose bytes may go then.
 * Attaching raises the version under the row's lock: one that is being attached meanwhile is seen to be at 2 and stays.
 */
export async function deleteNeverAttached(tx: Tx, before: Date): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`
    delete from file
    where workspace_id = ${tx.workspaceId} and version = 1 and uploaded_at < ${before}
    returning id`.execute(tx.db);
  return rows.map(({ id }) => id);
}
