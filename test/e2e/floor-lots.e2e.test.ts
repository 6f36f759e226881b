import sharp from "sharp";
import { v7 as uuidv7 } from "uuid";
import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { OutputOf, RequestOf } from "#modules/routes.ts";
import { routes } from "#modules/routes.ts";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { patience, reads, sees, seesNoMore, signInFloor, signInOffice } from "./see.ts";

/**
 * At the bench, with two phones: units that fail and go back, a batch that waits for them, several units in one tap,
 * a crew, a material that is picked, a checklist that says no, and taps that were wrong.
 */
const scene = useScene();

let demo: DemoWorkspace;
let owner: Person;
let ivan: Person;
let olena: Person;
let blanks = "";
let wardrobe = "";

type CommandName = "addItem" | "addTemplate" | "createOrder" | "receiveStock";

async function tell<Name extends CommandName>(name: Name, input: RequestOf<Name>): Promise<OutputOf<Name>> {
  const path = routes[name].path.replace(":workspace", demo.slug);
  const answer = await owner.context.request.post(path, { headers: { "command-id": uuidv7() }, data: input });
  if (!answer.ok()) throw new Error(`${name}: ${await answer.text()}`);
  return (await answer.json()) as OutputOf<Name>;
}

beforeAll(async () => {
  demo = await scene.product().demo("en");
  owner = await scene.open("owner");
  ivan = await scene.open("ivan", { phone: true });
  olena = await scene.open("olena", { phone: true });
  await signInOffice(owner, demo.emails.owner);
  await signInFloor(ivan, demo.emails.roaster);
  await signInFloor(olena, demo.emails.packer);
  await openWorkshop();
});

async function openWorkshop(): Promise<void> {
  const { rows } = await ask(owner, demo.slug, "listWarehouses", {});
  const [first] = rows;
  if (first === undefined) throw new Error("No warehouse");
  const warehouseId = first.id;
  const performer = { kind: "role", role: "operator" } as const;
  const triggers = {};
  const oil = await tell("addItem", {
    kind: "material",
    name: "Oil",
    unit: "l",
    variants: [{ name: "Clear" }, { name: "Dark" }],
  });
  await tell("receiveStock", {
    warehouseId,
    lines: oil.variantIds.map((variantId) => ({ variantId, quantity: "50", price: "100" })),
  });
  const blank = await tell("addItem", {
    kind: "product",
    name: "Blank",
    unit: "pcs",
    variants: [{ name: "Blank" }],
  });
  blanks = blank.variantIds[0] ?? "";
  await tell("addTemplate", {
    itemId: blank.itemId,
    name: "Blank",
    body: {
      triggers,
      policies: { finishedWarehouseId: warehouseId, batchMode: "split" },
      stages: [
        { key: "sawing", name: "Sawing", performer, unitSeconds: 60, consumption: "at_start" },
        {
          key: "planing",
          name: "Planing",
          performer,
          unitSeconds: 60,
          consumption: "at_start",
          reworkLimit: 1,
          norms: [{ itemId: oil.itemId, warehouseId, perUnit: "0.1" }],
        },
      ],
    },
  });
  const made = await tell("addItem", {
    kind: "product",
    name: "Wardrobe",
    unit: "pcs",
    asked: [{ name: "width", kind: "number", unit: "cm" }],
    variants: [{ name: "Wardrobe" }],
  });
  wardrobe = made.variantIds[0] ?? "";
  await tell("addTemplate", {
    itemId: made.itemId,
    name: "Wardrobe",
    body: {
      triggers,
      policies: { finishedWarehouseId: warehouseId, batchMode: "per_unit" },
      stages: [
        {
          key: "assembly",
          name: "Assembly",
          performer,
          unitSeconds: 600,
          consumption: "at_start",
          photoRequired: true,
          checks: [
            { kind: "yes_no", key: "shuts", name: "Do the doors shut?" },
            { kind: "number", key: "width", name: "Width", unit: "mm", minimum: "599", maximum: "601" },
          ],
        },
      ],
    },
  });
}

const order = async (input: RequestOf<"createOrder">): Promise<number> =>
  (await tell("createOrder", input)).number;

const card = (person: Person, number: number, also: string | RegExp = ""): Locator =>
  person.page
    .getByRole("article")
    .filter({ has: person.page.locator("p").filter({ hasText: new RegExp(`^Order ${number}(?!\\d)`) }) })
    .filter({ hasText: also });
