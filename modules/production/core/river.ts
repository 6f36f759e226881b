import type { Id } from "#kernel/id.ts";
import { evolveOrder } from "./evolve-order.ts";
import { withOwnMaps, writable } from "./evolve-parts.ts";
import type { OrderFact, OrderFactKind } from "./order-fact.ts";
import type { OrderStage, OrderState } from "./order-state.ts";
import { aTally, type RiverReading } from "./river-tally.ts";

/** `act`: which of the acts had just happened. */
export type RiverFrame = RiverReading & { readonly act: number };

export type River = {
  /** as the order ended up: those that are switched off hold nothing */
  readonly stages: readonly OrderStage[];
  readonly frames: readonly RiverFrame[];
};

/** What can move a unit, or change how it stands. All else an order's log tells of is left out when it is read. */
const kindsOfRiver = {
  order_created: true,
  run_reached: true,
  runs_reached: true,
  run_started: true,
  run_paused: true,
  run_resumed: true,
  crew_joined: true,
  crew_left: true,
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
  defect_reported: true,
  lot_split: true,
  lots_merged: true,
  lot_returned: true,
  lot_escalated: true,
  escalation_resolved: true,
  lot_written_off: true,
  lot_let_go: true,
  lot_awaits_receipt: true,
  lot_received: true,
  quantity_changed: true,
  stage_switched: true,
  // moves nothing: what is taken back later names the norms that it added
  norms_changed: true,
  order_cancelled: true,
  work_undone: true,
} as const satisfies Partial<Record<OrderFactKind, true>>;
export const riverFactKinds = Object.keys(kindsOfRiver) as readonly OrderFactKind[];

/** Units leave the straight way, or join or leave the order: a picture that leaves acts out keeps these. */
const turns: ReadonlySet<OrderFactKind> = new Set([
  "order_created",
  "defect_reported",
  "lot_returned",
  "lot_escalated",
  "escalation_resolved",
  "lot_written_off",
  "quantity_changed",
  "order_cancelled",
  "work_undone",
]);
export const isTurn = (facts: readonly { readonly kind: string }[]): boolean =>
  facts.some((fact) => turns.has(fact.kind as OrderFactKind));

/**
 * Which acts to show where there are more than `most`: the first and the last, turns as far as they fill no more than
 * half, and of the rest one in so many, evenly.
 */
export function actsToShow(areTurns: readonly boolean[], most: number): number[] {
  const all = areTurns.map((_, act) => act);
  if (all.length <= most) return all;
  const turning = evenly(
    all.filter((act) => areTurns[act] === true),
    Math.floor(most / 2),
  );
  const kept = new Set([0, all.length - 1, ...turning]);
  const others = all.filter((act) => !kept.has(act));
  for (const act of evenly(others, most - kept.size)) kept.add(act);
  return [...kept].sort((a, b) => a - b);
}

function evenly(acts: readonly number[], most: number): readonly number[] {
  if (acts.length <= most) return acts;
  return Array.from({ length: most }, (_, place) => acts[Math.floor((place * acts.length) / most)] ?? 0);
}

/**
 * Where every unit of an order was after each act that is `wanted` and has changed it, by the order's own fold. A lot
 * in parallel branches stands at several stages at once, so units are counted against each stage by itself: some are
 * yet to come, some there, some have gone on, some were lost there. Over the order they are counted by lots alone.
 * `acts`: the facts of each command by version, at least those of `riverFactKinds`. Linear in the facts.
 */
export function riverOf(
  orderId: Id,
  acts: readonly (readonly OrderFact[])[],
  wanted: (act: number) => boolean = () => true,
): River {
  const frames: RiverFrame[] = [];
  const [first, ...others] = acts[0] ?? [];
  if (first === undefined) throw new Error(`No fact tells of order ${orderId}`);
  const { stages } = withOwnMaps(evolveOrder(null, orderId, first), (made) => {
    const tally = aTally(made);
    tally.take(made, first);
    let state = made;
    for (const [act, facts] of acts.entries()) {
      for (const fact of act === 0 ? others : facts) {
        if (!(fact.kind in kindsOfRiver)) continue;
        state = withoutPastTime(evolveOrder(state, orderId, fact), fact);
        tally.take(state, fact);
      }
      if (wanted(act) && tally.hasChanged()) frames.push({ act, ...tally.read() });
    }
    return state;
  });
  return { stages, frames };
}

/** Time that has ended moves no unit, and would be looked through at every pause of a thousand units. */
function withoutPastTime(state: OrderState, fact: OrderFact): OrderState {
  if (!("closed" in fact.data) || fact.data.closed === undefined) return state;
  const intervals = writable(state.intervals);
  for (const { intervalId } of fact.data.closed) intervals.delete(intervalId);
  return { ...state, intervals };
}
