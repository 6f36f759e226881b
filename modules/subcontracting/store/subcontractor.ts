import { sql } from "kysely";
import type { Decimal } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { PriceKind } from "#modules/templates/contract/template-body.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Subcontractor = {
  name: string;
  services: string;
  contactPerson: string;
  phone: string | null;
  email: string | null;
  contactId: Id | null;
  notes: string;
  archived: boolean;
};

export async function insertSubcontractor(
  tx: Tx,
  row: Omit<Subcontractor, "archived"> & { id: Id; now: Date },
): Promise<void> {
  const { now, contactPerson, contactId, ...columns } = row;
  await tx.db
    .insertInto("subcontractor")
    .values({
      workspace_id: tx.workspaceId,
      ...columns,
      contact_person: contactPerson,
      contact_id: contactId,
      created_at: now,
    })
    .execute();
}

export async function lockSubcontractor(
  tx: Tx,
  id: Id,
): Promise<(Subcontractor & { version: number }) | null> {
  const row = await tx.db
    .selectFrom("subcontractor")
    .select(["name", "services", "contact_person as contactPerson", "phone", "email", "notes", "archived"])
    .select(["contact_id as contactId", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function updateSubcontractor(
  tx: Tx,
  id: Id,
  changed: Partial<Subcontractor>,
  version: number,
): Promise<void> {
  const { contactPerson, contactId, ...columns } = changed;
  await tx.db
    .updateTable("subcontractor")
    .set({
      ...columns,
      ...(contactPerson === undefined ? {} : { contact_person: contactPerson }),
      ...(contactId === undefined ? {} : { contact_id: contactId }),
      version,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

export type ServicePrice = {
  readonly service: string;
  readonly kind: PriceKind;
  readonly amount: Decimal;
  readonly withdrawn: boolean;
};

/** What a service costs now; however its name is cased. Null: it never had a price. */
export async function findServicePrice(
  tx: Tx,
  subcontractorId: Id,
  service: string,
): Promise<ServicePrice | null> {
  const { rows } = await sql<ServicePrice>`
    select p.service, p.kind, p.amount, p.withdrawn
    from subcontractor_price p
    where p.workspace_id = ${tx.workspaceId} and p.subcontractor_id = ${subcontractorId}
      and lower(p.service) = lower(${service}::text)
    order by p.valid_from desc, p.id desc
    limit 1`.execute(tx.db);
  return rows[0] ?? null;
}

/** Dated and never rewritten: the newest row of a service is in effect. */
export async function insertServicePrice(
  tx: Tx,
  subcontractorId: Id,
  row: ServicePrice & { readonly id: Id; readonly now: Date },
): Promise<void> {
  const { now, ...columns } = row;
  await tx.db
    .insertInto("subcontractor_price")
    .values({ workspace_id: tx.workspaceId, subcontractor_id: subcontractorId, ...columns, valid_from: now })
    .execute();
}
