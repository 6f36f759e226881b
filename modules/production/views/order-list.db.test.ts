import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addDeal } from "#commands/crm/add-deal.ts";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { reassignRun } from "#commands/production/reassign-run.ts";
import type { Id } from "#kernel/id.ts";
import type { Request } from "#kernel/route.ts";
import { orderSorts, type OrderSortWord } from "#modules/production/contract/order-list-routes.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { encodeCursor } from "#server/database/cursor.ts";
import { seeView } from "#test/builders/see-view.ts";
import { accepted, aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import {
  anOrder,
  finishAt,
  runIdAt,
  shopMinute,
  startAt,
  workThrough,
} from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { listOrders, pickOrders } from "./list-orders.ts";

let testDatabase: TestDatabase;
let shop: Workshop;
/** by what each is: done first, cancelled, in work at packing, waiting and urgent, waiting without a due date */
let made: Record<"done" | "cancelled" | "packing" | "urgent" | "undated", Id>;
const later = { now: shopMinute(600) };
type Asked = Request<typeof productionRoutes.listOrders>;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  shop = await aWorkshop(testDatabase);
  const { dealId } = await shop.make(addDeal, { title: "Anniversary" });
  made = {
    done: await anOrder(shop, { quantity: 2, dueDate: "2026-03-05" }),
    cancelled: await anOrder(shop, { quantity: 9, dueDate: "2026-03-04" }),
    packing: await anOrder(shop, { quantity: 4, dueDate: "2026-03-09", dealId }),
    urgent: await anOrder(shop, { quantity: 7, dueDate: "2026-03-20", priority: "urgent" }),
    undated: await anOrder(shop, { quantity: 1, priority: "low" }),
  };
  await workThrough(shop, made.done, 1);
  await shop.make(cancelOrder, { orderId: made.cancelled, reason: "a mistake" }, { now: shopMinute(50) });
  await startAt(shop, made.packing, "baking", 60);
  await finishAt(shop, made.packing, "baking", 70);
  const runId = await runIdAt(shop, made.urgent, "baking");
  await shop.make(reassignRun, { runId, memberId: shop.operator.memberId }, { now: shopMinute(80) });
});
afterAll(() => testDatabase.drop());

async function list(asked: Asked = {}, as: Parameters<typeof seeView>[4] = later) {
  const input = { limit: 50, ...asked } as Parameters<typeof listOrders>[1];
  return accepted(await seeView(shop, productionRoutes.listOrders, listOrders, input, as)).rows;
}
const namesOf = (ids: readonly Id[]): string[] =>
  ids.map((id) => Object.entries(made).find(([, one]) => one === id)?.[0] ?? "?");
const listed = async (asked: Asked = {}, as: Parameters<typeof seeView>[4] = later) =>
  namesOf((await list(asked, as)).map((row) => row.id));

