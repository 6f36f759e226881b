import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Id } from "#kernel/id.ts";
import { addSubcontractor } from "#commands/subcontracting/add-subcontractor.ts";
import { changeSubcontractor } from "#commands/subcontracting/change-subcontractor.ts";
import { addTrade } from "#commands/access/add-trade.ts";
import { startingWords } from "#commands/access/starting-words.ts";
import { priceTemplate } from "#commands/costing/price-template.ts";
import { previewOrder } from "#commands/production/preview-order.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { showItem } from "#modules/catalog/views/show-item.ts";
import { productionRoutes } from "#modules/production/contract/routes.ts";
import { type ReadyTrade, readyTrades, templatesRoutes } from "#modules/templates/contract/routes.ts";
import { showTemplatePricedBy } from "#modules/templates/views/show-template.ts";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import { openTestWorld, refused, type TestWorkspace, type TestWorld } from "#test/builders/a-workspace.ts";
import { addReadyTemplate } from "./add-ready-template.ts";
import { listReadyTemplates } from "./list-ready-templates.ts";

let world: TestWorld;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.drop());

const showTemplate = showTemplatePricedBy(
  async (tx, resolved, itemVariants, now) => (await priceTemplate(tx, resolved, itemVariants, now)).cost,
);
type Made = { item: OutputOf<"showItem">; template: OutputOf<"showTemplate"> };

async function make(workspace: TestWorkspace, trade: ReadyTrade): Promise<Made> {
  const { templateId, itemId } = await workspace.run(addReadyTemplate, { trade });
  return {
    item: await workspace.see(catalogRoutes.showItem, showItem, { itemId }),
    template: await workspace.see(templatesRoutes.showTemplate, showTemplate, { templateId }),
  };
}
const preview = (
  workspace: TestWorkspace,
  { item }: Made,
  more: Partial<RequestOf<"previewOrder">> = {},
  variant = 0,
): Promise<OutputOf<"previewOrder">> =>
  workspace.see(productionRoutes.previewOrder, previewOrder, {
    variantId: item.variants[variant]?.id ?? "",
    quantity: 20,
    ...more,
  });

describe.each(["en", "uk"] as const)("in a new workspace in %s", (language) => {
  it.each(readyTrades)("%s is there with all that it names, wired to the default pipeline", async (trade) => {
    const workspace = await world.aWorkspace({ language });
    const { rows } = await workspace.see(templatesRoutes.listReadyTemplates, listReadyTemplates, {});
    const made = await make(workspace, trade);
    const { body, names } = made.template;
    expect(rows.find((row) => row.trade === trade)).toMatchObject({
      name: made.template.name,
      product: made.item.name,
      batchMode: body.policies.batchMode,
      stageNames: body.stages.map(({ name }) => name),
    });
    const { statuses, warehouses } = startingWords[language];
    const nameOfStatus = (id: string | undefined) => names.dealStatuses[id ?? ""];
    const { start, done, rework } = body.triggers;
    expect([start, done, rework].map((trigger) => nameOfStatus(trigger?.dealStatusId))).toEqual([
      statuses.accepted,
      statuses.readyToShip,
      statuses.rework,
    ]);
    expect(body.stages.at(0)?.atStart).toMatchObject([
      { kind: "move_deal", dealStatusId: workspace.dealStatusIds.inProduction },
      {
        kind: "message",
        text: expect.stringContaining(language === "en" ? "in production" : "у виробництві"),
      },
    ]);
    expect(body.stages.at(-1)).toMatchObject({
      condition: null,
      atCompletion: [{ kind: "create_task", role: "sales_manager" }],
    });
    expect(names.warehouses[body.policies.finishedWarehouseId]).toBe(warehouses.finishedGoods);
    expect(made.template.approved).toBe(true);
    expect(made.item.hasTemplate).toBe(true);
    // Every material has its example price.
    const attributes = Object.fromEntries(
      made.item.asked.map(({ name, unit, choices }) => [
        name,
        unit === null ? { text: choices[0] ?? "" } : { amount: "120", unit },
      ]),
    );
    const shown = await preview(workspace, made, { attributes });
    expect(shown.withoutPrice).toEqual([]);
    expect(Number(shown.plannedCost)).toBeGreaterThan(0);
  });
});

