import { decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { OrderFact, OrderFactKind } from "#modules/production/core/order-fact.ts";

/**
 * What a fact says to a person: the values of the sentence `fact.<kind>` in web/texts. Only what is named
 * here leaves the server: a fact's data hold rates and prices that most readers may not see.
 *
 * Values are names instead of ids. Those that end in `Date` are "YYYY-MM-DD", in `At` instants, in `Amount`
 * money; the screen words them. "—" stands for none.
 */
export type FactValues = Record<string, string | number | null>;

/** The names that the facts of a page need, looked up at once. */
export type Names = {
  /** the stage of a run, with its lot's number where the order has several */
  readonly runs: ReadonlyMap<Id, string>;
  readonly lots: ReadonlyMap<Id, string>;
  readonly stages: ReadonlyMap<Id, string>;
  readonly members: ReadonlyMap<Id, string>;
  readonly reasons: ReadonlyMap<Id, string>;
  readonly norms: ReadonlyMap<Id, { readonly name: string; readonly unit: string }>;
  readonly variants: ReadonlyMap<Id, string>;
  readonly upsells: ReadonlyMap<Id, string>;
};

export type IdsToName = { readonly [K in keyof Names]: readonly Id[] };

const none = "—";
const longest = 200;

export function idsOf(fact: OrderFact): Partial<Record<keyof Names, readonly (Id | null)[]>> {
  const { data } = fact;
  switch (fact.kind) {
    case "order_created":
      return { variants: [fact.data.variantId] };
    case "run_started":
      return { runs: [fact.data.runId], members: [fact.data.operatorId] };
    case "run_resumed":
      return { runs: [fact.data.runId], members: [fact.data.memberId] };
    case "run_paused":
    case "run_blocked":
      return { runs: [fact.data.runId], reasons: [fact.data.reasonId] };
    case "run_reassigned":
      return { runs: [fact.data.runId], members: [fact.data.from, fact.data.to] };
    case "materials_consumed":
    case "materials_returned":
      return { runs: [fact.data.runId], norms: fact.data.materials.map((row) => row.normId) };
    case "units_over_yielded":
    case "lot_received":
    case "lot_awaits_receipt":
    case "lot_written_off":
      return { lots: [fact.data.lotId] };
    case "crew_joined":
    case "crew_left":
    case "work_confirmed":
      return { runs: [fact.data.runId], members: [fact.data.memberId] };
    case "runs_reached":
      return { stages: fact.data.runs.map((run) => run.stageId) };
    case "units_sent_on":
    case "lot_let_go":
      return { runs: [fact.data.runId], lots: [fact.data.lotId] };
    case "defect_reported":
      return { runs: [fact.data.runId], reasons: [fact.data.reasonId], stages: [fact.data.toStageId] };
    case "lot_split":
      return { lots: [fact.data.lotId, fact.data.part.id] };
    case "lots_merged":
      return { lots: [fact.data.from, fact.data.into] };
    case "lot_returned":
    case "lot_escalated":
      return { lots: [fact.data.lotId], stages: [fact.data.toStageId] };
    case "return_counted":
      return { lots: [fact.data.lotId], stages: [fact.data.stageId] };
    case "escalation_resolved":
      return { lots: [fact.data.lotId], members: [fact.data.by] };
    case "time_corrected":
      return { runs: [fact.data.runId], members: fact.data.memberIds };
    case "material_corrected":
      return {
        runs: [fact.data.runId],
        norms: fact.data.materials.map((row) => row.normId),
        variants: fact.data.materials.map((row) => row.variantId),
      };
    case "material_picked":
      return { variants: [fact.data.from, fact.data.to] };
    case "upsells_changed":
      return { upsells: [...fact.data.from, ...fact.data.to] };
    case "stage_switched":
      return { stages: [fact.data.stageId] };
    case "work_undone":
      return { runs: fact.data.runs.slice(0, 1).map((run) => run.id) };
    case "order_changed":
      return { members: [fact.data.responsibleId?.from ?? null, fact.data.responsibleId?.to ?? null] };
    default:
      return "runId" in data ? { runs: [data.runId] } : {};
  }
}

export function valuesOf(fact: OrderFact, names: Names, seesCost: boolean): FactValues {
  const stage = "runId" in fact.data ? (names.runs.get(fact.data.runId) ?? none) : none;
  const member = (id: Id | null | undefined): string =>
    typeof id === "string" ? (names.members.get(id) ?? none) : none;
  const reason = (id: Id | null): string => (id === null ? none : (names.reasons.get(id) ?? none));
  const lot = (id: Id): string => names.lots.get(id) ?? none;
  const stageNamed = (id: Id | null): string => (id === null ? none : (names.stages.get(id) ?? none));
  const variant = (id: Id | null): string => (id === null ? none : (names.variants.get(id) ?? none));
  const listed = (ids: readonly Id[]): string =>
    ids.length === 0 ? none : ids.map((id) => names.upsells.get(id) ?? none).join(", ");
  const money = (amount: string) => ({
    shown: seesCost ? "yes" : "no",
    totalAmount: seesCost ? amount : none,
  });
  switch (fact.kind) {
    case "order_created":
      return {
        number: fact.data.number,
        units: fact.data.ordered,
        product: variant(fact.data.variantId),
        due: fact.data.dueDate === null ? "no" : "yes",
        dueDate: fact.data.dueDate ?? none,
        anyway: fact.data.createAnyway === null ? "no" : "yes",
        madeFor: fact.data.parentNumber === undefined ? "no" : "yes",
        parentNumber: fact.data.parentNumber ?? none,
        gathers: fact.data.gathers === undefined ? "no" : "yes",
        members: numbered(fact.data.gathers ?? []),
        reason: fact.data.createAnyway ?? none,
      };
    case "run_reached":
      return {
        stage,
        units: fact.data.units,
        wait: fact.data.availableAt > fact.data.at ? "yes" : "no",
        availableAt: fact.data.availableAt,
      };
    case "run_released_early":
      return { stage, reason: fact.data.reason };
    case "run_started":
      return {
        stage,
        outside: fact.data.operatorId === null ? "yes" : "no",
        member: member(fact.data.operatorId),
        late: fact.data.lateReason === null ? "no" : "yes",
        reason: short(fact.data.lateReason ?? ""),
        awaited: fact.data.awaitedReason === undefined ? "no" : "yes",
        awaitedReason: short(fact.data.awaitedReason ?? ""),
      };
    case "run_paused":
      return { stage, why: fact.data.reasonId === null ? "no" : "yes", reason: reason(fact.data.reasonId) };
    case "run_resumed":
      return { stage, member: member(fact.data.memberId) };
    case "run_progressed":
      return { stage, from: fact.data.from, units: fact.data.units };
    case "materials_consumed":
    case "materials_returned":
      return { stage, materialAmounts: fact.data.materials.map((row) => amountOf(row, names)).join("\n") };
    case "start_cancelled":
    case "run_unblocked":
    case "run_ended":
      return { stage };
    case "run_blocked":
      return {
        stage,
        reason: reason(fact.data.reasonId),
        more: fact.data.note === "" ? "no" : "yes",
        note: short(fact.data.note),
      };
    case "run_reassigned":
      return { stage, from: member(fact.data.from), to: member(fact.data.to) };
    case "runs_reached": {
      const lots = new Map(fact.data.runs.map((run) => [run.lotId, run.units]));
      return {
        stage: [...new Set(fact.data.runs.map((run) => stageNamed(run.stageId)))].join(", "),
        count: lots.size,
        units: [...lots.values()].reduce((total, units) => total + units, 0),
      };
    }
    case "crew_joined":
    case "crew_left":
    case "work_confirmed":
      return { stage, by: member(fact.data.memberId) };
    case "units_sent_on":
      return { stage, units: fact.data.units, lot: lot(fact.data.lotId) };
    case "run_voided":
      return { stage };
    case "run_held":
      return { stage, units: fact.data.awaited };
    // How many have caught up is said by the fact that they joined.
    case "run_resumed_after_hold":
      return { stage, units: 0 };
    case "lot_awaits_receipt":
      return { lot: lot(fact.data.lotId), availableAt: fact.data.until };
    case "defect_reported":
      return {
        stage,
        reason: reason(fact.data.reasonId),
        units: fact.data.units,
        decision: fact.data.decision,
        toStage: stageNamed(fact.data.toStageId),
        more: fact.data.note === "" ? "no" : "yes",
        note: short(fact.data.note),
      };
    case "lot_split":
      return { from: lot(fact.data.lotId), lot: lot(fact.data.part.id), units: fact.data.part.units };
    case "lots_merged":
      return { from: lot(fact.data.from), to: lot(fact.data.into), units: fact.data.units };
    case "lot_returned":
      return {
        lot: lot(fact.data.lotId),
        toStage: stageNamed(fact.data.toStageId),
        count: fact.data.count,
      };
    case "return_counted":
      return { lot: lot(fact.data.lotId), toStage: stageNamed(fact.data.stageId), count: fact.data.count };
    case "lot_escalated":
      return { lot: lot(fact.data.lotId), toStage: stageNamed(fact.data.toStageId) };
    case "escalation_resolved":
      return {
        lot: lot(fact.data.lotId),
        decision: fact.data.decision,
        by: member(fact.data.by),
        reason: short(fact.data.reason),
      };
    case "lot_written_off":
      return { lot: lot(fact.data.lotId), units: fact.data.units, ...money(fact.data.loss) };
    case "lot_let_go":
      return { stage, lot: lot(fact.data.lotId), reason: short(fact.data.reason) };
    case "material_picked":
      return { from: variant(fact.data.from), to: variant(fact.data.to) };
    case "quantity_changed":
      return { from: fact.data.from, to: fact.data.to };
    case "upsells_changed":
      return { from: listed(fact.data.from), to: listed(fact.data.to) };
    case "stage_switched":
      return { stage: stageNamed(fact.data.stageId), active: fact.data.active ? "yes" : "no" };
    case "norms_changed":
      return { count: fact.data.added.length + fact.data.changed.length };
    case "work_undone": {
      const [run] = fact.data.runs;
      return {
        verb: fact.data.verb,
        stage: run === undefined ? "none" : (names.runs.get(run.id) ?? "none"),
        more: fact.data.reason === null ? "no" : "yes",
        reason: short(fact.data.reason ?? ""),
      };
    }
    case "run_finished":
      return {
        stage,
        units: fact.data.units,
        more: fact.data.comment === "" ? "no" : "yes",
        comment: short(fact.data.comment),
      };
    case "correction_proposed":
      return { stage, kind: fact.data.kind, reason: short(fact.data.reason) };
    case "correction_decided":
      return {
        stage,
        decision: fact.data.decision,
        once: fact.data.atOnce ? "yes" : "no",
        more: fact.data.note === "" ? "no" : "yes",
        note: short(fact.data.note),
      };
    case "correction_withdrawn":
      return { stage };
    case "time_corrected":
      return {
        stage,
        members: fact.data.memberIds.map(member).join(", "),
        from: clock(fact.data.secondsFrom),
        to: clock(fact.data.secondsTo),
        reason: short(fact.data.reason),
      };
    case "material_corrected": {
      const used = (key: "from" | "to") =>
        fact.data.materials
          .map((row) => amountNamed(variant(row.variantId), row[key], names.norms.get(row.normId)?.unit))
          .join("\n");
      return {
        stage,
        fromAmounts: used("from"),
        toAmounts: used("to"),
        reason: short(fact.data.reason),
      };
    }
    case "run_cost_corrected":
      return { stage, ...money(fact.data.total) };
    case "units_over_yielded":
      return { lot: lot(fact.data.lotId), units: fact.data.units };
    case "run_cost_captured":
      return { stage, ...money(fact.data.total) };
    case "lot_received":
      return {
        lot: lot(fact.data.lotId),
        units: fact.data.units,
        ...money(fact.data.amount),
      };
    case "order_finished":
      return { received: fact.data.received, ordered: fact.data.ordered, ...money(fact.data.cost) };
    case "order_aggregated":
      return { batch: fact.data.batchNumber };
    case "order_left_batch":
      return { batch: fact.data.batchNumber, why: fact.data.why };
    case "order_given_back":
      return {
        batch: fact.data.batchNumber,
        received: fact.data.units,
        ordered: fact.data.units + fact.data.short,
        short: fact.data.short,
        ...money(costOfShare(fact.data)),
      };
    case "given_cost_corrected":
      return { batch: fact.data.batchNumber, ...money(costOfShare(fact.data)) };
    case "units_given":
      return {
        correction: fact.data.shares.every((share) => share.units === 0) ? "yes" : "no",
        members: fact.data.shares
          .slice(0, -1)
          .map((share) => `№${share.number} (${share.units})`)
          .join(", "),
        over: fact.data.shares.at(-1)?.units ?? 0,
      };
    case "member_taken_out":
      return { number: fact.data.number, units: fact.data.units };
    case "order_changed":
      return changesOf(fact.data, member);
    case "order_cancelled":
      return {
        dissolved: fact.data.dissolved === true ? "yes" : "no",
        reason: fact.data.reason,
        units: fact.data.withdrawn.reduce((total, row) => total + row.units, 0),
        ...money(fact.data.loss),
      };
  }
}

const numbered = (orders: readonly { readonly number: number }[]): string =>
  orders.map(({ number }) => `№${number}`).join(", ");

const costOfShare = (share: {
  receivedCost?: string;
  separateLoss: string;
  lateDifference: string;
}): string =>
  text(
    decimal(share.receivedCost ?? "0")
      .plus(share.separateLoss)
      .plus(share.lateDifference),
  );

/** One sentence for whichever of the four changed: "yes" turns its part on. */
function changesOf(
  data: Extract<OrderFact, { kind: "order_changed" }>["data"],
  member: (id: Id | null | undefined) => string,
): FactValues {
  const isOn = (change: object | undefined): string => (change === undefined ? "no" : "yes");
  return {
    due: isOn(data.dueDate),
    fromDate: data.dueDate?.from ?? none,
    toDate: data.dueDate?.to ?? none,
    priority: isOn(data.priority),
    fromPriority: data.priority?.from ?? none,
    toPriority: data.priority?.to ?? none,
    responsible: isOn(data.responsibleId),
    fromMember: member(data.responsibleId?.from),
    toMember: member(data.responsibleId?.to),
    notes: isOn(data.notes),
    fromNotes: short(data.notes?.from ?? ""),
    toNotes: short(data.notes?.to ?? ""),
  };
}

/** Name, quantity and unit, with tabs between: how a quantity is written is the reader's affair. */
function amountOf(row: { normId: Id; quantity: string }, names: Names): string {
  const norm = names.norms.get(row.normId);
  return norm === undefined ? none : amountNamed(norm.name, row.quantity, norm.unit);
}

const amountNamed = (name: string, quantity: string, unit = ""): string =>
  `${name}\t${text(decimal(quantity))}\t${unit}`;

/** Hours and minutes, and seconds where there are any: the same in every language. */
function clock(seconds: number): string {
  const two = (count: number): string => String(count).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return `${hours}:${two(minutes)}${rest === 0 ? "" : `:${two(rest)}`}`;
}

function short(words: string): string {
  if (words === "") return none;
  return words.length > longest ? `${words.slice(0, longest)}…` : words;
}

const kinds: Readonly<Record<OrderFactKind, true>> = {
  order_created: true,
  run_reached: true,
  runs_reached: true,
  run_released_early: true,
  run_started: true,
  run_paused: true,
  run_resumed: true,
  crew_joined: true,
  crew_left: true,
  run_progressed: true,
  work_confirmed: true,
  materials_consumed: true,
  materials_returned: true,
  start_cancelled: true,
  run_blocked: true,
  run_unblocked: true,
  run_reassigned: true,
  run_finished: true,
  units_sent_on: true,
  units_over_yielded: true,
  run_ended: true,
  run_voided: true,
  run_held: true,
  run_resumed_after_hold: true,
  run_cost_captured: true,
  correction_proposed: true,
  correction_decided: true,
  correction_withdrawn: true,
  time_corrected: true,
  material_corrected: true,
  run_cost_corrected: true,
  lot_received: true,
  lot_awaits_receipt: true,
  defect_reported: true,
  lot_split: true,
  lots_merged: true,
  lot_returned: true,
  return_counted: true,
  lot_escalated: true,
  escalation_resolved: true,
  lot_written_off: true,
  lot_let_go: true,
  material_picked: true,
  quantity_changed: true,
  upsells_changed: true,
  stage_switched: true,
  norms_changed: true,
  work_undone: true,
  order_aggregated: true,
  order_left_batch: true,
  order_given_back: true,
  given_cost_corrected: true,
  units_given: true,
  member_taken_out: true,
  order_finished: true,
  order_changed: true,
  order_cancelled: true,
};
/** Every kind that an order's log may hold, so that a text can be missed: a new one does not compile without. */
export const orderFactKinds = Object.keys(kinds) as readonly OrderFactKind[];
