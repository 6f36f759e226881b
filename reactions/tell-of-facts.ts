import { v5 as uuidv5 } from "uuid";
import { tellMembers } from "#commands/notices/tell-members.ts";
import { runCommand } from "#commands/run-command.ts";
import type { Id, WorkspaceId } from "#kernel/id.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { type Database, readWorkspace, type Tx } from "#server/database/workspace-transaction.ts";
import type { FactToReact } from "./plan-effects.ts";
import { concernsNotices, planNotice, type PlannedNotice } from "./plan-notices.ts";

// Names in this space say what is told once: a fact, a failed attempt, an order and a day.
const noticeSpace = "3d0b6a52-1f5e-4f39-9f43-0a4f2d6f8c77";

/**
 * Tells one thing once: `once` names it. A command id that has been used answers as it did then, also where
 * what would be told has another wording by now.
 */
export async function tellOnce(
  database: Database,
  workspaceId: WorkspaceId,
  once: string,
  notice: PlannedNotice,
  now: Date,
): Promise<void> {
  const { memberIds, ...rest } = notice;
  const answer = await runCommand(
    database,
    tellMembers,
    { ...rest, memberIds: [...memberIds] },
    { workspaceId, actor: { kind: "automation" }, commandId: uuidv5(once, noticeSpace), now },
  );
  if (!answer.ok && answer.refusal.code !== "command_id_reused") {
    throw new Error(`Nobody could be told: ${answer.refusal.code}`);
  }
}

/** Plans and tells what follows from the facts, in their order; whether anything was to be told. Safe to repeat. */
export async function tellOfFacts(
  database: Database,
  facts: readonly FactToReact[],
  now: () => Date,
  fail: (factId: Id, error: unknown) => void,
): Promise<boolean> {
  let told = false;
  for (const fact of facts) {
    if (!concernsNotices(fact)) continue;
    try {
      told = (await tellOfFact(database, fact, now())) || told;
    } catch (error) {
      // A notice is a courtesy: what goes wrong with one must not hold up the triggers, which read after it.
      fail(fact.id, error);
    }
  }
  return told;
}

async function tellOfFact(database: Database, fact: FactToReact, now: Date): Promise<boolean> {
  const workspaceId = mintWorkspaceId(fact.workspaceId);
  const notice = await readWorkspace(database, workspaceId, (tx: Tx) => planNotice(tx, fact));
  if (notice === null) return false;
  await tellOnce(database, workspaceId, `fact ${fact.id}`, notice, now);
  return true;
}
