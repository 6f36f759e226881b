import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addContact } from "#commands/crm/add-contact.ts";
import { startRun } from "#commands/production/start-run.ts";
import { addSubcontractor } from "#commands/subcontracting/add-subcontractor.ts";
import { changeSubcontractor } from "#commands/subcontracting/change-subcontractor.ts";
import { setSubcontractorPrice } from "#commands/subcontracting/set-subcontractor-price.ts";
import type { Id } from "#kernel/id.ts";
import { inputOf, type Output, type Request } from "#kernel/route.ts";
import type { Role } from "#modules/access/contract/roles.ts";
import { boardRoutes } from "#modules/production/contract/board-routes.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { listOrders } from "#modules/production/views/list-orders.ts";
import { showBoardLane } from "#modules/production/views/show-board-lane.ts";
import { showOrderBoard } from "#modules/production/views/show-order-board.ts";
import { searchRoutes } from "#modules/search/contract/routes.ts";
import { searchEverything } from "#modules/search/views/search-everything.ts";
import { exportTemplate } from "#modules/templates/views/export-template.ts";
import { templatesRoutes } from "#modules/templates/contract/routes.ts";
import { aShopWithSubcontractor, type SubcontractedShop } from "#test/builders/a-subcontractor.ts";
import { seeView } from "#test/builders/see-view.ts";
import { anOrderOf, runOfLot } from "#test/builders/stages-shop.ts";
import { aMember, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { finishAt, shopMinute, startAt } from "#test/builders/workshop-orders.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { subcontractingRoutes } from "../contract/routes.ts";
import { listSubcontractors } from "./list-subcontractors.ts";
import { showSubcontractor } from "./show-subcontractor.ts";
import { showSubcontractorHistory } from "./show-subcontractor-history.ts";

let testDatabase: TestDatabase;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
});
afterAll(() => testDatabase.drop());

const as = (shop: Workshop, role: Role) => aMember(shop.owner.memberId, [role]);
async function show(shop: Workshop, subcontractorId: Id, role: Role = "owner") {
  const answer = await seeView(
    shop,
    subcontractingRoutes.showSubcontractor,
    showSubcontractor,
    { subcontractorId },
    { actor: as(shop, role) },
  );
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}
async function namesOf(
  shop: Workshop,
  asked: Request<typeof subcontractingRoutes.listSubcontractors> = {},
): Promise<string[]> {
  const route = subcontractingRoutes.listSubcontractors;
  const answer = await seeView(shop, route, listSubcontractors, inputOf(route, asked));
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value.rows.map((row) => row.name);
}
async function historyOf(shop: Workshop, subcontractorId: Id, role: Role = "owner") {
  const route = subcontractingRoutes.showSubcontractorHistory;
  const answer = await seeView(shop, route, showSubcontractorHistory, inputOf(route, { subcontractorId }), {
    actor: as(shop, role),
  });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value.rows;
}

