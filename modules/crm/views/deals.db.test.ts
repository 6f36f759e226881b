import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { addUpsell } from "#commands/catalog/add-upsell.ts";
import { addCompany } from "#commands/crm/add-company.ts";
import { addContact } from "#commands/crm/add-contact.ts";
import { addDealLine } from "#commands/crm/add-deal-line.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import { addTask } from "#commands/crm/add-task.ts";
import { moveDeal } from "#commands/crm/move-deal.ts";
import { removeDealLine } from "#commands/crm/remove-deal-line.ts";
import { aDeal } from "#test/builders/a-deal.ts";
import {
  openTestWorld,
  refused,
  type TestWorkspace,
  type TestWorld,
  testNow,
} from "#test/builders/a-workspace.ts";
import { anItem } from "#test/builders/an-item.ts";
import { anOrderRow, aShipmentRow } from "#test/builders/an-order-row.ts";
import { crmRoutes } from "../contract/routes.ts";
import { listDeals } from "./list-deals.ts";
import { listPipelines } from "./list-pipelines.ts";
import { showCompany } from "./show-company.ts";
import { showContact } from "./show-contact.ts";
import { showDealBoard } from "./show-deal-board.ts";
import { showDeal } from "./show-deal.ts";

let world: TestWorld;
let workspace: TestWorkspace;

beforeAll(async () => {
  world = await openTestWorld();
});
beforeEach(async () => {
  workspace = await world.aWorkspace();
});
afterAll(() => world.drop());

const show = (dealId: string, as = workspace.owner) =>
  workspace.see(crmRoutes.showDeal, showDeal, { dealId }, { as });

test("a line's sum has its upsells once for each unit, and two equal amounts are both counted", async () => {
  const { itemId, variantId } = await anItem(workspace);
  const upsell = async (name: string) =>
    (await workspace.run(addUpsell, { itemId, name, price: "5" })).upsellId;
  const upsellIds = [await upsell("Engraving"), await upsell("Packaging")];
  const { dealId } = await aDeal(workspace, { line: { variantId, quantity: 3, price: "10.5", upsellIds } });
  const other = await workspace.run(addDealLine, {
    dealId,
    variantId,
    quantity: 3,
    price: "10.5",
    upsellIds,
  });
  expect(await show(dealId)).toMatchObject({
    lines: [{ sum: "61.5", quantity: "3", upsells: [{ price: "5" }, { price: "5" }] }, { sum: "61.5" }],
    money: { revenue: "123", planned: null, real: null, provisional: false },
  });
  await workspace.run(removeDealLine, { dealId, lineId: other.lineId });
  const after = await show(dealId);
  expect(after.lines).toHaveLength(1);
  expect(after.money?.revenue).toBe("61.5");
  const list = await workspace.see(crmRoutes.listDeals, listDeals, {});
  expect(list.rows[0]?.revenue).toBe("61.5");
  const board = await workspace.see(crmRoutes.showDealBoard, showDealBoard, {});
  expect(board.columns[0]?.revenue).toBe("61.5");
});

