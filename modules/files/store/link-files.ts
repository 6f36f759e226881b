import { sql } from "kysely";
import type { Id, NewId } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { mostFilesOfThing } from "#modules/files/contract/routes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** What a command's `act` has of what attaching needs. */
export type LinkAct = {
  readonly actor: Actor;
  readonly now: Date;
  readonly newId: NewId;
  readonly append: (fact: {
    readonly kind: string;
    readonly thing: string;
    readonly thingId: Id;
    readonly version: number;
    readonly data: Record<string, unknown>;
  }) => void;
};

/** Which files hang on which thing, as what. The caller has looked the thing up and asked whether it may. */
export type Links = {
  readonly thing: string;
  readonly thingId: Id;
  /** 'photo', 'drawing', 'attachment'… */
  readonly role: string;
  readonly fileIds: readonly Id[];
};

/**
 * Attaches files in the caller's transaction, after those that are there, in the order given; what is attached
 * already is left as it is, and what was detached comes back to its place. Appends `file_attached` on each file.
 * Refuses, having written nothing: `file_unknown` at [...path, index], for the role 'photo' also `file_not_a_picture`
 * there, and `too_many_files` at `path`.
 */
export async function linkFiles(
  tx: Tx,
  { thing, thingId, role, fileIds }: Links,
  act: LinkAct,
  path: readonly (string | number)[] = ["fileIds"],
): Promise<Result<void>> {
  if (fileIds.length === 0) return ok(undefined);
  const wanted = [...new Set(fileIds)];
  const locked = await lockFiles(tx, wanted);
  const unknown = fileIds.findIndex((id) => !locked.has(id));
  if (unknown !== -1) return no("file_unknown", {}, [...path, unknown]);
  const noPicture = role === "photo" ? fileIds.findIndex((id) => locked.get(id)?.kind !== "picture") : -1;
  if (noPicture !== -1) return no("file_not_a_picture", {}, [...path, noPicture]);
  if (wanted.length + (await countOthers(tx, thing, thingId, role, wanted)) > mostFilesOfThing) {
    return no("too_many_files", { most: mostFilesOfThing }, path);
  }
  const addedBy = act.actor.kind === "member" ? act.actor.memberId : null;
  const fresh = wanted.map((fileId) => ({ id: act.newId(), file_id: fileId }));
  const { rows } = await sql<{ file_id: Id }>`
    insert into file_link (workspace_id, id, file_id, thing, thing_id, role, position, added_by, added_at)
    select ${tx.workspaceId}, f.id, f.file_id, ${thing}, ${thingId}, ${role}, last.position + f.place, ${addedBy}, ${act.now}
    from rows from (jsonb_to_recordset(${JSON.stringify(fresh)}::jsonb) as (id uuid, file_id uuid))
      with ordinality as f(id, file_id, place)
    cross join (
      select coalesce(max(l.position), 0) as position from file_link l
      where l.workspace_id = ${tx.workspaceId} and l.thing = ${thing} and l.thing_id = ${thingId}
    ) last
    order by f.place
    on conflict (workspace_id, thing, thing_id, role, file_id) do update
      set removed_at = null, added_by = excluded.added_by, added_at = excluded.added_at
      where file_link.removed_at is not null
    returning file_id`.execute(tx.db);
  const attached = new Set(rows.map((row) => row.file_id));
  await raiseVersions(tx, [...attached]);
  for (const fileId of wanted) {
    if (!attached.has(fileId)) continue;
    const version = (locked.get(fileId)?.version ?? 0) + 1;
    act.append({
      kind: "file_attached",
      thing: "file",
      thingId: fileId,
      version,
      data: { thing, thingId, role },
    });
  }
  return ok(undefined);
}

/**
 * Takes files off a thing; what does not hang there is left alone. Appends `file_detached` on each. Answers how many
 * went.
 */
export async function unlinkFiles(
  tx: Tx,
  { thing, thingId, role, fileIds }: Links,
  act: LinkAct,
): Promise<number> {
  if (fileIds.length === 0) return 0;
  const locked = await lockFiles(tx, fileIds);
  const { rows } = await sql<{ file_id: Id }>`
    update file_link set removed_at = ${act.now}
    where workspace_id = ${tx.workspaceId} and thing = ${thing} and thing_id = ${thingId} and role = ${role}
      and file_id = any(${fileIds}::uuid[]) and removed_at is null
    returning file_id`.execute(tx.db);
  const detached = new Set(rows.map((row) => row.file_id));
  await raiseVersions(tx, [...detached]);
  for (const fileId of detached) {
    const version = (locked.get(fileId)?.version ?? 0) + 1;
    act.append({
      kind: "file_detached",
      thing: "file",
      thingId: fileId,
      version,
      data: { thing, thingId, role },
    });
  }
  return detached.size;
}

/** In the order of their ids, as everywhere: two commands never wait for each other in a ring. */
async function lockFiles(
  tx: Tx,
  ids: readonly Id[],
): Promise<Map<Id, { readonly kind: string; readonly version: number }>> {
  const { rows } = await sql<{ id: Id; kind: string; version: number }>`
    select id, kind, version from file
    where workspace_id = ${tx.workspaceId} and id = any(${ids}::uuid[])
    order by id for no key update`.execute(tx.db);
  return new Map(rows.map(({ id, ...file }) => [id, file]));
}

async function raiseVersions(tx: Tx, ids: readonly Id[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`update file set version = version + 1
    where workspace_id = ${tx.workspaceId} and id = any(${ids}::uuid[])`.execute(tx.db);
}

/** What hangs on the thing besides the files that are wanted there in this role. */
async function countOthers(
  tx: Tx,
  thing: string,
  thingId: Id,
  role: string,
  wanted: readonly Id[],
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from file_link
    where workspace_id = ${tx.workspaceId} and thing = ${thing} and thing_id = ${thingId} and removed_at is null
      and not (role = ${role} and file_id = any(${wanted}::uuid[]))`.execute(tx.db);
  return rows[0]?.count ?? 0;
}
