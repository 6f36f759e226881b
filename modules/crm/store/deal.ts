import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { StatusKind } from "./pipeline.ts";

export type Deal = {
  title: string;
  contactId: Id | null;
  companyId: Id | null;
  responsibleId: Id | null;
  notes: string;
};
export type LockedDeal = Deal & {
  id: Id;
  number: number;
  pipelineId: Id;
  statusId: Id;
  statusName: string;
  statusKind: StatusKind;
  version: number;
};

export async function insertDeal(
  tx: Tx,
  row: Deal & { id: Id; number: number; pipelineId: Id; statusId: Id; now: Date },
): Promise<void> {
  await tx.db
    .insertInto("deal")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      number: row.number,
      title: row.title,
      contact_id: row.contactId,
      company_id: row.companyId,
      pipeline_id: row.pipelineId,
      status_id: row.statusId,
      responsible_id: row.responsibleId,
      notes: row.notes,
      status_since: row.now,
      created_at: row.now,
    })
    .execute();
}

/**
 * The deal under its lock. An order that is being made for it holds its key shared until that command ends, so
 * whoever locks it here sees such orders or comes before them.
 */
export async function lockDeal(tx: Tx, id: Id): Promise<LockedDeal | null> {
  const deal = await tx.db
    .selectFrom("deal")
    .select([
      "id",
      "number",
      "title",
      "contact_id as contactId",
      "company_id as companyId",
      "responsible_id as responsibleId",
      "notes",
      "pipeline_id as pipelineId",
      "status_id as statusId",
      "version",
    ])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (deal === undefined) return null;
  // Not joined above: whoever waited for the lock would hold the new deal against the status of before, and find
  // no row at all.
  const status = await tx.db
    .selectFrom("deal_status")
    .select(["name", "kind"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", deal.statusId)
    .executeTakeFirstOrThrow();
  return { ...deal, statusName: status.name, statusKind: status.kind as StatusKind };
}

export async function updateDeal(tx: Tx, id: Id, changed: Partial<Deal>, version: number): Promise<void> {
  await tx.db
    .updateTable("deal")
    .set({
      ...(changed.title === undefined ? {} : { title: changed.title }),
      ...(changed.contactId === undefined ? {} : { contact_id: changed.contactId }),
      ...(changed.companyId === undefined ? {} : { company_id: changed.companyId }),
      ...(changed.responsibleId === undefined ? {} : { responsible_id: changed.responsibleId }),
      ...(changed.notes === undefined ? {} : { notes: changed.notes }),
      version,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

export async function updateDealStatus(
  tx: Tx,
  id: Id,
  statusId: Id,
  since: Date,
  version: number,
): Promise<void> {
  await tx.db
    .updateTable("deal")
    .set({ status_id: statusId, status_since: since, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

export async function dealExists(tx: Tx, id: Id): Promise<boolean> {
  const row = await tx.db
    .selectFrom("deal")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row !== undefined;
}
