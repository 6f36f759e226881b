import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inputOf, type Request } from "#kernel/route.ts";
import type { Actor } from "#modules/access/contract/roles.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { anOrder, shopMinute, workThrough } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import type { Asker, Services } from "../door-types.ts";
import { exportOrders } from "./order-export-door.ts";

let testDatabase: TestDatabase;
let shop: Workshop;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  shop = await aWorkshop(testDatabase);
  await anOrder(shop, { quantity: 4, dueDate: "2026-03-09", priority: "urgent" });
  await workThrough(shop, await anOrder(shop, { quantity: 2 }), 1);
});
afterAll(() => testDatabase.drop());

async function exported(
  asked: Request<typeof productionRoutes.exportOrders> = {},
  language: "en" | "uk" = "en",
  actor: Actor & { kind: "member" } = shop.owner,
): Promise<string> {
  const asker: Asker = {
    workspaceId: shop.workspaceId,
    actor,
    memberId: actor.memberId,
    memberName: "Owner",
    language,
    timeZone: "Europe/Kyiv",
    byPin: false,
  };
  // Of the services an export needs the database alone.
  const services = { database: shop.database } as unknown as Services;
  const sent = await exportOrders(services, inputOf(productionRoutes.exportOrders, asked), asker, {
    origin: "http://localhost",
    slug: "shop",
    now: shopMinute(24 * 60),
  });
  if (!sent.ok) throw new Error(sent.refusal.code);
  return (await buffer(sent.value.content)).toString("utf8").replace("\ufeff", "");
}

describe("the list as a file", () => {
  it("has the chosen columns in their order, of what the list is narrowed to and as it is sorted", async () => {
    const asked = { columns: "due,status,quantity,stage,standing", sort: "number", status: "open" } as const;
    expect(await exported(asked)).toBe(
      [
        'Number,Product,Variant,Due date,Status,Quantity,Unit,Stage,State of the stage,"Stands, days"',
        "1,Cake,Cake,2026-03-09,Pending,4,pcs,Baking,Ready,1.0",
        "",
      ].join("\r\n"),
    );
    expect((await exported({ sort: "-number", columns: "status" })).split("\r\n").slice(1)).toEqual([
      "2,Cake,Cake,Done",
      "1,Cake,Cake,Pending",
      "",
    ]);
  });

  it("speaks the reader's language, as a spreadsheet of that language reads it", async () => {
    const [header, row] = (await exported({ columns: "priority,standing", status: "open" }, "uk")).split(
      "\r\n",
    );
    expect(header).toBe("Номер;Виріб;Варіант;Пріоритет;Стоїть, днів");
    expect(row).toBe("1;Cake;Cake;Терміновий;1,0");
  });

  it("has money only for those who may see it", async () => {
    const asked = { columns: "cost", status: "done" } as const;
    expect(await exported(asked)).toBe("Number,Product,Variant,Cost so far\r\n2,Cake,Cake,86\r\n");
    const technologist = aMember(shop.owner.memberId, ["technologist"]);
    expect(await exported(asked, "en", technologist)).toBe("Number,Product,Variant\r\n2,Cake,Cake\r\n");
  });

  it("holds nothing that a spreadsheet would run", async () => {
    await testDatabase.pool.query("update item set name = '=1+1' where workspace_id = $1 and id = $2", [
      shop.workspaceId,
      shop.productId,
    ]);
    const rows = await exported({ columns: "status", status: "done" });
    expect(rows).toContain("2,'=1+1,");
  });

  it("goes on beyond a page, each order once", async () => {
    for (let index = 0; index < 3; index += 1) await anOrder(shop, { quantity: 1 });
    await testDatabase.pool.query(
      `insert into production_order (workspace_id, id, number, template_version_id, variant_id, batch_mode, status, priority,
         warehouse_id, defect_accounting, ordered, in_work, created_at)
       select workspace_id, gen_random_uuid(), 1000 + n, template_version_id, variant_id, batch_mode, 'pending', priority,
         warehouse_id, defect_accounting, 1, 1, created_at
       from production_order, generate_series(1, 450) n where workspace_id = $1 and number = 1`,
      [shop.workspaceId],
    );
    const numbers = (await exported({ columns: "status", status: "pending" }))
      .split("\r\n")
      .slice(1, -1)
      .map((line) => line.split(",")[0]);
    expect(numbers).toHaveLength(454);
    expect(new Set(numbers).size).toBe(454);
  });
});
