import { randomUUID } from "node:crypto";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Locator, Page } from "playwright-core";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { addDeal, patience, reads, sees, seesNoMore, signInOffice } from "./see.ts";

/** A template is edited while its orders run: they keep theirs; what comes after follows the new one. */
const scene = useScene();

const product = "Arabica premium, 250 g";
let demo: DemoWorkspace;
let technologist: Person;
let sales: Person;
let running: { id: string; number: number };

beforeAll(async () => {
  demo = await scene.product().demo("en");
  technologist = await scene.open("technologist");
  sales = await scene.open("sales");
  await signInOffice(technologist, demo.emails.supervisor);
  await signInOffice(sales, demo.emails.sales);
});

const production = (): Locator => sales.page.getByRole("region", { name: "Production" });
const status = (): Locator =>
  sales.page.getByRole("navigation", { name: "Status of the deal" }).locator("[aria-current=step]");

async function moveTo(name: string): Promise<void> {
  await sales.page
    .getByRole("navigation", { name: "Status of the deal" })
    .getByRole("button", { name })
    .click();
  await reads(status(), name);
}

async function openTemplate(): Promise<void> {
  const { page } = technologist;
  await page.getByRole("link", { name: "Production templates" }).click();
  await sees(page.getByRole("link", { name: "Arabica premium 250 g" }));
  await expectAccessible(page, "templates");
  await page.getByRole("link", { name: "Arabica premium 250 g" }).click();
  await sees(page.getByRole("heading", { name: "Arabica premium 250 g", level: 1 }));
}

/** The tabs of the stage that is open stand below those of the template. */
const stageTab = (page: Page, name: string): Locator =>
  page.getByRole("tab", { name: new RegExp(`^${name}`) }).last();

