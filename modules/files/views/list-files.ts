import { sql } from "kysely";
import { ok, type Result } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import type { filesRoutes } from "#modules/files/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { findThing } from "./find-thing.ts";

type Route = typeof filesRoutes.listFiles;
type Row = Output<Route>["rows"][number];

/** No pages: a thing has 200 files at most (mostFilesOfThing). */
export async function listFiles(tx: Tx, input: Input<Route>, viewer: Viewer): Promise<Result<Output<Route>>> {
  const found = await findThing(tx, input, viewer.may, "read");
  if (!found.ok) return found;
  const { rows } = await sql<Omit<Row, "addedAt"> & { addedAt: Date }>`
    select f.id, f.name, f.kind, f.media_type as "mediaType", f.bytes, f.width, f.height, l.role,
      (select m.name from member m where m.workspace_id = ${tx.workspaceId} and m.id = l.added_by) as "addedByName",
      l.added_at as "addedAt"
    from file_link l
    join file f on f.workspace_id = ${tx.workspaceId} and f.id = l.file_id
    where l.workspace_id = ${tx.workspaceId} and l.thing = ${input.thing} and l.thing_id = ${input.thingId}
      and l.removed_at is null
    order by l.role, l.position, l.id`.execute(tx.db);
  return ok({ rows: rows.map((row) => ({ ...row, addedAt: row.addedAt.toISOString() })) });
}
