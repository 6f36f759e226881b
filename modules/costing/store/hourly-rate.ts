import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type HourlyRate = {
  readonly id: Id;
  readonly memberId: Id;
  /** money an hour, as text */
  readonly rate: string;
  readonly validFrom: Date;
};

/** Rates are dated and never rewritten: a new one is a new row. */
export async function insertHourlyRate(tx: Tx, rate: HourlyRate): Promise<void> {
  await tx.db
    .insertInto("hourly_rate")
    .values({
      workspace_id: tx.workspaceId,
      id: rate.id,
      member_id: rate.memberId,
      rate: rate.rate,
      valid_from: rate.validFrom,
    })
    .execute();
}
