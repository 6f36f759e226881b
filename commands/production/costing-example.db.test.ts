import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showDealCostStory } from "#commands/costing/show-deal-cost-story.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { addDeal } from "#commands/crm/add-deal.ts";
import { shipDeal } from "#commands/crm/ship-deal.ts";
import { receiveStock } from "#commands/inventory/receive-stock.ts";
import { decimal, sum, text } from "#kernel/decimal.ts";
import type { Id } from "#kernel/id.ts";
import { costingRoutes } from "#modules/costing/contract/routes.ts";
import { listCostLines } from "#modules/costing/views/list-cost-lines.ts";
import { showCostStory } from "#modules/costing/views/show-cost-story.ts";
import { showOrderCost } from "#modules/costing/views/show-order-cost.ts";
import { crmRoutes } from "#modules/crm/contract/routes.ts";
import { showDeal } from "#modules/crm/views/show-deal.ts";
import { correctMaterial } from "#test/builders/corrections.ts";
import { seeView } from "#test/builders/see-view.ts";
import { defectReasonOf, lotsOf, runOfLot } from "#test/builders/stages-shop.ts";
import { lawsHold, normIdAt, shopMinute, stockOf } from "#test/builders/workshop-orders.ts";
import { accepted, aWorkshop, type Workshop } from "#test/builders/workshop.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { createOrder } from "./create-order.ts";
import { finishRun } from "./finish-run.ts";
import { joinRun } from "./join-run.ts";
import { pauseRun } from "./pause-run.ts";
import { reportDefect } from "./report-defect.ts";
import { resumeRun } from "./resume-run.ts";
import { startRun } from "./start-run.ts";

/**
 * docs/costing.md, told by the real commands. Every table there is read here and must be what the software says, to
 * the fourth place: neither can change without the other.
 */
const accountings = ["separate", "included"] as const;
type Accounting = (typeof accountings)[number];
type Told = Readonly<Record<string, string[][]>>;

let testDatabase: TestDatabase;
let told: Readonly<Record<Accounting, Told>>;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  told = { separate: await tell("separate"), included: await tell("included") };
});
afterAll(() => testDatabase.drop());

const at = (minute: number) => ({ now: shopMinute(minute) });

