import { beforeAll, describe, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { openTab, orderCard, stageBlock } from "./desk-hand.ts";
import { reads, sees, seesNoMore } from "./see.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/**
 * Serhii embroiders for the workshop, outside the house. He is added to the dictionary with his price, does a stage of
 * the template, has a lane on the board and an address of his orders, and his work costs the order what was agreed.
 */
const scene = useScene();

let workshop: Workshop;
let daryna: Person;
let owner: Person;
let templateId = "";

const at = (place: string): string => `/w/${workshop.slug}/${place}`;

beforeAll(async () => {
  workshop = await openWorkshop(scene, "sewing");
  owner = await workshop.hire("Olena", { roles: ["admin"] });
  daryna = await workshop.hire("Daryna", { roles: ["supervisor"] });
  const { rows } = await ask(owner, workshop.slug, "listTemplates", {});
  templateId = rows[0]?.id ?? "";
});

describe("the dictionary", () => {
  it("gets Serhii, with what he does and what he asks for it", async () => {
    const { page } = daryna;
    await page
      .getByRole("navigation", { name: "Main menu" })
      .getByRole("link", { name: "Subcontractors" })
      .click();
    // The ready template has brought the one whom it names.
    await sees(page.getByRole("button", { name: "Embroidery workshop" }));
    await page.getByRole("button", { name: "New subcontractor" }).click();
    const dialog = page.getByRole("dialog", { name: "New subcontractor" });
    await dialog.getByLabel("Name").fill("Serhii");
    await dialog.getByLabel("Services").fill("Embroidery by hand");
    await dialog.getByLabel("Phone").fill("+380 67 123 45 67");
    await expectAccessible(page, "subcontractors: a new one");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    const card = page.getByRole("dialog", { name: "Serhii" });
    await sees(card.getByText("No price is written down yet."));
    await card.getByRole("button", { name: "Add a price" }).click();
    const price = page.getByRole("dialog", { name: "Add a price" });
    await price.getByLabel("Service").fill("A monogram");
    await price.getByLabel("For a good unit").fill("95");
    await price.getByRole("button", { name: "Save" }).click();
    await sees(card.getByText("₴95.00 a good unit"));
    await sees(card.getByText("A monogram: ₴95.00 a good unit."));
    await expectAccessible(page, "subcontractors: one of them");
  });

  it("puts him away and takes him back at once", async () => {
    const { page } = daryna;
    const card = page.getByRole("dialog", { name: "Serhii" });
    await card.getByRole("button", { name: "Archive" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await sees(card.getByRole("button", { name: "Archive" }));
    await page.keyboard.press("Escape");
    await page.getByRole("searchbox", { name: "Search subcontractors" }).fill("by hand");
    await seesNoMore(page.getByRole("button", { name: "Embroidery workshop" }));
    await sees(page.getByRole("button", { name: "Serhii" }));
  });
});

describe("a stage that he does", () => {
  it("is agreed on in the template, with the price of the dictionary", async () => {
    const { page } = owner;
    await page.goto(at(`templates/${templateId}`));
    await page.getByRole("button", { name: /^\d ?Embroidery/ }).click();
    await page.getByRole("combobox", { name: "Subcontractor" }).click();
    await page.getByRole("option", { name: "Serhii" }).click();
    await page.getByRole("combobox", { name: "Price of a service" }).click();
    await page.getByRole("option", { name: /^A monogram: ₴95\.00/ }).click();
    await expectAccessible(page, "subcontractors: a stage of a template");
    await page.getByRole("button", { name: "Save…" }).click();
    await sees(page.getByText("Saved as version 2. Running orders keep theirs."));
  });

  it("stands in his lane, and in an address that a person can read", async () => {
    const { slug } = workshop;
    const { body } = await ask(owner, slug, "showTemplate", { templateId });
    // Each hoodie is embroidered here, and begins with it.
    const stages = body.stages.map((stage) => ({
      ...stage,
      ...(stage.key === "embroidery" ? { condition: null, waitsFor: [] } : {}),
    }));
    const saved = { templateId, name: "Hoodie", body: { ...body, stages }, basedOn: 2 };
    await tell(owner, slug, "saveTemplate", saved);
    const { rows } = await ask(owner, slug, "listItems", { kind: "product" });
    const variantId = rows[0]?.variants[0]?.id ?? "";
    for (const [quantity, dueDate] of [
      [8, "2026-06-05"],
      [3, "2199-06-05"],
    ] as const) {
      await tell(daryna, slug, "createOrder", { variantId, quantity, dueDate, batchMode: "whole" });
    }
    const { page } = daryna;
    await page.goto(at("board?lanes=subcontractor"));
    const lane = page.getByRole("region", { name: /^Serhii: / });
    await reads(lane, "2 orders");
    await reads(lane, "11 units");
    await sees(page.getByRole("region", { name: /^In house: / }));
    await expectAccessible(page, "board: lanes of subcontractors");
    await page.goto(at("board?sub=serhii&overdue=1&from=2026-06-01&to=2026-06-30"));
    await sees(page.getByText("Subcontractor: Serhii"));
    await sees(page.locator("[data-card]").filter({ hasText: "№1 " }));
    await seesNoMore(page.locator("[data-card]").filter({ hasText: "№2 " }));
  });

  it("is written down by a supervisor, and costs what was agreed", async () => {
    const { page } = daryna;
    await page.locator("[data-card]").filter({ hasText: "№1 " }).getByRole("link").first().click();
    const tab = await openTab(daryna, /^Subcontractors/);
    await sees(tab.getByRole("heading", { name: "Embroidery" }));
    await reads(tab, "₴95.00 a good unit");
    await reads(tab, "₴760.00");
    await reads(tab, "nothing yet");
    await reads(tab, "8 units there");
    await expectAccessible(page, "order card: subcontractors");
    await tab.getByRole("button", { name: "Open the stages" }).click();
    const stage = stageBlock(daryna, "Embroidery");
    await reads(stage, "Serhii, outside the house");
    await stage.getByRole("button", { name: "Start" }).click();
    await stage.getByRole("button", { name: "Finish" }).click();
    const dialog = page.getByRole("dialog", { name: "Finish: Embroidery" });
    await reads(dialog, "Agreed with Serhii: ₴95.00 a good unit.");
    await dialog.getByRole("button", { name: "Finish" }).click();
    await seesNoMore(dialog);
    const after = await openTab(daryna, /^Subcontractors/);
    await reads(after, "all back");
    await reads(after, /Came to ₴760\.00/);
    await sees(orderCard(daryna));
  });

  it("is found by his name from anywhere", async () => {
    const { page } = owner;
    await page.keyboard.press("Control+K");
    const palette = page.getByRole("dialog");
    await palette.getByRole("combobox").fill("Serhii");
    await palette
      .getByRole("option", { name: /Serhii/ })
      .first()
      .click();
    await sees(page.getByRole("dialog", { name: "Serhii" }));
  });
});
