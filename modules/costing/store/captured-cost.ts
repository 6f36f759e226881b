import type { Id } from "#kernel/id.ts";
import { insertRows } from "#server/database/write-rows.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Captured cost, append-only: nothing here is ever computed again. Amounts are texts of 4 places. */
export type CapturedRun = {
  readonly orderId: Id;
  readonly runId: Id;
  readonly stageId: Id;
  readonly cycle: number;
  readonly at: string;
  readonly lines: readonly {
    readonly id: Id;
    readonly category: "material" | "labour" | "subcontracting";
    readonly variantId: Id | null;
    readonly memberId: Id | null;
    readonly quantity: string;
    readonly rate: string;
    readonly amount: string;
    readonly noPrice: boolean;
  }[];
  readonly shares: readonly {
    readonly id: Id;
    readonly lotId: Id;
    readonly part: "first_pass" | "rework";
    readonly amount: string;
    /** the lot had been received already: the share is a late difference */
    readonly late: boolean;
  }[];
};

export async function insertCapturedRuns(tx: Tx, captured: readonly CapturedRun[]): Promise<void> {
  const { workspaceId } = tx;
  await insertRows(
    tx,
    "cost_line",
    captured.flatMap((run) =>
      run.lines.map((line) => ({
        workspace_id: workspaceId,
        id: line.id,
        order_id: run.orderId,
        run_id: run.runId,
        order_stage_id: run.stageId,
        cycle: run.cycle,
        category: line.category,
        variant_id: line.variantId,
        member_id: line.memberId,
        quantity: line.quantity,
        rate: line.rate,
        amount: line.amount,
        no_price: line.noPrice,
        reverses_id: null,
        reason: null,
        at: run.at,
      })),
    ),
  );
  await insertRows(
    tx,
    "cost_share",
    captured.flatMap((run) =>
      run.shares.map((share) => ({
        workspace_id: workspaceId,
        id: share.id,
        order_id: run.orderId,
        run_id: run.runId,
        lot_id: share.lotId,
        part: share.part,
        amount: share.amount,
      })),
    ),
  );
  await insertRows(
    tx,
    "late_difference",
    captured.flatMap((run) =>
      run.shares
        .filter((share) => share.late)
        .map((share) => ({
          workspace_id: workspaceId,
          // one a share: the share's id serves both
          id: share.id,
          order_id: run.orderId,
          run_id: run.runId,
          lot_id: share.lotId,
          amount: share.amount,
          reason: "run_ended_later",
          at: run.at,
        })),
    ),
  );
}

export type PlannedLine = {
  readonly id: Id;
  readonly stageId: Id;
  readonly category: "material" | "labour" | "subcontracting";
  readonly variantId: Id | null;
  readonly quantity: string;
  readonly rate: string;
  readonly amount: string;
  readonly noPrice: boolean;
};

export async function insertPlannedCost(tx: Tx, orderId: Id, lines: readonly PlannedLine[]): Promise<void> {
  await insertRows(
    tx,
    "planned_cost_line",
    lines.map((line) => ({
      workspace_id: tx.workspaceId,
      id: line.id,
      order_id: orderId,
      order_stage_id: line.stageId,
      category: line.category,
      variant_id: line.variantId,
      quantity: line.quantity,
      rate: line.rate,
      amount: line.amount,
      no_price: line.noPrice,
    })),
  );
}