/** Ten cakes, step by step; after each step what the book says. */
async function tell(accounting: Accounting): Promise<Told> {
  const shop = await aWorkshop(testDatabase, {
    flour: "30",
    boxes: "20",
    policies: { defectAccounting: accounting, batchMode: "split" },
  });
  const { operator, owner, flourId, materialsId, finishedId, variantId } = shop;
  await shop.make(setRate, { memberId: owner.memberId, rate: "90" });
  const stock: string[][] = [];
  const note = async (what: string): Promise<void> => {
    const { onHand, value, average } = await stockOf(shop, flourId);
    stock.push([what, onHand, value, average]);
  };
  await note("30 kg received at 10.00");

  const { dealId } = await shop.make(addDeal, {
    title: "Nine cakes",
    lines: [{ variantId, quantity: 9, price: "60" }],
  });
  const deal = async () => accepted(await seeView(shop, crmRoutes.showDeal, showDeal, { dealId }));
  const lineId = (await deal()).lines[0]?.id ?? "";
  const { orderId } = await shop.make(createOrder, { variantId, quantity: 10, dealLineId: lineId }, at(0));
  const run = (lot: string, stage: string): Promise<Id> => runOfLot(shop, orderId, lot, stage);
  const flour = await normIdAt(shop, orderId, "baking");
  const box = await normIdAt(shop, orderId, "packing");
  const as = operator;

  // Baking: 21 kg go in; somebody joins; a paid break; flour at another price comes while they bake.
  const baking = await run("1", "baking");
  await shop.make(
    startRun,
    { runId: baking, materials: [{ normId: flour, quantity: "21" }] },
    { as, ...at(0) },
  );
  await note("21 kg taken for baking");
  await shop.make(joinRun, { runId: baking }, at(5));
  await shop.make(pauseRun, { runId: baking, reasonId: shop.paidPauseReasonId }, { as, ...at(10) });
  await shop.make(receiveStock, {
    warehouseId: materialsId,
    lines: [{ variantId: flourId, quantity: "11", price: "14" }],
    note: "",
  });
  await note("11 kg received at 14.00");
  await shop.make(resumeRun, { runId: baking }, { as, ...at(20) });
  await shop.make(finishRun, { runId: baking, units: 10 }, { as, ...at(30) });

  // A rate of tomorrow changes nothing of today.
  await shop.make(setRate, { memberId: operator.memberId, rate: "150" }, at(55));

  // Packing: two go back, one is crushed, seven are good.
  const packing = await run("1", "packing");
  const reasonId = await defectReasonOf(shop);
  const { rows: stages } = await testDatabase.pool.query<{ id: Id }>(
    "select id from order_stage where workspace_id = $1 and order_id = $2 and key = 'packing'",
    [shop.workspaceId, orderId],
  );
  await shop.make(startRun, { runId: packing }, { as, ...at(60) });
  const back = {
    runId: packing,
    reasonId,
    units: 2,
    decision: "return",
    toStageId: stages[0]?.id ?? "",
  } as const;
  await shop.make(reportDefect, back, at(65));
  await shop.make(reportDefect, { runId: packing, reasonId, units: 1, decision: "write_off" }, at(68));
  const boxes = (quantity: string) => [{ normId: box, quantity }];
  await shop.make(finishRun, { runId: packing, units: 7, materials: boxes("10") }, { as, ...at(72) });
  const again = await run("1.1", "packing");
  await shop.make(startRun, { runId: again }, { as, ...at(80) });
  await shop.make(finishRun, { runId: again, units: 2, materials: boxes("2") }, { as, ...at(84) });
  const before = await readCost(shop, orderId);

  // A month later somebody finds half a kilogram that was never baked.
  await correctMaterial(shop, {
    runId: baking,
    materials: [{ normId: flour, variantId: flourId, quantity: "20.5" }],
  });
  await note("0.5 kg back by the correction");
  await lawsHold(shop);

  const cost = await readCost(shop, orderId);
  const { real } = cost;
  if (real === null) throw new Error("The cost is not seen");
  const lines = accepted(
    await seeView(shop, costingRoutes.listCostLines, listCostLines, { orderId, limit: 50 }),
  );
  const lots = await lotsOf(shop, orderId);
  const { rows: late } = await testDatabase.pool.query<{ number: string; amount: { toFixed(): string } }>(
    `select l.number, sum(d.amount) as amount from late_difference d join lot l on l.workspace_id = d.workspace_id and l.id = d.lot_id
     where d.workspace_id = $1 and d.order_id = $2 group by l.number order by l.number`,
    [shop.workspaceId, orderId],
  );
  const { rows: valuations } = await testDatabase.pool.query<{ amount: { toFixed(): string } }>(
    "select amount from valuation_line where workspace_id = $1 and reason = 'captured_price' order by id limit 1",
    [shop.workspaceId],
  );
  const story = accepted(await seeView(shop, costingRoutes.showCostStory, showCostStory, { orderId }));

  await shop.make(shipDeal, { dealId, lines: [{ lineId, quantity: 9, warehouseId: finishedId }] }, at(200));
  const dealStory = accepted(
    await seeView(shop, costingRoutes.showDealCostStory, showDealCostStory, { dealId }),
  );
  expect(dealStory.profit).toBe((await deal()).money?.real?.profit);
  await lawsHold(shop);
  return {
    "The plan": [
      ...cost.stages
        .filter(({ cycle }) => cycle === 0)
        .map(({ name, planned }) => [name, planned.material, planned.labour, planned.total]),
      ["Total", cost.planned.material, cost.planned.labour, cost.planned.total],
    ],
    Flour: stock,
    "The price moved": [["Valuation line", valuations[0]?.amount.toFixed() ?? "none"]],
    "Cost lines": lines.rows
      .toReversed()
      .map((line) => [
        line.stageName,
        String(line.cycle),
        line.name,
        line.quantity,
        line.rate ?? "",
        line.amount,
        line.reverses ? "takes back" : line.reversed ? "taken back" : line.reason === null ? "" : "corrected",
      ]),
    "What units carry": lots.map((lot) => [
      lot.number,
      lot.state,
      String(lot.units),
      text(lot.first_pass),
      text(lot.rework),
      text(lot.absorbed),
    ]),
    "Before the correction": [[before.real?.total ?? "", before.real?.defectLoss ?? ""]],
    "Late differences": late.map((row) => [row.number, row.amount.toFixed()]),
    "Where the cost is": [[real.received, real.separateLoss, real.lateDifferences, real.carried, real.total]],
    "By category": [[real.material, real.labour, real.subcontracting, real.defectLoss, real.total]],
    "One good unit": [[real.perUnit ?? "none"]],
    "The cost story": [...story.bars.map(({ kind, amount }) => [kind, amount]), ["real", story.real ?? ""]],
    "The deal": [
      ["revenue", dealStory.revenue],
      ["cost", dealStory.cost],
      ["profit", dealStory.profit],
      ["margin", dealStory.margin ?? "none"],
    ],
  };
}

