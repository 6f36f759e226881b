import type { Calendar } from "#kernel/calendar.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** What commands of other areas need to know of the workspace. */
export type WorkspacePolicies = {
  readonly calendar: Calendar;
  readonly timeZone: string;
  readonly allowNegativeStock: boolean;
};

export async function loadWorkspacePolicies(tx: Tx): Promise<WorkspacePolicies> {
  const row = await tx.db
    .selectFrom("workspace")
    .select(["calendar", "time_zone", "allow_negative_stock"])
    .where("workspace_id", "=", tx.workspaceId)
    .executeTakeFirstOrThrow();
  return {
    // written by commands alone, which parse it by the contract
    calendar: row.calendar as Calendar,
    timeZone: row.time_zone,
    allowNegativeStock: row.allow_negative_stock,
  };
}