test("money: orders whole, other units at what left stock, nothing twice, provisional while one is open", async () => {
  const deal = await aDeal(workspace);
  const { dealId, lineId, variantId } = deal;
  const order = { ...deal, dealLineId: lineId };
  await anOrderRow(world, workspace, {
    ...order,
    number: 1,
    status: "done",
    received: 10,
    plannedCost: "500",
    cost: "520.25",
  });
  await anOrderRow(world, workspace, {
    ...order,
    number: 2,
    status: "cancelled",
    plannedCost: "500",
    cost: "30",
  });
  await aShipmentRow(world, workspace, { variantId, lineId, quantity: "4", value: "220" });
  await aShipmentRow(world, workspace, { variantId, lineId, quantity: "4", value: "220" });
  const card = await show(dealId);
  expect(card.money).toEqual({
    revenue: "1000",
    planned: { cost: "500", profit: "500", margin: "0.5" },
    real: { cost: "550.25", profit: "449.75", margin: "0.4498" },
    provisional: false,
    shipped: "800",
    unshipped: "200",
  });
  expect(card.lines[0]).toMatchObject({ shipped: "8", ready: "2" });

  await aShipmentRow(world, workspace, { variantId, lineId, quantity: "3", value: "165" });
  // 11 shipped of 10 made: one came from stock, at 605 ÷ 11.
  expect((await show(dealId)).money?.real?.cost).toBe("605.25");
  await anOrderRow(world, workspace, {
    ...order,
    number: 3,
    status: "in_progress",
    plannedCost: "50",
    cost: "1",
  });
  expect((await show(dealId)).money).toMatchObject({
    planned: { cost: "550" },
    real: { cost: "606.25" },
    provisional: true,
  });
});

test("who may see what: revenue by deal.money, orders' cost by deal.money or order.cost", async () => {
  const deal = await aDeal(workspace);
  await anOrderRow(world, workspace, { ...deal, dealLineId: deal.lineId, plannedCost: "5", cost: "6" });
  const seller = await show(deal.dealId, await workspace.aMember("sales_manager"));
  expect(seller).toMatchObject({ money: { revenue: "1000" }, orders: [{ plannedCost: "5", cost: "6" }] });
  const supervisor = await show(deal.dealId, await workspace.aMember("supervisor"));
  expect(supervisor).toMatchObject({
    money: null,
    lines: [{ price: null, sum: null }],
    orders: [{ plannedCost: "5", cost: "6" }],
  });
  const board = await workspace.see(
    crmRoutes.showDealBoard,
    showDealBoard,
    {},
    { as: await workspace.aMember("supervisor") },
  );
  expect(JSON.stringify(board)).not.toContain('"1000"');
  expect(board.columns[0]).toMatchObject({ count: 1, revenue: null, deals: [{ revenue: null }] });
});

test("the Production block: the furthest open stage, what is done, what is short", async () => {
  const deal = await aDeal(workspace);
  const wood = await anItem(workspace, { kind: "material", unit: "m2", name: "Oak" });
  const { variantId } = wood;
  await anOrderRow(
    world,
    workspace,
    { ...deal, number: 5, dealLineId: deal.lineId, status: "in_progress" },
    {
      stages: [{ name: "Cut" }, { name: "Glue" }, { name: "Lacquer" }],
      runs: [
        { stage: 0, state: "done" },
        { stage: 1, state: "waiting", availableAt: testNow },
      ],
      norms: [
        { stage: 0, required: "3", consumed: "2", wanted: "1", variantId },
        { stage: 1, required: "2.5", consumed: "2.5", wanted: "0", variantId },
        { stage: 1, required: "2.5", consumed: "2.4", wanted: "0.1", variantId },
        { stage: 2, required: "1", wanted: "1", variantId },
      ],
    },
  );
  const [order] = (await show(deal.dealId)).orders;
  // Cut is done, whatever it took; Glue lacks a tenth, Lacquer lacks all.
  expect(order).toMatchObject({
    number: 5,
    stageName: "Glue",
    stageState: "ready",
    stagesDone: 1,
    stagesTotal: 3,
    shortages: 2,
    lineId: deal.lineId,
  });
  const list = await workspace.see(crmRoutes.listDeals, listDeals, {});
  expect(list.rows[0]?.production).toEqual({ orders: 1, done: 0, stageName: "Glue" });
});

