import type { Id } from "#kernel/id.ts";
import type { OrderFact, OrderFactKind } from "./order-fact.ts";

/**
 * Where the units that a run handled are now, by lot: what comes onto the run after it has ended is shared over
 * them as its cost was. Lots part and join further once their runs have ended, so that only the log tells it.
 * Counts may be fractions where units have mixed with others since.
 */
export type UnitsByLot = ReadonlyMap<Id, number>;
export type LoggedFact = { readonly commandId: Id; readonly fact: OrderFact };

/** The facts that it goes by. */
export const unitFactKinds = [
  "order_created",
  "quantity_changed",
  "units_over_yielded",
  "lot_split",
  "lots_merged",
  "run_started",
  "start_cancelled",
  "run_cost_captured",
  "work_undone",
] as const satisfies readonly OrderFactKind[];

/** `log`: the facts of the run's order by version, at least those of the kinds above. */
export function unitsOfRun(
  log: readonly LoggedFact[],
  run: { readonly id: Id; readonly lotId: Id },
): UnitsByLot {
  const units = new Map<Id, number>();
  let handled = new Map<Id, number>();
  const before = new Map<Id, ReadonlyMap<Id, number>>();
  for (const { commandId, fact } of log) {
    if (!before.has(commandId)) before.set(commandId, new Map(handled));
    switch (fact.kind) {
      case "order_created":
        for (const lot of fact.data.lots) units.set(lot.id, lot.units);
        break;
      case "quantity_changed":
        for (const lot of fact.data.added) units.set(lot.id, lot.units);
        for (const lot of fact.data.resized) units.set(lot.lotId, lot.units);
        break;
      case "units_over_yielded":
        add(units, fact.data.lotId, fact.data.units);
        break;
      case "lot_split": {
        const { lotId, part } = fact.data;
        const moved = ((handled.get(lotId) ?? 0) * part.units) / (units.get(lotId) ?? part.units);
        add(handled, lotId, -moved);
        add(handled, part.id, moved);
        add(units, lotId, -part.units);
        units.set(part.id, part.units);
        break;
      }
      case "lots_merged": {
        const { from, into } = fact.data;
        add(handled, into, handled.get(from) ?? 0);
        handled.delete(from);
        add(units, into, fact.data.units);
        units.set(from, 0);
        break;
      }
      case "run_started":
        if (fact.data.runId === run.id) handled = new Map([[run.lotId, units.get(run.lotId) ?? 0]]);
        break;
      case "start_cancelled":
        if (fact.data.runId === run.id) handled = new Map();
        break;
      case "run_cost_captured":
        // As the capture counted: the lot may have grown by what was made over the order.
        if (fact.data.runId === run.id) handled.set(run.lotId, units.get(run.lotId) ?? 0);
        break;
      case "work_undone":
        for (const lot of fact.data.lots) {
          units.set(lot.id, lot.units);
          handled.set(lot.id, before.get(fact.data.commandId)?.get(lot.id) ?? 0);
        }
        break;
      default:
        break;
    }
  }
  return new Map([...handled].filter(([, count]) => count > 0));
}

const add = (counts: Map<Id, number>, lotId: Id, by: number): void => {
  counts.set(lotId, (counts.get(lotId) ?? 0) + by);
};
