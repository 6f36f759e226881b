import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import type { CheckAnswer } from "#modules/production/contract/order-card.ts";
import { checkAnswers } from "#modules/production/core/check-answers.ts";
import {
  finishOrder,
  lotsToReceive,
  moveOn,
  receivableAt,
  receiveLot,
} from "#modules/production/core/flow-of-lots.ts";
import { type Moment, type OrderChange, record, unchanged } from "#modules/production/core/order-change.ts";
import { lotOf, type OrderState, type Run, runOf, stageOf } from "#modules/production/core/order-state.ts";
import { type Defect, reportDefect } from "#modules/production/core/report-defect.ts";
import { checkVerb } from "#modules/production/core/run-table.ts";
import { finishRun, sendUnitsOn, takenTogether } from "#modules/production/core/run-verbs.ts";
import { noBounds } from "./an-order-state.ts";
import { capture, type Shop, takeNormsAtCompletion } from "./floor-materials.ts";

/** How runs end on a floor, as the commands do it: what failed first, then materials, cost, lots and receipts. */
export type Finish = {
  readonly units: number;
  readonly failed?: readonly AskedDefect[];
  readonly leaveRest?: boolean;
  readonly checks?: readonly CheckAnswer[];
  readonly photos?: number;
  readonly concession?: string | null;
};
export type AskedDefect = Pick<Defect, "units" | "decision"> &
  Partial<Pick<Defect, "toStageId" | "bornStageId" | "reasonId" | "note" | "photos">>;

type Decide = (change: OrderChange) => OrderChange;
type Failed = { readonly change: OrderChange; readonly ended: readonly Id[]; readonly decide: Decide };

function defectsOf(
  shop: Shop,
  before: OrderChange,
  runId: Id,
  asked: readonly AskedDefect[],
  by: Id,
  together: readonly Id[] = [],
): Result<Failed> {
  let change = before;
  let ended: Id[] = [];
  let decide: Decide = (after) => after;
  const inTurn = [...asked].sort((a, b) => Number(a.decision === "return") - Number(b.decision === "return"));
  for (const defect of inTurn) {
    const full = { toStageId: null, bornStageId: null, reasonId: "crack", note: "", photos: 0, by };
    const reported = reportDefect(change, runId, { ...full, ...defect }, shop.moment(), noBounds, together);
    if (!reported.ok) return reported;
    if (reported.value.ended.length === 0) {
      change = reported.value.decide(reported.value.change);
      continue;
    }
    ({ change, decide } = reported.value);
    ended = [...ended, ...reported.value.ended.map((run) => run.id)];
  }
  return ok({ change, ended, decide });
}

export function defectOfRuns(
  shop: Shop,
  state: OrderState,
  runIds: readonly Id[],
  defect: AskedDefect,
  by: Id,
): Result<OrderChange> {
  const runs = takenTogether(state, runIds);
  if (!runs.ok) return runs;
  let change = unchanged(state);
  const ended: Id[] = [];
  const decisions: Decide[] = [];
  for (const run of runs.value) {
    const units = runIds.length > 1 ? lotOf(state, run.lotId).units : defect.units;
    const reported = defectsOf(shop, change, run.id, [{ ...defect, units }], by, runIds);
    if (!reported.ok) return reported;
    ({ change } = reported.value);
    ended.push(...reported.value.ended);
    decisions.push(reported.value.decide);
  }
  const used = takeNormsAtCompletion(shop, change, ended);
  return ok(endWork(shop, used, ended, (after) => decisions.reduce((next, decide) => decide(next), after)));
}

export function finishRuns(
  shop: Shop,
  state: OrderState,
  runIds: readonly Id[],
  finish: Finish,
  by: Id,
): Result<OrderChange> {
  const runs = takenTogether(state, runIds);
  if (!runs.ok) return runs;
  const [first] = runs.value;
  if (first === undefined) return no("run_unknown");
  for (const run of runs.value) {
    const allowed = checkVerb(run, "finishRun", shop.moment().now);
    if (!allowed.ok) return allowed;
  }
  const failed = defectsOf(shop, unchanged(state), first.id, finish.failed ?? [], by);
  if (!failed.ok) return failed;
  const good = finishGood(shop, failed.value, runs.value, finish, by);
  if (!good.ok) return good;
  const { change, over } = good.value;
  const ended = takeNormsAtCompletion(shop, change, over);
  const goesOn = runIds.filter((runId) => !over.includes(runId));
  const used = takeNormsAtCompletion(shop, ended, goesOn, true);
  return ok(endWork(shop, used, over, failed.value.decide));
}

function finishGood(
  shop: Shop,
  { change, ended }: Failed,
  runs: readonly Run[],
  { units, failed: _, leaveRest = false, checks = [], photos = 0, concession = null }: Finish,
  by: Id,
): Result<{ change: OrderChange; over: readonly Id[] }> {
  const [first] = runs;
  if (first === undefined || runOf(change.state, first.id).state === "held")
    return ok({ change, over: ended });
  if (ended.includes(first.id)) {
    return units === 0 ? ok({ change, over: ended }) : no("finish_short", { units, lot: 0 });
  }
  const checked = checkAnswers(stageOf(change.state, first.stageId), checks, photos, concession);
  if (!checked.ok) return checked;
  const result = { units, comment: "", checks, photos, concession };
  const unitsOf = (run: Run): number => lotOf(change.state, run.lotId).units;
  if (leaveRest && runs.length === 1 && units < unitsOf(first)) {
    const sent = sendUnitsOn(change, first.id, result, shop.moment(), by);
    return sent.ok ? ok({ change: sent.value.change, over: ended }) : sent;
  }
  const together = runs.map((run) => run.id);
  let next = change;
  for (const run of runs) {
    const own = { ...result, units: runs.length > 1 ? unitsOf(run) : units };
    const finished = finishRun(next, run.id, own, shop.moment(), noBounds, together);
    if (!finished.ok) return finished;
    next = finished.value;
  }
  return ok({ change: next, over: [...ended, ...together] });
}

function endWork(shop: Shop, change: OrderChange, ended: readonly Id[], decide: Decide): OrderChange {
  const captured = ended.reduce((next, runId) => capture(shop, next, runId), change);
  const lotIds = ended.map((runId) => runOf(captured.state, runId).lotId);
  return receiveAll(moveOn(decide(captured), [...new Set(lotIds)], shop.moment()), shop.moment());
}

/** Takes in what is through; a wait after the last stage keeps it. */
export function receiveAll(before: OrderChange, moment: Moment): OrderChange {
  let change = before;
  for (const { id } of lotsToReceive(change.state)) {
    const until = receivableAt(change.state, id, moment.now);
    if (until <= moment.now) {
      change = receiveLot(change, id, moment);
      continue;
    }
    if (lotOf(change.state, id).receivableAt?.getTime() === until.getTime()) continue;
    change = record(change, {
      kind: "lot_awaits_receipt",
      data: { lotId: id, until: until.toISOString(), at: moment.now.toISOString() },
    });
  }
  return finishOrder(change, moment);
}
