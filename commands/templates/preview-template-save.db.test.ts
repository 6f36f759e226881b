import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { cancelOrder } from "#commands/production/cancel-order.ts";
import { createOrder } from "#commands/production/create-order.ts";
import { priceTemplate } from "#commands/costing/price-template.ts";
import { setRate } from "#commands/costing/set-rate.ts";
import { catalogRoutes } from "#modules/catalog/contract/routes.ts";
import { showItem } from "#modules/catalog/views/show-item.ts";
import { type ReadyTrade, templatesRoutes } from "#modules/templates/contract/routes.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { showTemplatePricedBy } from "#modules/templates/views/show-template.ts";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import { openTestWorld, refused, type TestWorkspace, type TestWorld } from "#test/builders/a-workspace.ts";
import { addReadyTemplate } from "./add-ready-template.ts";
import { previewTemplateSave } from "./preview-template-save.ts";
import { saveTemplate } from "./save-template.ts";

let world: TestWorld;
let workspace: TestWorkspace;
beforeAll(async () => {
  world = await openTestWorld();
});
afterAll(() => world.drop());
beforeEach(async () => {
  workspace = await world.aWorkspace();
});

const showTemplate = showTemplatePricedBy(
  async (tx, resolved, itemVariants, now) => (await priceTemplate(tx, resolved, itemVariants, now)).cost,
);
type Template = { itemId: string; templateId: string; body: TemplateBody; item: OutputOf<"showItem"> };

async function ready(trade: ReadyTrade): Promise<Template> {
  const { templateId, itemId } = await workspace.run(addReadyTemplate, { trade });
  const shown = await workspace.see(templatesRoutes.showTemplate, showTemplate, { templateId });
  const item = await workspace.see(catalogRoutes.showItem, showItem, { itemId });
  return { itemId, templateId, body: shown.body, item };
}
type Asked = Partial<RequestOf<"previewTemplateSave">>;
const previewing = (
  { itemId, templateId, body }: Template,
  more: Asked,
): RequestOf<"previewTemplateSave"> => ({
  itemId,
  body,
  basedOn: { templateId, number: 1 },
  ...more,
});
const preview = (template: Template, more: Asked): Promise<OutputOf<"previewTemplateSave">> =>
  workspace.see(templatesRoutes.previewTemplateSave, previewTemplateSave, previewing(template, more));

/** The body with the stage changed. */
const changed = (body: TemplateBody, key: string, change: Partial<TemplateBody["stages"][number]>) => ({
  ...body,
  stages: body.stages.map((stage) => (stage.key === key ? { ...stage, ...change } : stage)),
});
const order = (template: Template, quantity: number, more: object = {}) =>
  workspace.run(createOrder, { variantId: template.item.variants[0]?.id ?? "", quantity, ...more });