describe("the dictionary of subcontractors", () => {
  it("keeps who they are, whom to ask, what they do; and puts them away and back", async () => {
    const shop = await aWorkshop(testDatabase);
    const { contactId } = await shop.make(addContact, { name: "Serhii Koval" });
    const { subcontractorId } = await shop.make(addSubcontractor, {
      name: "Serhii",
      services: "Embroidery",
      contactPerson: "Serhii Koval",
      phone: "+380 67 123 45 67",
      contactId,
    });
    await shop.make(addSubcontractor, { name: "Lazer Plus", services: "Laser cutting" });
    expect(await show(shop, subcontractorId)).toMatchObject({
      services: "Embroidery",
      contact: { id: contactId, name: "Serhii Koval" },
      orders: 0,
    });
    // Who may not see contacts sees no contact.
    expect((await show(shop, subcontractorId, "technologist")).contact).toBeNull();
    expect(await namesOf(shop)).toEqual(["Lazer Plus", "Serhii"]);
    expect(await namesOf(shop, { search: "embro" })).toEqual(["Serhii"]);
    expect(await shop.ask(addSubcontractor, { name: "Serhii" })).toMatchObject({
      refusal: { code: "name_taken" },
    });
    await shop.make(changeSubcontractor, { subcontractorId, archived: true, contactPerson: "Ihor" });
    expect(await namesOf(shop)).toEqual(["Lazer Plus"]);
    expect(await namesOf(shop, { archived: "true" })).toEqual(["Lazer Plus", "Serhii"]);
    await shop.make(changeSubcontractor, { subcontractorId, archived: false });
    const [back, away, added] = await historyOf(shop, subcontractorId);
    expect(back).toMatchObject({ kind: "subcontractor_changed", values: { archived: "back", others: "no" } });
    expect(away).toMatchObject({ kind: "subcontractor_changed", values: { archived: "yes", others: "yes" } });
    expect(added).toMatchObject({ kind: "subcontractor_added", values: { name: "Serhii" } });
    // Who somebody is stays in the row: the log keeps only that it changed.
    const { rows } = await testDatabase.pool.query(
      "select data::text as data from fact where workspace_id = $1 and kind = 'subcontractor_changed'",
      [shop.workspaceId],
    );
    expect(JSON.stringify(rows)).not.toContain("Ihor");
  });

  it("dates what a service costs; its sum is for those who see planned cost", async () => {
    const shop = await aWorkshop(testDatabase);
    const { subcontractorId } = await shop.make(addSubcontractor, { name: "Serhii" });
    const price = { subcontractorId, service: "A monogram", kind: "per_unit" as const };
    await shop.make(setSubcontractorPrice, { ...price, amount: "90" }, { now: shopMinute(0) });
    await shop.make(setSubcontractorPrice, { ...price, amount: "95.5" }, { now: shopMinute(1) });
    // The same again, and the same service in other letters, are no new price.
    await shop.make(setSubcontractorPrice, { ...price, service: "a MONOGRAM", amount: "95.50" });
    expect((await show(shop, subcontractorId)).priceList).toMatchObject([
      { service: "A monogram", kind: "per_unit", amount: "95.5" },
    ]);
    expect((await show(shop, subcontractorId, "sales_manager")).priceList).toMatchObject([
      { service: "A monogram", kind: "per_unit", amount: null },
    ]);
    const { rows } = await testDatabase.pool.query(
      "select trim_scale(amount)::text as amount from subcontractor_price where workspace_id = $1 order by valid_from",
      [shop.workspaceId],
    );
    expect(rows.map((row: { amount: string }) => row.amount)).toEqual(["90", "95.5"]);
    const [risen] = await historyOf(shop, subcontractorId);
    expect(risen?.values).toMatchObject({ fromAmount: "90", toAmount: "95.5", before: "per_unit" });
    const [unseen] = await historyOf(shop, subcontractorId, "sales_manager");
    expect(JSON.stringify(unseen?.values)).not.toMatch(/90|95/);
    const gone = { ...price, amount: "0", withdrawn: true };
    await shop.make(setSubcontractorPrice, gone, { now: shopMinute(2) });
    expect((await show(shop, subcontractorId)).priceList).toEqual([]);
  });

  it("knows nobody of another workspace", async () => {
    const shop = await aWorkshop(testDatabase);
    const other = await aWorkshop(testDatabase);
    const { subcontractorId } = await other.make(addSubcontractor, { name: "Theirs" });
    const { contactId } = await other.make(addContact, { name: "Theirs" });
    expect(await namesOf(shop, { archived: "true" })).toEqual([]);
    const unknown = { refusal: { code: "subcontractor_unknown", path: ["subcontractorId"] } };
    expect(await shop.ask(changeSubcontractor, { subcontractorId, archived: true })).toMatchObject(unknown);
    const price = { subcontractorId, service: "x", kind: "fixed" as const, amount: "1" };
    expect(await shop.ask(setSubcontractorPrice, price)).toMatchObject(unknown);
    expect(await shop.ask(addSubcontractor, { name: "Ours", contactId })).toMatchObject({
      refusal: { code: "contact_unknown", path: ["contactId"] },
    });
  });

  it("is found by what they do, from anywhere", async () => {
    const shop = await aWorkshop(testDatabase);
    const { subcontractorId } = await shop.make(addSubcontractor, { name: "Serhii", services: "Embroidery" });
    const answer = await seeView(shop, searchRoutes.searchEverything, searchEverything, { words: "embroid" });
    expect(answer.ok && answer.value.found).toMatchObject([
      { kind: "subcontractor", id: subcontractorId, title: "Serhii" },
    ]);
  });
});

