import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { v7 as newId } from "uuid";
import { decimal, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { setListPrice } from "#commands/catalog/set-list-price.ts";
import { type Tx, inWorkspace } from "#server/database/workspace-transaction.ts";
import { type TestWorkspace, type TestWorld, openTestWorld, testNow } from "#test/builders/a-workspace.ts";
import { anItem } from "#test/builders/an-item.ts";
import { anOrderRow } from "#test/builders/an-order-row.ts";
import { reserveStock } from "../core/reserve-stock.ts";
import { balanceOf } from "../core/stock-state.ts";
import { type LockOptions, type StockKey, lockStock, pricesInEffect, saveStock, stockKey } from "./stock.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.drop());

function inTx<T>(workspace: TestWorkspace, work: (tx: Tx) => Promise<T>, commit = true): Promise<T> {
  return inWorkspace(world.database, workspace.workspaceId, "write", async (tx) => ({
    commit,
    value: await work(tx),
  }));
}

async function aMaterial(wish: { quantity?: string } = {}) {
  const workspace = await world.aWorkspace();
  const item = await anItem(workspace, { kind: "material", name: "Fabric", unit: "m" });
  const key = { variantId: item.variantId, warehouseId: workspace.warehouseIds.materials };
  if (wish.quantity !== undefined) {
    const line = { variantId: item.variantId, quantity: wish.quantity, price: "2" };
    await workspace.run(receiveStock, { warehouseId: key.warehouseId, lines: [line] });
  }
  return { workspace, key, ...item };
}

/** Orders that have reserved one unit each of the material, with these priorities. */
async function reservedBy(wish: { quantity: string; ranks: number[] }) {
  const made = await aMaterial({ quantity: wish.quantity });
  const { workspace, key, variantId, itemId } = made;
  const norms: { id: Id; orderId: Id }[] = [];
  for (const [index] of wish.ranks.entries()) {
    const order = { number: 100 + index, variantId, itemId };
    const norm = { stage: 0, required: "1", variantId };
    const { orderId } = await anOrderRow(world, workspace, order, {
      stages: [{ name: "Cut" }],
      norms: [norm],
    });
    const { rows } = await world.pool.query<{ id: Id }>("select id from order_norm where order_id = $1", [
      orderId,
    ]);
    norms.push({ id: rows[0]?.id ?? "", orderId });
  }
  await inTx(workspace, async (tx) => {
    const before = await lockStock(tx, [key]);
    let stock = before;
    for (const [index, norm] of norms.entries()) {
      const reserving = { orderId: norm.orderId, normId: norm.id, wanted: decimal(1), dueAt: null };
      const balanceId = balanceOf(stock, key.variantId, key.warehouseId).id;
      const context = { now: testNow, newId, memberId: null };
      stock = reserveStock(
        stock,
        { balanceId, ...reserving, priorityRank: wish.ranks[index] ?? 0 },
        context,
      ).stock;
    }
    // The facts are not what these tests look at.
    await saveStock(tx, before, stock, { append: () => undefined });
  });
  const loaded = (needed: StockKey["needed"], options: LockOptions = { withYielding: true }) =>
    inTx(workspace, async (tx) => {
      const stock = await lockStock(tx, [{ ...key, ...(needed === undefined ? {} : { needed }) }], options);
      return norms.map((norm) => stock.state.reservations.has(norm.id));
    });
  return { ...made, norms, loaded };
}

describe("locking stock", () => {
  it("makes a balance once, at version 0, and not at all when the command is refused", async () => {
    const { workspace, key } = await aMaterial();
    const count = async (): Promise<number> => {
      const { rows } = await world.pool.query<{ version: number }>(
        "select version from balance where workspace_id = $1",
        [workspace.workspaceId],
      );
      return rows.length;
    };
    await inTx(workspace, (tx) => lockStock(tx, [key]), false);
    expect(await count()).toBe(0);
    const [first, second] = await Promise.all(
      [1, 2].map(() => inTx(workspace, (tx) => lockStock(tx, [key, key]))),
    );
    const made = balanceOf(first ?? failed(), key.variantId, key.warehouseId);
    expect(made).toMatchObject({ version: 0, hasReceipts: false });
    expect(made.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab]/);
    expect(balanceOf(second ?? failed(), key.variantId, key.warehouseId).id).toBe(made.id);
    expect(await count()).toBe(1);
  });

  it("makes others wait, and shows them what was saved meanwhile", async () => {
    const { workspace, key } = await aMaterial({ quantity: "10" });
    const seen: string[] = [];
    const spend = (): Promise<void> =>
      inTx(workspace, async (tx) => {
        const before = await lockStock(tx, [key]);
        const balance = balanceOf(before, key.variantId, key.warehouseId);
        seen.push(text(balance.onHand));
        const after = { ...balance, onHand: balance.onHand.minus(1), version: balance.version + 1 };
        const balances = new Map([[balance.id, after]]);
        await saveStock(
          tx,
          before,
          { ...before, state: { ...before.state, balances } },
          { append: () => undefined },
        );
      });
    await Promise.all(Array.from({ length: 8 }, spend));
    expect(seen).toEqual(["10", "9", "8", "7", "6", "5", "4", "3"]);
  });

  it("locks in one order whatever the order of the keys: no deadlock", async () => {
    const { workspace, key } = await aMaterial({ quantity: "10" });
    const others = [workspace.warehouseIds.finishedGoods].map((warehouseId) => ({ ...key, warehouseId }));
    const keys = [key, ...others];
    const rounds = Array.from({ length: 40 }, (_, index) =>
      inTx(workspace, (tx) => lockStock(tx, index % 2 === 0 ? keys : keys.toReversed()), index % 3 !== 0),
    );
    expect((await Promise.allSettled(rounds)).filter((round) => round.status === "rejected")).toEqual([]);
  });

  it("loads the reservations that yield, the lowest priority first, and no more than the lack needs", async () => {
    const { loaded, norms } = await reservedBy({ quantity: "4.5", ranks: [3, 0, 1] });
    expect(await loaded(undefined)).toEqual([true, true, true]);
    expect(await loaded(decimal("1.5"))).toEqual([false, false, false]);
    expect(await loaded(decimal("1.6"))).toEqual([false, true, false]);
    expect(await loaded((balance) => balance.onHand.minus(2))).toEqual([false, true, false]);
    expect(await loaded(decimal("2.6"))).toEqual([false, true, true]);
    expect(await loaded(decimal(100))).toEqual([true, true, true]);
    expect(await loaded(decimal(100), {})).toEqual([false, false, false]);
    const own = { orderId: norms[0]?.orderId ?? "" };
    expect(await loaded(decimal(1), own)).toEqual([true, false, false]);
    expect(await loaded(decimal(1), { normIds: [norms[2]?.id ?? ""] })).toEqual([false, false, true]);
  });

  it("loads on where many small reservations don't meet the lack", async () => {
    const { workspace, key, norms, loaded } = await reservedBy({ quantity: "200", ranks: [0, 1] });
    // 150 rows of the first order's norm copied, a hundredth each: behind them stands the second order's.
    await world.pool.query(
      `with norm as (
         insert into order_norm select n.workspace_id, gen_random_uuid(), n.order_id, n.order_stage_id, n.position + i,
           n.variant_id, n.warehouse_id, n.per_unit, n.per_batch, n.loss, n.allowance, n.rounding_step, n.required
         from order_norm n cross join generate_series(1, 150) i where n.id = $1
         returning *
       )
       insert into reservation (workspace_id, id, balance_id, order_id, order_norm_id, quantity, priority_rank)
       select n.workspace_id, n.id, b.id, n.order_id, n.id, 0.01, 0
       from norm n join balance b on b.workspace_id = n.workspace_id and b.variant_id = n.variant_id`,
      [norms[0]?.id],
    );
    await world.pool.query("update balance set reserved = 3.5 where workspace_id = $1 and variant_id = $2", [
      workspace.workspaceId,
      key.variantId,
    ]);
    expect(await loaded(decimal("197.5"))).toEqual([true, false]);
    expect(await loaded(decimal("199.5"))).toEqual([true, true]);
  });

  it("refuses another workspace's variant by the schema itself", async () => {
    const ours = await aMaterial();
    const theirs = await aMaterial();
    const key = { ...ours.key, variantId: theirs.variantId };
    await expect(inTx(ours.workspace, (tx) => lockStock(tx, [key]))).rejects.toMatchObject({ code: "23503" });
  });
});

describe("the price in effect", () => {
  it("is the average where something came in, else the dated list price, else 0 and flagged", async () => {
    const { workspace, key, variantId } = await aMaterial({ quantity: "3" });
    const elsewhere = { ...key, warehouseId: workspace.warehouseIds.finishedGoods };
    const priced = (now: Date) =>
      inTx(workspace, async (tx) => {
        const prices = await pricesInEffect(tx, [key, elsewhere, elsewhere], now);
        return [key, elsewhere].map((pair) => {
          const found = prices.get(stockKey(pair.variantId, pair.warehouseId));
          return [found?.price.toFixed(), found?.noPrice];
        });
      });
    expect(await priced(testNow)).toEqual([
      ["2", false],
      ["0", true],
    ]);
    const later = new Date(testNow.getTime() + 1000);
    await workspace.run(setListPrice, { variantId, price: "9.5" }, { now: later });
    expect(await priced(testNow)).toEqual([
      ["2", false],
      ["0", true],
    ]);
    expect(await priced(later)).toEqual([
      ["2", false],
      ["9.5", false],
    ]);
  });
});

function failed(): never {
  throw new Error("Nothing was locked");
}
