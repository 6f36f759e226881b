import { expect } from "vitest";
import { createOrder } from "#commands/production/create-order.ts";
import { finishRun } from "#commands/production/finish-run.ts";
import { startRun } from "#commands/production/start-run.ts";
import { text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import type { No, Result } from "#kernel/result.ts";
import type { Request } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { checkStockLaws } from "#modules/inventory/views/check-stock-laws.ts";
import type { productionRoutes } from "#modules/production/contract/routes.ts";
import { checkOrderLaws } from "#modules/production/views/check-order-laws.ts";
import { readWorkspace } from "#server/database/workspace-transaction.ts";
import type { Workshop } from "./workshop.ts";

/** What tests of production do with a workshop: orders, their runs and norms, stock, and what must not change. */
export const shopMinute = (minutes: number): Date =>
  new Date(Date.parse("2026-03-02T09:00:00Z") + minutes * 60_000);

export type OrderInput = Request<typeof productionRoutes.createOrder>;

export const orderInput = (shop: Workshop, wish: Partial<OrderInput> = {}): OrderInput => ({
  variantId: shop.variantId,
  quantity: 10,
  notes: "",
  dealId: null,
  dealLineId: null,
  ...wish,
});

export async function anOrder(shop: Workshop, wish: Partial<OrderInput> = {}): Promise<Id> {
  return (await shop.make(createOrder, orderInput(shop, wish), { now: shopMinute(0) })).orderId;
}

export async function runIdAt(shop: Workshop, orderId: Id, key: string): Promise<Id> {
  const run = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("run as r")
      .innerJoin("order_stage as s", (join) =>
        join.onRef("s.workspace_id", "=", "r.workspace_id").onRef("s.id", "=", "r.order_stage_id"),
      )
      .select("r.id")
      .where("r.workspace_id", "=", shop.workspaceId)
      .where("r.order_id", "=", orderId)
      .where("s.key", "=", key)
      .executeTakeFirstOrThrow(),
  );
  return run.id;
}

/** The ids of the norms of a stage, in their order. */
export async function normIdsAt(shop: Workshop, orderId: Id, key: string): Promise<Id[]> {
  const norms = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("order_norm as n")
      .innerJoin("order_stage as s", (join) =>
        join.onRef("s.workspace_id", "=", "n.workspace_id").onRef("s.id", "=", "n.order_stage_id"),
      )
      .select("n.id")
      .where("n.workspace_id", "=", shop.workspaceId)
      .where("n.order_id", "=", orderId)
      .where("s.key", "=", key)
      .orderBy("n.position")
      .execute(),
  );
  return norms.map((norm) => norm.id);
}

export async function normIdAt(shop: Workshop, orderId: Id, key: string): Promise<Id> {
  const [first] = await normIdsAt(shop, orderId, key);
  if (first === undefined) throw new Error(`No norm at ${key}`);
  return first;
}

export async function startAt(
  shop: Workshop,
  orderId: Id,
  key: string,
  minutes: number,
  asked: { as?: Actor; materials?: { normId: Id; quantity: string }[] } = {},
): Promise<Id> {
  const runId = await runIdAt(shop, orderId, key);
  const { materials, as = shop.operator } = asked;
  await shop.make(
    startRun,
    { runId, ...(materials === undefined ? {} : { materials }) },
    { as, now: shopMinute(minutes) },
  );
  return runId;
}

/** All units of the order unless told. */
export async function finishAt(
  shop: Workshop,
  orderId: Id,
  key: string,
  minutes: number,
  asked: { units?: number; materials?: { normId: Id; quantity: string }[] } = {},
): Promise<void> {
  const runId = await runIdAt(shop, orderId, key);
  const units = asked.units ?? (await orderRow(shop, orderId)).ordered;
  const { materials } = asked;
  await shop.make(
    finishRun,
    { runId, units, comment: "", ...(materials === undefined ? {} : { materials }) },
    { now: shopMinute(minutes) },
  );
}

