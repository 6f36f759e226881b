import type { Id } from "#kernel/id.ts";
import type { FileKind } from "#modules/files/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type KeptFile = {
  readonly name: string;
  readonly kind: FileKind;
  readonly mediaType: string;
  readonly bytes: number;
  readonly storageKey: string;
  readonly thumbnailKey: string | null;
};

/** Where a file's bytes lie and how to hand them out; null where the workspace has no such file. */
export async function findFile(tx: Tx, id: Id): Promise<KeptFile | null> {
  const row = await tx.db
    .selectFrom("file")
    .select([
      "name",
      "kind",
      "media_type as mediaType",
      "bytes",
      "storage_key as storageKey",
      "thumbnail_key as thumbnailKey",
    ])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : { ...row, kind: row.kind as FileKind };
}
