import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Refusal, Result } from "#kernel/result.ts";
import type { OrderChange } from "#modules/production/core/order-change.ts";
import type { OrderFact } from "#modules/production/core/order-fact.ts";
import {
  isOpen,
  type Lot,
  lotOf,
  type Run,
  stageByKey,
  stageOf,
} from "#modules/production/core/order-state.ts";
import type { EscalationDecision } from "#modules/production/core/report-defect.ts";
import { runStateAt } from "#modules/production/core/run-table.ts";
import { breachesOfFold, breachesOfOrder } from "#test/laws/order-laws.ts";
import { at, type OrderWish } from "./an-order-state.ts";
import type { AskedDefect, Finish } from "./floor-finish.ts";
import { aFloor } from "./floor.ts";

/**
 * A floor as a specification tells of it: stages by their key, lots by their number, people by their name, minutes
 * since nine. What is refused throws; after every act all laws hold.
 */
type Who = { readonly by?: Id; readonly lot?: string };
/** Without `to` the units are written off. */
export type Failed = {
  readonly units?: number;
  readonly to?: string;
  readonly born?: string;
  readonly note?: string;
};

class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(`Refused: ${JSON.stringify(refusal)}`);
    this.refusal = refusal;
  }
}

/** Why it was refused; throws where it was not. */
export function refusalOf(act: () => unknown): Refusal {
  try {
    act();
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error("It was not refused");
}

export type ToldFloor = ReturnType<typeof aToldFloor>;

export function aToldFloor(wish: OrderWish = {}) {
  const floor = aFloor(wish);
  const { ask } = floor;

  function done(answer: Result<OrderChange>): readonly OrderFact[] {
    if (!answer.ok) throw new Refused(answer.refusal);
    const breaches = [...breachesOfOrder(floor.state, floor.log), ...breachesOfFold(floor.state, floor.log)];
    if (breaches.length > 0) throw new Error(breaches.join("\n"));
    return answer.value.facts;
  }

  function lot(number: string): Lot {
    const found = [...floor.state.lots.values()].find((each) => each.number === number);
    if (found === undefined) throw new Error(`There is no lot ${number}`);
    return found;
  }

  /** The open run at a stage, else the newest there that ever was. */
  function run(key: string, number?: string): Run {
    const stage = stageByKey(floor.state, key);
    const all = [...floor.state.runs.values()].filter(
      (each) =>
        each.stageId === stage.id &&
        each.state !== "void" &&
        (number === undefined || lotOf(floor.state, each.lotId).number === number),
    );
    const found = all.find(isOpen) ?? all.at(-1);
    if (found === undefined) throw new Error(`No run has been reached at ${key} ${number ?? ""}`);
    return found;
  }
  const idAt = (key: string, who: Who = {}): Id => run(key, who.lot).id;
  const idsAt = (key: string, lots: readonly string[] | undefined, who: Who): Id[] =>
    lots === undefined ? [idAt(key, who)] : lots.map((number) => idAt(key, { lot: number }));

  function defectOf(failed: Failed, units: number): AskedDefect {
    const { to, born, note = "" } = failed;
    return {
      units: failed.units ?? units,
      decision: to === undefined ? "write_off" : "return",
      toStageId: to === undefined ? null : stageByKey(floor.state, to).id,
      bornStageId: born === undefined ? null : stageByKey(floor.state, born).id,
      note,
    };
  }
  const unitsOf = (runIds: readonly Id[]): number =>
    runIds.reduce((units, runId) => {
      const { lotId } = floor.state.runs.get(runId) ?? run("");
      return units + lotOf(floor.state, lotId).units;
    }, 0);

  return {
    get state() {
      return floor.state;
    },
    get log() {
      return floor.log;
    },
    at(minutes: number): void {
      floor.now = at(minutes);
    },
    run,
    lot,
    stateOf: (key: string, number?: string) => runStateAt(run(key, number), floor.now),
    /** Lots that have units or had: number, state, units. */
    lots: () =>
      [...floor.state.lots.values()].map((each) => `${each.number} ${each.state} ${each.units}`).sort(),
    /** Open runs: lot, stage, state. */
    open: () =>
      [...floor.state.runs.values()]
        .filter(isOpen)
        .map(
          (each) =>
            `${lotOf(floor.state, each.lotId).number} ${stageOf(floor.state, each.stageId).key} ${runStateAt(each, floor.now)}`,
        )
        .sort(),
    /** Open time: who, what, where. */
    working: () =>
      [...floor.state.intervals.values()]
        .filter((each) => each.endedAt === null && !each.voided)
        .map((each) => {
          const of = floor.state.runs.get(each.runId) ?? run("");
          const number = lotOf(floor.state, of.lotId).number;
          return `${each.memberId} ${each.kind} ${stageOf(floor.state, of.stageId).key} ${number}`;
        })
        .sort(),
    /** What a lot's units carry: first pass, rework, taken over. */
    carried: (number: string) => {
      const { firstPass, rework, absorbed } = lot(number);
      return [firstPass, rework, absorbed].map(text);
    },
    money: () => {
      const { cost, receivedCost, separateLoss, lateDifference, carried } = floor.state.order;
      return {
        cost: text(cost),
        received: text(receivedCost),
        loss: text(separateLoss),
        late: text(lateDifference),
        carried: text(carried),
      };
    },

    start: (key: string, { lots, late, ...who }: Who & { lots?: readonly string[]; late?: string } = {}) =>
      done(ask.start(idsAt(key, lots, who), who.by ?? "anna", late ?? null)),
    pause: (key: string, { paid = false, ...who }: Who & { paid?: boolean } = {}) =>
      done(ask.pause(idAt(key, who), who.by ?? "anna", { id: "lunch", paid })),
    resume: (key: string, who: Who = {}) => done(ask.resume(idAt(key, who), who.by ?? "anna")),
    join: (key: string, who: Who = {}) => done(ask.join(idAt(key, who), who.by ?? "borys")),
    leave: (key: string, who: Who = {}) => done(ask.leave(idAt(key, who), who.by ?? "anna")),
    progress: (key: string, units: number, who: Who = {}) =>
      done(ask.progress(idAt(key, who), units, who.by ?? "anna")),
    /** All units, unless told; `failed` are among those that are not good. */
    finish(
      key: string,
      {
        lots,
        failed = [],
        ...asked
      }: Who & { lots?: readonly string[]; failed?: readonly Failed[] } & Partial<
          Omit<Finish, "failed">
        > = {},
    ) {
      const runIds = idsAt(key, lots, asked);
      const bad = failed.map((each) => defectOf(each, 1));
      const units = unitsOf(runIds) - bad.reduce((total, each) => total + each.units, 0);
      return done(ask.finish(runIds, { units, ...asked, failed: bad }, asked.by ?? "anna"));
    },
    /** All units, unless told. */
    defect(key: string, { lots, ...asked }: Who & Failed & { lots?: readonly string[] } = {}) {
      const runIds = idsAt(key, lots, asked);
      return done(ask.defect(runIds, defectOf(asked, unitsOf(runIds)), asked.by ?? "anna"));
    },
    resolve: (key: string, decision: EscalationDecision, who: Who = {}) =>
      done(ask.resolve(idAt(key, who), decision, who.by ?? "olena")),
    letGo: (key: string, who: Who = {}) => done(ask.letGo(idAt(key, who), who.by ?? "olena")),
    cancelStart: (key: string, who: Who = {}) => done(ask.cancelStart(idAt(key, who), who.by ?? "anna")),
    block: (key: string, who: Who = {}) => done(ask.block(idAt(key, who), who.by ?? "olena")),
    unblock: (key: string, who: Who = {}) => done(ask.unblock(idAt(key, who), who.by ?? "olena")),
    releaseEarly: (key: string, who: Who = {}) => done(ask.releaseEarly(idAt(key, who), who.by ?? "olena")),
    reassign: (key: string, to: Id | null, who: Who = {}) =>
      done(ask.reassign(idAt(key, who), to, who.by ?? "olena")),
    reopen: (key: string, who: Who = {}) => done(ask.reopen(idAt(key, who), who.by ?? "olena")),
    split: (number: string, units: number) => done(ask.split(lot(number).id, units, "olena")),
    merge: (...numbers: string[]) =>
      done(
        ask.merge(
          numbers.map((number) => lot(number).id),
          "olena",
        ),
      ),
    changeQuantity: (to: number) => done(ask.changeQuantity(to, "olena")),
    changeUpsells: (...keys: string[]) => done(ask.changeUpsells(keys, "olena")),
    pick(key: string, variantId: Id) {
      const { id, stageId } = run(key);
      const norm = [...floor.state.norms.values()].find((each) => each.stageId === stageId);
      return done(ask.pick(id, norm?.id ?? "", variantId, "olena"));
    },
    receive: () => done(ask.receive()),
    cancelOrder: ({ returnMaterials = false } = {}) => done(ask.cancelOrder("olena", returnMaterials)),
    /** Takes back the last act, or the last of a verb. */
    undo(verb?: string) {
      const act = floor.acts.findLast((each) => verb === undefined || each.verb === verb);
      if (act === undefined) throw new Error(`Nothing was done: ${verb ?? ""}`);
      return done(ask.undo(act.id, act.by));
    },
  };
}