describe("the board by subcontractors", () => {
  async function twoOrders(): Promise<{ shop: SubcontractedShop; outside: Id; inHouse: Id }> {
    const shop = await aShopWithSubcontractor(testDatabase, { kind: "fixed", amount: "300" });
    const outside = await anOrderOf(shop, 8, { dueDate: "2026-03-01" });
    const inHouse = await anOrderOf(shop, 5, { dueDate: "2026-03-01" });
    await startAt(shop, outside, "sew", 0);
    await finishAt(shop, outside, "sew", 10);
    return { shop, outside, inHouse };
  }
  async function board(
    shop: Workshop,
    asked: Request<typeof boardRoutes.showOrderBoard>,
  ): Promise<Output<typeof boardRoutes.showOrderBoard>> {
    const route = boardRoutes.showOrderBoard;
    const answer = await seeView(shop, route, showOrderBoard, inputOf(route, asked), { now: shopMinute(60) });
    if (!answer.ok) throw new Error(answer.refusal.code);
    return answer.value;
  }

  it("has a lane for each, counted, and one for what is in house", async () => {
    const { shop, outside, inHouse } = await twoOrders();
    await shop.make(addSubcontractor, { name: "Lazer Plus" });
    for (const columns of ["status", "stage"] as const) {
      const { lanes, columns: drawn } = await board(shop, { lanes: "subcontractor", columns });
      expect(lanes.map(({ name, orders, units }) => [name, orders, units])).toEqual([
        [null, 1, 5],
        ["Lazer Plus", 0, 0],
        ["Serhii", 1, 8],
      ]);
      expect(drawn.some((column) => column.status === "done")).toBe(false);
    }
    const cardsOf = async (lane: string): Promise<string[]> => {
      const route = boardRoutes.showBoardLane;
      const asked = inputOf(route, { lanes: "subcontractor", lane });
      const answer = await seeView(shop, route, showBoardLane, asked, { now: shopMinute(60) });
      if (!answer.ok) throw new Error(answer.refusal.code);
      return answer.value.cells.flatMap((cell) => cell.cards.map((card) => card.id));
    };
    expect(await cardsOf(shop.subcontractorId)).toEqual([outside]);
    expect(await cardsOf("none")).toEqual([inHouse]);
  });

  it("is narrowed by a name as an address says it, in the list and its columns too", async () => {
    const { shop, outside, inHouse } = await twoOrders();
    const idsOf = async (asked: Request<typeof productionRoutes.listOrders>): Promise<string[]> => {
      const route = productionRoutes.listOrders;
      const answer = await seeView(shop, route, listOrders, inputOf(route, asked), { now: shopMinute(60) });
      if (!answer.ok) throw new Error(answer.refusal.code);
      return answer.value.rows.map((row) => row.id);
    };
    const { columns, named } = await board(shop, { sub: "serhii", overdue: "1", from: "2026-03-01" });
    expect(columns.flatMap((column) => column.cards.map((card) => card.id))).toEqual([outside]);
    expect(columns.reduce((sum, column) => sum + column.count, 0)).toBe(1);
    expect(named.sub).toEqual({ id: shop.subcontractorId, name: "Serhii" });
    expect(await idsOf({ sub: "serhii" })).toEqual([outside]);
    expect(await idsOf({ sub: "none" })).toEqual([inHouse]);
    expect(await idsOf({ subId: shop.subcontractorId })).toEqual([outside]);
    expect(await idsOf({ sub: "nobody-here" })).toEqual([]);
    expect(await idsOf({ sort: "subcontractor" })).toEqual([outside, inHouse]);
    // Begun or not, it stands with them.
    const runId = await runOfLot(shop, outside, "1", "embroider");
    await shop.make(startRun, { runId }, { now: shopMinute(20) });
    expect(await idsOf({ sub: "serhii" })).toEqual([outside]);
  });
});

describe("a template's agreed price", () => {
  it("does not leave the server for those who may not see planned cost, and travels by name", async () => {
    const shop = await aShopWithSubcontractor(testDatabase, { kind: "fixed", amount: "777" });
    const route = templatesRoutes.exportTemplate;
    const exported = async (role: Role): Promise<string> => {
      const input = inputOf(route, { templateId: shop.templateId });
      const answer = await seeView(shop, route, exportTemplate, input, { actor: as(shop, role) });
      if (!answer.ok) throw new Error(answer.refusal.code);
      return JSON.stringify(answer.value.file.body);
    };
    expect(await exported("technologist")).toMatch(/"subcontractorId":"Serhii".*"amount":"777"/);
    expect(await exported("sales_manager")).not.toContain("777");
  });
});