describe("what the trades show", () => {
  const anywhere = (): Promise<TestWorkspace> => world.aWorkspace();

  it("sewing: fabric by the size, its colour picked by the cutter; embroidery where it is ordered", async () => {
    const workspace = await anywhere();
    const made = await make(workspace, "sewing");
    const plain = await preview(workspace, made, {}, 1);
    // 2 × (70 + 5) cm × 20 ÷ (1 − 0.06)
    expect(plain.awaiting).toMatchObject([
      { itemName: "Fleece fabric", unit: "m", required: "31.914894", free: "0", missing: "31.914894" },
    ]);
    expect(plain.stageNames).toEqual(["Cutting", "Sewing", "Pressing", "QA"]);
    const upsellIds = made.item.upsells.map(({ id }) => id);
    const embroidered = await preview(workspace, made, { upsellIds }, 1);
    expect(embroidered.stageNames).toEqual(["Cutting", "Embroidery", "Sewing", "Pressing", "QA"]);
    // The embroidery is made outside the house.
    const embroidery = made.template.body.stages.find(({ key }) => key === "embroidery");
    expect(embroidery?.performer).toMatchObject({
      kind: "subcontractor",
      price: { kind: "per_unit", amount: "90" },
    });
    expect(Object.values(made.template.names.subcontractors)).toEqual(["Embroidery workshop"]);
  });

  it("furniture: unit by unit, each in its own measures; the front follows the colour", async () => {
    const workspace = await anywhere();
    const made = await make(workspace, "furniture");
    const cm = (amount: string) => ({ amount, unit: "cm" as const });
    const shown = await preview(workspace, made, {
      quantity: 2,
      attributes: { Height: cm("200"), Width: cm("100"), "Front colour": { text: "Oak" } },
      unitAttributes: [{}, { Width: cm("50") }],
    });
    expect(shown.defaultBatchMode).toBe("per_unit");
    expect(shown.shortages).toMatchObject([
      // (7.4 + 2.4 + 1 + 1.5) ÷ 0.88
      { itemName: "Chipboard 18 mm", required: "13.977273" },
      // (2 + 1) ÷ 0.9
      { itemName: "Front panel", variantName: "Oak", required: "3.333333" },
      { itemName: "Edge band", required: "23.1" },
      { itemName: "Clear lacquer", required: "0.9" },
      { itemName: "Hinge", required: "16" },
      { itemName: "Screws", required: "100" },
    ]);
    const lacquering = made.template.body.stages.find(({ key }) => key === "lacquering");
    expect(lacquering?.wait).toMatchObject({ name: "lacquer drying" });
    expect(made.template.body.stages.at(-1)).toMatchObject({
      photoRequired: true,
      performer: { kind: "chosen_at_start" },
    });
    const unknown = workspace.view(productionRoutes.previewOrder, previewOrder, {
      variantId: made.item.variants[0]?.id ?? "",
      quantity: 1,
    });
    expect(await unknown).toMatchObject({ ok: false, refusal: { code: "formula_value_missing" } });
  });

  it("bakery: nothing begins without its flour, and bread spoils", async () => {
    const workspace = await anywhere();
    const made = await make(workspace, "bakery");
    expect(made.item.shelfLifeDays).toBe(3);
    const shown = await preview(workspace, made, { quantity: 5 });
    expect(shown.shortagePolicy).toBe("block");
    // max(5; 10) × 4 g
    expect(shown.shortages).toContainEqual(expect.objectContaining({ itemName: "Yeast", required: "0.04" }));
  });

  it("joinery: what cracks goes back, so often and no oftener", async () => {
    const { template } = await make(await anywhere(), "joinery");
    expect(template.body.policies).toMatchObject({ batchMode: "split", defectAccounting: "separate" });
    expect(template.body.stages.map(({ reworkLimit }) => reworkLimit)).toEqual([2, 2, 1, null, 1]);
  });

  it("joinery: brass is inlaid where it is ordered, by a workshop with brass of its own", async () => {
    const workspace = await anywhere();
    const made = await make(workspace, "joinery");
    const plain = await preview(workspace, made);
    expect(plain.stageNames).not.toContain("Brass inlay");
    const upsellIds = made.item.upsells.map(({ id }) => id);
    const inlaid = await preview(workspace, made, { upsellIds });
    expect(inlaid.stageNames).toEqual([
      "Primary processing",
      "Planing",
      "Brass inlay",
      "Gluing",
      "Finishing",
    ]);
    // Nothing more out of our stock; 20 × 210.00 more to the workshop, and nobody of ours is paid for it.
    expect(inlaid.shortages).toEqual(plain.shortages);
    expect(Number(inlaid.plannedCost) - Number(plain.plannedCost)).toBe(20 * 210);
  });

  it("print: paper of the product's finish, sheets for setting up, whole packs", async () => {
    const workspace = await anywhere();
    const made = await make(workspace, "print");
    const glossy = await preview(workspace, made, { quantity: 8 }, 1);
    expect(glossy.shortages).toContainEqual(
      // 8 × 5 + 15, in packs of 50
      expect.objectContaining({ itemName: "Coated paper SRA3", variantName: "Glossy", required: "100" }),
    );
    expect(made.template.body.stages[1]?.setUpSeconds).toBe(1_800);
  });

  it("coffee: 5.88 kg of beans for 20 packs, 12 hours of degassing, boxes where they are ordered", async () => {
    const workspace = await anywhere();
    const made = await make(workspace, "coffee");
    const [roasting] = made.template.body.stages;
    expect(roasting?.wait).toMatchObject({ name: "degassing", minimumSeconds: 43_200 });
    const small = await preview(workspace, made);
    expect(small.shortages.slice(0, 2)).toMatchObject([
      { itemName: "Green beans, arabica", required: "5.882353" },
      { itemName: "Bag with valve", variantName: "250 g", required: "20" },
    ]);
    expect(small.stageNames).toEqual(["Bean roasting", "Grinding and packaging"]);
    const upsellIds = made.item.upsells.map(({ id }) => id);
    const large = await preview(workspace, made, { upsellIds }, 1);
    expect(large.stageNames).toContain("Folding gift boxes");
    expect(large.shortages).toContainEqual(expect.objectContaining({ itemName: "Gift box", required: "20" }));
    expect(large.shortages).toContainEqual(
      expect.objectContaining({ itemName: "Bag with valve", variantName: "1 kg" }),
    );
  });
});

