import { beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { ask } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { column, openTab, orderCard, stageBlock } from "./desk-hand.ts";
import { says, sheet, stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { drag, patience, reads, sees, seesNoMore } from "./see.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/**
 * Coffee as a present: the gift box that sales ticks on the deal's line is a stage of its own for the packer. The
 * customer thinks better of it while the beans are being roasted, and the stage is gone before anybody began it.
 */
const scene = useScene();

const product = "Arabica, freshly roasted, 250 g";
const deal = "Presents for the book fair";
let workshop: Workshop;
let sales: Person;
let supervisor: Person;
let roaster: Person;
let packer: Person;

beforeAll(async () => {
  workshop = await openWorkshop(scene, "coffee");
  sales = await workshop.hire("Oksana", { roles: ["sales_manager"] });
  supervisor = await workshop.hire("Daryna", { roles: ["supervisor"] });
  roaster = await workshop.hire("Roman", { roles: ["operator"], trades: ["Roaster"], phone: true });
  packer = await workshop.hire("Halyna", { roles: ["operator"], trades: ["Packer"], phone: true });
});

describe("a gift box on top", () => {
  it("is ticked by sales on the deal's line, with its price", async () => {
    const { page } = sales;
    await page.getByRole("link", { name: "Deals" }).click();
    await page.getByRole("button", { name: "New deal" }).first().click();
    const dialog = page.getByRole("dialog", { name: "New deal" });
    await dialog.getByLabel("What is it about?").fill(deal);
    await dialog.getByRole("combobox", { name: "Product" }).fill("Arabica");
    await page.getByRole("option", { name: product }).click();
    await dialog.getByLabel("Quantity").fill("20");
    await dialog.getByRole("group", { name: "Options on top" }).getByLabel("Gift box, ₴45.00").check();
    await expectAccessible(page, "gift box: new deal with an option");
    await dialog.getByRole("button", { name: "Add the deal" }).click();
    await sees(page.getByRole("heading", { name: deal, level: 1 }));
    await reads(page.getByRole("row", { name: new RegExp(`^${product}`) }), "Gift box");
    await expectAccessible(page, "gift box: deal");
  });

  it("comes with the order that the deal makes as it is accepted", async () => {
    const board = await sales.context.newPage();
    await board.goto(`/w/${workshop.slug}/deals`);
    const accepted = board.getByRole("region", { name: /^Accepted for production: / });
    await sees(board.getByRole("listitem").filter({ hasText: deal }));
    await drag(board, board.getByRole("listitem").filter({ hasText: deal }), accepted);
    await sees(accepted.getByRole("link", { name: deal }));
    await board.close();
    await sees(sales.page.getByRole("region", { name: "Production" }).getByRole("link", { name: "Order 1" }));
    await reads(column(supervisor, "Pending"), `№1 ${product}`);
  });

  it("is a stage beside the roasting on the order's card, and its boxes are reserved", async () => {
    const { page } = supervisor;
    await page.getByRole("link", { name: `№1 ${product}` }).click();
    await reads(orderCard(supervisor), "Gift box");
    await openTab(supervisor, /^Stages/);
    await reads(stageBlock(supervisor, "Folding gift boxes"), /Optional.*Ready/);
    await reads(orderCard(supervisor), "2 branches side by side");
    await expectAccessible(page, "gift box: stages side by side");
    const materials = await openTab(supervisor, /^Materials/);
    await reads(materials.getByRole("row", { name: /^Gift box/ }), "20 pcs 20 pcs");
  });

  it("is told to the packer and to the roaster, on the phone", async () => {
    await tapTab(packer, "waiting");
    const folding = stageCard(packer, "Folding gift boxes");
    await reads(folding, "Ordered on top Gift box");
    await sees(folding.getByRole("button", { name: "Start: Folding gift boxes" }));
    await expectAccessible(packer.page, "gift box: the packer's card");
    await tapTab(roaster, "waiting");
    await reads(stageCard(roaster, "Bean roasting"), "Ordered on top Gift box");
    await tapIn(stageCard(roaster, "Bean roasting"), "Start: Bean roasting");
    await sees(stageCard(roaster, "Bean roasting").getByRole("button", { name: "Finish" }));
    await reads(sales.page.locator("[aria-current=step]"), "In production");
  });

  it("is taken off in work, before anybody has begun to fold", async () => {
    const { page } = supervisor;
    await orderCard(supervisor).getByRole("button", { name: "More about this order" }).click();
    await page.getByRole("menuitem", { name: "Change options on top" }).click();
    const dialog = page.getByRole("dialog", { name: "Options of order №1" });
    await dialog.getByLabel("Gift box (+₴45.00)").uncheck();
    await reads(dialog, "Folding gift boxes");
    await expectAccessible(page, "gift box: change options");
    await dialog.getByRole("button", { name: "Save" }).click();
    await sees(page.getByText("Switched off: Folding gift boxes."));
    await openTab(supervisor, /^Stages/);
    await reads(orderCard(supervisor), "Not worked for this order: Folding gift boxes");
    // The packer's screen has heard of it without a tap; so has the roaster's, in the middle of the work.
    await seesNoMore(stageCard(packer, "Folding gift boxes"));
    await seesNoMore(stageCard(roaster, "Bean roasting").getByText("Ordered on top"));
    const materials = await openTab(supervisor, /^Materials/);
    await seesNoMore(materials.getByRole("row", { name: /^Gift box/ }));
    const { rows } = await ask(supervisor, workshop.slug, "listBalances", { search: "Gift box" });
    expect(rows[0]).toMatchObject({ onHand: "1000", reserved: "0" });
    const history = await openTab(supervisor, /^History/);
    await reads(history, "Gift box");
    await expectAccessible(page, "gift box: history of a changed option");
  });

  it("is no part of the rest of the way: roasted, degassed, packed", async () => {
    await tapIn(stageCard(roaster, "Bean roasting"), "Finish");
    await tapIn(sheet(roaster), /^Finish/);
    await says(roaster, "Finished: Bean roasting");
    await reads(stageCard(packer, "Grinding and packaging"), "waiting for degassing");
    await openTab(supervisor, /^Stages/);
    await orderCard(supervisor).getByRole("button", { name: "Release early" }).click();
    const dialog = supervisor.page.getByRole("dialog", { name: "Release early: Grinding and packaging" });
    await dialog.getByLabel("Reason").fill("Ground at once at the fair");
    await dialog.getByRole("button", { name: "Release early" }).click();
    await seesNoMore(dialog);
    const packaging = stageCard(packer, "Grinding and packaging");
    await tapIn(packaging, "Start: Grinding and packaging");
    expect(await packaging.getByText("Ordered on top").count()).toBe(0);
    await tapIn(packaging, "Finish");
    await sheet(packer)
      .getByRole("group", { name: "The seal is tight" })
      .getByRole("button", { name: "Yes" })
      .tap();
    await tapIn(sheet(packer), /^Finish/);
    await says(packer, "Finished: Grinding and packaging");
    await reads(column(supervisor, "Done"), "20 of 20 pcs");
    await reads(sales.page.locator("[aria-current=step]"), "Ready to ship");
    await expect
      .poll(() => sales.page.getByRole("region", { name: "Production" }).innerText(), patience)
      .toContain("20 of 20");
  });
});
