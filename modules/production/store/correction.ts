import { sql } from "kysely";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { CorrectionData } from "#modules/production/core/correction-fact.ts";
import type { OrderFact } from "#modules/production/core/order-fact.ts";
import { decimal, sum } from "#kernel/decimal.ts";
import { upsertRows, type Row } from "#server/database/write-rows.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

export type CorrectionState = "proposed" | "approved" | "declined" | "withdrawn";
/** A correction as it lies in its table. */
export type Correction = {
  readonly id: Id;
  readonly orderId: Id;
  readonly runId: Id;
  readonly asked: CorrectionData;
  readonly reason: string;
  readonly state: CorrectionState;
  readonly proposedBy: Id | null;
  readonly proposedAt: Date;
};

/** Whose order is locked holds the correction too: every change of it goes by the order's log. */
export async function findCorrection(tx: Tx, correctionId: Id): Promise<Correction | null> {
  const row = await tx.db
    .selectFrom("correction")
    .selectAll()
    .where("workspace_id", "=", tx.workspaceId)
    .where("id", "=", correctionId)
    .executeTakeFirst();
  if (row === undefined) return null;
  // written by saveCorrections alone, from the facts
  const asked = {
    kind: row.kind,
    ...(row.kind === "time" ? { intervalId: row.interval_id } : {}),
    before: row.before,
    after: row.after,
  } as unknown as CorrectionData;
  return {
    id: row.id,
    orderId: row.order_id,
    runId: row.run_id,
    asked,
    reason: row.reason,
    state: row.state as CorrectionState,
    proposedBy: row.proposed_by,
    proposedAt: row.proposed_at,
  };
}

/** The rows of corrections follow the order's facts: proposed, decided on, withdrawn. */
export async function saveCorrections(tx: Tx, orderId: Id, facts: readonly OrderFact[]): Promise<void> {
  const ids = new Set(facts.flatMap((fact) => ("correctionId" in fact.data ? fact.data.correctionId : [])));
  const rows: Row[] = [];
  for (const id of ids) {
    // A command proposes, decides on or withdraws one: there is no list to loop over.
    const row = await rowAfter(tx, orderId, id, facts);
    if (row !== null) rows.push(row);
  }
  await upsertRows(tx, "correction", rows);
}

async function rowAfter(tx: Tx, orderId: Id, id: Id, facts: readonly OrderFact[]): Promise<Row | null> {
  const proposed = facts.find((fact) => fact.kind === "correction_proposed");
  const ended = facts.find(
    (fact) => fact.kind === "correction_decided" || fact.kind === "correction_withdrawn",
  );
  const costs = facts.flatMap((fact) =>
    fact.kind === "run_cost_corrected" ? [decimal(fact.data.total)] : [],
  );
  const outcome = {
    state:
      ended === undefined
        ? "proposed"
        : ended.kind === "correction_withdrawn"
          ? "withdrawn"
          : ended.data.decision,
    at_once: ended?.kind === "correction_decided" && ended.data.atOnce,
    decided_by: ended?.data.by ?? null,
    decided_at: ended?.data.at ?? null,
    decided_note: ended?.kind === "correction_decided" ? ended.data.note : "",
    cost_difference: costs.length === 0 ? null : text(sum(costs)),
  };
  if (proposed?.kind === "correction_proposed") {
    const { data } = proposed;
    return {
      workspace_id: tx.workspaceId,
      id,
      order_id: orderId,
      run_id: data.runId,
      kind: data.kind,
      interval_id: data.kind === "time" ? data.intervalId : null,
      before: data.before,
      after: data.after,
      reason: data.reason,
      proposed_by: data.by,
      proposed_at: data.at,
      ...outcome,
    };
  }
  const { rows } = await sql<Row>`
    select * from correction where workspace_id = ${tx.workspaceId} and id = ${id}`.execute(tx.db);
  const [before] = rows;
  return before === undefined ? null : { ...before, ...outcome };
}
