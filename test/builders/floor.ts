import type { Id } from "#kernel/id.ts";
import { no, ok, type Result } from "#kernel/result.ts";
import { cancelOrder, openRunsOf } from "#modules/production/core/cancel-order.ts";
import { changeNorms, changeQuantity, changeUpsells } from "#modules/production/core/change-in-work.ts";
import { evolveOrder } from "#modules/production/core/evolve-order.ts";
import { type Moment, type OrderChange, record, unchanged } from "#modules/production/core/order-change.ts";
import type { OrderFact } from "#modules/production/core/order-fact.ts";
import { type OrderState, runOf, stageOf, type WorkInterval } from "#modules/production/core/order-state.ts";
import {
  endRun,
  type EscalationDecision,
  letGo,
  resolveEscalation,
} from "#modules/production/core/report-defect.ts";
import { checkVerb } from "#modules/production/core/run-table.ts";
import {
  blockRun,
  cancelStarts,
  confirmWork,
  joinRun,
  leaveRuns,
  pauseRun,
  reassignRun,
  recordProgress,
  releaseRunsEarly,
  resumeRun,
  startRuns,
  takenTogether,
  unblockRun,
} from "#modules/production/core/run-verbs.ts";
import { stopForgotten } from "#modules/production/core/stop-forgotten.ts";
import { mergeLots, splitLot } from "#modules/production/core/split-lot.ts";
import { isUndoable, undoWork } from "#modules/production/core/undo-work.ts";
import { aNewOrder, nextId, noBounds, type OrderWish } from "./an-order-state.ts";
import { type AskedDefect, defectOfRuns, type Finish, finishRuns, receiveAll } from "./floor-finish.ts";
import { capture, giveBack, needsOf, type Shop, takeNorms } from "./floor-materials.ts";

/**
 * A shop floor in memory: every verb on one order as its command does it, with no database beneath. Materials are
 * taken at their norm and cost their planned price, an hour of anybody's work costs 60: a minute is 1.00.
 */
export type Act = {
  readonly id: Id;
  readonly verb: string;
  readonly by: Id;
  readonly at: Date;
  readonly facts: readonly OrderFact[];
  readonly before: OrderState;
  readonly after: OrderState;
};

export type Floor = ReturnType<typeof aFloor>;