test("a run that has to wait still is waiting; a done order has no stage, every stage done and nothing short", async () => {
  const deal = await aDeal(workspace);
  const parts = { stages: [{ name: "Cut" }, { name: "Dry" }] };
  const later = new Date(testNow.getTime() + 1);
  const rows = [
    { number: 1, status: "in_progress", runs: [{ stage: 1, state: "waiting", availableAt: later }] },
    {
      number: 2,
      status: "done",
      runs: [
        { stage: 0, state: "done" },
        { stage: 1, state: "done" },
      ],
    },
  ];
  const norms = [{ stage: 1, required: "1", wanted: "1", variantId: deal.variantId }];
  for (const { runs, ...row } of rows)
    await anOrderRow(world, workspace, { ...deal, ...row }, { ...parts, runs, norms });
  expect((await show(deal.dealId)).orders).toMatchObject([
    { stageName: "Dry", stageState: "waiting", stagesDone: 1, shortages: 1 },
    { stageName: null, stageState: null, stagesDone: 2, shortages: 0 },
  ]);
});

test("a deal's open tasks are on its card", async () => {
  const { dealId } = await aDeal(workspace);
  await workspace.run(addTask, { title: "Call", dealId, assigneeId: workspace.ownerId });
  await workspace.run(addTask, { title: "Elsewhere" });
  expect((await show(dealId)).openTasks).toMatchObject([{ title: "Call", assigneeName: "Owner", dealId }]);
});

test("the board has every status, with its count, its sum and its newest deals first", async () => {
  const { new: first, quoted } = workspace.dealStatusIds;
  const a = await aDeal(workspace, { title: "A" });
  const b = await aDeal(workspace, { title: "B" });
  await aDeal(workspace, { title: "C" });
  for (const [index, { dealId }] of [b, a].entries()) {
    const now = new Date(testNow.getTime() + index * 1000);
    await workspace.run(moveDeal, { dealId, dealStatusId: quoted, fromStatusId: first }, { now });
  }
  const board = await workspace.see(crmRoutes.showDealBoard, showDealBoard, {});
  expect(board.pipelineId).toBe(workspace.pipelineId);
  expect(board.columns).toHaveLength(9);
  expect(board.columns.slice(0, 3)).toMatchObject([
    { name: "New", kind: "open", count: 1, revenue: "1000", deals: [{ title: "C" }] },
    { name: "Quoted", count: 2, revenue: "2000", deals: [{ title: "A" }, { title: "B" }] },
    { count: 0, revenue: "0", deals: [] },
  ]);
  const searched = await workspace.see(crmRoutes.showDealBoard, showDealBoard, { search: "b" });
  expect(searched.columns.map((column) => column.count)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0]);
});

test("a column shows its newest fifty and counts them all", async () => {
  for (let index = 0; index < 52; index += 1) await workspace.run(addDeal, { title: `Deal ${index}` });
  const board = await workspace.see(crmRoutes.showDealBoard, showDealBoard, {});
  expect(board.columns[0]?.count).toBe(52);
  expect(board.columns[0]?.deals).toHaveLength(50);
});

test("deals are listed newest first, by status, contact and words, a page at a time", async () => {
  const { contactId } = await workspace.run(addContact, { name: "Olena" });
  for (const title of ["One", "Two", "Three"]) {
    await workspace.run(addDeal, { title, ...(title === "Two" ? { contactId } : {}) });
  }
  const list = async (wish: object) => {
    const page = await workspace.see(crmRoutes.listDeals, listDeals, wish);
    return { titles: page.rows.map((row) => row.title), next: page.next };
  };
  const page = await list({ limit: 2 });
  expect(page.titles).toEqual(["Three", "Two"]);
  expect(await list({ limit: 2, cursor: page.next })).toEqual({ titles: ["One"], next: null });
  for (const wish of [{ contactId }, { search: "olena" }, { search: "#2" }, { search: "TWO" }]) {
    expect((await list(wish)).titles).toEqual(["Two"]);
  }
  expect((await list({ statusId: workspace.dealStatusIds.won })).titles).toEqual([]);
});

