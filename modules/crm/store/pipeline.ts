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

export async function lockDealStatus(tx: Tx, id: Id): Promise<{ name: string; version: number } | null> {
  const row = await tx.db
    .selectFrom("deal_status")
    .select(["name", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
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
    .executeTakeFirst();
  return row === undefined ? null : { ...row, kind: "open" };
}
