import { beforeAll, describe, expect, it } from "vitest";
import type { Locator } from "playwright-core";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { addDeal, reads, sees, seesNoMore, signInOffice } from "./see.ts";

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
    await page.getByRole("button", { name: /Grinding and packaging/, expanded: false }).click();
    await expectAccessible(page, "template: a stage");
    await page.getByRole("tab", { name: /^Materials/ }).click();
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
    await page.getByRole("tab", { name: "Triggers" }).click();
    await page.getByRole("combobox", { name: "When an order is cancelled, move the deal to" }).click();
    await page.getByRole("option", { name: "Quoted" }).click();
    await expectAccessible(page, "template: triggers");
    await page.getByLabel("What has changed").fill("Two bags, one in the other");
    await page.getByRole("button", { name: "Save as a new version" }).click();
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
