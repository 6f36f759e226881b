import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible, notAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { says, sheet, stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { bareHands, findOutOfReach, gloves } from "./floor-reach.ts";
import { cutNetwork } from "./no-network.ts";
import { minuteStage, ownOrder } from "./own-order.ts";
import { patience, reads, sees, seesNoMore, signInFloor, signInOffice } from "./see.ts";

/**
 * Every screen and sheet of the floor, as a hand in a glove and an eye in the sun meet it: measured on a phone and a
 * tablet, light and dark, with and without gloves and high contrast. What axe finds is asked where the stories go.
 */
const scene = useScene();

let demo: DemoWorkspace;
let owner: Person;
let roman: Person;

const phone = { width: 390, height: 844 };
const tablet = { width: 800, height: 1180 };

beforeAll(async () => {
  demo = await scene.product().demo("en");
  owner = await scene.open("owner");
  roman = await scene.open("roman", { phone: true });
  await signInOffice(owner, demo.emails.owner);
  await openBench();
});

/** One stage with all that a card can tell, and another that is led back to. */
async function openBench(): Promise<void> {
  await ownOrder(owner, demo.slug, {
    name: "Shelf",
    quantity: 10,
    stages: [
      minuteStage("Sanding", {
        instruction: "Along the grain, first 120, then 240.",
        checks: [
          { kind: "yes_no", key: "smooth", name: "Is it smooth?", required: false },
          { kind: "number", key: "width", name: "Width", unit: "mm", required: false },
        ],
      }),
      minuteStage("Oiling"),
    ],
  });
  // The demo's own: its beans are taken from a batch.
  const coffee = await ask(owner, demo.slug, "listItems", { search: "Arabica premium" });
  const bag = coffee.rows[0]?.variants[0]?.id ?? "";
  await tell(owner, demo.slug, "createOrder", { variantId: bag, quantity: 20 });
}

/** As the menu sets it, without five taps for each of eight looks. */
const choose = (person: Person, parts: Readonly<Record<string, string>>): Promise<unknown> =>
  person.page.evaluate(`Object.assign(document.documentElement.dataset, ${JSON.stringify(parts)})`);

const usual = { gloves: "false", contrast: "normal", theme: "light" };

async function isWithinReach(what: string, person: Person = roman): Promise<void> {
  const { page } = person;
  const told: Record<string, readonly string[]> = {};
  for (const [size, place] of [
    ["phone", phone],
    ["tablet", tablet],
  ] as const) {
    await page.setViewportSize(place);
    await page.waitForFunction(`innerWidth === ${place.width}`);
    for (const [hands, reach] of [
      ["bare hands", bareHands],
      ["gloves", gloves],
    ] as const) {
      await choose(person, { gloves: String(reach === gloves) });
      told[`${size}, ${hands}`] = await findOutOfReach(page, reach);
    }
  }
  await choose(person, { gloves: "false" });
  for (const theme of ["light", "dark"]) {
    for (const contrast of ["normal", "high"]) {
      await choose(person, { theme, contrast });
      told[`${theme}, ${contrast} contrast`] = await findOutOfReach(page, bareHands);
    }
  }
  await choose(person, usual);
  await page.setViewportSize(phone);
  const faults = Object.entries(told).flatMap(([how, each]) => each.map((fault) => `${how}: ${fault}`));
  expect.soft(faults, `${notAccessible}: ${what}`).toEqual([]);
}

const roasting = (): Locator => stageCard(roman, "Bean roasting", "Arabica");
const inTheSun = "High contrast, for bright light";
const withGloves = "Large buttons, for gloves";

const card = (): Locator => stageCard(roman, "Sanding", "Shelf");

describe("within reach of a glove, and readable in the sun", () => {
  it("is the sign-in", async () => {
    const { page } = roman;
    await page.goto(`/floor/${demo.slug}`);
    await sees(page.getByRole("heading", { name: "Sign in to work" }));
    await isWithinReach("sign in");
    // Planted: a control that is too low, and words that are too pale.
    const style = "document.documentElement.style";
    await page.evaluate(
      `${style}.setProperty("--tap", "60px"), ${style}.setProperty("--ink-soft", "#777777")`,
    );
    const planted = (await findOutOfReach(page, bareHands)).join("\n");
    expect(planted).toContain("is 60 px high");
    expect(planted).toContain("has a contrast of 4.");
    await page.evaluate(`${style}.removeProperty("--tap"), ${style}.removeProperty("--ink-soft")`);
    await signInFloor(roman, demo.emails.roaster);
  });

  it("is what waits", async () => {
    await tapTab(roman, "waiting");
    await sees(card());
    await isWithinReach("waiting");
  });

  it("is what runs, what is paused, and why", async () => {
    await tapIn(card(), "Start: Sanding");
    await says(roman, "Started: Sanding");
    await isWithinReach("in progress");
    await tapIn(card(), "Pause");
    await sees(sheet(roman));
    await isWithinReach("why the pause");
    await tapIn(sheet(roman), "Pause without a reason");
    await sees(card().getByText("Paused"));
    await isWithinReach("paused");
    await tapIn(card(), "Resume");
    await sees(card().getByRole("button", { name: "Pause" }));
  });

  it("is what is done seldom", async () => {
    await tapIn(card(), "More about Sanding");
    await sees(sheet(roman));
    await isWithinReach("more");
    await tapIn(sheet(roman), "Cancel start");
    await reads(sheet(roman), "Cancel the start of Sanding?");
    await isWithinReach("cancel start");
    await roman.page.keyboard.press("Escape");
    await seesNoMore(sheet(roman));
    await tapIn(card(), /^Chat/);
    await sees(sheet(roman).getByLabel("Your message"));
    await isWithinReach("chat");
    await tapIn(sheet(roman), "Close");
  });

  it("is each step of a defect", async () => {
    await tapIn(card(), "Report defect");
    await sees(sheet(roman).getByRole("button", { name: "Human factor" }));
    await isWithinReach("defect, the reason");
    await tapIn(sheet(roman), "Human factor");
    await sees(sheet(roman).getByRole("button", { name: "One more" }));
    await isWithinReach("defect, how many");
    await tapIn(sheet(roman), /^Next/);
    await sees(sheet(roman).getByRole("button", { name: "Do it again here: Sanding" }));
    await isWithinReach("defect, the decision");
    await tapIn(sheet(roman), "Do it again here: Sanding");
    await sees(sheet(roman).getByRole("button", { name: "Report", exact: true }));
    await isWithinReach("defect, the photo");
    await roman.page.keyboard.press("Escape");
    await seesNoMore(sheet(roman));
  });

  it("is the menu, and what is chosen in it is there before anything is drawn the next time", async () => {
    const { page } = roman;
    await page.getByRole("button", { name: "Roman, roaster: menu" }).tap();
    await sees(sheet(roman).getByRole("group", { name: inTheSun }));
    await isWithinReach("menu");
    const pick = (group: string, name: string): Promise<void> =>
      tapIn(sheet(roman).getByRole("group", { name: group, exact: true }), name);
    await pick(inTheSun, "On");
    await pick(withGloves, "On");
    await pick("Which hand taps", "Left");
    await pick("Vibration", "Off");
    await expectAccessible(page, "floor: menu, with gloves in the sun");
    await tapIn(sheet(roman), "Close");
    await expectAccessible(page, "my stages, with gloves in the sun");
    await page.addInitScript(`
      const seen = new MutationObserver(() => {
        if (document.getElementById("root")?.firstChild == null) return;
        seen.disconnect();
        const { gloves, contrast, hand } = document.documentElement.dataset;
        window.firstPicture = [gloves, contrast, hand].join();
      });
      seen.observe(document, { childList: true, subtree: true });`);
    await page.reload();
    await sees(card());
    expect(await page.evaluate("window.firstPicture")).toBe("true,high,left");
    // With the left hand Finish is at the left thumb.
    const boxOf = async (name: string) => card().getByRole("button", { name, exact: true }).boundingBox();
    expect((await boxOf("Finish"))?.x ?? 0).toBeLessThan((await boxOf("Pause"))?.x ?? 0);
    expect((await boxOf("Finish"))?.height).toBeGreaterThanOrEqual(120);
    await page.getByRole("button", { name: "Roman, roaster: menu" }).tap();
    await pick(inTheSun, "Off");
    await pick(withGloves, "Off");
    await pick("Which hand taps", "Both");
    await tapIn(sheet(roman), "Close");
  });

  it("is the end of it, and what is done today", async () => {
    await tapIn(card(), "Finish");
    await sees(sheet(roman));
    await isWithinReach("finish");
    await tapIn(sheet(roman), /^Finish/);
    await says(roman, "Finished: Sanding");
    await tapTab(roman, "doneToday");
    await sees(card());
    await isWithinReach("done today");
  });

  it("is a tap that was refused", async () => {
    await tapTab(roman, "waiting");
    await tapIn(roasting(), "Start: Bean roasting");
    await says(roman, "Started: Bean roasting");
    // The phone says so before the server has heard it.
    const heard = async () => (await ask(roman, demo.slug, "showMyStages", {})).inProgress;
    await expect
      .poll(async () => (await heard()).map(({ stageName }) => stageName), patience)
      .toEqual(["Bean roasting"]);
    await tapIn(roasting(), "Finish");
    await sees(sheet(roman).getByRole("combobox"));
    await isWithinReach("finish, with batches");
    await roman.page.keyboard.press("Escape");
    await seesNoMore(sheet(roman));
    const runId = (await roasting().getAttribute("data-run")) ?? "";
    await cutNetwork(roman);
    await tapIn(roasting(), "Pause");
    await tapIn(sheet(roman), "Pause without a reason");
    await sees(roman.page.getByRole("status").filter({ hasText: "1 tap is saved" }));
    await isWithinReach("without network");
    const { member } = await ask(owner, demo.slug, "showWorkspace", {});
    await tell(owner, demo.slug, "reassignRun", { runId, memberId: member.id });
    await roman.context.setOffline(false);
    await sees(roman.page.getByRole("alert").getByRole("button", { name: "Discard" }));
    await isWithinReach("needs attention");
  });

  it("are the faces and the PIN of a shared tablet", async () => {
    const shared = await scene.open("tablet", { phone: true });
    await tell(shared, demo.slug, "signIn", { email: demo.emails.owner, password: "treadle-demo" });
    await tell(shared, demo.slug, "registerDevice", { name: "Tablet by the bench" });
    await tell(shared, demo.slug, "signOut", {});
    await shared.page.goto(`/floor/${demo.slug}`);
    await sees(shared.page.getByRole("heading", { name: "Who is working?" }));
    await isWithinReach("faces", shared);
    await shared.page.getByRole("button", { name: "Iryna, packer" }).tap();
    await sees(shared.page.getByRole("button", { name: "Enter" }));
    await isWithinReach("PIN", shared);
  });
});
