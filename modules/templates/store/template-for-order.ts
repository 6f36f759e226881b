import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Unit } from "#kernel/unit.ts";
import type { AskedAttribute } from "#modules/catalog/contract/attributes.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { type TemplateBody, templateBodyField, triggersField } from "../contract/template-body.ts";

/** What production and automation take from templates: the version in effect, and the triggers of versions. */
export type TemplateForOrder = {
  readonly templateId: Id;
  readonly templateVersionId: Id;
  readonly number: number;
  readonly body: TemplateBody;
  readonly itemId: Id;
  readonly itemName: string;
  readonly variantName: string;
  readonly unit: Unit;
  /** what the item asks at order */
  readonly asked: readonly AskedAttribute[];
};

/**
 * The current version of the template of a variant's item. `null`: the variant is not of this workspace, or its
 * item has no template in use. No lock: a version never changes, and an order may be made from the one that was
 * current a moment ago.
 */
export async function loadTemplateForOrder(tx: Tx, variantId: Id): Promise<TemplateForOrder | null> {
  const row = await tx.db
    .selectFrom("variant as v")
    .innerJoin("item as i", (join) =>
      join.onRef("i.workspace_id", "=", "v.workspace_id").onRef("i.id", "=", "v.item_id"),
    )
    .innerJoin("template as t", (join) =>
      join
        .onRef("t.workspace_id", "=", "v.workspace_id")
        .onRef("t.item_id", "=", "v.item_id")
        .on("t.archived", "=", false),
    )
    .innerJoin("template_version as tv", (join) =>
      join
        .onRef("tv.workspace_id", "=", "t.workspace_id")
        .onRef("tv.template_id", "=", "t.id")
        .onRef("tv.number", "=", "t.current_number"),
    )
    .select([
      "t.id as templateId",
      "tv.id as templateVersionId",
      "tv.number",
      "tv.body",
      "i.id as itemId",
      "i.name as itemName",
      "v.name as variantName",
      "i.unit",
      "i.asked",
    ])
    .where("v.workspace_id", "=", tx.workspaceId)
    .where("v.id", "=", variantId)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    ...row,
    unit: row.unit as Unit,
    asked: row.asked as AskedAttribute[],
    body: templateBodyField.parse(row.body),
  };
}

export type StartTrigger = {
  readonly templateId: Id;
  readonly templateVersionId: Id;
  readonly number: number;
  readonly itemId: Id;
  /** with its "="; null: for every line */
  readonly condition: string | null;
};

/** The current, approved versions of templates in use that start orders when a deal enters this status. */
export async function findStartTriggers(tx: Tx, dealStatusId: Id): Promise<StartTrigger[]> {
  const { rows } = await sql<StartTrigger>`
    select t.id as "templateId", tv.id as "templateVersionId", tv.number, t.item_id as "itemId",
      tv.body -> 'triggers' -> 'start' ->> 'condition' as condition
    from template t
    join template_version tv
      on tv.workspace_id = t.workspace_id and tv.template_id = t.id and tv.number = t.current_number
    where t.workspace_id = ${tx.workspaceId} and not t.archived and tv.approved_by is not null
      -- the reference finds the version without reading its document; the status may also be of another trigger
      and exists (
        select from template_reference r
        where r.workspace_id = ${tx.workspaceId} and r.template_version_id = tv.id
          and r.deal_status_id = ${dealStatusId}
      )
      and tv.body -> 'triggers' -> 'start' ->> 'dealStatusId' = ${dealStatusId}::text
    order by t.id`.execute(tx.db);
  return rows;
}

export type VersionTriggers = {
  readonly templateId: Id;
  readonly templateVersionId: Id;
  readonly itemId: Id;
  /** nothing that creates orders or moves deals acts before this is true */
  readonly approved: boolean;
  readonly triggers: TemplateBody["triggers"];
};

/** The triggers of the versions that orders were made from, current or not; unapproved ones say so. */
export async function findVersionTriggers(
  tx: Tx,
  templateVersionIds: readonly Id[],
): Promise<VersionTriggers[]> {
  if (templateVersionIds.length === 0) return [];
  const rows = await tx.db
    .selectFrom("template_version as tv")
    .innerJoin("template as t", (join) =>
      join.onRef("t.workspace_id", "=", "tv.workspace_id").onRef("t.id", "=", "tv.template_id"),
    )
    .select([
      "t.id as templateId",
      "tv.id as templateVersionId",
      "t.item_id as itemId",
      "tv.approved_by as approvedBy",
      sql`tv.body -> 'triggers'`.as("triggers"),
    ])
    .where("tv.workspace_id", "=", tx.workspaceId)
    .where("tv.id", "in", templateVersionIds)
    .execute();
  return rows.map(({ approvedBy, triggers, ...row }) => ({
    ...row,
    approved: approvedBy !== null,
    triggers: triggersField.parse(triggers),
  }));
}
