import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { normalisePhone } from "../core/normalise-phone.ts";
import { samePhone } from "./same-phone.ts";

export type Company = {
  name: string;
  phone: string | null;
  email: string | null;
  notes: string;
  archived: boolean;
};
export type Namesake = { id: Id; name: string };

export async function insertCompany(
  tx: Tx,
  row: Omit<Company, "archived"> & { id: Id; now: Date },
): Promise<void> {
  const { now, ...columns } = row;
  await tx.db
    .insertInto("company")
    .values({ workspace_id: tx.workspaceId, ...columns, created_at: now })
    .execute();
}

export async function lockCompany(tx: Tx, id: Id): Promise<(Company & { version: number }) | null> {
  const row = await tx.db
    .selectFrom("company")
    .select(["name", "phone", "email", "notes", "archived", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function updateCompany(
  tx: Tx,
  id: Id,
  changed: Partial<Company>,
  version: number,
): Promise<void> {
  await tx.db
    .updateTable("company")
    .set({ ...changed, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

export async function companyExists(tx: Tx, id: Id): Promise<boolean> {
  const row = await tx.db
    .selectFrom("company")
    .select("id")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row !== undefined;
}

/** Companies in use that may be the same one: by name, phone or e-mail. At most 20. */
export async function findSameCompanies(
  tx: Tx,
  like: { name: string; phone: string | null; email: string | null },
): Promise<Namesake[]> {
  const phone = normalisePhone(like.phone);
  return tx.db
    .selectFrom("company")
    .select(["id", "name"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("archived", "=", false)
    .where((where) =>
      where.or([
        sql<boolean>`lower(name) = lower(${like.name})`,
        ...(phone === null ? [] : [samePhone(phone)]),
        ...(like.email === null ? [] : [sql<boolean>`lower(email) = lower(${like.email})`]),
      ]),
    )
    .orderBy("id")
    .limit(20)
    .execute();
}