test("another workspace's deals are not seen, nor its pipelines", async () => {
  const theirs = await world.aWorkspace();
  const { dealId } = await aDeal(theirs);
  expect(await workspace.view(crmRoutes.showDeal, showDeal, { dealId })).toMatchObject(
    refused("deal_unknown", ["dealId"]),
  );
  const { pipelineId } = theirs;
  expect(await workspace.view(crmRoutes.showDealBoard, showDealBoard, { pipelineId })).toMatchObject(
    refused("pipeline_unknown", ["pipelineId"]),
  );
  expect((await workspace.see(crmRoutes.listDeals, listDeals, {})).rows).toEqual([]);
  const pipelines = await workspace.see(crmRoutes.listPipelines, listPipelines, {});
  expect(pipelines.rows.map((row) => row.id)).toEqual([workspace.pipelineId]);
});

test("a contact's and a company's sums are those of their deals' cards, for those who may see revenue", async () => {
  const { companyId } = await workspace.run(addCompany, { name: "Café" });
  const { contactId } = await workspace.run(addContact, { name: "Olena", companyId });
  const { new: first, won, lost } = workspace.dealStatusIds;
  const hers = await aDeal(workspace, { contactId });
  const companys = await aDeal(workspace, { contactId, companyId });
  const gone = await aDeal(workspace, { contactId });
  await aDeal(workspace);
  const cost = (deal: typeof hers, number: number, sum: string) =>
    anOrderRow(world, workspace, {
      ...deal,
      dealLineId: deal.lineId,
      number,
      status: "done",
      received: 10,
      cost: sum,
    });
  await cost(hers, 1, "400");
  await cost(gone, 2, "55.5");
  await workspace.run(moveDeal, { dealId: hers.dealId, fromStatusId: first, dealStatusId: won });
  await workspace.run(moveDeal, { dealId: gone.dealId, fromStatusId: first, dealStatusId: lost });
  const sums = {
    won: { deals: 1, revenue: "1000", cost: "400" },
    open: { deals: 1, revenue: "1000", cost: "0" },
    lost: { deals: 1, revenue: "0", cost: "55.5" },
    revenue: "2000",
    cost: "455.5",
    profit: "1544.5",
    margin: "0.7723",
  };
  const contactAs = (as = workspace.owner) =>
    workspace.see(crmRoutes.showContact, showContact, { contactId }, { as });
  const companyAs = (as = workspace.owner) =>
    workspace.see(crmRoutes.showCompany, showCompany, { companyId }, { as });
  expect(await contactAs()).toMatchObject({ sums, openDeals: 1 });
  const company = await companyAs();
  expect(company).toMatchObject({ sums, openDeals: 1, people: [{ name: "Olena" }] });
  expect(company.deals.map((deal) => deal.id).toSorted()).toEqual(
    [hers.dealId, companys.dealId, gone.dealId].toSorted(),
  );
  const supervisor = await workspace.aMember("supervisor");
  expect(await contactAs(supervisor)).toMatchObject({ sums: null, deals: [{ revenue: null }, {}, {}] });
  expect(await companyAs(supervisor)).toMatchObject({ sums: null, deals: [{ revenue: null }, {}, {}] });
  const other = await world.aWorkspace();
  expect(await other.view(crmRoutes.showCompany, showCompany, { companyId })).toMatchObject(
    refused("company_unknown", ["companyId"]),
  );
});

test("deals are listed by pipeline and by company", async () => {
  const { companyId } = await workspace.run(addCompany, { name: "Café" });
  const { contactId } = await workspace.run(addContact, { name: "Olena", companyId });
  const theirs = await aDeal(workspace, { contactId });
  await aDeal(workspace);
  const list = async (wish: object) =>
    (await workspace.see(crmRoutes.listDeals, listDeals, wish)).rows.map((row) => row.id);
  expect(await list({ companyId })).toEqual([theirs.dealId]);
  expect(await list({ pipelineId: workspace.pipelineId })).toHaveLength(2);
  expect(await list({ pipelineId: workspace.dealStatusIds.new })).toEqual([]);
});