async function readCost(shop: Workshop, orderId: Id) {
  return accepted(await seeView(shop, costingRoutes.showOrderCost, showOrderCost, { orderId }));
}

/** The tables of the page by their headings, without the heads of their columns; figures as plain decimals. */
function readTables(): Readonly<Record<string, string[][]>> {
  const page = readFileSync(new URL("../../docs/costing.md", import.meta.url), "utf8");
  const [, example = ""] = page.split("\n## Ten cakes\n");
  const tables: Record<string, string[][]> = {};
  for (const part of example.split("\n### ").slice(1)) {
    const [heading = "", ...lines] = part.split("\n");
    const rows = lines.filter((line) => line.startsWith("|"));
    tables[heading] = rows.slice(2).map((row) =>
      row
        .split("|")
        .slice(1, -1)
        .map((cell) => plainFigure(cell.trim())),
    );
  }
  return tables;
}

function plainFigure(cell: string): string {
  const figure = cell.replace("−", "-");
  return /^-?\d+(\.\d+)?$/.test(figure) ? text(decimal(figure)) : cell;
}

describe("docs/costing.md", () => {
  const page = readTables();
  const same = (heading: string, rows: readonly string[][]): void => expect(page[heading]).toEqual(rows);
  const both = (heading: string): void => {
    for (const accounting of accountings) same(heading, told[accounting][heading] ?? []);
  };

  it.each([
    "The plan",
    "Flour",
    "The price moved",
    "Cost lines",
    "Before the correction",
    "Late differences",
    "By category",
    "The cost story",
    "The deal",
  ])("says what the software says: %s", (heading) => {
    both(heading);
  });

  it("says what units carry under both accountings", () => {
    const { separate, included } = told;
    const passedOn = (row: number): string => included["What units carry"]?.[row]?.at(-1) ?? "";
    same(
      "What units carry",
      (separate["What units carry"] ?? []).map((row, place) => [...row, passedOn(place)]),
    );
  });

  it.each(["Where the cost is", "One good unit"])("sets both accountings side by side: %s", (heading) => {
    same(
      heading,
      accountings.map((accounting) => [accounting, ...(told[accounting][heading]?.[0] ?? [])]),
    );
  });

  it("has no table that nobody looks at", () => {
    expect(Object.keys(page).toSorted()).toEqual(Object.keys(told.separate).toSorted());
  });

  it("adds up by itself: the bars, the places of the cost, the categories", () => {
    const total = (figures: readonly string[]): string => text(sum(figures.map((figure) => decimal(figure))));
    const bars = page["The cost story"] ?? [];
    expect(total(bars.slice(0, -1).map(([, amount = ""]) => amount))).toBe(bars.at(-1)?.[1]);
    for (const [, ...row] of page["Where the cost is"] ?? [])
      expect(total(row.slice(0, -1))).toBe(row.at(-1));
    for (const row of page["By category"] ?? []) expect(total(row.slice(0, -1))).toBe(row.at(-1));
    const lines = (page["Cost lines"] ?? []).map((row) => row[5] ?? "");
    expect(total(lines)).toBe(bars.at(-1)?.[1]);
  });
});