describe("a sample order", () => {
  it("is reckoned norm by norm, with the explanation of each formula, its cost and its time", async () => {
    const furniture = await ready("furniture");
    const cm = (amount: string) => ({ amount, unit: "cm" as const });
    const { sample, sampleFault, impact } = await preview(furniture, {
      sample: {
        variantId: furniture.item.variants[0]?.id ?? null,
        quantity: 2,
        attributes: { Width: cm("100"), Height: cm("200"), "Front colour": { text: "White" } },
      },
    });
    expect([sampleFault, impact]).toEqual([null, null]);
    const edging = sample?.norms.find(({ key }) => key === "edging");
    expect(edging).toMatchObject({
      stageKey: "edge_banding",
      unit: "m",
      perUnit: "12",
      required: "25.2",
      amount: "352.8",
      noPrice: false,
      perBatchExplained: null,
    });
    expect(edging?.perUnitExplained?.result).toMatchObject({ kind: "amount", amount: "12" });
    expect(edging?.perUnitExplained?.steps.length).toBeGreaterThan(0);
    expect(sample?.stages.map(({ seconds }) => seconds)).toEqual([6_900, 3_600, 6_000, 14_400]);
    expect(sample?.seconds).toBe(30_900);
    // Nobody has an hourly rate in a workspace that begins.
    expect(sample?.stages.every(({ noRate }) => noRate)).toBe(true);
    expect(Number(sample?.cost?.total)).toBe(Number(sample?.cost?.perUnit) * 2);
    expect(new Date(sample?.plannedFinish ?? 0) > new Date("2026-03-02T22:00:00Z")).toBe(true);
  });

  it("shows an optional stage with and without its upsell, before anything is saved", async () => {
    const coffee = await ready("coffee");
    const giftBox = coffee.item.upsells[0]?.id ?? "";
    const variantId = coffee.item.variants[0]?.id ?? null;
    const stagesOf = async (upsellIds: string[]) =>
      (await preview(coffee, { sample: { variantId, upsellIds } })).sample?.stages.map(({ key, active }) =>
        active ? key : `(${key})`,
      );
    expect(await stagesOf([])).toEqual(["roasting", "(gift_boxes)", "packaging"]);
    expect(await stagesOf([giftBox])).toEqual(["roasting", "gift_boxes", "packaging"]);
  });

  it("says what it lacks, and refuses the body where that is wrong", async () => {
    const furniture = await ready("furniture");
    expect(await preview(furniture, { sample: {} })).toMatchObject({
      sample: null,
      sampleFault: { code: "formula_value_missing", data: { name: "height", stage: "Cutting panels" } },
    });
    const [norm] = furniture.body.stages[0]?.norms ?? [];
    if (norm === undefined) throw new Error("A wardrobe is made of something");
    const body = changed(furniture.body, "cutting", {
      norms: [{ ...norm, perUnit: "=width + 1 kg", samples: [] }],
    });
    const answer = workspace.view(
      templatesRoutes.previewTemplateSave,
      previewTemplateSave,
      previewing(furniture, { body }),
    );
    expect(await answer).toMatchObject(
      refused("formula_units_differ", ["body", "stages", 0, "norms", 0, "perUnit"]),
    );
  });

  it("knows neither another product's template nor a version that isn't there", async () => {
    const coffee = await ready("coffee");
    const bread = await ready("bakery");
    const ask = (basedOn: { templateId: string; number: number }) =>
      workspace.view(
        templatesRoutes.previewTemplateSave,
        previewTemplateSave,
        previewing(coffee, { basedOn }),
      );
    expect(await ask({ templateId: bread.templateId, number: 1 })).toMatchObject(refused("template_unknown"));
    expect(await ask({ templateId: coffee.templateId, number: 2 })).toMatchObject(
      refused("template_version_unknown"),
    );
  });
});

