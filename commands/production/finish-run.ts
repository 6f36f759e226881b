import { sayInUnit } from "#commands/inventory/say-in-unit.ts";
import { stockContextOf } from "#commands/inventory/stock-context.ts";
import { type Decimal, shareOut } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { Input } from "#kernel/route.ts";
import { type Act, defineCommand } from "#commands/run-command.ts";
import { loadWorkspacePolicies } from "#modules/access/store/workspace-policies.ts";
import { linkFiles } from "#modules/files/store/link-files.ts";
import { shareTypedWork } from "#modules/costing/core/subcontracting-cost.ts";
import { type Consumed, consumedOfRuns, lockStock, saveStock } from "#modules/inventory/store/stock.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { checkAnswers } from "#modules/production/core/check-answers.ts";
import {
  offeredSoFar,
  shareOfTyped,
  type Usage,
  usageOf,
} from "#modules/production/core/offered-materials.ts";
import { type OrderChange, unchanged } from "#modules/production/core/order-change.ts";
import { lotOf, normsOfStage, type Run, runOf, stageOf } from "#modules/production/core/order-state.ts";
import { checkVerb } from "#modules/production/core/run-table.ts";
import { finishRun as finish, sendUnitsOn } from "#modules/production/core/run-verbs.ts";
import { loadPauseBounds } from "#modules/production/store/pause-bounds.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { batchesOfRuns } from "./batches-of-run.ts";
import { endWork, normKeys, receiptKeys } from "./end-work.ts";
import { namingMaterial } from "./name-material.ts";
import { memberOf, momentOf, openRuns, runAnswer, saveWork } from "./order-work.ts";
import {
  type DefectsOfRun,
  linkDefectPhotos,
  reportDefects,
  runsOfLots,
  usageOfEmptied,
} from "./report-defects.ts";
import { unitsOf } from "./run-cost.ts";
import { settleMaterials, takenOf, type WithStock } from "./run-materials.ts";
import { checkTypedPieces } from "./typed-pieces.ts";

type Asked = Input<typeof productionRoutes.finishRun>;

/**
 * A run ends: what failed is reported, what was really used is settled, its cost is captured for good, the lot
 * moves on; a lot that is through is received into stock at what its units carry, and the last one finishes the
 * order. Several runs of one stage may be finished in one tap, with all their units.
 */
