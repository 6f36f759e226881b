import { sql } from "kysely";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type Calendar = Partial<Record<"1" | "2" | "3" | "4" | "5" | "6" | "7", string[]>>;
export type WorkspaceSettings = {
  name: string;
  currency: string;
  language: string;
  timeZone: string;
  calendar: Calendar;
  allowNegativeStock: boolean;
};

export async function insertWorkspace(
  tx: Tx,
  row: WorkspaceSettings & { slug: string; isDemo: boolean; now: Date },
): Promise<void> {
  await tx.db
    .insertInto("workspace")
    .values({
      workspace_id: tx.workspaceId,
      slug: row.slug,
      name: row.name,
      currency: row.currency,
      language: row.language,
      time_zone: row.timeZone,
      calendar: JSON.stringify(row.calendar),
      allow_negative_stock: row.allowNegativeStock,
      is_demo: row.isDemo,
      created_at: row.now,
    })
    .execute();
}

export async function lockWorkspace(tx: Tx): Promise<WorkspaceSettings & { version: number }> {
  const row = await tx.db
    .selectFrom("workspace")
    .select(["name", "currency", "language", "time_zone", "calendar", "allow_negative_stock", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return {
    name: row.name,
    currency: row.currency,
    language: row.language,
    timeZone: row.time_zone,
    calendar: row.calendar as Calendar,
    allowNegativeStock: row.allow_negative_stock,
    version: row.version,
  };
}

export async function updateWorkspace(tx: Tx, changed: Partial<WorkspaceSettings>, version: number): Promise<void> {
  await tx.db
    .updateTable("workspace")
    .set({
      ...(changed.name === undefined ? {} : { name: changed.name }),
      ...(changed.currency === undefined ? {} : { currency: changed.currency }),
      ...(changed.language === undefined ? {} : { language: changed.language }),
      ...(changed.timeZone === undefined ? {} : { time_zone: changed.timeZone }),
      ...(changed.calendar === undefined ? {} : { calendar: JSON.stringify(changed.calendar) }),
      ...(changed.allowNegativeStock === undefined ? {} : { allow_negative_stock: changed.allowNegativeStock }),
      version,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .execute();
}

/** The next deal's number. The workspace's row stays locked until the command ends, so that no number is lost. */
export async function takeDealNumber(tx: Tx): Promise<number> {
  const row = await tx.db
    .updateTable("workspace")
    .set({ next_deal_number: sql`next_deal_number + 1` })
    .where("workspace_id", "=", tx.workspaceId)
    .returning("next_deal_number")
    .executeTakeFirstOrThrow();
  return row.next_deal_number - 1;
}

/** The next production order's number; as above. */
export async function takeOrderNumber(tx: Tx): Promise<number> {
  const row = await tx.db
    .updateTable("workspace")
    .set({ next_order_number: sql`next_order_number + 1` })
    .where("workspace_id", "=", tx.workspaceId)
    .returning("next_order_number")
    .executeTakeFirstOrThrow();
  return row.next_order_number - 1;
}
