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
  readonly members: ReadonlyMap<Id, string>;
  readonly reasons: ReadonlyMap<Id, string>;
  readonly norms: ReadonlyMap<Id, { readonly name: string; readonly unit: string }>;
  readonly variants: ReadonlyMap<Id, string>;
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
      return { lots: [fact.data.lotId] };
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
  const money = (amount: string) => ({
    shown: seesCost ? "yes" : "no",
    totalAmount: seesCost ? amount : none,
  });
  switch (fact.kind) {
    case "order_created":
      return {
        number: fact.data.number,
        units: fact.data.ordered,
        product: names.variants.get(fact.data.variantId) ?? none,
        due: fact.data.dueDate === null ? "no" : "yes",
        dueDate: fact.data.dueDate ?? none,
        anyway: fact.data.createAnyway === null ? "no" : "yes",
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
        member: member(fact.data.operatorId),
        late: fact.data.lateReason === null ? "no" : "yes",
        reason: short(fact.data.lateReason ?? ""),
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
    case "run_finished":
      return {
        stage,
        units: fact.data.units,
        more: fact.data.comment === "" ? "no" : "yes",
        comment: short(fact.data.comment),
      };
    case "units_over_yielded":
      return { lot: names.lots.get(fact.data.lotId) ?? none, units: fact.data.units };
    case "run_cost_captured":
      return { stage, ...money(fact.data.total) };
    case "lot_received":
      return {
        lot: names.lots.get(fact.data.lotId) ?? none,
        units: fact.data.units,
        ...money(fact.data.amount),
      };
    case "order_finished":
      return { received: fact.data.received, ordered: fact.data.ordered, ...money(fact.data.cost) };
    case "order_changed":
      return changesOf(fact.data, member);
    case "order_cancelled":
      return {
        reason: fact.data.reason,
        units: fact.data.withdrawn.reduce((total, row) => total + row.units, 0),
        ...money(fact.data.loss),
      };
  }
}

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
  return norm === undefined ? none : `${norm.name}\t${text(decimal(row.quantity))}\t${norm.unit}`;
}

function short(words: string): string {
  if (words === "") return none;
  return words.length > longest ? `${words.slice(0, longest)}…` : words;
}

/** Every kind that an order's log may hold, so that a text can be missed. */
export const orderFactKinds = [
  "order_created",
  "run_reached",
  "run_released_early",
  "run_started",
  "run_paused",
  "run_resumed",
  "run_progressed",
  "materials_consumed",
  "materials_returned",
  "start_cancelled",
  "run_blocked",
  "run_unblocked",
  "run_reassigned",
  "run_finished",
  "units_over_yielded",
  "run_ended",
  "run_cost_captured",
  "lot_received",
  "order_finished",
  "order_changed",
  "order_cancelled",
] as const satisfies readonly OrderFactKind[];
