import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Act } from "#commands/run-command.ts";
import { linkFiles } from "#modules/files/store/link-files.ts";
import type { DefectDecision } from "#modules/production/contract/order-card.ts";
import type { Consumed } from "#modules/inventory/store/stock.ts";
import { type Usage, usageOf } from "#modules/production/core/offered-materials.ts";
import type { OrderChange } from "#modules/production/core/order-change.ts";
import { type OrderState, type Run, runOf, stageOf } from "#modules/production/core/order-state.ts";
import { reportDefect } from "#modules/production/core/report-defect.ts";
import type { PauseBounds } from "#modules/production/core/work-time.ts";
import { missingDefectReason } from "#modules/production/store/defect-reason.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { memberOf, momentOf } from "./order-work.ts";
import { takenOf } from "./run-materials.ts";

export type AskedDefect = {
  readonly units: number;
  readonly reasonId: Id;
  readonly decision: DefectDecision;
  readonly toStageId: Id | null;
  readonly bornStageId: Id | null;
  readonly note: string;
  readonly photoIds: readonly Id[];
};

/** Defects of one run, reported one after another; `ended` are runs that they emptied, still to be captured. */
export type DefectsOfRun = {
  readonly change: OrderChange;
  readonly ended: readonly Run[];
  readonly defectIds: readonly Id[];
  readonly escalated: boolean;
  readonly decide: (change: OrderChange) => OrderChange;
};

/**
 * A defect of all that is left of a lot waits for its run's cost before its units go their way; those before it
 * have left the lot already. Write-offs come first: a return may hold the run. `together`: all runs of the tap.
 */
export async function reportDefects(
  tx: Tx,
  before: OrderChange,
  runId: Id,
  asked: readonly AskedDefect[],
  act: Act,
  bounds: PauseBounds,
  together: readonly Id[] = [],
): Promise<Result<DefectsOfRun>> {
  const missing = await missingDefectReason(
    tx,
    asked.map((defect) => defect.reasonId),
  );
  if (missing !== null) return no("defect_reason_unknown", {}, ["failed", missing, "reasonId"]);
  let change = before;
  const ended: Run[] = [];
  const ids = new Map<AskedDefect, Id>();
  let escalated = false;
  let decide = (after: OrderChange): OrderChange => after;
  const inTurn = [...asked].sort((a, b) => Number(a.decision === "return") - Number(b.decision === "return"));
  for (const defect of inTurn) {
    const place = asked.indexOf(defect);
    const { photoIds, ...rest } = defect;
    const reported = reportDefect(
      change,
      runId,
      { ...rest, photos: photoIds.length, by: memberOf(act) },
      momentOf(act),
      bounds,
      together,
    );
    if (!reported.ok) {
      const { path = [] } = reported.refusal;
      return no(reported.refusal.code, reported.refusal.data ?? {}, ["failed", place, ...path]);
    }
    ids.set(defect, reported.value.defectId);
    escalated ||= reported.value.escalated;
    if (reported.value.ended.length === 0) {
      change = reported.value.decide(reported.value.change);
      continue;
    }
    ({ change, decide } = reported.value);
    ended.push(...reported.value.ended);
  }
  return ok({ change, ended, escalated, decide, defectIds: asked.map((defect) => ids.get(defect) ?? "") });
}

/**
 * What emptied runs have used, where nobody said: what they took, or at a stage that takes at completion their share
 * of the norm, whichever is more.
 */
export function usageOfEmptied(
  change: OrderChange,
  emptied: readonly Run[],
  consumed: ReadonlyMap<Id, readonly Consumed[]>,
): ReadonlyMap<Id, readonly Usage[]> {
  const used = new Map<Id, readonly Usage[]>();
  for (const run of emptied) {
    if (stageOf(change.state, run.stageId).consumption === "at_start") continue;
    const usage = usageOf(change.state, runOf(change.state, run.id), undefined);
    if (!usage.ok) continue;
    const taken = consumed.get(run.id) ?? [];
    used.set(
      run.id,
      usage.value.map((row) => {
        const before = takenOf(taken, row.norm.id);
        return { norm: row.norm, quantity: before.gt(row.quantity) ? before : row.quantity };
      }),
    );
  }
  return used;
}

/** The open runs of the lots that runs are of: a defect takes the units out of all branches at once. */
export function runsOfLots(state: OrderState, runs: readonly Run[]): Id[] {
  const lotIds = new Set(runs.map((run) => run.lotId));
  return [...state.runs.values()].filter((run) => lotIds.has(run.lotId)).map((run) => run.id);
}

export async function linkDefectPhotos(
  tx: Tx,
  { defectIds }: Pick<DefectsOfRun, "defectIds">,
  asked: readonly { readonly photoIds: readonly Id[] }[],
  act: Act,
): Promise<Result<void>> {
  for (const [place, { photoIds }] of asked.entries()) {
    if (photoIds.length === 0) continue;
    const linked = await linkFiles(
      tx,
      { thing: "defect", thingId: defectIds[place] ?? "", role: "photo", fileIds: photoIds },
      act,
      asked.length > 1 ? ["failed", place, "photoIds"] : ["photoIds"],
    );
    if (!linked.ok) return linked;
  }
  return ok(undefined);
}
