import { v5 as uuidv5 } from "uuid";
import type { Id } from "#kernel/id.ts";
import { mintWorkspaceId } from "#modules/access/store/mint-workspace-id.ts";
import { type Effect, isLoop } from "#modules/automation/core/effect.ts";
import { type NewEffect, insertEffects } from "#modules/automation/store/trigger-effect.ts";
import { type Database, inWorkspace } from "#server/database/workspace-transaction.ts";
import { type FactToReact, concernsTriggers, planEffects } from "./plan-effects.ts";

/** What the worker gets: the effect's row has the rest. */
export type EffectJob = {
  readonly id: Id;
  readonly workspaceId: string;
  readonly effectId: Id;
  /** not before this instant, ISO text */
  readonly startAfter?: string;
};

// Names in this space are "<fact> <trigger> <target>".
const effectSpace = "6f1c1bd3-7a54-4b7e-9d0c-1d6a3a6f0c11";

/** The same for the same fact, however often it is read: as command id it makes the effect happen once. */
export function effectIdOf(factId: Id, effect: Pick<Effect, "trigger" | "target" | "once">): Id {
  return uuidv5(`${effect.once ?? factId} ${effect.trigger} ${effect.target}`, effectSpace);
}

/**
 * Notes what follows from the facts, and answers the jobs that do it. Safe to repeat: a crash after it, before
 * the position is saved, reads the same facts again and comes to the same ids.
 */
export async function reactToFacts(
  database: Database,
  facts: readonly FactToReact[],
  now: () => Date,
): Promise<readonly EffectJob[]> {
  const jobs: EffectJob[] = [];
  for (const fact of facts) {
    if (fact.kind === "trigger_effect_retried") {
      // A job of its own: the first one's id is taken. The command id stays the effect's.
      jobs.push({ id: fact.id, workspaceId: fact.workspaceId, effectId: fact.thingId });
    } else if (concernsTriggers(fact)) {
      jobs.push(...(await noteEffects(database, fact, now())));
    }
  }
  return jobs;
}

async function noteEffects(database: Database, fact: FactToReact, now: Date): Promise<EffectJob[]> {
  const { workspaceId } = fact;
  return inWorkspace(database, mintWorkspaceId(workspaceId), "write", async (tx) => {
    const effects = await planEffects(tx, fact);
    const skipped = isLoop(fact.hop) ? "loop_stopped" : null;
    const rows = effects.map((effect): NewEffect => ({
      id: effectIdOf(fact.id, effect),
      factId: fact.id,
      hop: fact.hop + 1,
      effect,
      skipped,
    }));
    await insertEffects(tx, rows, now);
    const jobs = skipped === null ? rows.map(({ id, effect }) => jobOf(id, workspaceId, effect)) : [];
    return { commit: rows.length > 0, value: jobs };
  });
}

function jobOf(id: Id, workspaceId: string, { plan }: Effect): EffectJob {
  const job = { id, workspaceId, effectId: id };
  return plan.act === "receive_lot" ? { ...job, startAfter: plan.until } : job;
}