describe("the impact of saving", () => {
  it("reckons the last orders by their own version and by the body, at the prices of now", async () => {
    await workspace.run(setRate, { memberId: workspace.ownerId, rate: "360" });
    const coffee = await ready("coffee");
    const [first, second] = [await order(coffee, 20), await order(coffee, 40)];
    const cancelled = await order(coffee, 7);
    await workspace.run(cancelOrder, { orderId: cancelled.orderId, reason: "Tried out" });
    const roasting = coffee.body.stages[0];
    if (roasting === undefined) throw new Error("Coffee is roasted");
    const body = changed(coffee.body, "roasting", {
      batchSeconds: 1_800,
      performer: { kind: "member", memberId: workspace.ownerId },
      norms: roasting.norms.map((norm) => ({ ...norm, loss: "0.2" })),
    });
    const { impact } = await preview(coffee, { body, impact: true });
    // 20 × 0.25 ÷ 0.8 = 6.25 instead of 5.882353; at 410: + 150.7353. Half an hour at 360: + 180.
    const beans = { first: ["5.882353", "6.25"], both: ["17.647059", "18.75"] };
    expect(impact?.orders.map(({ orderId, seconds, open }) => [orderId, seconds, open])).toEqual([
      [second.orderId, { own: 900 + 600 + 2_400, next: 1_800 + 600 + 2_400 }, true],
      [first.orderId, { own: 900 + 600 + 1_200, next: 1_800 + 600 + 1_200 }, true],
    ]);
    const costs = impact?.orders.map(({ cost }) => Number(cost?.next) - Number(cost?.own));
    expect(costs?.[1]).toBeCloseTo((6.25 - 5.882353) * 410 + 180, 3);
    expect(impact?.totals).toMatchObject({ orders: 2, seconds: { own: 6_600, next: 8_400 } });
    expect(impact?.totals.materials.find(({ itemName }) => itemName.startsWith("Green"))).toMatchObject({
      unit: "kg",
      required: { own: beans.both[0], next: beans.both[1] },
    });
    expect(impact?.running).toEqual({
      count: 2,
      orders: [
        { orderId: first.orderId, orderNumber: 1, versionNumber: 1 },
        { orderId: second.orderId, orderNumber: 2, versionNumber: 1 },
      ],
    });
  });

  it("keeps each order on its own version, and tells which don't fit the body any more", async () => {
    const coffee = await ready("coffee");
    const { templateId, body } = coffee;
    const old = await order(coffee, 10);
    const faster = changed(body, "roasting", { batchSeconds: 600 });
    await workspace.run(saveTemplate, { templateId, name: "Coffee", body: faster, basedOn: 1 });
    const young = await order(coffee, 10);
    const same = await preview(coffee, { body: faster, basedOn: { templateId, number: 2 }, impact: true });
    expect(same.impact?.orders).toMatchObject([
      { orderId: young.orderId, versionNumber: 2, seconds: { own: 1_800, next: 1_800 } },
      { orderId: old.orderId, versionNumber: 1, seconds: { own: 2_100, next: 1_800 } },
    ]);
    const packaging = body.stages.at(-1);
    if (packaging === undefined) throw new Error("Coffee is packed");
    const [bag, ...others] = packaging.norms;
    if (bag === undefined) throw new Error("Coffee is packed in bags");
    // 250 g − 300 g
    const negative = { ...bag, itemId: bag.itemId, perUnit: "=(net_weight - 300 g) / 1 kg" };
    const unfit = changed(body, "packaging", { norms: [negative, ...others] });
    const { impact } = await preview(coffee, { body: unfit, impact: true });
    expect(impact?.orders[0]).toMatchObject({
      seconds: null,
      cost: null,
      fault: { code: "formula_negative", data: { stage: "Grinding and packaging" } },
    });
    expect(impact?.totals).toMatchObject({ orders: 0, materials: [] });
  });

  it("takes the values that each order was made with", async () => {
    const furniture = await ready("furniture");
    const cm = (amount: string) => ({ amount, unit: "cm" as const });
    await order(furniture, 3, {
      attributes: { Width: cm("100"), Height: cm("200"), "Front colour": { text: "Oak" } },
      unitAttributes: [{}, { Width: cm("50") }, {}],
    });
    const { impact } = await preview(furniture, { impact: true });
    const front = impact?.totals.materials.find(({ itemName }) => itemName === "Front panel");
    // (2 + 1 + 2) ÷ 0.9
    expect(front).toMatchObject({ variantName: "Oak", required: { own: "5.555556", next: "5.555556" } });
  });

  it("shows no money to those who may not see planned cost", async () => {
    const coffee = await ready("coffee");
    await order(coffee, 10);
    const answer = await workspace.see(
      templatesRoutes.previewTemplateSave,
      async (tx, input, viewer) =>
        previewTemplateSave(tx, input, { ...viewer, may: (action) => action !== "order.planned_cost" }),
      previewing(coffee, { sample: { variantId: coffee.item.variants[0]?.id ?? null }, impact: true }),
    );
    expect(answer.sample?.cost).toBeNull();
    expect(answer.sample?.norms.map(({ amount }) => amount)).toEqual([null, null, null]);
    expect(answer.impact?.orders[0]).toMatchObject({ cost: null, fault: null });
    expect(answer.impact?.totals.cost).toBeNull();
  });
});