export const finishRun = defineCommand("finishRun", productionRoutes.finishRun, async (tx, input, asked) => {
  const opened = await openRuns(tx, [input.runId, ...input.alsoRunIds], asked);
  if (!opened.ok) return opened;
  const { state, runs, act } = opened.value;
  const [first] = runs;
  if (first === undefined) return no("run_unknown", {}, ["runId"]);
  // Before anything fails: a defect may be reported where a finish has no place.
  for (const run of runs) {
    const allowed = checkVerb(run, "finishRun", act.now);
    if (!allowed.ok) return allowed;
  }
  const bounds = await loadPauseBounds(
    tx,
    state,
    input.failed.length > 0 ? runsOfLots(state, runs) : runs.map((run) => run.id),
  );
  if (input.concession !== undefined && !act.may("run.resolve"))
    return no("not_allowed", { action: "run.resolve" });

  // What failed goes first: a whole batch that sends units back waits for them instead of finishing.
  if (input.failed.length > 0 && runs.length > 1) return no("runs_not_together", {}, ["failed"]);
  const failed = await reportDefects(tx, unchanged(state), first.id, input.failed, act, bounds);
  if (!failed.ok) return failed;
  const ended = endUnits(failed.value, runs, input, act, bounds);
  if (!ended.ok) return ended;

  const told = workOfSubcontractor(ended.value.change, runs, input);
  if (!told.ok) return told;

  // Units that fail here end their work at parallel stages too, and what that has used is in its cost.
  const elsewhere = failed.value.ended.filter((run) => runs.every(({ id }) => id !== run.id));
  const taking = [...runs, ...elsewhere].filter((run) => normsOfStage(state, run.stageId).length > 0);
  const [consumed, policies] = await Promise.all([
    taking.length > 0
      ? consumedOfRuns(
          tx,
          taking.map((run) => run.id),
        )
      : new Map<Id, readonly Consumed[]>(),
    loadWorkspacePolicies(tx),
  ]);
  const typed = usageOfRuns(ended.value.change, runs, ended.value.over, input, consumed);
  if (!typed.ok) return namingMaterial(tx, typed, state);
  const whole = await checkTypedPieces(tx, state, input.materials);
  if (!whole.ok) return whole;
  const used = new Map([...typed.value, ...usageOfEmptied(ended.value.change, elsewhere, consumed)]);
  const named = batchesOfRuns(input.batches, typed.value);
  if (!named.ok) return sayInUnit(tx, named);
  const issues = [...consumed.values()].flat();
  // Units that leave the order for good may make any stage needless: then all its reservations are at stake.
  const keys = input.failed.length > 0 ? normKeys(state.norms.values()) : [];
  const stock = await lockStock(
    tx,
    [
      ...[...used.values()]
        .flat()
        .flatMap(({ norm, quantity }) =>
          norm.variantId === null
            ? []
            : [{ variantId: norm.variantId, warehouseId: norm.warehouseId, needed: quantity }],
        ),
      ...keys,
      ...receiptKeys(state, runs),
    ],
    {
      orderId: state.order.id,
      withYielding: used.size > 0,
      normIds: issues.flatMap((row) => row.issue.taken.map((taken) => taken.normId)),
    },
  );
  let work: WithStock = { change: ended.value.change, stock };
  for (const [runId, usage] of used) {
    const settled = settleMaterials(
      work,
      { id: runId },
      usage,
      consumed.get(runId) ?? [],
      policies.allowNegativeStock,
      stockContextOf(act),
      named.value.get(runId),
    );
    if (!settled.ok) return settled;
    work = settled.value;
  }
  const { decide } = failed.value;
  const done = await endWork(tx, act, work, ended.value.over, consumed, decide, told.value);
  const here = ended.value.over.filter((id) => elsewhere.every((run) => run.id !== id));
  const photos = await linkPhotos(tx, input, here, failed.value, act);
  if (!photos.ok) return photos;
  await saveWork(tx, act, done.change);
  await saveStock(tx, stock, done.stock, act);
  const escalated = done.change.facts.some((fact) => fact.kind === "lot_escalated");
  return ok({ ...runAnswer(done.change, first.id, act.now), escalated });
});

type Bounds = Awaited<ReturnType<typeof loadPauseBounds>>;

/** The good units: the runs that are over with them, and the state that makes. */
function endUnits(
  failed: DefectsOfRun,
  runs: readonly Run[],
  input: Asked,
  act: Act,
  bounds: Bounds,
): Result<{ change: OrderChange; over: readonly Id[] }> {
  const emptied = failed.ended.map((run) => run.id);
  const { change } = failed;
  const units = runs.map((run) => lotOf(change.state, run.lotId).units);
  const [first] = runs;
  if (first === undefined || runOf(change.state, first.id).state === "held")
    return ok({ change, over: emptied });
  if (emptied.includes(first.id)) {
    return input.units === 0
      ? ok({ change, over: emptied })
      : no("finish_short", { units: input.units, lot: 0 });
  }
  const stage = stageOf(change.state, first.stageId);
  const checked = checkAnswers(stage, input.checks, input.photoIds.length, input.concession ?? null);
  if (!checked.ok) return checked;
  const result = {
    units: input.units,
    comment: input.comment,
    checks: input.checks,
    photos: input.photoIds.length,
    concession: input.concession ?? null,
  };
  if (input.leaveRest && runs.length === 1 && input.units < (units[0] ?? 0)) {
    const sent = sendUnitsOn(change, first.id, result, momentOf(act), memberOf(act));
    return sent.ok ? ok({ change: sent.value.change, over: emptied }) : sent;
  }
  const all = units.reduce((total, each) => total + each, 0);
  if (runs.length > 1 && input.units !== all) {
    return no("finish_short", { units: input.units, lot: all }, ["units"]);
  }
  let next = change;
  const together = runs.map((run) => run.id);
  for (const [place, run] of runs.entries()) {
    const own = runs.length > 1 ? (units[place] ?? 0) : input.units;
    const good = { ...result, units: own };
    const finished = finish(next, run.id, good, momentOf(act), bounds, together);
    if (!finished.ok) return finished;
    next = finished.value;
  }
  return ok({ change: next, over: [...emptied, ...together] });
}