describe("a template", () => {
  it("has made an order that runs by it", async () => {
    await addDeal(sales, demo.slug, "Before the change", "10");
    await moveTo("Accepted for production");
    const link = production().getByRole("link", { name: /^Order \d+$/ });
    await sees(link);
    const [order] = (await ask(technologist, demo.slug, "listOrders", { status: "pending" })).rows;
    if (order === undefined) throw new Error("No order");
    running = { id: order.id, number: order.number };
  });

  it("is changed by a technologist, in place", async () => {
    await openTemplate();
    const { page } = technologist;
    await expectAccessible(page, "template: stages");
    await page.getByRole("button", { name: /^2 ?Grinding and packaging/, expanded: false }).click();
    await expectAccessible(page, "template: a stage");
    await stageTab(page, "Materials").click();
    const bags = page
      .getByRole("tabpanel", { name: /^Materials/ })
      .getByLabel("For one unit")
      .first();
    await sees(bags);
    expect(await bags.inputValue()).toBe("1");
    await expectAccessible(page, "template: materials of a stage");
    await bags.fill("2");
    await page.getByRole("tab", { name: "Policies" }).click();
    await page.getByRole("combobox", { name: "When materials are short" }).click();
    await page.getByRole("option", { name: "Don’t make it, unless a supervisor gives a reason" }).click();
    await expectAccessible(page, "template: policies");
    await page.getByRole("tab", { name: "Triggers" }).first().click();
    await page.getByRole("combobox", { name: "When an order is cancelled, move the deal to" }).click();
    await page.getByRole("option", { name: "Quoted" }).click();
    await expectAccessible(page, "template: triggers");
    await page.getByLabel("What has changed").fill("Two bags, one in the other");
    await page.getByRole("button", { name: "Save…" }).click();
    const impact = page.getByRole("dialog", { name: "What this change means" });
    await reads(impact.getByRole("row").filter({ hasText: "Kraft bag 250 g" }), /50 pcs.*100 pcs.*\+50 pcs/);
    await reads(impact.getByRole("row").filter({ hasText: "Planned cost" }), /\+₴/);
    await reads(impact, `${running.number}: version 1`);
    await expectAccessible(page, "template: what a change means");
    await impact.getByRole("button", { name: "Save as a new version" }).click();
    await sees(page.getByText("Saved as version 2. Running orders keep theirs."));
    await sees(page.getByText("Not approved yet"));
  });

  it("shows line by line what is new, and leaves the running order as it was", async () => {
    const { page } = technologist;
    await page.getByRole("tab", { name: /^Versions/ }).click();
    await reads(page.getByRole("row").filter({ hasText: "current" }), "Two bags, one in the other");
    await page.getByRole("button", { name: "Compare" }).click();
    const changed = page.getByRole("region", { name: "From version 1 to version 2" });
    await reads(changed.getByRole("row").filter({ hasText: "Kraft bag 250 g" }), /1.*2/);
    await reads(changed, "When materials are short");
    await expectAccessible(page, "template: versions");

    await page.goto(`/w/${demo.slug}/orders/${running.id}`);
    await reads(page.getByRole("article"), "Arabica premium 250 g, version 1");
    await page.getByRole("tab", { name: /^Materials/ }).click();
    await reads(page.getByRole("row").filter({ hasText: "Kraft bag 250 g" }), /10 pcs.*10 pcs/);
    await expectAccessible(page, "order page: materials");
  });

  it("works by itself again when an owner has approved its triggers", async () => {
    await addDeal(sales, demo.slug, "While nobody had approved", "2");
    const owner = await scene.open("owner");
    await signInOffice(owner, demo.emails.owner);
    await owner.page.getByRole("link", { name: "Production templates" }).click();
    await owner.page.getByRole("link", { name: "Arabica premium 250 g" }).click();
    await owner.page.getByRole("tab", { name: "Triggers" }).click();
    await owner.page.getByRole("button", { name: "Approve" }).click();
    await sees(owner.page.getByText("The triggers of this version work now."));
    await scene.close(owner);
  });

  it("makes no order without enough material, and gives the supervisor a task instead", async () => {
    const { page } = technologist;
    await page.getByRole("link", { name: "Tasks" }).click();
    await sees(page.getByRole("heading", { name: "Tasks", level: 1 }));
    await addDeal(sales, demo.slug, "Far too many", "900");
    await moveTo("Accepted for production");
    const task = page.getByRole("listitem").filter({ hasText: "Materials are missing for Arabica premium" });
    await reads(task, "Far too many");
    await reads(task, "Kraft bag 250 g");
    await expectAccessible(page, "tasks");
    await sees(production().getByText("No production order yet."));
    await reads(status(), "Accepted for production");
  });

  it("moves the deal when its order is cancelled", async () => {
    await addDeal(sales, demo.slug, "Not after all", "4");
    await moveTo("Accepted for production");
    await production()
      .getByRole("link", { name: /^Order \d+$/ })
      .click();
    await sales.page.goBack();
    const [order] = (await ask(technologist, demo.slug, "listOrders", { search: "Not after all" })).rows;
    const { page } = technologist;
    await page.goto(`/w/${demo.slug}/orders/${order?.id ?? ""}`);
    await reads(page.getByRole("article"), "version 2");
    await page.getByRole("button", { name: "More about this order" }).click();
    await page.getByRole("menuitem", { name: "Cancel the order" }).click();
    const dialog = page.getByRole("dialog", { name: /^Cancel order/ });
    await dialog.getByLabel("Why is it cancelled?").fill("Not after all");
    await dialog.getByRole("button", { name: "Cancel the order" }).click();
    await seesNoMore(dialog);
    await reads(status(), "Quoted");
    await reads(production(), "Cancelled");
    await page.getByRole("link", { name: "Automation" }).click();
    await reads(page.getByRole("row").filter({ hasText: "Move the deal when cancelled" }), "Not after all");
    await expectAccessible(page, "automation");
    void product;
  });
});