export function aFloor(wish: OrderWish = {}) {
  const created = aNewOrder(wish);
  let state = created.state;
  let now = state.order.createdAt;
  const log: OrderFact[] = [...created.facts];
  const acts: Act[] = [];
  const undone = new Set<Id>();

  const moment = (): Moment => ({ now, newId: nextId });
  const undoneFacts = (): ReadonlySet<OrderFact> =>
    new Set(acts.filter((each) => undone.has(each.id)).flatMap((each) => each.facts));
  const shop: Shop = { log, undone: undoneFacts, moment };

  /** Decides on what a command would load, and lets the facts tell the rest: as a database does. */
  function act(
    verb: string,
    by: Id,
    runIds: readonly Id[] | null,
    decide: (loaded: OrderState) => Result<OrderChange>,
  ): Result<OrderChange> {
    const { status } = state.order;
    const always = verb === "undoWork" || verb === "reopenRun";
    if (!always && (status === "done" || status === "cancelled")) return no("order_closed", { status });
    const decided = decide(runIds === null ? state : loadedFor(state, runIds));
    if (!decided.ok || decided.value.facts.length === 0) return decided;
    const before = state;
    const after = decided.value.facts.reduce((next, fact) => evolveOrder(next, next.order.id, fact), state);
    if (worksTwice(after)) return no("member_busy");
    state = after;
    log.push(...decided.value.facts);
    acts.push({ id: nextId(), verb, by, at: now, facts: decided.value.facts, before, after: state });
    return decided;
  }

  const isBusy = (memberId: Id): boolean =>
    [...state.intervals.values()].some(
      (each) => each.memberId === memberId && each.kind === "work" && each.endedAt === null && !each.voided,
    );
  const ask = {
    start: (runIds: readonly Id[], by: Id, lateReason: string | null = null) =>
      act("startRun", by, runIds, (loaded) => {
        const runs = takenTogether(loaded, runIds);
        if (!runs.ok) return runs;
        const begun = startRuns(loaded, runs.value, { memberId: by, lateReason }, moment());
        if (!begun.ok) return begun;
        const atStart = runs.value.filter((run) => stageOf(loaded, run.stageId).consumption === "at_start");
        return ok(atStart.reduce((change, run) => takeNorms(shop, change, run.id), begun.value));
      }),
    pause: (runId: Id, by: Id, reason: { id: Id | null; paid: boolean } = { id: null, paid: false }) =>
      act("pauseRun", by, [runId], (loaded) =>
        pauseRun(loaded, runOf(loaded, runId), reason, by, moment(), noBounds),
      ),
    resume: (runId: Id, by: Id) =>
      act("resumeRun", by, [runId], (loaded) =>
        resumeRun(loaded, runOf(loaded, runId), { memberId: by }, moment(), noBounds),
      ),
    join: (runId: Id, by: Id) =>
      act("joinRun", by, [runId], (loaded) => joinRun(loaded, runOf(loaded, runId), by, moment(), noBounds)),
    leave: (runId: Id, by: Id) =>
      act("leaveRun", by, [runId], (loaded) =>
        leaveRuns(loaded, [runOf(loaded, runId)], by, moment(), noBounds),
      ),
    progress: (runId: Id, units: number, by: Id) =>
      act("recordProgress", by, [runId], (loaded) =>
        recordProgress(loaded, runOf(loaded, runId), units, moment(), by),
      ),
    /** Asked whether they still work on it: they do. */
    confirm: (runId: Id, by: Id) =>
      act("confirmWork", by, [runId], (loaded) => confirmWork(loaded, runOf(loaded, runId), by, moment())),
    /** They had stopped before, and forgot to say so: it is proposed, and counts as it was recorded. */
    stopForgotten: (runId: Id, at: Date, by: Id) =>
      act("stopForgotten", by, [runId], (loaded) => {
        const told = { memberId: by, at, correctionId: nextId(), reason: "Forgot" };
        const stopped = stopForgotten(loaded, runOf(loaded, runId), told, moment());
        return stopped.ok ? ok(stopped.value.change) : stopped;
      }),
    block: (runId: Id, by: Id) =>
      act("blockRun", by, [runId], (loaded) =>
        blockRun(loaded, runOf(loaded, runId), { id: "broken", note: "" }, moment(), noBounds),
      ),
    unblock: (runId: Id, by: Id) =>
      act("unblockRun", by, [runId], (loaded) => unblockRun(loaded, runOf(loaded, runId), moment())),
    releaseEarly: (runId: Id, by: Id) =>
      act("releaseRunEarly", by, [runId], (loaded) =>
        releaseRunsEarly(loaded, [runOf(loaded, runId)], "In a hurry", moment()),
      ),
    reassign: (runId: Id, to: Id | null, by: Id) =>
      act("reassignRun", by, [runId], (loaded) =>
        reassignRun(loaded, runOf(loaded, runId), to, moment(), noBounds),
      ),
    cancelStart: (runId: Id, by: Id) =>
      act("cancelStart", by, [runId], (loaded) => {
        const cancelled = cancelStarts(loaded, [runOf(loaded, runId)], moment(), noBounds);
        return cancelled.ok ? ok(giveBack(shop, cancelled.value, runId)) : cancelled;
      }),
    finish: (runIds: readonly Id[], finish: Finish, by: Id) =>
      act("finishRun", by, runIds, (loaded) => finishRuns(shop, loaded, runIds, finish, by)),
    defect: (runIds: readonly Id[], defect: AskedDefect, by: Id) =>
      act("reportDefect", by, runIds, (loaded) => defectOfRuns(shop, loaded, runIds, defect, by)),
    resolve: (runId: Id, decision: EscalationDecision, by: Id) =>
      act("resolveEscalation", by, [runId], (loaded) =>
        resolveEscalation(loaded, runId, { decision, reason: "Looked at it", by }, moment()),
      ),
    letGo: (runId: Id, by: Id) =>
      act("letGo", by, [runId], (loaded) => letGo(loaded, runId, "It takes too long", moment())),
    split: (lotId: Id, units: number, by: Id) =>
      act("splitLot", by, null, (loaded) => {
        const parted = splitLot(loaded, lotId, units, moment());
        return parted.ok ? ok(parted.value.change) : parted;
      }),
    merge: (lotIds: readonly Id[], by: Id) =>
      act("mergeLots", by, null, (loaded) => mergeLots(loaded, lotIds, moment())),
    changeQuantity: (to: number, by: Id) =>
      act("changeQuantity", by, null, (loaded) => {
        const after = changeQuantity(loaded, to, [], moment());
        if (!after.ok) return after;
        const needs = changeNorms(after.value, needsOf(loaded, to), moment());
        return ok(receiveAll(needs, moment()));
      }),
    /** Optional stages that are to be on, by key. */
    changeUpsells: (on: readonly string[], by: Id) =>
      act("changeUpsells", by, null, (loaded) => {
        const active = loaded.stages.filter((stage) => !stage.optional || on.includes(stage.key));
        const keys = new Set(active.map((stage) => stage.key));
        const after = changeUpsells(loaded, on, keys, moment());
        return after.ok ? ok(receiveAll(after.value, moment())) : after;
      }),
    pick: (runId: Id, normId: Id, variantId: Id, by: Id) =>
      act("pickMaterial", by, [runId], (loaded) => {
        const allowed = checkVerb(runOf(loaded, runId), "pickMaterial", now);
        if (!allowed.ok) return allowed;
        const from = loaded.norms.get(normId)?.variantId ?? null;
        const data = { normId, from, to: variantId, at: now.toISOString() };
        return ok(record(unchanged(loaded), { kind: "material_picked", data }));
      }),
    /** What the queue does once a wait after a last stage is over. */
    receive: () =>
      act("receiveLot", "queue", null, (loaded) => {
        const due = [...loaded.lots.values()].some(
          (lot) => lot.receivableAt !== null && lot.receivableAt <= now && lot.state === "in_work",
        );
        return due ? ok(receiveAll(unchanged(loaded), moment())) : no("nothing_to_receive");
      }),
    cancelOrder: (by: Id, returnMaterials = false) =>
      act("cancelOrder", by, null, (loaded) => {
        let change = unchanged(loaded);
        const open = openRunsOf(loaded);
        const runIds = open.map((run) => run.id);
        for (const run of open) {
          change = endRun(change, run.id, moment(), noBounds, runIds);
          if (returnMaterials) change = giveBack(shop, change, run.id);
        }
        for (const run of open) if (run.startedAt !== null) change = capture(shop, change, run.id);
        return ok(cancelOrder(change, "The customer left", moment()));
      }),
    undo: (actId: Id, by: Id) => {
      const done = acts.find((each) => each.id === actId);
      if (done === undefined || !isUndoable(done.facts)) return no("undo_unknown");
      if (undone.has(actId)) return no("undo_done_already");
      return takeBack("undoWork", done, null, by);
    },
    reopen: (runId: Id, by: Id) => {
      const allowed = checkVerb(runOf(state, runId), "reopenRun", now);
      if (!allowed.ok) return allowed;
      const done = acts.findLast((each) =>
        each.facts.some((fact) => fact.kind === "run_finished" && fact.data.runId === runId),
      );
      return done === undefined ? no("undo_unknown") : takeBack("reopenRun", done, "Forgot one", by);
    },
  };

  function takeBack(verb: string, done: Act, reason: string | null, by: Id): Result<OrderChange> {
    const idle = [...state.intervals.values()].map((each) => each.memberId).filter((id) => !isBusy(id));
    const worked = new Set(
      [...state.intervals.values()]
        .filter((each) => each.kind === "work" && !each.voided && (each.endedAt ?? now) > done.at)
        .map((each) => each.memberId),
    );
    const answer = act(verb, by, null, (loaded) =>
      undoWork(
        loaded,
        {
          before: done.before,
          after: done.after,
          facts: done.facts,
          commandId: done.id,
          verb: done.verb,
          reason,
          corrected: new Set(),
          freeMembers: new Set(idle.filter((id) => !worked.has(id))),
        },
        moment(),
      ),
    );
    if (answer.ok) undone.add(done.id);
    return answer;
  }

  return {
    ask,
    people: ["anna", "borys", "vira"],
    nameOf: (memberId: Id): string => memberId,
    get state() {
      return state;
    },
    get log(): readonly OrderFact[] {
      return log;
    },
    get acts(): readonly Act[] {
      return acts;
    },
    get now() {
      return now;
    },
    set now(at: Date) {
      now = at;
    },
    isUndone: (actId: Id): boolean => undone.has(actId),
    undoneFacts,
  };
}

