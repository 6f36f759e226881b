import type { Id } from "#kernel/id.ts";
import { insertRows } from "#server/database/write-rows.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";

/** Captured cost, append-only: nothing here is ever computed again. Amounts are texts of 4 places. */
type Line = {
  readonly id: Id;
  readonly category: "material" | "labour" | "subcontracting";
  readonly variantId: Id | null;
  readonly memberId: Id | null;
  readonly quantity: string;
  readonly rate: string;
  readonly amount: string;
  readonly noPrice: boolean;
};
type Share = {
  readonly id: Id;
  readonly lotId: Id;
  readonly part: "first_pass" | "rework" | "absorbed";
  readonly amount: string;
};
type OfRun = { readonly runId: Id; readonly stageId: Id; readonly cycle: number };
export type CapturedRun = OfRun & {
  readonly at: string;
  readonly lines: readonly Line[];
  /** `late`: the lot had been received already, and the share is a late difference */
  readonly shares: readonly (Share & { readonly late: boolean })[];
};
export type ReversedCost = {
  readonly at: string;
  readonly reversed: readonly (OfRun & { readonly lines: readonly (Line & { readonly reversesId: Id })[] })[];
  readonly shares: readonly (Share & { readonly runId: Id | null; readonly late: boolean })[];
};

/** Lines that reverse and lines that stand instead, and where the difference went. */
export type CorrectedRun = OfRun & {
  readonly correctionId: Id;
  readonly at: string;
  readonly lines: readonly (Line & { readonly reversesId: Id | null })[];
  readonly shares: readonly (Share & { readonly late: boolean })[];
};

/**
 * Writes what runs cost and how it was shared; `moved` are shares that went from lot to lot, `taken` what an
 * undo has reversed, `corrected` what a correction put beside it. A statement a table.
 */
export async function insertCapturedRuns(
  tx: Tx,
  orderId: Id,
  captured: readonly CapturedRun[],
  moved: readonly Share[] = [],
  taken: readonly ReversedCost[] = [],
  corrected: readonly CorrectedRun[] = [],
): Promise<void> {
  const own = { workspace_id: tx.workspaceId, order_id: orderId };
  await insertRows(tx, "cost_line", [
    ...captured.flatMap((run) =>
      run.lines.map((line) => ({ ...own, ...lineRow(run, line, run.at), ...original })),
    ),
    ...corrected.flatMap((run) =>
      run.lines.map((line) => ({
        ...own,
        ...lineRow(run, line, run.at),
        reverses_id: line.reversesId,
        reason: "corrected",
        correction_id: run.correctionId,
      })),
    ),
    ...taken.flatMap((undone) =>
      undone.reversed.flatMap((run) =>
        run.lines.map((line) => ({
          ...own,
          ...lineRow(run, line, undone.at),
          reverses_id: line.reversesId,
          reason: "undone",
          correction_id: null,
        })),
      ),
    ),
  ]);
  await insertRows(tx, "cost_share", [
    ...[...captured, ...corrected].flatMap((run) =>
      run.shares.map((share) => ({ ...own, ...shareRow(share, run.runId) })),
    ),
    ...moved.map((share) => ({ ...own, ...shareRow(share, null) })),
    ...taken.flatMap((undone) => undone.shares.map((share) => ({ ...own, ...shareRow(share, share.runId) }))),
  ]);
  await insertRows(tx, "late_difference", [
    ...captured.flatMap((run) =>
      run.shares
        .filter((share) => share.late)
        .map((share) => ({ ...own, ...lateRow(share, run.runId, "run_ended_later", run.at) })),
    ),
    ...corrected.flatMap((run) =>
      run.shares
        .filter((share) => share.late)
        .map((share) => ({ ...own, ...lateRow(share, run.runId, "correction", run.at) })),
    ),
    ...taken.flatMap((undone) =>
      undone.shares
        .filter((share) => share.late)
        .map((share) => ({ ...own, ...lateRow(share, share.runId, "undone", undone.at) })),
    ),
  ]);
}

const original = { reverses_id: null, reason: null, correction_id: null };
const lineRow = (run: OfRun, line: Line, at: string) => ({
  id: line.id,
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
  at,
});
const shareRow = (share: Share, runId: Id | null) => ({
  id: share.id,
  run_id: runId,
  lot_id: share.lotId,
  part: share.part,
  amount: share.amount,
});
/** One a share: the share's id serves both. */
const lateRow = (share: Share, runId: Id | null, reason: string, at: string) => ({
  id: share.id,
  run_id: runId,
  lot_id: share.lotId,
  amount: share.amount,
  reason,
  at,
});

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
