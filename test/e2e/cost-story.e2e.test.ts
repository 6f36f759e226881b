import { beforeAll, describe, expect, it } from "vitest";
import { decimal, sum, text } from "#kernel/decimal.ts";
import type { RequestOf } from "#modules/routes.ts";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { figure, patience, plain, reads, sees } from "./see.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/**
 * A roaster takes more beans than the norm, two packs are packed again and one is thrown away. The accountant opens
 * the order's cost and finds out why it is dearer than quoted: every bar opens its lines, and they add up.
 */
const scene = useScene();
const quantity = 20;
let workshop: Workshop;
let accountant: Person;
let supervisor: Person;
let technologist: Person;
let orderId: string;
let dealId: string;

/** Nothing but the money is looked at here: no wait, nothing to measure, and units that may part. */
const simple = (body: TemplateBody): TemplateBody => ({
  ...body,
  stages: body.stages.map((stage) => ({
    ...stage,
    wait: null,
    checks: [],
    photoRequired: false,
    reworkLimit: null,
    consumption: "at_start",
  })),
  policies: { ...body.policies, batchMode: "split" },
});

/** No gift boxes are ordered: their stage is off. */
async function activeStages() {
  const { stages } = await ask(supervisor, workshop.slug, "showOrder", { orderId });
  return stages.filter((stage) => stage.active);
}

/** The open run at a stage: of a part that went back, where there is one. */
async function openRun(place: number): Promise<string> {
  const stages = await activeStages();
  const open = (stages[place]?.runs ?? []).filter((run) => !["done", "ended"].includes(run.state));
  const [run] = open.toSorted((a, b) => b.cycle - a.cycle);
  if (run === undefined) throw new Error(`No run at stage ${place}`);
  return run.id;
}

type Materials = NonNullable<RequestOf<"startRun">["materials"]>;
async function work(place: number, units: number, materials?: Materials): Promise<void> {
  const runId = await openRun(place);
  await tell(supervisor, workshop.slug, "startRun", {
    runId,
    ...(materials === undefined ? {} : { materials }),
  });
  // Less than a second of work costs nothing.
  await supervisor.page.waitForTimeout(1_200);
  await tell(supervisor, workshop.slug, "finishRun", { runId, units });
}

beforeAll(async () => {
  workshop = await openWorkshop(scene, "coffee", "en", simple);
  const { slug } = workshop;
  accountant = await workshop.hire("Iryna", { roles: ["accountant"] });
  supervisor = await workshop.hire("Daryna", { roles: ["supervisor", "operator", "admin"], rate: "90000" });
  technologist = await workshop.hire("Taras", { roles: ["technologist"] });
  const { rows } = await ask(supervisor, slug, "listItems", { kind: "product", limit: 10 });
  const variantId = rows[0]?.variants[0]?.id ?? "";
  ({ dealId } = await tell(supervisor, slug, "addDeal", {
    title: "Coffee for the café",
    lines: [{ variantId, quantity, price: "300" }],
  }));
  const [line] = (await ask(supervisor, slug, "showDeal", { dealId })).lines;
  ({ orderId } = await tell(supervisor, slug, "createOrder", {
    variantId,
    quantity,
    dealLineId: line?.id ?? null,
  }));
  const { rows: materials } = await ask(supervisor, slug, "showOrderMaterials", { orderId });
  const [beans] = materials;
  // A kilogram more than the norm.
  const taken = text(decimal(beans?.norm ?? "0").plus(1));
  await work(0, quantity, [{ normId: beans?.normId ?? "", quantity: taken }]);
});

/** Two go back to be packed again, one is thrown away; the others are good. */
async function pack(): Promise<void> {
  const { slug } = workshop;
  const { rows: reasons } = await ask(supervisor, slug, "listDefectReasons", {});
  const stages = await activeStages();
  const packing = await openRun(1);
  await tell(supervisor, slug, "startRun", { runId: packing });
  const found = { runId: packing, reasonId: reasons[0]?.id ?? "" };
  await tell(supervisor, slug, "reportDefect", {
    ...found,
    units: 2,
    decision: "return",
    toStageId: stages[1]?.id ?? "",
  });
  await tell(supervisor, slug, "reportDefect", { ...found, units: 1, decision: "write_off" });
  await tell(supervisor, slug, "finishRun", { runId: packing, units: quantity - 3 });
}

const story = (person: Person) => person.page.getByRole("region", { name: "From quoted to real" });
const bar = (person: Person, name: string) =>
  story(person).getByRole("button", { name: new RegExp(`^${name} `) });

