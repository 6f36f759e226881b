import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type StatusKind = "open" | "won" | "lost";
export type NewDealStatus = { id: Id; pipelineId: Id; name: string; position: number; kind: StatusKind };

export async function insertPipeline(tx: Tx, row: { id: Id; name: string; position: number }): Promise<void> {
  await tx.db
    .insertInto("pipeline")
    .values({ workspace_id: tx.workspaceId, ...row })
    .execute();
}

export async function insertDealStatuses(tx: Tx, rows: readonly NewDealStatus[]): Promise<void> {
  await tx.db
    .insertInto("deal_status")
    .values(
      rows.map(({ id, pipelineId, name, position, kind }) => ({
        workspace_id: tx.workspaceId,
        id,
        pipeline_id: pipelineId,
        name,
        position,
        kind,
      })),
    )
    .execute();
}

/** Locked, so that two statuses added at once don't take one place. False: no such pipeline. */
export async function lockPipeline(tx: Tx, id: Id): Promise<boolean> {
  const row = await tx.db
    .selectFrom("pipeline")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** The place of a new status: after the last open one, or at the end for one that closes a deal. */
export async function makeRoomForStatus(tx: Tx, pipelineId: Id, kind: StatusKind): Promise<number> {
  const { last } = await tx.db
    .selectFrom("deal_status")
    .select(sql<number>`coalesce(max(position), 0)`.as("last"))
    .where("workspace_id", "=", tx.workspaceId)
    .where("pipeline_id", "=", pipelineId)
    .where("archived", "=", false)
    .$if(kind === "open", (found) => found.where("kind", "=", "open"))
    .executeTakeFirstOrThrow();
  await tx.db
    .updateTable("deal_status")
    .set({ position: sql`position + 1` })
    .where("workspace_id", "=", tx.workspaceId)
    .where("pipeline_id", "=", pipelineId)
    .where("position", ">", last)
    .execute();
  return last + 1;
}

export async function findDealStatusPipeline(tx: Tx, id: Id): Promise<Id | null> {
  const row = await tx.db
    .selectFrom("deal_status")
    .select("pipeline_id as pipelineId")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.pipelineId ?? null;
}

export type LockedDealStatus = {
  pipelineId: Id;
  name: string;
  kind: StatusKind;
  archived: boolean;
  position: number;
  version: number;
};

export async function lockDealStatus(tx: Tx, id: Id): Promise<LockedDealStatus | null> {
  const row = await tx.db
    .selectFrom("deal_status")
    .select(["pipeline_id as pipelineId", "name", "kind", "archived", "position", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row === undefined ? null : { ...row, kind: row.kind as StatusKind };
}

export type PlacedStatus = { id: Id; kind: StatusKind; position: number; version: number };

/** The statuses in use, in order, under their locks; the pipeline is locked before. */
export async function lockStatusesInUse(tx: Tx, pipelineId: Id): Promise<PlacedStatus[]> {
  const rows = await tx.db
    .selectFrom("deal_status")
    .select(["id", "kind", "position", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("pipeline_id", "=", pipelineId)
    .where("archived", "=", false)
    .orderBy("position")
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as StatusKind }));
}

/** Places and versions at once; archived ones stand behind all that are in use. */
export async function placeStatuses(
  tx: Tx,
  rows: readonly { readonly id: Id; readonly position: number; readonly version: number }[],
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    update deal_status s set position = n.position, version = n.version
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as n(id uuid, position integer, version integer)
    where s.workspace_id = ${tx.workspaceId} and s.id = n.id`.execute(tx.db);
}

export async function archiveStatus(
  tx: Tx,
  id: Id,
  row: { archived: boolean; position: number; version: number },
): Promise<void> {
  await tx.db
    .updateTable("deal_status")
    .set(row)
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Deals that stand in a status. Whoever moves one there holds the status's key, so ask under the status's lock. */
export async function countDealsIn(tx: Tx, statusId: Id): Promise<number> {
  const { count } = await tx.db
    .selectFrom("deal")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("workspace_id", "=", tx.workspaceId)
    .where("status_id", "=", statusId)
    .executeTakeFirstOrThrow();
  return count;
}

/** Templates in use whose current version names the status in a trigger, by name; at most five. */
export async function findTemplatesOfStatus(tx: Tx, statusId: Id): Promise<string[]> {
  const rows = await tx.db
    .selectFrom("template_reference as r")
    .innerJoin("template_version as tv", (join) =>
      join.onRef("tv.workspace_id", "=", "r.workspace_id").onRef("tv.id", "=", "r.template_version_id"),
    )
    .innerJoin("template as t", (join) =>
      join
        .onRef("t.workspace_id", "=", "tv.workspace_id")
        .onRef("t.id", "=", "tv.template_id")
        .onRef("t.current_number", "=", "tv.number"),
    )
    .select("t.name")
    .distinct()
    .where("r.workspace_id", "=", tx.workspaceId)
    .where("r.deal_status_id", "=", statusId)
    .where("t.archived", "=", false)
    .orderBy("t.name")
    .limit(5)
    .execute();
  return rows.map((row) => row.name);
}

export async function renameDealStatus(tx: Tx, id: Id, name: string, version: number): Promise<void> {
  await tx.db
    .updateTable("deal_status")
    .set({ name, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

export type DealStatus = { id: Id; pipelineId: Id; name: string; kind: StatusKind };

export async function findDealStatus(tx: Tx, id: Id): Promise<DealStatus | null> {
  const row = await tx.db
    .selectFrom("deal_status")
    .select(["id", "pipeline_id as pipelineId", "name", "kind"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .where("archived", "=", false)
    // Held until the deal stands there: nobody archives it meanwhile.
    .forKeyShare()
    .executeTakeFirst();
  return row === undefined ? null : { ...row, kind: row.kind as StatusKind };
}

/** Where a new deal begins: the first open status of the pipeline, or of the first pipeline where none is named. */
export async function findFirstStatus(tx: Tx, pipelineId: Id | undefined): Promise<DealStatus | null> {
  const row = await tx.db
    .selectFrom("deal_status as s")
    .innerJoin("pipeline as p", (join) =>
      join.onRef("p.workspace_id", "=", "s.workspace_id").onRef("p.id", "=", "s.pipeline_id"),
    )
    .select(["s.id", "s.pipeline_id as pipelineId", "s.name"])
    .where("s.workspace_id", "=", tx.workspaceId)
    .where("s.archived", "=", false)
    .where("s.kind", "=", "open")
    .$if(pipelineId !== undefined, (found) => found.where("p.id", "=", pipelineId ?? ""))
    .orderBy("p.position")
    .orderBy("p.id")
    .orderBy("s.position")
    .limit(1)
    .forKeyShare("s")
    .executeTakeFirst();
  return row === undefined ? null : { ...row, kind: "open" };
}