/** Both stages, from minute to minute + 30. */
export async function workThrough(shop: Workshop, orderId: Id, minutes: number): Promise<void> {
  await startAt(shop, orderId, "baking", minutes);
  await finishAt(shop, orderId, "baking", minutes + 10);
  await startAt(shop, orderId, "packing", minutes + 20);
  await finishAt(shop, orderId, "packing", minutes + 30);
}

export async function orderRow(shop: Workshop, orderId: Id) {
  return readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("production_order")
      .selectAll()
      .where("workspace_id", "=", shop.workspaceId)
      .where("id", "=", orderId)
      .executeTakeFirstOrThrow(),
  );
}

/** On hand, reserved, value and average of a variant, in the materials unless told; zeros where it never was. */
export async function stockOf(shop: Workshop, variantId: Id, warehouseId = shop.materialsId) {
  const row = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("balance")
      .select(["on_hand", "reserved", "value", "average"])
      .where("workspace_id", "=", shop.workspaceId)
      .where("variant_id", "=", variantId)
      .where("warehouse_id", "=", warehouseId)
      .executeTakeFirst(),
  );
  return row === undefined
    ? { onHand: "0", reserved: "0", value: "0", average: "0" }
    : {
        onHand: text(row.on_hand),
        reserved: text(row.reserved),
        value: text(row.value),
        average: text(row.average),
      };
}

/** What an order holds reserved of a variant, over its norms. */
export async function reservedOf(shop: Workshop, orderId: Id, variantId: Id): Promise<string> {
  const row = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("reservation as r")
      .innerJoin("balance as b", (join) =>
        join.onRef("b.workspace_id", "=", "r.workspace_id").onRef("b.id", "=", "r.balance_id"),
      )
      .select((select) => select.fn.sum("r.quantity").as("quantity"))
      .where("r.workspace_id", "=", shop.workspaceId)
      .where("r.order_id", "=", orderId)
      .where("b.variant_id", "=", variantId)
      .executeTakeFirstOrThrow(),
  );
  return row.quantity === null ? "0" : String(row.quantity);
}

/** The cost lines of an order, oldest first: category, quantity, rate, amount. */
export async function costLinesOf(shop: Workshop, orderId: Id): Promise<string[][]> {
  const lines = await readWorkspace(shop.database, shop.workspaceId, (tx) =>
    tx.db
      .selectFrom("cost_line")
      .select(["category", "quantity", "rate", "amount"])
      .where("workspace_id", "=", shop.workspaceId)
      .where("order_id", "=", orderId)
      .orderBy("id")
      .execute(),
  );
  return lines.map((line) => [line.category, text(line.quantity), text(line.rate), text(line.amount)]);
}

export async function lawsHold(shop: Workshop): Promise<void> {
  const db = shop.database.kysely;
  expect([
    ...(await checkStockLaws(db, shop.workspaceId)),
    ...(await checkOrderLaws(db, shop.workspaceId)),
  ]).toEqual([]);
}

/** Every row of every table of the workspace, as one text a table: two are equal when nothing was written. */
export async function allRows(shop: Workshop): Promise<Record<string, string>> {
  const { rows: tables } = await shop.database.pool.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'workspace_id' order by 1`,
  );
  const { rows } = await shop.database.pool.query<{ name: string; hash: string }>(
    tables
      .map(
        ({ name }) =>
          `select '${name}' as name, md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as hash
           from ${name} t where workspace_id = $1`,
      )
      .join(" union all "),
    [shop.workspaceId],
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.hash]));
}

/** Asks, expects a refusal, and that nothing at all was written: no command, fact, number or row. */
export async function refused(shop: Workshop, ask: () => Promise<Result<unknown>>): Promise<No["refusal"]> {
  const before = await allRows(shop);
  const answer = await ask();
  if (answer.ok) throw new Error(`Accepted: ${JSON.stringify(answer.value)}`);
  expect(await allRows(shop)).toEqual(before);
  return answer.refusal;
}