describe("why an order cost what it did", () => {
  it("is told while units are still in work, with what is still planned apart", async () => {
    const { page } = accountant;
    await page.goto(`/w/${workshop.slug}/orders/${orderId}`);
    await page.getByRole("link", { name: "Cost story" }).click();
    await sees(page.getByRole("heading", { name: /^Cost of order №\d+$/, level: 1 }));
    await reads(story(accountant), "Provisional");
    await reads(story(accountant), /Expected to end .* (dearer|cheaper) than quoted\. Mostly: /);
    await reads(story(accountant), "Still planned");
    await expectAccessible(page, "cost story: while units are in work");
  });

  it("follows the work without a reload, to the end", async () => {
    await pack();
    await reads(story(accountant), "Scrap");
    await work(1, 2);
    await expect.poll(() => story(accountant).innerText(), patience).not.toContain("Provisional");
    await expect.poll(() => story(accountant).innerText(), patience).not.toContain("Still planned");
    const { order } = await ask(accountant, workshop.slug, "showCostStory", { orderId });
    expect([order.status, order.received, order.writtenOff]).toEqual(["done", 19, 1]);
  });

  it("adds up on the screen to the fourth place", async () => {
    await story(accountant).getByText("As a table").click();
    const table = story(accountant).getByRole("table");
    await sees(table);
    const rows = await table.getByRole("row").all();
    const cells = await Promise.all(rows.slice(1).map(async (row) => row.getByRole("cell").allInnerTexts()));
    const amountOf = (shown: string): ReturnType<typeof decimal> => {
      const digits = plain(shown).replaceAll(/[^\d.]/g, "");
      return digits === "" ? decimal(0) : decimal(`${/[−-]/.test(shown) ? "-" : ""}${digits}`);
    };
    const steps = sum(cells.map(([amount = ""]) => amountOf(amount)));
    const quoted = amountOf(cells[0]?.[1] ?? "");
    const real = amountOf(cells.at(-1)?.[1] ?? "");
    expect(text(quoted.plus(steps))).toBe(text(real));
    const exact = await ask(accountant, workshop.slug, "showCostStory", { orderId });
    expect(text(real)).toBe(exact.real);
    expect(text(sum(exact.bars.map(({ amount }) => decimal(amount))))).toBe(exact.real);
    await expectAccessible(accountant.page, "cost story: as a table");
    await story(accountant).getByText("As bars").click();
  });

  it("opens a bar by the keyboard, and finds the material, the norm and what was taken", async () => {
    await bar(accountant, "Overuse").press("Enter");
    const lines = story(accountant).getByRole("table", { name: "What makes up “Overuse”" });
    await reads(lines, "Bean roasting");
    await reads(lines, /kg × /);
    await bar(accountant, "Rework").press("Space");
    await reads(story(accountant).getByRole("table", { name: "What makes up “Rework”" }), /rework 1/i);
    await bar(accountant, "Scrap").click();
    await sees(story(accountant).getByRole("table", { name: "What makes up “Scrap”" }));
    await expectAccessible(accountant.page, "cost story: with open bars");
  });

  it("shows where the cost is, and every line of it by category and words", async () => {
    const { page } = accountant;
    const where = page.getByRole("region", { name: "Where the cost is" });
    await reads(where, "Received with finished goods");
    const lines = page.getByRole("region", { name: "Cost lines" });
    await lines.getByRole("combobox", { name: "Category" }).click();
    await page.getByRole("option", { name: "Labour" }).click();
    await reads(lines, "Daryna");
    await expect.poll(() => page.url(), patience).toContain("category=labour");
    await lines.getByRole("searchbox").fill("nobody");
    await reads(lines, "Nothing fits the search.");
  });

  it("goes on to the deal's profit", async () => {
    const { page } = accountant;
    await page.goto(`/w/${workshop.slug}/deals/${dealId}`);
    const profit = page.getByRole("region", { name: "Profit" });
    const shown = figure(
      await profit
        .getByRole("row", { name: /^Profit/ })
        .getByRole("cell")
        .last()
        .innerText(),
    );
    await profit.getByRole("link", { name: "Why: from quoted to real" }).click();
    await sees(page.getByRole("heading", { name: "Cost and profit: Coffee for the café", level: 1 }));
    const told = page.getByRole("region", { name: "Profit" }).getByRole("row", { name: /^Profit/ });
    expect(figure(await told.getByRole("cell").innerText())).toBe(shown);
    await expectAccessible(page, "cost story: of a deal");
    await page.getByRole("link", { name: /^№\d+ / }).click();
    await sees(page.getByRole("heading", { name: /^Cost of order №\d+$/, level: 1 }));
  });

  it("is the plan alone for a technologist", async () => {
    const { page } = technologist;
    await page.goto(`/w/${workshop.slug}/orders/${orderId}/cost`);
    await reads(page.getByRole("region", { name: "By category" }), "Planned");
    expect(await story(technologist).count()).toBe(0);
    expect(await page.getByRole("region", { name: "Cost lines" }).count()).toBe(0);
  });

  it("reads on a phone, in Ukrainian", async () => {
    const { page } = accountant;
    await tell(accountant, workshop.slug, "setLanguage", { language: "uk" });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`/w/${workshop.slug}/orders/${orderId}/cost`);
    const told = page.getByRole("region", { name: "Від прорахунку до факту" });
    await reads(told, "Перевитрата");
    await told.getByRole("button", { name: /^Перевитрата/ }).click();
    await sees(told.getByRole("table"));
    expect(await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")).toBe(true);
    await expectAccessible(page, "cost story: on a phone");
  });
});
