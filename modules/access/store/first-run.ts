import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Answers } from "./workspace.ts";

/** Whether the first questions were answered and the first cost was seen; the workspace's row is locked. */
export async function lockFirstRun(
  tx: Tx,
): Promise<{ setUp: boolean; costSeen: boolean; makes: string | null; version: number }> {
  const row = await tx.db
    .selectFrom("workspace")
    .select(["set_up_at", "cost_seen_at", "makes", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const { set_up_at: setUpAt, cost_seen_at: costSeenAt, makes, version } = row;
  return { setUp: setUpAt !== null, costSeen: costSeenAt !== null, makes, version };
}

export async function saveAnswers(tx: Tx, { makes, people, at }: Answers, version: number): Promise<void> {
  await tx.db
    .updateTable("workspace")
    .set({ makes, people, set_up_at: at, version })
    .where("workspace_id", "=", tx.workspaceId)
    .execute();
}

export async function markCostSeen(tx: Tx, at: Date, version: number): Promise<void> {
  await tx.db
    .updateTable("workspace")
    .set({ cost_seen_at: at, version })
    .where("workspace_id", "=", tx.workspaceId)
    .execute();
}

export async function lockFirstStepsAway(
  tx: Tx,
  memberId: Id,
): Promise<{ away: boolean; version: number } | null> {
  const row = await tx.db
    .selectFrom("member")
    .select(["first_steps_away as away", "version"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", memberId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function updateFirstStepsAway(
  tx: Tx,
  memberId: Id,
  away: boolean,
  version: number,
): Promise<void> {
  await tx.db
    .updateTable("member")
    .set({ first_steps_away: away, version })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", memberId)
    .execute();
}
