import { sql } from "kysely";
import type { Id, NewId } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type TemplateBody, templateBodyField } from "../contract/template-body.ts";
import { idsByKind, listReferences, referenceKinds } from "../core/body-references.ts";

export type NewVersion = {
  readonly id: Id;
  readonly templateId: Id;
  readonly number: number;
  readonly body: TemplateBody;
  readonly comment: string;
  /** null until an owner or admin approves its triggers */
  readonly approvedBy: Id | null;
  /** the number of the version whose body it has again */
  readonly restoredFrom: number | null;
  readonly createdBy: Id;
  readonly now: Date;
};

/**
 * Writes a version, which nobody can change afterwards, and a reference row for each id that its body names:
 * by their foreign keys the schema refuses the ids of another workspace.
 */
export async function insertVersion(tx: Tx, row: NewVersion, newId: NewId): Promise<void> {
  const ids = idsByKind(listReferences(row.body));
  const references = referenceKinds.flatMap((kind) =>
    ids[kind].map((id) => ({ id: newId(), [`${kind}_id`]: id })),
  );
  await tx.db
    .insertInto("template_version")
    .values({
      workspace_id: tx.workspaceId,
      id: row.id,
      template_id: row.templateId,
      number: row.number,
      body: sql`${JSON.stringify(row.body)}::jsonb`,
      comment: row.comment,
      approved_by: row.approvedBy,
      restored_from: row.restoredFrom,
      created_by: row.createdBy,
      created_at: row.now,
    })
    .execute();
  // As one JSON text: a long bill of materials would have more parameters than a statement may have.
  await sql`
    insert into template_reference
      (workspace_id, id, template_version_id, variant_id, item_id, upsell_id, warehouse_id, member_id, trade_id,
        deal_status_id, subcontractor_id)
    select ${tx.workspaceId}, r.id, ${row.id}, r.variant_id, r.item_id, r.upsell_id, r.warehouse_id, r.member_id,
      r.trade_id, r.deal_status_id, r.subcontractor_id
    from jsonb_to_recordset(${JSON.stringify(references)}::jsonb)
      as r (id uuid, variant_id uuid, item_id uuid, upsell_id uuid, warehouse_id uuid, member_id uuid, trade_id uuid,
        deal_status_id uuid, subcontractor_id uuid)`.execute(tx.db);
}

export type StoredVersion = { readonly id: Id; readonly body: TemplateBody; readonly approvedBy: Id | null };

/** `null`: the template has no version of this number. */
export async function loadVersion(tx: Tx, templateId: Id, number: number): Promise<StoredVersion | null> {
  const row = await tx.db
    .selectFrom("template_version")
    .select(["id", "body", "approved_by as approvedBy"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("template_id", "=", templateId)
    .where("number", "=", number)
    .executeTakeFirst();
  // Parsed, because an older document gets the fields that were added since with their defaults.
  return row === undefined ? null : { ...row, body: templateBodyField.parse(row.body) };
}

export async function approveVersion(tx: Tx, versionId: Id, approvedBy: Id): Promise<void> {
  await tx.db
    .updateTable("template_version")
    .set({ approved_by: approvedBy })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", versionId)
    .execute();
}

/** The body of the version that an order was made from: it is always there, since versions are never removed. */
export async function loadVersionOfOrder(tx: Tx, versionId: Id): Promise<TemplateBody> {
  const row = await tx.db
    .selectFrom("template_version")
    .select("body")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", versionId)
    .executeTakeFirstOrThrow();
  return templateBodyField.parse(row.body);
}