/** One open stretch of work a person: the schema's own guard. */
function worksTwice(state: OrderState): boolean {
  const working = [...state.intervals.values()].filter(
    (each) => each.kind === "work" && each.endedAt === null && !each.voided && each.leads,
  );
  return new Set(working.map((each) => each.memberId)).size < working.length;
}

/** Per unit, lots have nothing to do with each other: a command loads the runs of its own. */
function loadedFor(state: OrderState, runIds: readonly Id[]): OrderState {
  if (state.order.batchMode !== "per_unit") return state;
  const asked = new Set(runIds.flatMap((runId) => state.runs.get(runId)?.lotId ?? []));
  const lotIdOf = (interval: WorkInterval): Id => runOf(state, interval.runId).lotId;
  const intervals = [...state.intervals.values()];
  const together = new Set(
    intervals
      .filter((each) => asked.has(lotIdOf(each)) && each.endedAt === null && each.togetherId !== null)
      .map((each) => each.togetherId),
  );
  const partners = intervals.filter((each) => each.togetherId !== null && together.has(each.togetherId));
  const lots = new Set([...asked, ...partners.map(lotIdOf)]);
  const runs = new Map([...state.runs].filter(([, run]) => lots.has(run.lotId)));
  return {
    ...state,
    runs,
    intervals: new Map([...state.intervals].filter(([, each]) => runs.has(each.runId))),
  };
}