describe("the list of orders", () => {
  it("begins with what is open, by its due date, and ends with what was over first", async () => {
    expect(await listed()).toEqual(["packing", "urgent", "undated", "cancelled", "done"]);
  });

  it.each<readonly [OrderSortWord, readonly string[]]>([
    ["number", ["done", "cancelled", "packing", "urgent", "undated"]],
    ["-number", ["undated", "urgent", "packing", "cancelled", "done"]],
    ["due", ["cancelled", "done", "packing", "urgent", "undated"]],
    ["-due", ["urgent", "packing", "done", "cancelled", "undated"]],
    ["quantity", ["undated", "done", "packing", "urgent", "cancelled"]],
    ["-quantity", ["cancelled", "urgent", "packing", "done", "undated"]],
    ["priority", ["urgent", "cancelled", "done", "packing", "undated"]],
    ["-priority", ["undated", "cancelled", "done", "packing", "urgent"]],
    ["status", ["urgent", "undated", "packing", "done", "cancelled"]],
    ["-status", ["cancelled", "done", "packing", "urgent", "undated"]],
    ["started", ["done", "packing", "undated", "urgent", "cancelled"]],
    ["-finished", ["cancelled", "done", "undated", "urgent", "packing"]],
    ["stage", ["urgent", "undated", "packing", "cancelled", "done"]],
    ["-stage", ["packing", "undated", "urgent", "cancelled", "done"]],
    ["operator", ["urgent", "undated", "packing", "cancelled", "done"]],
    ["-standing", ["urgent", "undated", "packing", "cancelled", "done"]],
    ["deal", ["packing", "undated", "urgent", "cancelled", "done"]],
    ["-progress", ["done", "undated", "urgent", "packing", "cancelled"]],
  ])("sorts by %s", async (sort, expected) => {
    expect(await listed({ sort })).toEqual(expected);
  });

  it("goes on page by page in every order, each order once", async () => {
    const sorts = orderSorts.flatMap((sort) => [sort, `-${sort}`] as const);
    for (const sort of [undefined, ...sorts]) {
      const asked = sort === undefined ? {} : { sort };
      const whole = await listed(asked);
      expect([...whole].sort()).toEqual(Object.keys(made).sort());
      const paged: Id[] = [];
      let cursor: string | undefined;
      do {
        const page = accepted(
          await seeView(
            shop,
            productionRoutes.listOrders,
            listOrders,
            { ...asked, limit: 2, ...(cursor === undefined ? {} : { cursor }) },
            later,
          ),
        );
        paged.push(...page.rows.map((row) => row.id));
        cursor = page.next ?? undefined;
      } while (cursor !== undefined);
      expect([sort, namesOf(paged)]).toEqual([sort, whole]);
    }
  });

  it("refuses a cursor of another order, and one that says nonsense", async () => {
    const page = await seeView(
      shop,
      productionRoutes.listOrders,
      listOrders,
      { limit: 1, sort: "due" },
      later,
    );
    const cursor = accepted(page).next ?? "";
    const nonsense = encodeCursor(["due", 0, "tomorrow", made.done]);
    for (const [sort, broken] of [
      ["-due", cursor],
      ["number", cursor],
      ["due", nonsense],
    ] as const) {
      const input = { limit: 1, sort, cursor: broken };
      const answer = await seeView(shop, productionRoutes.listOrders, listOrders, input, later);
      expect(answer).toMatchObject({ ok: false, refusal: { code: "cursor_broken" } });
    }
  });

  it("narrows to a status, or to what is open", async () => {
    expect(await listed({ status: "open" })).toEqual(["packing", "urgent", "undated"]);
    expect(await listed({ status: "done" })).toEqual(["done"]);
    expect(await listed({ status: "pending", sort: "number" })).toEqual(["urgent", "undated"]);
  });

  it("tells plan, start and cost; cost and deal, and their order, only to those who may see them", async () => {
    const [row] = await list({ sort: "-cost" });
    expect(row).toMatchObject({ id: made.packing, dealTitle: "Anniversary" });
    expect(Number(row?.cost)).toBeGreaterThan(0);
    expect(row?.startedAt).toBe(shopMinute(60).toISOString());
    expect(row?.plannedStart).not.toBeNull();
    const technologist = { ...later, actor: aMember(shop.owner.memberId, ["technologist"]) };
    for (const sort of ["-cost", "deal"] as const) {
      const rows = await list({ sort }, technologist);
      expect(rows.map((one) => [one.cost, one.dealTitle])).toEqual(rows.map(() => [null, null]));
      expect(namesOf(rows.map((one) => one.id))).toEqual(await listed({}));
    }
  });
});

describe("what an act on all of them picks", () => {
  it("is what matches, in the list's order, with the run that may be given", async () => {
    const input = { status: "open", sort: "-number" } as const;
    const picked = accepted(await seeView(shop, productionRoutes.pickOrders, pickOrders, input, later));
    expect([namesOf(picked.rows.map((row) => row.id)), picked.more]).toEqual([
      ["undated", "urgent", "packing"],
      false,
    ]);
    expect(picked.rows[1]).toMatchObject({
      number: 4,
      priority: "urgent",
      dueDate: "2026-03-20",
      current: { name: "Baking", operatorId: shop.operator.memberId },
    });
  });
});
