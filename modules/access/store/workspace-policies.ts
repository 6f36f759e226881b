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

/** The next order number; the row's lock makes numbers follow each other without a gap. Take it late. */
export async function takeOrderNumber(tx: Tx): Promise<number> {
  const row = await tx.db
    .updateTable("workspace")
    .set((set) => ({ next_order_number: set("next_order_number", "+", 1) }))
    .where("workspace_id", "=", tx.workspaceId)
    .returning("next_order_number")
    .executeTakeFirstOrThrow();
  return row.next_order_number - 1;
}
