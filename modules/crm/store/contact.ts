import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { normalisePhone } from "../core/normalise-phone.ts";
import type { Namesake } from "./company.ts";
import { samePhone } from "./same-phone.ts";

export type Contact = {
  name: string;
  phone: string | null;
  email: string | null;
  companyId: Id | null;
  notes: string;
  archived: boolean;
};

export async function insertContact(
  tx: Tx,
  row: Omit<Contact, "archived"> & { id: Id; now: Date },
): Promise<void> {
  const { now, companyId, ...columns } = row;
  await tx.db
    .insertInto("contact")
    .values({ workspace_id: tx.workspaceId, ...columns, company_id: companyId, created_at: now })
    .execute();
}

export async function lockContact(tx: Tx, id: Id): Promise<(Contact & { version: number }) | null> {
  const row = await tx.db
    .selectFrom("contact")
    .select(["name", "phone", "email", "company_id as companyId", "notes", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function updateContact(
  tx: Tx,
  id: Id,
  changed: Partial<Contact>,
  version: number,
): Promise<void> {
  const { companyId, ...columns } = changed;
  await tx.db
    .updateTable("contact")
    .set({ ...columns, ...(companyId === undefined ? {} : { company_id: companyId }), version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

export async function contactExists(tx: Tx, id: Id): Promise<boolean> {
  const row = await tx.db
    .selectFrom("contact")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Contacts in use that may be the same person: by phone or e-mail. At most 20. */
export async function findSameContacts(
  tx: Tx,
  like: { phone: string | null; email: string | null },
): Promise<Namesake[]> {
  const phone = normalisePhone(like.phone);
  if (phone === null && like.email === null) return [];
  return tx.db
    .selectFrom("contact")
    .select(["id", "name"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("archived", "=", false)
    .where((where) =>
      where.or([
        ...(phone === null ? [] : [samePhone(phone)]),
        ...(like.email === null ? [] : [sql<boolean>`lower(email) = lower(${like.email})`]),
      ]),
    )
    .orderBy("id")
    .limit(20)
    .execute();
}