const stageCard = (person: Person, number: number, stage: string): Locator =>
  card(person, number).filter({ has: person.page.getByRole("heading", { name: stage, level: 2 }) });
const tab = (person: Person, name: string): Promise<void> =>
  person.page.getByRole("tab", { name: new RegExp(`^${name}`) }).tap();
const dialog = (person: Person): Locator => person.page.getByRole("dialog");
const tapIn = (place: Locator, name: string | RegExp): Promise<void> =>
  place.getByRole("button", { name }).first().tap();
const says = (person: Person, words: string | RegExp): Promise<void> =>
  reads(person.page.getByRole("status").filter({ hasText: words }), words);

async function takePhoto(place: Locator): Promise<void> {
  const buffer = await sharp({ create: { width: 1200, height: 900, channels: 3, background: "#a87b4f" } })
    .jpeg()
    .toBuffer();
  await place
    .locator("input[type=file]")
    .setInputFiles({ name: "crack.jpg", mimeType: "image/jpeg", buffer });
  await sees(place.getByRole("button", { name: /^Remove photo/ }));
}

describe("units that fail", () => {
  let number = 0;

  it("go back in four taps, with a photo, and the others stay at work", async () => {
    number = await order({ variantId: blanks, quantity: 20 });
    await tab(ivan, "Waiting");
    await tapIn(card(ivan, number), "Start: Sawing");
    await tapIn(card(ivan, number), "Report defect");
    const sheet = dialog(ivan);
    await sees(sheet.getByRole("button", { name: "Human factor" }));
    await expectAccessible(ivan.page, "floor: defect, the reason");
    await tapIn(sheet, "Raw material defect");
    await tapIn(sheet, "One more");
    await tapIn(sheet, "One more");
    await expectAccessible(ivan.page, "floor: defect, how many");
    await tapIn(sheet, /^Next/);
    await expectAccessible(ivan.page, "floor: defect, the decision");
    await tapIn(sheet, "Do it again here: Sawing");
    await takePhoto(sheet);
    await expectAccessible(ivan.page, "floor: defect, the photo");
    await tapIn(sheet, "Report");
    await says(ivan, "Defect reported: 3 pcs, Raw material defect");
    await reads(card(ivan, number), "17 pcs of 20");
    await tab(ivan, "Waiting");
    await reads(card(ivan, number), "Here again: Raw material defect");
    await reads(card(ivan, number), "3 pcs of 20");
    await expect
      .poll(() => card(ivan, number).getByRole("button", { name: "Photo 1" }).count(), patience)
      .toBe(1);
    await expectAccessible(ivan.page, "floor: waiting, after a return");
  });

  it("are back as if nothing had been, by Undo", async () => {
    const { page } = ivan;
    await tab(ivan, "In progress");
    await tapIn(card(ivan, number), "Report defect");
    await tapIn(dialog(ivan), "Human factor");
    await tapIn(dialog(ivan), /^Next/);
    await tapIn(dialog(ivan), "Write off");
    await tapIn(dialog(ivan), "Report");
    await says(ivan, "Defect reported: 1 pcs, Human factor");
    await reads(card(ivan, number), "16 pcs of 20");
    await page.getByRole("button", { name: "Undo" }).tap();
    await says(ivan, "Taken back: Sawing");
    await reads(card(ivan, number), "17 pcs of 20");
  });

  it("are asked about where fewer are finished: the finished ones go on alone", async () => {
    await tapIn(card(ivan, number), "Finish");
    for (let taps = 0; taps < 2; taps += 1) await tapIn(dialog(ivan), "One less");
    await reads(dialog(ivan), "What about the other 2 pcs?");
    await tapIn(dialog(ivan), /^Finish/);
    await reads(dialog(ivan), "This is needed to finish.");
    await expectAccessible(ivan.page, "floor: finish, the rest");
    await tapIn(dialog(ivan), /^Stay here/);
    await tapIn(dialog(ivan), /^Finish/);
    await says(ivan, "15 pcs have gone on; the others stay here.");
    await reads(card(ivan, number), "2 pcs of 20");
    await tab(ivan, "Waiting");
    await reads(stageCard(ivan, number, "Planing"), "15 pcs of 20");
  });
});

