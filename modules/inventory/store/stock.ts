import { sql } from "kysely";
import { type Decimal, decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#server/database/workspace-transaction.ts";
import { writeRows } from "#server/database/write-rows.ts";
import {
  type Balance,
  type Movement,
  type Stock,
  type StockState,
  freeOf,
  stockOf,
} from "../core/stock-state.ts";
import { makesBatches } from "../core/finished-batch.ts";
import { remainderOf } from "../core/return-stock.ts";
import { balanceOfRow, type BalanceRow, movementOfRow, type MovementRow } from "./stock-rows.ts";
import {
  type KeepingRow,
  batchesAroundOrder,
  insertMovementBatches,
  keepingColumns,
  partsColumn,
  upsertBatches,
} from "./batch-rows.ts";
import { type Lack, loadNamed, loadYielding } from "./load-reservations.ts";
import {
  changedBalances,
  changedReservations,
  insertMovements,
  insertValuationLines,
  updateBalances,
  upsertReservations,
} from "./write-stock.ts";

/**
 * Stock as one command needs it: the balances locked, with the reservations that it may touch. A reservation
 * changes only under its balance's lock, so the balances are all that is locked.
 */
export type StockKey = {
  readonly variantId: Id;
  readonly warehouseId: Id;
  /**
   * How much the command may take from here at most, by hand or from the locked balance; several keys of one
   * balance add up. It bounds what `withYielding` loads; a key without it loads all open reservations.
   */
  readonly needed?: Decimal | ((balance: Balance) => Decimal);
};

export type LockOptions = {
  /** loads this order's reservations on the balances */
  readonly orderId?: Id;
  /** loads also the reservations that would yield, lowest priority and latest due date first */
  readonly withYielding?: boolean;
  /** loads also the reservations that this run's issues took from, so that they can be given back */
  readonly runId?: Id;
  /** loads also these norms' reservations */
  readonly normIds?: readonly Id[];
};

/**
 * Locks the balances in the order of their ids; two statements, two more where a balance is not there yet and
 * one more where less is free than may be taken, whatever the number of keys. What was made is gone again if
 * the command is refused. Any order of keys, and a key twice, is fine. The rare deadlock over a balance that two
 * make at once is resolved by trying the command again.
 */
export async function lockStock(
  tx: Tx,
  keys: readonly StockKey[],
  options: LockOptions = {},
): Promise<Stock> {
  if (keys.length === 0) return stockOf({ balances: new Map(), reservations: new Map() });
  const pairs = JSON.stringify(
    keys.map((key) => ({ variant_id: key.variantId, warehouse_id: key.warehouseId })),
  );
  let locked = await lockBalances(tx, pairs);
  const found = new Set(locked.map((row) => stockKey(row.variant_id, row.warehouse_id)));
  if (keys.some((key) => !found.has(stockKey(key.variantId, key.warehouseId)))) {
    await makeMissingBalances(tx, pairs);
    // A statement's snapshot can't see what others committed while it waited: so once more.
    locked = await lockBalances(tx, pairs);
  }
  const balances = new Map(locked.map((row) => [row.id, balanceOfRow(row)]));
  const named = await loadNamed(tx, {
    balanceIds: [...balances.keys()],
    orderId: options.orderId,
    runId: options.runId,
    normIds: options.normIds ?? [],
  });
  const yielding = options.withYielding === true ? await loadYielding(tx, lacksOf(keys, balances)) : [];
  const reservations = new Map([...yielding, ...named].map((row) => [row.normId, row]));
  return stockOf({
    balances,
    reservations,
    ...keepingOf(locked),
    ...(await madeBefore(tx, locked, options.orderId)),
  });
}

/** How the items are kept, and in whose calendar. */
export function keepingOf(
  rows: readonly (BalanceRow & KeepingRow)[],
): Pick<StockState, "keeping" | "timeZone"> {
  const [first] = rows;
  if (first === undefined) return {};
  return { keeping: new Map(rows.map((row) => [row.variant_id, row.keeping])), timeZone: first.time_zone };
}

/** No statement where nothing of the balances is told apart, or no order is at work. */
async function madeBefore(
  tx: Tx,
  locked: readonly (BalanceRow & KeepingRow)[],
  orderId: Id | undefined,
): Promise<Pick<StockState, "batchesOfOrder">> {
  const apart = locked.filter((row) => makesBatches(row.keeping)).map((row) => row.variant_id);
  if (orderId === undefined || apart.length === 0) return {};
  return { batchesOfOrder: await batchesAroundOrder(tx, orderId, apart) };
}

async function lockBalances(tx: Tx, pairs: string): Promise<readonly (BalanceRow & KeepingRow)[]> {
  const { rows } = await sql<BalanceRow & KeepingRow>`
    select b.id, b.variant_id, b.warehouse_id, b.on_hand, b.reserved, b.value, b.average, b.has_receipts, b.batches,
      b.version, ${keepingColumns}
    from balance b
    where b.workspace_id = ${tx.workspaceId} and (b.variant_id, b.warehouse_id) in (
      select k.variant_id, k.warehouse_id
      from jsonb_to_recordset(${pairs}::jsonb) as k(variant_id uuid, warehouse_id uuid)
    )
    order by b.id
    for update of b`.execute(tx.db);
  return rows;
}

/** In the order of their keys, so that two who make the same ones wait in line. */
async function makeMissingBalances(tx: Tx, pairs: string): Promise<void> {
  await sql`
    insert into balance (workspace_id, id, variant_id, warehouse_id, version)
    select ${tx.workspaceId}, ${uuidVersion7}, k.variant_id, k.warehouse_id, 0
    from (
      select distinct variant_id, warehouse_id
      from jsonb_to_recordset(${pairs}::jsonb) as given(variant_id uuid, warehouse_id uuid)
    ) as k
    where not exists (
      select from balance b where b.workspace_id = ${tx.workspaceId}
        and b.variant_id = k.variant_id and b.warehouse_id = k.warehouse_id
    )
    order by k.variant_id, k.warehouse_id
    on conflict (workspace_id, variant_id, warehouse_id) do nothing`.execute(tx.db);
}

// Version 7 of a uuid: 48 bits of milliseconds, then chance; PostgreSQL has no function for it before 18.
const uuidVersion7 = sql`encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) placing
  substring(int8send(floor(extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6),
  52, 1), 53, 1), 'hex')::uuid`;

/** The balances where less is free than may be taken, and by how much. */
function lacksOf(keys: readonly StockKey[], balances: ReadonlyMap<Id, Balance>): Lack[] {
  const byKey = new Map<string, readonly StockKey[]>();
  for (const key of keys) {
    const name = stockKey(key.variantId, key.warehouseId);
    byKey.set(name, [...(byKey.get(name) ?? []), key]);
  }
  return [...balances.values()].flatMap((balance): Lack[] => {
    if (balance.reserved.eq(0)) return [];
    let lack = freeOf(balance).neg();
    for (const { needed } of byKey.get(stockKey(balance.variantId, balance.warehouseId)) ?? []) {
      if (needed === undefined) return [{ balance_id: balance.id, lack: null }];
      lack = lack.plus(typeof needed === "function" ? needed(balance) : needed);
    }
    return lack.gt(0) ? [{ balance_id: balance.id, lack: text(lack) }] : [];
  });
}

/** A name for a variant in a warehouse, as the key of a Map. */
export const stockKey = (variantId: Id, warehouseId: Id): string =>
  `${variantId}/${warehouseId}`.toLowerCase();

export type Price = {
  /** money for a unit of the item, 10 places */
  readonly price: Decimal;
  readonly noPrice: boolean;
};

type PriceRow = { variant_id: Id; warehouse_id: Id; average: Decimal | null; price: Decimal | null };

/**
 * The price in effect of each variant in its warehouse, by stockKey: the moving average where something ever
 * came in at a price, else the dated list price, else 0, flagged (domain.md section 6).
 */
export async function pricesInEffect(
  tx: Tx,
  pairs: readonly { readonly variantId: Id; readonly warehouseId: Id }[],
  now: Date,
): Promise<ReadonlyMap<string, Price>> {
  if (pairs.length === 0) return new Map();
  const keys = JSON.stringify(
    pairs.map((pair) => ({ variant_id: pair.variantId, warehouse_id: pair.warehouseId })),
  );
  const found = await sql<PriceRow>`
    select k.variant_id, k.warehouse_id, b.average, l.price
    from (
      select distinct variant_id, warehouse_id
      from jsonb_to_recordset(${keys}::jsonb) as given(variant_id uuid, warehouse_id uuid)
    ) as k
    left join balance b on b.workspace_id = ${tx.workspaceId} and b.variant_id = k.variant_id
      and b.warehouse_id = k.warehouse_id and b.has_receipts
    left join lateral (
      select p.price from list_price p
      where p.workspace_id = ${tx.workspaceId} and p.variant_id = k.variant_id and p.valid_from <= ${now}
      order by p.valid_from desc, p.id desc
      limit 1
    ) as l on b.average is null`.execute(tx.db);
  return new Map(
    found.rows.map((row) => {
      const price = row.average ?? row.price;
      return [
        stockKey(row.variant_id, row.warehouse_id),
        { price: price ?? decimal(0), noPrice: price === null },
      ];
    }),
  );
}

/** What saveStock needs of an act. */
export type Appending = {
  readonly append: (fact: {
    readonly kind: string;
    readonly thing: string;
    readonly thingId: Id;
    readonly version: number;
    readonly data: Record<string, unknown>;
  }) => void;
};

/**
 * Saves what a command did to stock, by difference and a statement a table, and appends its facts. `before` is
 * what lockStock gave. Orders, norms, runs and deal lines that it names must have been saved, or gathered.
 */
export async function saveStock(tx: Tx, before: Stock, after: Stock, act: Appending): Promise<void> {
  const writes = [
    { table: "balance", write: updateBalances(tx, changedBalances(before, after)) },
    { table: "reservation", write: upsertReservations(tx, changedReservations(before, after)) },
    { table: "movement", write: insertMovements(tx, after.movements.slice(before.movements.length)) },
    { table: "batch", write: upsertBatches(tx, after.batches.slice(before.batches.length)) },
    {
      table: "movement_batch",
      write: insertMovementBatches(tx, after.movements.slice(before.movements.length)),
    },
    {
      table: "valuation_line",
      write: insertValuationLines(tx, after.valuationLines.slice(before.valuationLines.length)),
    },
  ] as const;
  for (const { table, write } of writes) if (write !== null) await writeRows(tx, table, write);
  for (const { batch, kind, data } of after.batches.slice(before.batches.length)) {
    act.append({ kind, thing: "batch", thingId: batch.id, version: batch.version, data });
  }
  for (const { kind, balanceId, version, data } of after.facts.slice(before.facts.length)) {
    act.append({ kind, thing: "balance", thingId: balanceId, version, data });
  }
}

/** One issue to a run. `left` is what was not returned (pass it to returnStock), quantity zero when all was. */
export type Consumed = {
  readonly normId: Id | null;
  readonly balanceId: Id;
  readonly variantId: Id;
  readonly warehouseId: Id;
  readonly issue: Movement;
  readonly left: Movement;
};

/** The issues to a run in the order in which they were made, each with what of it has not been returned. */
export async function consumedOfRun(tx: Tx, runId: Id): Promise<readonly Consumed[]> {
  return (await consumedOfRuns(tx, [runId])).get(runId) ?? [];
}

/** The same for several runs, in one statement; a run that took nothing has no entry. */
export async function consumedOfRuns(
  tx: Tx,
  runIds: readonly Id[],
): Promise<ReadonlyMap<Id, readonly Consumed[]>> {
  const byRun = new Map<Id, Consumed[]>();
  if (runIds.length === 0) return byRun;
  const found = await sql<MovementRow & { variant_id: Id; warehouse_id: Id }>`
    select m.*, ${partsColumn}, b.variant_id, b.warehouse_id
    from movement m
    join balance b on b.workspace_id = m.workspace_id and b.id = m.balance_id
    where m.workspace_id = ${tx.workspaceId} and m.run_id = any(${[...runIds]}::uuid[])
    order by m.at, m.id`.execute(tx.db);
  const movements = found.rows.map(movementOfRow);
  for (const [place, row] of found.rows.entries()) {
    const issue = movements[place];
    if (issue?.kind !== "issue" || issue.runId === null) continue;
    const { normId, balanceId } = issue;
    const left = remainderOf(issue, movements);
    const consumed = {
      normId,
      balanceId,
      variantId: row.variant_id,
      warehouseId: row.warehouse_id,
      issue,
      left,
    };
    byRun.set(issue.runId, [...(byRun.get(issue.runId) ?? []), consumed]);
  }
  return byRun;
}
