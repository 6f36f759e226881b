import { beforeAll, describe, expect, it } from "vitest";
import { decimal, sum, text } from "#kernel/decimal.ts";
import { expectAccessible } from "./accessible.ts";
import { ask } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { column, openTab, orderCard, stageBlock } from "./desk-hand.ts";
import { says, sheet, stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { figure, patience, plain, reads, sees, seesNoMore } from "./see.ts";
import { openWorkshop, takePhoto, type Workshop } from "./workshop.ts";

/**
 * Twenty oak blanks. Three crack at planing and go back to primary processing as a lot of their own; the other
 * seventeen don't wait for them. Each part is received when it is ready, and the money adds up.
 */
const scene = useScene();

const product = "Oak window sill";
let workshop: Workshop;
let supervisor: Person;
let joiner: Person;
let finisher: Person;

beforeAll(async () => {
  workshop = await openWorkshop(scene, "joinery");
  supervisor = await workshop.hire("Daryna", { roles: ["supervisor"] });
  joiner = await workshop.hire("Ihor", {
    roles: ["operator"],
    trades: ["Joiner"],
    rate: "7200",
    phone: true,
  });
  finisher = await workshop.hire("Maria", {
    roles: ["operator"],
    trades: ["Finisher"],
    rate: "3600",
    phone: true,
  });
});

/** Whichever part stands ready there: start, answer what is checked, finish. */
async function workThrough(person: Person, stage: string, answer = async (): Promise<void> => {}) {
  await tapTab(person, "waiting");
  await tapIn(stageCard(person, stage), `Start: ${stage}`);
  await tapIn(stageCard(person, stage), "Finish");
  await answer();
  await tapIn(sheet(person), /^Finish/);
  await says(person, `Finished: ${stage}`);
}
const isDryEnough = (): Promise<void> => sheet(joiner).getByLabel("Moisture of the wood, %").fill("8.5");
const hasNoCracks = (): Promise<void> =>
  sheet(joiner).getByRole("group", { name: "No cracks" }).getByRole("button", { name: "Yes" }).tap();

async function releaseEarly(reason: string): Promise<void> {
  const { page } = supervisor;
  await openTab(supervisor, /^Stages/);
  await orderCard(supervisor).getByRole("button", { name: "Release early" }).click();
  const dialog = page.getByRole("dialog", { name: /^Release early: Finishing/ });
  await dialog.getByLabel("Reason").fill(reason);
  await dialog.getByRole("button", { name: "Release early" }).click();
  await seesNoMore(dialog);
}

describe("twenty blanks, of which three crack", () => {
  it("are ordered at the board, with what they need and cost before they are made", async () => {
    const { page } = supervisor;
    await page.getByRole("button", { name: "New task" }).first().click();
    const order = page.getByRole("dialog", { name: "New production order" });
    await order.getByRole("combobox", { name: "Product" }).fill("Oak window");
    await page.getByRole("option", { name: product }).click();
    await order.getByLabel("Quantity").fill("20");
    await reads(order, "Primary processing → Planing → Gluing → Finishing");
    await reads(order, "All materials are free in stock and will be reserved.");
    await expectAccessible(page, "joinery: new order");
    await order.getByRole("button", { name: "Make the order" }).click();
    await sees(orderCard(supervisor));
    await reads(column(supervisor, "Pending"), `№1 ${product}`);
    await reads(orderCard(supervisor), "0 of 20 pcs");
  });

  it("go through primary processing together", async () => {
    await tapTab(joiner, "waiting");
    await reads(stageCard(joiner, "Primary processing"), "20 pcs");
    await tapIn(stageCard(joiner, "Primary processing"), "Start: Primary processing");
    await tapIn(stageCard(joiner, "Primary processing"), "Finish");
    await isDryEnough();
    await reads(sheet(joiner), "Within the tolerance · 6 to 10");
    await expectAccessible(joiner.page, "joinery: finish with a measured check");
    await tapIn(sheet(joiner), /^Finish/);
    await says(joiner, "Finished: Primary processing");
    await sees(column(supervisor, "In progress").getByRole("link", { name: `№1 ${product}` }));
  });

  it("crack at planing: three are sent back in four taps, with a photo", async () => {
    await tapTab(joiner, "waiting");
    await tapIn(stageCard(joiner, "Planing"), "Start: Planing");
    await tapIn(stageCard(joiner, "Planing"), "Report defect");
    const defect = sheet(joiner);
    await tapIn(defect, "Raw material defect");
    await tapIn(defect, "One more");
    await tapIn(defect, "One more");
    await tapIn(defect, /^Next/);
    await tapIn(defect, "Return to: Primary processing");
    await takePhoto(defect);
    await defect.getByLabel("In words, if you like").fill("Cracks along the grain");
    await expectAccessible(joiner.page, "joinery: defect, before it is sent");
    await tapIn(defect, "Report");
    await says(joiner, "Defect reported: 3 pcs, Raw material defect");
    // The seventeen stay at planing as if nothing had happened; the three wait for a new start.
    await reads(stageCard(joiner, "Planing"), "17 pcs of 20");
    await tapTab(joiner, "waiting");
    await reads(stageCard(joiner, "Primary processing"), "3 pcs of 20");
    await reads(stageCard(joiner, "Primary processing"), "lot 1.1");
    await reads(stageCard(joiner, "Primary processing"), "Here again: Raw material defect");
    await expectAccessible(joiner.page, "joinery: what came back");
  });

  it("are two lots on the order card, each at its stage, and the way back is drawn", async () => {
    const { page } = supervisor;
    await openTab(supervisor, /^Stages/);
    const first = stageBlock(supervisor, "Primary processing");
    await reads(first, /Lot 1\.1.*Ready.*Rework 1.*3 pcs/);
    const planing = stageBlock(supervisor, "Planing");
    await reads(planing, /Lot 1 .*In progress.*17 pcs/);
    await reads(planing, "3 pcs sent back to Primary processing: Raw material defect");
    await reads(orderCard(supervisor), "3 in rework");
    await expectAccessible(page, "joinery: stages with a lot that went back");

    const defects = await openTab(supervisor, /^Defects/);
    await reads(defects, "3 pcs back to Primary processing");
    await reads(defects, "caught at Planing");
    await reads(defects, "lot 1 → 1.1");
    await reads(defects, "Cracks along the grain");
    await sees(defects.getByRole("link", { name: /^Photos: Raw material defect/ }));
    await expectAccessible(page, "joinery: defects");
  });

  it("move on without the three: seventeen are planed, glued and finished", async () => {
    await tapTab(joiner, "inProgress");
    await tapIn(stageCard(joiner, "Planing"), "Finish");
    await hasNoCracks();
    await tapIn(sheet(joiner), /^Finish/);
    await says(joiner, "Finished: Planing");
    await workThrough(joiner, "Gluing");
    await tapTab(finisher, "waiting");
    await reads(stageCard(finisher, "Finishing"), "waiting for glue setting");
    await releaseEarly("Quick glue");
    await workThrough(finisher, "Finishing", () => takePhoto(sheet(finisher)));
  });

  it("are partially done: seventeen are received while three are at work", async () => {
    await reads(column(supervisor, "Partially done"), "17 of 20 pcs");
    await reads(orderCard(supervisor), "Partially done");
    const overview = await openTab(supervisor, /^Overview/);
    await reads(overview, "Received 17 of 20 pcs");
    await reads(overview, /Lot 1 17 pcs finished/);
    await reads(overview, /Lot 1\.1 3 pcs Primary processing: Ready/);
    await reads(overview, /Units still in work carry .+; the real cost will grow\./);
    await expectAccessible(supervisor.page, "joinery: partially done");
  });

  it("catch up: three new blanks make the same way", async () => {
    await workThrough(joiner, "Primary processing", async () => {
      await isDryEnough();
      // A rework is offered nothing: what it takes is typed.
      await sheet(joiner).getByLabel("Oak blank").fill("3");
    });
    await workThrough(joiner, "Planing", hasNoCracks);
    await workThrough(joiner, "Gluing");
    await releaseEarly("Quick glue again");
    await workThrough(finisher, "Finishing", () => takePhoto(sheet(finisher)));
    await tapTab(finisher, "doneToday");
    await expect.poll(() => stageCard(finisher, "Finishing").count(), patience).toBe(2);
    await expectAccessible(finisher.page, "joinery: done today");
  });

  it("are done at last, with two finish times in the history", async () => {
    const { page } = supervisor;
    await reads(column(supervisor, "Done"), "20 of 20 pcs");
    await openTab(supervisor, /^Stages/);
    const finishing = stageBlock(supervisor, "Finishing");
    await reads(finishing, /Lot 1 /);
    await reads(finishing, /Lot 1\.1 /);
    await expectAccessible(page, "joinery: all stages done");
    const history = await openTab(supervisor, /^History/);
    // An act is one entry: what came of it opens below.
    await sees(history.locator("summary"));
    for (const lines of await history.locator("summary").all()) await lines.click();
    await reads(history, "Lot 1 was received into stock: 17 units");
    await reads(history, "Lot 1.1 was received into stock: 3 units");
    await reads(history, "Raw material defect");
    await expectAccessible(page, "joinery: history");
    const [three, seventeen] = await ask(supervisor, workshop.slug, "showOrder", { orderId: orderId() }).then(
      ({ stages }) =>
        (stages.at(-1)?.runs ?? [])
          .toSorted((a, b) => a.units - b.units)
          .map((run) => Date.parse(run.finishedAt ?? "")),
    );
    expect(three).toBeGreaterThan(seventeen ?? Number.NaN);
  });

  it("cost what their stages have cost, rework apart, and loss is a line of its own", async () => {
    const { page } = supervisor;
    const cost = await ask(supervisor, workshop.slug, "showOrderCost", { orderId: orderId() });
    const { real } = cost;
    if (real === null) throw new Error("No real cost");
    const total = decimal(real.total);
    expect(text(sum(cost.stages.map((stage) => decimal(stage.real?.total ?? "0"))))).toBe(text(total));
    expect(text(sum(cost.lines.map((line) => decimal(line.amount))))).toBe(text(total));
    const categories = [real.material, real.labour, real.subcontracting, real.defectLoss];
    expect(text(sum(categories.map(decimal)))).toBe(text(total));
    // 20 blanks and 3 more at 420, and glue: 0.06 kg for one and 10 % on top.
    expect(decimal(real.defectLoss).gte(3 * 420)).toBe(true);
    expect(text(decimal(real.received).plus(real.defectLoss))).toBe(text(total));
    expect(real.provisional).toBe(false);

    await openTab(supervisor, /^Overview/);
    const realOf = async (row: RegExp, cell: number): Promise<string> =>
      figure(plain(await page.getByRole("row", { name: row }).getByRole("cell").nth(cell).innerText()));
    await expect.poll(() => realOf(/^Total/, 1), patience).toBe(total.round(2, 1).toFixed(2));
    await expect
      .poll(() => realOf(/^Defect loss/, 1), patience)
      .toBe(decimal(real.defectLoss).round(2, 1).toFixed(2));
    await page.getByRole("link", { name: "Cost story" }).click();
    const byStage = page.getByRole("region", { name: "By stage and cycle" });
    await sees(byStage);
    for (const { name, cycle, real: stage } of cost.stages) {
      const row = new RegExp(`^${cycle === 0 ? name : `${name}, rework ${cycle}`} ₴`);
      const ofStage = byStage.getByRole("row", { name: row }).getByRole("cell").nth(3);
      expect(figure(plain(await ofStage.innerText()))).toBe(
        decimal(stage?.total ?? "0")
          .round(2, 1)
          .toFixed(2),
      );
    }
    await expectAccessible(page, "joinery: cost by stage");
    await page.goBack();
    const defects = await openTab(supervisor, /^Defects/);
    await reads(defects, "as a line of its own");
    expect(
      figure(plain(await defects.locator("dl > div", { hasText: "Loss" }).locator("dd").innerText())),
    ).toBe(decimal(real.defectLoss).round(2, 1).toFixed(2));
  });
});

const orderId = (): string => new URL(supervisor.page.url()).searchParams.get("order") ?? "";