describe("a material that awaits its selection", () => {
  it("is picked by the tap that starts, with what is free of it", async () => {
    await tab(olena, "Waiting");
    const planing = olena.page
      .getByRole("article")
      .filter({ has: olena.page.getByRole("heading", { name: "Planing", level: 2 }) });
    await tapIn(planing, "Start: Planing");
    await reads(dialog(olena), "Which Oil?");
    await reads(dialog(olena), "50 l free in stock");
    await expectAccessible(olena.page, "floor: start, the material");
    await tapIn(dialog(olena), "Dark");
    await says(olena, "Started: Planing");
    await reads(planing, "Oil · Dark");
  });

  it("is put back when the start is taken back", async () => {
    await olena.page.getByRole("button", { name: "Undo" }).tap();
    await says(olena, "Taken back: Planing");
    await tab(olena, "Waiting");
    await sees(olena.page.getByRole("button", { name: "Start: Planing" }));
  });
});

describe("a whole batch", () => {
  let number = 0;

  it("waits for the units that it has sent back", async () => {
    number = await order({ variantId: blanks, quantity: 6, batchMode: "whole" });
    await tab(olena, "Waiting");
    await tapIn(card(olena, number), "Start: Sawing");
    await tapIn(card(olena, number), "Finish");
    await tapIn(dialog(olena), /^Finish/);
    await says(olena, "Finished: Sawing");
    await startPlaning();
    await tapIn(card(olena, number), "Finish");
    await tapIn(dialog(olena), "One less");
    await tapIn(dialog(olena), "One less");
    await tapIn(dialog(olena), /^Failed/);
    await tapIn(dialog(olena), "Equipment setup error");
    await tapIn(dialog(olena), "Return to: Sawing");
    await tapIn(dialog(olena), /^Send back/);
    await says(olena, "Defect reported: 2 pcs, Equipment setup error");
    await tab(olena, "Waiting");
    await reads(stageCard(olena, number, "Planing"), "Waits for 2 pcs in rework");
    await expectAccessible(olena.page, "floor: waiting, held");
  });

  it("goes on with all of them, once they are back", async () => {
    await tapIn(stageCard(olena, number, "Sawing"), "Start: Sawing");
    await tapIn(card(olena, number), "Finish");
    await tapIn(dialog(olena), /^Finish/);
    await tab(olena, "In progress");
    await reads(stageCard(olena, number, "Planing"), "6 pcs");
    await reads(stageCard(olena, number, "Planing"), "PAUSED");
    await tapIn(stageCard(olena, number, "Planing"), "Finish");
    await tapIn(dialog(olena), /^Finish/);
    await says(olena, "Finished: Planing");
  });

  async function startPlaning(): Promise<void> {
    await tab(olena, "Waiting");
    await tapIn(stageCard(olena, number, "Planing"), "Start: Planing");
    await tapIn(dialog(olena), "Clear");
    await says(olena, "Started: Planing");
  }
});

