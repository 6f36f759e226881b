import type { Kysely } from "kysely";
import type { DB } from "#db/types.ts";
import type { Id } from "#kernel/id.ts";
import { foldOrder } from "#modules/production/core/evolve-order.ts";
import type { OrderFact } from "#modules/production/core/order-fact.ts";
import type { OrderState } from "#modules/production/core/order-state.ts";
import {
  intervalFromRow,
  lotFromRow,
  normFromRow,
  orderFromRow,
  runFromRow,
  stageFromRow,
} from "#modules/production/store/order-rows.ts";
import type { Breach } from "./check-order-laws.ts";

/** So many orders are in memory at once. */
const batch = 200;

/**
 * Law 8: folding the facts of each order by version gives its state, its stages, norms, lots, runs and work
 * intervals. The fold goes over the very rows, so that a change without a fact shows as the field that differs.
 */
export async function foldOrders(db: Kysely<DB>, workspaceId: Id): Promise<Breach[]> {
  const breaches: Breach[] = [];
  for (let after: Id | null = null; ;) {
    let query = db
      .selectFrom("production_order")
      .selectAll()
      .where("workspace_id", "=", workspaceId)
      .orderBy("id")
      .limit(batch);
    if (after !== null) query = query.where("id", ">", after);
    const orders = await query.execute();
    const ids = orders.map((order) => order.id);
    const last = ids.at(-1);
    if (last === undefined) return breaches;
    const stored = await loadStates(db, workspaceId, orders);
    const facts = await db
      .selectFrom("fact")
      .select(["thing_id", "kind", "data"])
      .where("workspace_id", "=", workspaceId)
      .where("thing", "=", "order")
      .where("thing_id", "in", ids)
      .orderBy("thing_id")
      .orderBy("version")
      .execute();
    const byOrder = Map.groupBy(facts, (fact) => fact.thing_id);
    for (const [orderId, state] of stored) {
      const ofOrder = (byOrder.get(orderId) ?? []) as unknown as OrderFact[];
      breaches.push(...compareFold(orderId, ofOrder, state));
    }
    after = last;
  }
}

async function loadStates(
  db: Kysely<DB>,
  workspaceId: Id,
  orders: readonly Parameters<typeof orderFromRow>[0][],
): Promise<ReadonlyMap<Id, OrderState>> {
  const ids = orders.map((order) => order.id);
  const own = <Q extends { where(column: string, operator: string, value: unknown): Q }>(query: Q): Q =>
    query.where("workspace_id", "=", workspaceId).where("order_id", "in", ids);
  const stages = await own(db.selectFrom("order_stage").selectAll()).orderBy("position").execute();
  const norms = await own(db.selectFrom("order_norm").selectAll()).execute();
  const lots = await own(db.selectFrom("lot").selectAll()).execute();
  const runs = await own(db.selectFrom("run").selectAll()).execute();
  const intervals = await own(db.selectFrom("work_interval").selectAll()).execute();
  const upsells = await own(db.selectFrom("order_upsell").selectAll()).orderBy("id").execute();
  const ofOrder = <T extends { order_id: Id }>(rows: readonly T[]) =>
    Map.groupBy(rows, (row) => row.order_id);
  const [stagesOf, normsOf, lotsOf, runsOf, intervalsOf] = [
    ofOrder(stages),
    ofOrder(norms),
    ofOrder(lots),
    ofOrder(runs),
    ofOrder(intervals),
  ];
  return new Map(
    orders.map((row) => [
      row.id,
      {
        order: orderFromRow(row, upsellsOf(upsells, row.id)),
        stages: (stagesOf.get(row.id) ?? []).map(stageFromRow),
        norms: byId((normsOf.get(row.id) ?? []).map(normFromRow)),
        lots: byId((lotsOf.get(row.id) ?? []).map(lotFromRow)),
        runs: byId((runsOf.get(row.id) ?? []).map(runFromRow)),
        intervals: byId((intervalsOf.get(row.id) ?? []).map(intervalFromRow)),
      },
    ]),
  );
}

/** In the order in which they were chosen, as the facts tell them. */
function upsellsOf(rows: readonly { order_id: Id; upsell_id: Id; removed: boolean }[], orderId: Id): Id[] {
  return rows
    .filter((row) => row.order_id === orderId && !row.removed)
    .map((row) => row.upsell_id)
    .sort();
}

const byId = <T extends { readonly id: Id }>(rows: readonly T[]): Map<Id, T> =>
  new Map(rows.map((row) => [row.id, row]));

/** Exported for its own test: what differs between the facts' fold and what is stored. */
export function compareFold(orderId: Id, facts: readonly OrderFact[], stored: OrderState): Breach[] {
  let folded: OrderState | null = null;
  try {
    if (facts.length > 0) folded = foldOrder(orderId, facts);
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    return [{ law: "facts_fold", thing: "order", thingId: orderId, expected: null, found: words }];
  }
  if (folded === null) {
    return [{ law: "facts_fold", thing: "order", thingId: orderId, expected: "a fact", found: null }];
  }
  return [
    ...compareRow("order", orderId, folded.order, stored.order),
    ...compareRows("stage", byId(folded.stages), byId(stored.stages)),
    ...compareRows("norm", folded.norms, stored.norms),
    ...compareRows("lot", folded.lots, stored.lots),
    ...compareRows("run", folded.runs, stored.runs),
    ...compareRows("work_interval", folded.intervals, stored.intervals),
  ];
}

function compareRows(
  thing: string,
  folded: ReadonlyMap<Id, object>,
  stored: ReadonlyMap<Id, object>,
): Breach[] {
  const ids = new Set([...folded.keys(), ...stored.keys()]);
  return [...ids].flatMap((id) => compareRow(thing, id, folded.get(id), stored.get(id)));
}

/** One breach a field that differs, `expected` being what the facts tell. */
function compareRow(
  thing: string,
  thingId: Id,
  folded: object | undefined,
  stored: object | undefined,
): Breach[] {
  const breach = (expected: string | null, found: string | null): Breach => ({
    law: "facts_fold",
    thing,
    thingId,
    expected,
    found,
  });
  if (folded === undefined) return [breach(null, "a row without a fact")];
  if (stored === undefined) return [breach("a row", null)];
  const [wanted, kept] = [new Map(Object.entries(folded)), new Map(Object.entries(stored))];
  const keys = new Set([...wanted.keys(), ...kept.keys()]);
  return [...keys].flatMap((key) => {
    const [expected, found] = [plain(wanted.get(key)), plain(kept.get(key))];
    return expected === found ? [] : [breach(`${key} ${expected}`, `${key} ${found}`)];
  });
}

/**
 * One text for one value. A Big and a Date give their own, and a Big's has no trailing zeros: 2.50 is 2.5. Keys of a
 * record are sorted, as jsonb keeps them in an order of its own.
 */
function plain(value: unknown): string {
  return JSON.stringify(value, sortKeys) ?? "none";
}

function sortKeys(_key: string, value: unknown): unknown {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
