import { type Result, ok } from "#kernel/result.ts";
import type { Input, Output } from "#kernel/route.ts";
import type { Viewer } from "#modules/access/contract/viewer.ts";
import { decodeCursor, encodeCursor } from "#server/database/cursor.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { sql } from "kysely";
import type { automationRoutes } from "../contract/routes.ts";
import type { EffectState, OutcomeValues } from "../store/trigger-effect.ts";

type Route = typeof automationRoutes.listTriggerEffects;

export async function listTriggerEffects(
  tx: Tx,
  input: Input<Route>,
  _viewer: Viewer,
): Promise<Result<Output<Route>>> {
  let query = tx.db
    .selectFrom("trigger_effect as e")
    .innerJoin("fact as f", (join) =>
      join.onRef("f.workspace_id", "=", "e.workspace_id").onRef("f.id", "=", "e.fact_id"),
    )
    .leftJoin("deal as d", (join) =>
      join.onRef("d.workspace_id", "=", "e.workspace_id").onRef("d.id", "=", "e.deal_id"),
    )
    .leftJoin("production_order as o", (join) =>
      join.onRef("o.workspace_id", "=", "e.workspace_id").onRef("o.id", "=", "e.order_id"),
    )
    .select([
      "e.id",
      "e.trigger_kind as triggerKind",
      "e.state",
      "e.outcome",
      sql<OutcomeValues | null>`e.outcome_data -> 'values'`.as("outcomeValues"),
      "e.attempts",
      "e.hop",
      "f.kind as causeKind",
      "e.deal_id as dealId",
      "d.title as dealTitle",
      "e.order_id as orderId",
      "o.number as orderNumber",
      "e.created_at as createdAt",
      "e.updated_at as updatedAt",
      // A Date has milliseconds, the column microseconds: the cursor must not lose rows between.
      sql<string>`to_char(e.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as("cursorAt"),
    ])
    .where("e.workspace_id", "=", tx.workspaceId)
    .orderBy("e.created_at", "desc")
    .orderBy("e.id", "desc")
    .limit(input.limit + 1);
  if (input.state !== undefined) query = query.where("e.state", "=", input.state);
  if (input.cursor !== undefined) {
    const after = decodeCursor(input.cursor, "iu");
    if (!after.ok) return after;
    const [at, id] = after.value;
    query = query.where(sql<boolean>`(e.created_at, e.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const found = await query.execute();
  const page = found.slice(0, input.limit);
  const last = found.length > input.limit ? page.at(-1) : undefined;
  return ok({
    rows: page.map(({ cursorAt: _, createdAt, updatedAt, state, outcomeValues, ...row }) => ({
      ...row,
      state: state as EffectState,
      outcomeValues: outcomeValues ?? {},
      createdAt: createdAt.toISOString(),
      updatedAt: updatedAt.toISOString(),
    })),
    next: last === undefined ? null : encodeCursor([last.cursorAt, last.id]),
  });
}