/** What only a person can say of what a subcontractor did: shared over the runs that are done by this tap. */
function workOfSubcontractor(
  { state }: OrderChange,
  runs: readonly Run[],
  { subcontracting, comment }: Asked,
): Result<ReadonlyMap<Id, Decimal>> {
  const done = runs.map((run) => runOf(state, run.id)).filter((run) => run.state === "done");
  const [first] = runs;
  if (first === undefined || (done.length === 0 && subcontracting === undefined)) return ok(new Map());
  const { price } = stageOf(state, first.stageId);
  const units = done.map((run) => unitsOf(state, run));
  const shares = shareTypedWork(done.length === 0 ? null : price, subcontracting, comment, units);
  if (!shares.ok) return shares;
  return ok(
    new Map(
      done.flatMap((run, place) => {
        const share = shares.value[place] ?? null;
        return share === null ? [] : [[run.id, share] as const];
      }),
    ),
  );
}

/**
 * What each run has really used so far. What was consumed at start stays as it is unless the person corrects it here;
 * of a run that goes on with the rest of its units, what it has finished has used its norm; one that is held settles
 * only what was typed.
 */
function usageOfRuns(
  change: OrderChange,
  runs: readonly Run[],
  over: readonly Id[],
  input: Asked,
  consumed: ReadonlyMap<Id, readonly Consumed[]>,
): Result<ReadonlyMap<Id, readonly Usage[]>> {
  const named = new Set((input.materials ?? []).map((row) => row.normId));
  const typed = shareOfTyped(change.state, runs, input.materials, (total, weights) =>
    shareOut(total, weights, 6),
  );
  const used = new Map<Id, readonly Usage[]>();
  for (const run of runs) {
    const usage = usageOf(
      change.state,
      runOf(change.state, run.id),
      runs.length > 1 ? typed.get(run.id) : input.materials,
    );
    if (!usage.ok) return usage;
    const goesOn = !over.includes(run.id);
    const atStart = stageOf(change.state, run.stageId).consumption === "at_start";
    used.set(
      run.id,
      usage.value.map((row) => {
        if (named.has(row.norm.id) || !(atStart || goesOn)) return row;
        const taken = takenOf(consumed.get(run.id) ?? [], row.norm.id);
        if (atStart) return { norm: row.norm, quantity: taken };
        const now = runOf(change.state, run.id);
        const sent = offeredSoFar(change.state, now, row.norm).minus(
          offeredSoFar(change.state, run, row.norm),
        );
        return { norm: row.norm, quantity: taken.plus(sent) };
      }),
    );
  }
  return ok(used);
}

async function linkPhotos(
  tx: Tx,
  input: Asked,
  over: readonly Id[],
  failed: DefectsOfRun,
  act: Act,
): Promise<Result<void>> {
  const linked = await linkDefectPhotos(tx, failed, input.failed, act);
  if (!linked.ok) return linked;
  const ofChecks = input.checks.flatMap((check) => check.photoIds ?? []);
  const runIds = over.length === 0 ? [input.runId] : over;
  for (const runId of input.photoIds.length + ofChecks.length === 0 ? [] : runIds) {
    const photos = await linkFiles(
      tx,
      { thing: "run", thingId: runId, role: "photo", fileIds: input.photoIds },
      act,
      ["photoIds"],
    );
    if (!photos.ok) return photos;
    const checked = await linkFiles(
      tx,
      { thing: "run", thingId: runId, role: "check", fileIds: ofChecks },
      act,
      ["checks"],
    );
    if (!checked.ok) return checked;
  }
  return ok(undefined);
}