describe("the template editor", () => {
  // It makes trades and a product as well, which is an owner's right.
  let author: Person;
  beforeAll(async () => {
    author = await scene.open("author");
    await signInOffice(author, demo.emails.owner);
  });
  const stage = (name: string): Locator =>
    author.page.getByRole("button", { name: new RegExp(`^\\d ?${name}`) });
  const save = async (number: number): Promise<void> => {
    const { page } = author;
    await page.getByRole("button", { name: "Save…" }).click();
    await sees(page.getByText(`Saved as version ${number}. Running orders keep theirs.`));
  };
  it("starts from a trade's ready template", async () => {
    const { page } = author;
    await page.goto(`/w/${demo.slug}/templates`);
    await page.getByRole("button", { name: "New template" }).click();
    await sees(page.getByRole("button", { name: "Start from this: Sewing" }));
    await expectAccessible(page, "template: ready ones");
    await page.getByRole("button", { name: "Start from this: Sewing" }).click();
    await sees(page.getByRole("heading", { name: "Hoodie", level: 1 }));
    await sees(stage("Cutting"));
    await reads(page.getByRole("main"), "Planned cost");
  });

  it("puts parallel stages side by side in the graph, and refuses a round where it is made", async () => {
    const { page } = author;
    const graph = page.getByRole("region", { name: "Graph of the stages" });
    const top = async (name: string): Promise<number | undefined> =>
      (await graph.getByRole("button", { name: new RegExp(`^${name}`) }).boundingBox())?.y;
    await sees(graph.getByRole("button", { name: /^Pressing/ }));
    await stage("Pressing").click();
    // The instruction's editor comes in a moment later, and moves what stands below it.
    await sees(page.getByRole("toolbar", { name: /^Instruction/ }));
    await page.getByRole("button", { name: "In parallel with…" }).click();
    await page.getByRole("menuitem", { name: "Sewing" }).click();
    await reads(stage("Pressing"), "after Embroidery");
    await expect.poll(async () => top("Pressing"), patience).toBe(await top("Sewing"));
    await stage("QA").click();
    await page.getByRole("button", { name: "Wait for it" }).click();
    await reads(stage("QA"), "after Pressing and Sewing");
    await expectAccessible(page, "template: parallel stages");

    await stage("Sewing").click();
    await page.getByRole("combobox", { name: "Begins" }).click();
    await page.getByRole("option", { name: "after chosen stages" }).click();
    await page.getByRole("combobox", { name: "Waits for" }).fill("QA");
    await page.getByRole("option", { name: "QA" }).click();
    await reads(page.getByRole("alert"), /QA.*Sewing|Sewing.*QA/);
    await reads(page.getByRole("alert"), "Nothing was changed");
    await page.keyboard.press("Escape");
    await reads(stage("Sewing"), /after Embroidery$|after Embroidery /);
  });

  it("reckons a formula while it is typed, and shows the place where units don't fit", async () => {
    const { page } = author;
    await stage("Cutting").click();
    await stageTab(page, "Materials").click();
    const amount = page.getByLabel("For one unit").first();
    await sees(page.getByText("Samples: 2 of 2 pass"));
    await sees(page.getByRole("status").filter({ hasText: "= 1.42 m" }));
    await page.getByRole("button", { name: "How so?" }).click();
    await sees(page.getByText(/0\.66\sm \+ 0\.05\sm/));
    await expectAccessible(page, "template: a formula");

    await amount.fill("=2 * (garment_length + 5 kg)");
    await sees(page.getByText("These do not go together: a length and a mass.").first());
    await reads(page.getByRole("button", { name: /^Show the place in the field/ }), "5 kg");
    expect(await page.locator("mark").innerText()).toBe("(garment_length + 5 kg)");
    await expectAccessible(page, "template: a formula with a fault");

    // Completion by the keyboard alone.
    await amount.fill("");
    await amount.pressSequentially("=2 * gar");
    await sees(page.getByRole("option", { name: /garment_length/ }));
    await amount.press("Enter");
    expect(await amount.inputValue()).toBe("=2 * garment_length");
    await sees(page.getByText("comes to 1.4 m"));
    await amount.fill("=2 * (garment_length + 5 cm)");
    await sees(page.getByText("Samples: 2 of 2 pass"));
  });

  it("lets a variant differ, and follow the base again", async () => {
    const { page } = author;
    await page.getByRole("tab", { name: /^Variants/ }).click();
    const variant = page.getByRole("group", { name: "Variants" }).getByRole("button", { name: /^L/ });
    await variant.click();
    await stage("Sewing").click();
    const time = page.getByLabel("For one unit", { exact: true });
    expect(await time.inputValue()).toBe("35");
    await time.fill("40");
    await sees(page.getByRole("button", { name: "Reset: For one unit as in the base" }));
    await reads(stage("Sewing"), "overridden");
    await expectAccessible(page, "template: a variant");
    await page.getByRole("button", { name: "Reset: For one unit as in the base" }).click();
    await expect.poll(() => time.inputValue(), patience).toBe("35");
    await time.fill("42");
    await page.getByRole("button", { name: "Remove Embroidery" }).click();
    await reads(stage("Embroidery"), "This variant goes without it.");
    await reads(variant, "2 differences");
  });

  it("asks for checks, and writes to the customer", async () => {
    const { page } = author;
    await page.getByRole("tab", { name: /^Stages/ }).click();
    await stage("Pressing").click();
    await stageTab(page, "Quality").click();
    await page.getByRole("button", { name: "Add a check" }).click();
    await page.getByRole("menuitem", { name: "Number with a tolerance" }).click();
    await page.getByLabel("Number with a tolerance").fill("Temperature of the iron");
    await page.getByRole("textbox", { name: "From" }).fill("150");
    await page.getByRole("textbox", { name: "To", exact: true }).fill("170");
    await page.getByRole("switch", { name: "A photo on completion is required" }).check({ force: true });
    await expectAccessible(page, "template: checks");
    await stageTab(page, "Triggers").click();
    await page.getByRole("button", { name: "Add at completion" }).click();
    await page.getByRole("menuitem", { name: "Message to the customer" }).click();
    await page.getByLabel("Message to the customer").fill("Order ");
    await page.getByRole("button", { name: "Order number" }).click();
    await sees(page.getByText("Order 1042"));
    await expectAccessible(page, "template: effects of a stage");
    await save(2);
  });

  it("shows all of that line by line between the versions", async () => {
    const { page } = author;
    await page.getByRole("tab", { name: /^Versions/ }).click();
    await page.getByRole("button", { name: "Compare" }).click();
    const changed = page.getByRole("region", { name: "From version 1 to version 2" });
    const line = (where: string, what: string): Locator =>
      changed.getByRole("row").filter({ hasText: where }).filter({ hasText: what });
    await reads(line("Pressing", "Waits for"), /the stage before.*Embroidery/);
    await reads(line("Pressing", "Checklist"), "Temperature of the iron: 150 – 170");
    await reads(line("Pressing", "Photo on completion"), /no.*yes/);
    await reads(line("Pressing", "At completion"), "Message to the customer: Order {order}");
    await reads(line("Hoodie, L: Sewing", "Time for one unit"), /as the base.*42 mins/);
    await reads(line("Hoodie, L: Embroidery", "Stage"), "left out");
    await expectAccessible(page, "template: two versions");
  });

  it("goes into a file, and comes out of it for another product", async () => {
    const { page } = author;
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Export version 2" }).click(),
    ]);
    expect(download.suggestedFilename()).toBe("hoodie-2.json");
    const file = join(mkdtempSync(join(tmpdir(), "treadle-e2e-")), "hoodie.json");
    await download.saveAs(file);
    const written = JSON.parse(readFileSync(file, "utf8")) as { format: string };
    expect(written.format).toBe("treadle-template");

    await addSweatshirt(page, demo.slug);
    await page.goto(`/w/${demo.slug}/templates?new=yes`);
    await page.getByRole("button", { name: "From a file" }).click();
    const dialog = page.getByRole("dialog", { name: "From a file" });
    await dialog.locator("input[type=file]").setInputFiles(file);
    await dialog.getByRole("combobox", { name: "For which product" }).fill("Sweat");
    await dialog.getByRole("option", { name: "Sweatshirt" }).click();
    await reads(dialog, "Stages: Cutting");
    await sees(dialog.getByText("One name is unknown here."));
    await expectAccessible(page, "template: a file");
    await dialog.getByRole("combobox", { name: "Upsell “Embroidery”" }).click();
    await page.getByRole("option", { name: "Stitched logo" }).click();
    await dialog.getByLabel("Name of the template").fill("Sweatshirt by the hoodie");
    await dialog.getByRole("button", { name: "Import" }).click();
    await sees(page.getByRole("heading", { name: "Sweatshirt by the hoodie", level: 1 }));
    await reads(stage("Pressing"), "after Embroidery");
  });
});

/** A product like the hoodie, but for the name of its upsell. */
async function addSweatshirt(page: Page, slug: string): Promise<void> {
  const length = (amount: string) => ({ "Garment length": { amount, unit: "cm" } });
  const { itemId } = await post(page, `/api/w/${slug}/items/add`, {
    kind: "product",
    name: "Sweatshirt",
    unit: "pcs",
    variants: ["S", "M", "L"].map((name) => ({ name, attributes: length("64") })),
  });
  await post(page, `/api/w/${slug}/items/${itemId}/upsells/add`, { name: "Stitched logo", price: "150" });
}

/** As the page itself would ask. */
async function post(page: Page, path: string, body: object): Promise<Record<string, string>> {
  const { origin } = new URL(page.url());
  const response = await page.context().request.post(path, {
    data: body,
    headers: { "command-id": randomUUID(), origin },
  });
  if (!response.ok()) throw new Error(`${path}: ${response.status()} ${await response.text()}`);
  return (await response.json()) as Record<string, string>;
}
