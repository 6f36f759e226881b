import { sql } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import type { Effect, EffectPlan } from "../core/effect.ts";

export type EffectState = "waiting" | "done" | "skipped" | "failed";
export type OutcomeValues = Readonly<Record<string, string | number | null>>;

/** `outcome_data` holds the plan, so that an effect can be tried again, and what its outcome's sentence names. */
type OutcomeData = { readonly plan: EffectPlan; readonly values: OutcomeValues };

export type NewEffect = {
  readonly id: Id;
  readonly factId: Id;
  readonly hop: number;
  readonly effect: Effect;
  /** set when it is settled before it began: a chain that is too long */
  readonly skipped: string | null;
};

/** Keeps the effects that aren't known yet. The same fact, read again after a crash, makes the same ids. */
export async function insertEffects(tx: Tx, effects: readonly NewEffect[], now: Date): Promise<void> {
  if (effects.length === 0) return;
  await tx.db
    .insertInto("trigger_effect")
    .values(
      effects.map(({ id, factId, hop, effect, skipped }) => ({
        workspace_id: tx.workspaceId,
        id,
        fact_id: factId,
        trigger_kind: effect.trigger,
        template_version_id: effect.templateVersionId,
        deal_id: effect.dealId,
        order_id: effect.orderId,
        state: skipped === null ? "waiting" : "skipped",
        outcome: skipped,
        outcome_data: JSON.stringify({ plan: effect.plan, values: {} } satisfies OutcomeData),
        hop,
        created_at: now,
        updated_at: now,
      })),
    )
    .onConflict((conflict) => conflict.columns(["workspace_id", "id"]).doNothing())
    .execute();
}

export type KnownEffect = {
  readonly id: Id;
  readonly factId: Id;
  readonly hop: number;
  readonly state: EffectState;
  readonly plan: EffectPlan;
};

export async function findEffect(tx: Tx, id: Id): Promise<KnownEffect | null> {
  const row = await tx.db
    .selectFrom("trigger_effect")
    .select(["id", "fact_id as factId", "hop", "state", "outcome_data as data"])
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return null;
  const { data, state, ...rest } = row;
  return { ...rest, state: state as EffectState, plan: (data as unknown as OutcomeData).plan };
}

export type Settling = {
  readonly state: EffectState;
  readonly outcome: string | null;
  readonly values?: OutcomeValues;
  readonly orderId?: Id | null;
};

/** Writes what one attempt came to. */
export async function settleEffect(tx: Tx, id: Id, settling: Settling, now: Date): Promise<void> {
  const { state, outcome, values = {}, orderId = null } = settling;
  await tx.db
    .updateTable("trigger_effect")
    .set({
      state,
      outcome,
      outcome_data: sql`jsonb_set(outcome_data, '{values}', ${JSON.stringify(values)}::jsonb)`,
      attempts: sql`attempts + 1`,
      order_id: sql`coalesce(${orderId}::uuid, order_id)`,
      updated_at: now,
    })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}

/** For a retry by hand: locked, with the version that its next fact has. */
export async function lockEffect(
  tx: Tx,
  id: Id,
): Promise<{ state: EffectState; nextVersion: number } | null> {
  const row = await tx.db
    .selectFrom("trigger_effect")
    .select("state")
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) return null;
  // The log is no thing with a version of its own; its facts, the retries, are counted.
  const { last } = await tx.db
    .selectFrom("fact")
    .select(sql<number>`coalesce(max(version), 0)`.as("last"))
    .where("workspace_id", "=", tx.workspaceId)
    .where("thing", "=", "trigger_effect")
    .where("thing_id", "=", id)
    .executeTakeFirstOrThrow();
  return { state: row.state as EffectState, nextVersion: last + 1 };
}

export async function markEffectWaiting(tx: Tx, id: Id, now: Date): Promise<void> {
  await tx.db
    .updateTable("trigger_effect")
    .set({ state: "waiting", outcome: null, updated_at: now })
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", id)
    .execute();
}
