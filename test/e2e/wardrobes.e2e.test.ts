import type { Locator } from "playwright-core";
import { beforeAll, describe, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { type Person, useScene } from "./browser.ts";
import { column, openTab, orderCard, stageBlock } from "./desk-hand.ts";
import { says, sheet, stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { reads, sees, seesNoMore } from "./see.ts";
import { openWorkshop, takePhoto, type Workshop } from "./workshop.ts";

/**
 * Twelve wardrobes, each in measures of its own, and three people at once: one bands edges, one lacquers, one
 * assembles, all of the same order. Eight of twelve are done when the story ends.
 */
const scene = useScene();

const product = "Made-to-measure wardrobe";
let workshop: Workshop;
let supervisor: Person;
let sawyer: Person;
let painter: Person;
let assembler: Person;

beforeAll(async () => {
  workshop = await openWorkshop(scene, "furniture");
  const hire = (name: string, trade: string): Promise<Person> =>
    workshop.hire(name, { roles: ["operator"], trades: [trade], rate: "200", phone: true });
  supervisor = await workshop.hire("Daryna", { roles: ["supervisor"] });
  sawyer = await hire("Taras", "Sawyer");
  painter = await hire("Olha", "Painter");
  assembler = await hire("Roman", "Furniture assembler");
});

const chip = (place: Locator, unit: number): Locator =>
  place.getByRole("button", { name: new RegExp(`^#${unit}(?!\\d)`) });

/** As many as stand ready there, in one tap. */
async function startAll(person: Person, stage: string, count: number): Promise<void> {
  await tapTab(person, "waiting");
  await tapIn(stageCard(person, stage), `All ${count} of them`);
  await reads(
    stageCard(person, stage).getByRole("button", { name: `Start: ${stage}` }),
    `Start ${count} units`,
  );
  await tapIn(stageCard(person, stage), `Start: ${stage}`);
  await sees(stageCard(person, stage).getByRole("button", { name: "Finish" }));
}

async function finishAll(person: Person, stage: string, count: number): Promise<void> {
  await tapIn(stageCard(person, stage), "Finish");
  await tapIn(sheet(person), new RegExp(`^Finish ${count} pcs`));
  await says(person, `Finished: ${stage}`);
}

/** The lacquer is dry before its time: unit by unit, with a reason. */
async function releaseDry(units: readonly number[]): Promise<void> {
  const { page } = supervisor;
  const assembly = stageBlock(supervisor, "Assembly");
  for (const unit of units) {
    const row = assembly.getByRole("listitem").filter({ hasText: new RegExp(`Unit #${unit}(?!\\d)`) });
    await row.getByRole("button", { name: "Release early" }).click();
    const dialog = page.getByRole("dialog", { name: /^Release early: Assembly/ });
    await dialog.getByLabel("Reason").fill("Dry to the touch");
    if (unit === 1) await expectAccessible(page, "wardrobes: release early");
    await dialog.getByRole("button", { name: "Release early" }).click();
    await seesNoMore(dialog);
  }
}

describe("twelve wardrobes", () => {
  it("are ordered with the measures of each", async () => {
    const { page } = supervisor;
    await page.getByRole("button", { name: "New task" }).first().click();
    const order = page.getByRole("dialog", { name: "New production order" });
    await order.getByRole("combobox", { name: "Product" }).fill("wardrobe");
    await page.getByRole("option", { name: product }).click();
    await order.getByLabel("Quantity").fill("12");
    const asked = order.getByRole("group", { name: "Asked at order" });
    await asked.getByLabel("Width").fill("100");
    await asked.getByLabel("Height").fill("200");
    await asked.getByRole("combobox", { name: "Front colour" }).click();
    await page.getByRole("option", { name: "White" }).click();
    await order.locator("summary", { hasText: "Unit by unit" }).click();
    await order.getByRole("group", { name: "Unit 2", exact: true }).getByLabel("Width").fill("80");
    await order.getByRole("group", { name: "Unit 3", exact: true }).getByLabel("Height").fill("240");
    await reads(order, "Cutting panels → Edge banding → Lacquering → Assembly");
    await expectAccessible(page, "wardrobes: new order, unit by unit");
    await order.getByRole("button", { name: "Make the order" }).click();
    await sees(orderCard(supervisor));
    const overview = await openTab(supervisor, /^Overview/);
    await reads(overview, /Unit #2 .*Width: 80 cm/);
    await reads(overview, /Unit #3 .*Height: 240 cm/);
    await expectAccessible(page, "wardrobes: overview, lot by lot");
    const materials = await openTab(supervisor, /^Materials/);
    // Ten fronts of 2 m², one of 1.6, one of 2.4; a tenth of what goes in is lost: 24 ÷ 0.9.
    await reads(materials.getByRole("row", { name: /^Front panel, White/ }), "26.667 m²");
    await expectAccessible(page, "wardrobes: materials of differing units");
  });

  it("are all cut by the sawyer, who starts them in one tap", async () => {
    await tapTab(sawyer, "waiting");
    const cutting = stageCard(sawyer, "Cutting panels");
    await reads(cutting, "0 of 12 done");
    await reads(chip(cutting, 2), "80 cm");
    await reads(chip(cutting, 3), "240 cm");
    await expectAccessible(sawyer.page, "wardrobes: twelve units wait");
    await startAll(sawyer, "Cutting panels", 12);
    await expectAccessible(sawyer.page, "wardrobes: twelve units in progress");
    await finishAll(sawyer, "Cutting panels", 12);
  });

  it("part: four of them are ready for the painter while the others are banded", async () => {
    await startAll(sawyer, "Edge banding", 12);
    await tapIn(stageCard(sawyer, "Edge banding"), "Finish");
    for (const unit of [5, 6, 7, 8, 9, 10, 11, 12]) await chip(sheet(sawyer), unit).tap();
    await expectAccessible(sawyer.page, "wardrobes: which are finished");
    await tapIn(sheet(sawyer), /^Finish 4 pcs/);
    await says(sawyer, "Finished: Edge banding");
    await startAll(painter, "Lacquering", 4);
    await finishAll(painter, "Lacquering", 4);
    await tapIn(stageCard(sawyer, "Edge banding"), "Finish");
    for (const unit of [9, 10, 11, 12]) await chip(sheet(sawyer), unit).tap();
    await tapIn(sheet(sawyer), /^Finish 4 pcs/);
    await says(sawyer, "Finished: Edge banding");
    await startAll(painter, "Lacquering", 4);
  });

  it("dry before their time, and the supervisor lets them go on", async () => {
    await tapTab(assembler, "waiting");
    await reads(stageCard(assembler, "Assembly"), /Available from .+ — waiting for lacquer drying/);
    await expectAccessible(assembler.page, "wardrobes: lacquer dries");
    await openTab(supervisor, /^Stages/);
    await reads(stageBlock(supervisor, "Lacquering"), /Then lacquer drying: 12 hrs · until /);
    await releaseDry([1, 2, 3, 4]);
    await seesNoMore(stageBlock(supervisor, "Lacquering").getByText(/ until /));
    await startAll(assembler, "Assembly", 4);
  });

  it("are in three pairs of hands at once", async () => {
    await reads(stageCard(sawyer, "Edge banding"), "#9 #10 #11 #12");
    await reads(stageCard(painter, "Lacquering"), "#5 #6 #7 #8");
    await reads(stageCard(assembler, "Assembly"), "#1 #2 #3 #4");
    for (const [stage, name] of [
      ["Edge banding", "Taras"],
      ["Lacquering", "Olha"],
      ["Assembly", "Roman"],
    ] as const)
      await reads(stageBlock(supervisor, stage), new RegExp(`In progress.*${name}`));
    await expectAccessible(supervisor.page, "wardrobes: three people at once");
  });

  it("are not done without a photo and a checked door", async () => {
    await tapIn(stageCard(assembler, "Assembly"), "Finish");
    const finish = sheet(assembler);
    await tapIn(finish, /^Finish 4 pcs/);
    await reads(finish, "This is needed to finish.");
    await expectAccessible(assembler.page, "wardrobes: finish without a photo");
    await finish.getByRole("group", { name: "Doors close" }).getByRole("button", { name: "Yes" }).tap();
    await takePhoto(finish);
    await tapIn(finish, /^Finish 4 pcs/);
    await says(assembler, "Finished: Assembly");
    await reads(column(supervisor, "Partially done"), "4 of 12 pcs");
  });

  it("are done eight of twelve, on the board, on the card and at the bench", async () => {
    await finishAll(painter, "Lacquering", 4);
    // More than six at a stage are gathered by their state.
    await stageBlock(supervisor, "Assembly").getByRole("button", { name: "Waiting 4 units Show" }).click();
    await releaseDry([5, 6, 7, 8]);
    await startAll(assembler, "Assembly", 4);
    await tapIn(stageCard(assembler, "Assembly"), "Finish");
    const finish = sheet(assembler);
    await finish.getByRole("group", { name: "Doors close" }).getByRole("button", { name: "Yes" }).tap();
    await takePhoto(finish);
    await tapIn(finish, /^Finish 4 pcs/);
    await says(assembler, "Finished: Assembly");
    await reads(column(supervisor, "Partially done"), "8 of 12 pcs");
    await reads(orderCard(supervisor), "8 of 12 pcs");
    await reads(stageCard(sawyer, "Edge banding"), "8 of 12 done");
    await expectAccessible(supervisor.page, "wardrobes: eight of twelve, stages");
    const overview = await openTab(supervisor, /^Overview/);
    await reads(overview, "Received 8 of 12 pcs");
    await reads(overview, "8 finished");
    await expectAccessible(supervisor.page, "wardrobes: eight of twelve, overview");
  });
});
