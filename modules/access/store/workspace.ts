import type { Tx } from "#server/database/workspace-transaction.ts";
import type { KindOfWork, SizeOfWorkshop } from "../contract/first-run-routes.ts";

export type Calendar = Partial<Record<"1" | "2" | "3" | "4" | "5" | "6" | "7", string[]>>;
export type WorkspaceSettings = {
  name: string;
  currency: string;
  language: string;
  timeZone: string;
  calendar: Calendar;
  allowNegativeStock: boolean;
};

/** What a workspace has said of itself, once. */
export type Answers = { readonly makes: KindOfWork; readonly people: SizeOfWorkshop; readonly at: Date };

export async function insertWorkspace(
  tx: Tx,
  row: WorkspaceSettings & { slug: string; isDemo: boolean; now: Date; answers: Answers | null },
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
      makes: row.answers?.makes ?? null,
      people: row.answers?.people ?? null,
      set_up_at: row.answers?.at ?? null,
    })
    .execute();
}

export async function lockWorkspace(tx: Tx): Promise<WorkspaceSettings & { version: number }> {
  const row = await tx.db
    .selectFrom("workspace")
    .select(["name", "currency", "language", "time_zone", "calendar", "allow_negative_stock", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .forNoKeyUpdate()
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

export async function updateWorkspace(
  tx: Tx,
  changed: Partial<WorkspaceSettings>,
  version: number,
): Promise<void> {
  await tx.db
    .updateTable("workspace")
    .set({
      ...(changed.name === undefined ? {} : { name: changed.name }),
      ...(changed.currency === undefined ? {} : { currency: changed.currency }),
      ...(changed.language === undefined ? {} : { language: changed.language }),
      ...(changed.timeZone === undefined ? {} : { time_zone: changed.timeZone }),
      ...(changed.calendar === undefined ? {} : { calendar: JSON.stringify(changed.calendar) }),
      ...(changed.allowNegativeStock === undefined
        ? {}
        : { allow_negative_stock: changed.allowNegativeStock }),
      version,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .execute();
}