describe("addReadyTemplate", () => {
  it("takes what is there already, and makes a product of its own each time", async () => {
    const workspace = await world.aWorkspace();
    await workspace.run(addTrade, { name: "Roaster" });
    const first = await make(workspace, "coffee");
    const second = await make(workspace, "coffee");
    const third = await make(workspace, "coffee");
    expect([first, second, third].map(({ item }) => item.name)).toEqual([
      "Arabica, freshly roasted",
      "Arabica, freshly roasted 2",
      "Arabica, freshly roasted 3",
    ]);
    const kinds = (await workspace.facts()).map(({ kind, data }) => `${kind} ${String(data["name"])}`);
    const countOf = (text: string): number => kinds.filter((one) => one === text).length;
    expect(countOf("trade_added Roaster")).toBe(1);
    expect(countOf("trade_added Packer")).toBe(1);
    expect(countOf("item_added Green beans, arabica")).toBe(1);
  });

  it("makes warehouses and leaves triggers out where the workspace has others", async () => {
    const workspace = await world.aWorkspace();
    const of = "where workspace_id = $1";
    await world.pool.query(`update warehouse set archived = true ${of}`, [workspace.workspaceId]);
    await world.pool.query(`update warehouse set name = name || ' (old)' ${of}`, [workspace.workspaceId]);
    await world.pool.query(`update deal_status set name = 'Making' ${of} and name = 'In production'`, [
      workspace.workspaceId,
    ]);
    const { template } = await make(workspace, "bakery");
    expect(Object.values(template.names.warehouses).toSorted()).toEqual(["Finished goods", "Materials"]);
    expect(template.body.stages[0]?.atStart.map(({ kind }) => kind)).toEqual(["message"]);
    expect(template.body.triggers.start).not.toBeNull();
  });

  it("is made without its trades for who may add none: their stages are open, and the owner is asked to add them", async () => {
    const workspace = await world.aWorkspace();
    const technologist = await workspace.aMember("technologist");
    await workspace.run(addTrade, { name: "Baker" });
    const made = await workspace.run(addReadyTemplate, { trade: "bakery" }, { as: technologist });
    expect(made.openTrades).toEqual(["Bread packer"]);
    const { body, names } = await workspace.see(templatesRoutes.showTemplate, showTemplate, {
      templateId: made.templateId,
    });
    expect(body.stages.map(({ performer }) => performer.kind)).toEqual(["trade", "trade", "trade", "role"]);
    expect(Object.values(names.trades)).toEqual(["Baker"]);
    const { rows } = await world.pool.query<Record<string, unknown>>(
      "select text_id, assignee_role, text_values ->> 'trades' as trades from task where workspace_id = $1",
      [workspace.workspaceId],
    );
    expect(rows).toEqual([
      { text_id: "task.trades_missing", assignee_role: "owner", trades: "Bread packer" },
    ]);
  });

  it("leaves a subcontractor's stage to supervisors where one may add none, or where they were put away", async () => {
    const kindIn = async (workspace: TestWorkspace, templateId: Id): Promise<unknown> => {
      const shown = await workspace.see(templatesRoutes.showTemplate, showTemplate, { templateId });
      return shown.body.stages.find(({ key }) => key === "embroidery")?.performer;
    };
    const workspace = await world.aWorkspace();
    const technologist = await workspace.aMember("technologist");
    const first = await workspace.run(addReadyTemplate, { trade: "sewing" }, { as: technologist });
    expect(await kindIn(workspace, first.templateId)).toEqual({ kind: "role", role: "supervisor" });
    const { subcontractorId } = await workspace.run(addSubcontractor, { name: "Embroidery workshop" });
    const second = await workspace.run(addReadyTemplate, { trade: "sewing" }, { as: technologist });
    expect(await kindIn(workspace, second.templateId)).toMatchObject({ subcontractorId });
    await workspace.run(changeSubcontractor, { subcontractorId, archived: true });
    const third = await workspace.run(addReadyTemplate, { trade: "sewing" });
    expect(await kindIn(workspace, third.templateId)).toEqual({ kind: "role", role: "supervisor" });
  });

  it("is all or nothing: where one may add no warehouse either, nothing is made", async () => {
    const workspace = await world.aWorkspace();
    const technologist = await workspace.aMember("technologist");
    await world.pool.query("update warehouse set archived = true where workspace_id = $1", [
      workspace.workspaceId,
    ]);
    const before = (await workspace.facts()).length;
    expect(await workspace.ask(addReadyTemplate, { trade: "bakery" }, { as: technologist })).toMatchObject(
      refused("not_allowed"),
    );
    expect(await workspace.facts()).toHaveLength(before);
  });

  it("is no way to approve what one may not, also where all trades are there", async () => {
    const workspace = await world.aWorkspace();
    const technologist = await workspace.aMember("technologist");
    for (const name of ["Baker", "Bread packer"]) await workspace.run(addTrade, { name });
    const made = await workspace.run(addReadyTemplate, { trade: "bakery" }, { as: technologist });
    const shown = await workspace.see(templatesRoutes.showTemplate, showTemplate, {
      templateId: made.templateId,
    });
    expect(shown.approved).toBe(false);
  });
});