describe("units one by one", () => {
  let number = 0;
  const units = ["60", "80", "60"].map((amount) => ({ width: { amount, unit: "cm" as const } }));

  it("are started several in one tap, and told apart by their own measures", async () => {
    number = await order({ variantId: wardrobe, quantity: 3, unitAttributes: units });
    await tab(ivan, "In progress");
    await pauseWhatRuns(ivan);
    await tab(ivan, "Waiting");
    await reads(card(ivan, number), "#2 width 80 cm");
    await expectAccessible(ivan.page, "floor: waiting, several units");
    await tapIn(card(ivan, number), /^#3/);
    await tapIn(card(ivan, number), "Start: Assembly");
    await reads(card(ivan, number), "#1 #3");
    await reads(card(ivan, number), "width 60 cm");
    await expectAccessible(ivan.page, "floor: in progress, several units");
  });

  it("pause and go on as one", async () => {
    await tapIn(card(ivan, number), "Pause");
    await tapIn(dialog(ivan), "Pause without a reason");
    await reads(card(ivan, number), "PAUSED");
    await tapIn(card(ivan, number), "Resume");
    await sees(card(ivan, number).getByRole("button", { name: "Pause" }));
    expect(await ivan.page.getByRole("alert").filter({ hasText: /\S/ }).count()).toBe(0);
  });

  it("are not finished while a check says no", async () => {
    await tapIn(card(ivan, number), "Finish");
    const sheet = dialog(ivan);
    await tapIn(sheet, /^#3/);
    await tapIn(sheet, /^Finish/);
    await reads(sheet, "This is needed to finish.");
    await sheet.getByRole("group", { name: "Do the doors shut?" }).getByRole("button", { name: "No" }).tap();
    await sheet.getByLabel("Width").fill("602,5");
    await reads(sheet, "Out of the tolerance · 599 to 601 mm");
    await reads(sheet, "With this it can’t be finished as good.");
    await expectAccessible(ivan.page, "floor: finish, checks");
    await sheet.getByRole("group", { name: "Do the doors shut?" }).getByRole("button", { name: "Yes" }).tap();
    await sheet.getByLabel("Width").fill("600,5");
    await reads(sheet, "Within the tolerance");
    await takePhoto(sheet);
    await tapIn(sheet, /^Finish/);
    await says(ivan, "Finished: Assembly");
    await reads(card(ivan, number), "#3");
  });

  it("come back by Undo, and wait for a hand", async () => {
    await ivan.page.getByRole("button", { name: "Undo" }).tap();
    await says(ivan, "Taken back: Assembly");
    await reads(card(ivan, number, "PAUSED"), "#1");
  });
});

describe("units that come back too often", () => {
  it("wait for a supervisor, and say so", async () => {
    await pauseWhatRuns(olena);
    await tab(olena, "Waiting");
    const planing = olena.page
      .getByRole("article")
      .filter({ has: olena.page.getByRole("heading", { name: "Planing", level: 2 }) });
    await tapIn(planing, "Start: Planing");
    await tapIn(dialog(olena), "Clear");
    await says(olena, "Started: Planing");
    const here = olena.page
      .getByRole("article")
      .filter({ has: olena.page.getByRole("button", { name: "Pause" }) });
    for (const words of ["Defect reported: 1 pcs", "1 pcs came back too often: the supervisor decides."]) {
      await tapIn(here, "Report defect");
      await tapIn(dialog(olena), "Human factor");
      // One alone is not counted.
      if (words.startsWith("Defect")) await tapIn(dialog(olena), /^Next/);
      await tapIn(dialog(olena), "Do it again here: Planing");
      await tapIn(dialog(olena), "Report");
      await says(olena, words);
      if (words.startsWith("Defect")) {
        await pauseWhatRuns(olena);
        await tab(olena, "Waiting");
        await tapIn(
          olena.page.getByRole("article").filter({ hasText: "Here again: Human factor" }),
          /^Start/,
        );
      }
    }
    await tab(olena, "Waiting");
    await sees(olena.page.getByRole("article").filter({ hasText: "Came back too often" }));
    await expectAccessible(olena.page, "floor: waiting, escalated");
  });
});

describe("a crew", () => {
  it("is joined and left from the card, and each has a time of their own", async () => {
    await pauseWhatRuns(olena);
    const number = await order({ variantId: blanks, quantity: 5 });
    await tab(olena, "Waiting");
    await tapIn(card(olena, number), "Start: Sawing");
    const third = ivan;
    await pauseWhatRuns(third);
    await tab(third, "Waiting");
    await reads(card(third, number), "is working");
    await tapIn(card(third, number), "Join: Sawing");
    await says(third, "You work on it, too: Sawing");
    await reads(card(olena, number), "is working");
    await expectAccessible(third.page, "floor: in progress, a crew");
    // One's own pause stops nobody else.
    await tapIn(card(third, number), "Pause");
    await tapIn(dialog(third), "Pause without a reason");
    await reads(card(third, number), "YOU ARE ON A PAUSE");
    await reads(card(olena, number), "on a pause");
    await sees(card(olena, number).getByRole("button", { name: "Pause" }));
    await tapIn(card(third, number), "More about Sawing");
    await tapIn(dialog(third), "Leave this work");
    await says(third, "You have left: Sawing");
    await seesNoMore(card(olena, number).getByText("on a pause"));
  });
});

/** A person works on one thing at a time. */
async function pauseWhatRuns(person: Person): Promise<void> {
  await tab(person, "In progress");
  for (const running of await person.page.getByRole("article").all()) {
    const pause = running.getByRole("button", { name: "Pause" });
    if ((await pause.count()) === 0) continue;
    await pause.tap();
    await tapIn(dialog(person), "Pause without a reason");
    await seesNoMore(pause);
  }
}
