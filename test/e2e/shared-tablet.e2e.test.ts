import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { readPdf } from "#test/read-pdf.ts";
import { expectAccessible } from "./accessible.ts";
import { ask } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { bareHands, findOutOfReach } from "./floor-reach.ts";
import { stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { minuteStage, ownOrder } from "./own-order.ts";
import { reads, sees, seesNoMore, signInOffice } from "./see.ts";

/** A tablet by the roaster: badges from the printer, job cards before its camera, and back to the faces after a task. */
const scene = useScene({ camera: "nothing of ours", movesClock: true });

let demo: DemoWorkspace;
let supervisor: Person;
let tablet: Person;
let badge = "";
let order: { readonly id: string; readonly number: number };
const page = () => tablet.page;
const roman = "Roman, roaster";
const faces = () => page().getByRole("heading", { name: "Who is working?" });
const isSignedIn = (name: string): Promise<void> =>
  sees(page().getByRole("button", { name: `${name}: menu` }));
async function isGood(what: string): Promise<void> {
  await expectAccessible(page(), what);
  expect(await findOutOfReach(page(), bareHands), what).toEqual([]);
}
const face = (name: string) => page().getByRole("listitem").getByRole("button", { name });

beforeAll(async () => {
  demo = await scene.product().demo("en");
  supervisor = await scene.open("supervisor");
  tablet = await scene.open("tablet", { phone: true });
  await signInOffice(supervisor, demo.emails.supervisor);
  const owner = await scene.open("owner");
  await signInOffice(owner, demo.emails.owner);
  const orderId = await ownOrder(owner, demo.slug, {
    name: "Shelf",
    quantity: 10,
    stages: [minuteStage("Sanding")],
  });
  const { number } = await ask(owner, demo.slug, "showOrder", { orderId });
  order = { id: orderId, number };
  await scene.close(owner);
});

/** What the supervisor chooses in a member's menu. */
async function choose(act: string): Promise<void> {
  const office = supervisor.page;
  await office.getByRole("button", { name: new RegExp(`^${roman}:`) }).click();
  await office.getByRole("menuitem", { name: act }).click();
}

describe("a tablet", () => {
  it("is made the workspace's own by a code that is read out in the office", async () => {
    const office = supervisor.page;
    await office.goto(`/w/${demo.slug}/settings?tab=devices`);
    await office.getByRole("button", { name: "Register a tablet with a code" }).click();
    const dialog = office.getByRole("dialog");
    await dialog.getByLabel("Name").fill("Tablet by the roaster");
    await dialog.getByRole("button", { name: "Show the code" }).click();
    const told = office.getByRole("dialog", { name: "Code for Tablet by the roaster" });
    await reads(told, "/floor, choose “This is a shared tablet” and type:");
    await expectAccessible(office, "the code of a tablet");
    const code = /\d{4} \d{3} \d{3}/.exec(await told.innerText())?.[0] ?? "";

    await page().goto("/floor");
    await tapIn(page().locator("main"), "This is a shared tablet");
    await page().getByLabel("Code, ten digits").fill("0000 000 000");
    await tapIn(page().locator("main"), "Register");
    await reads(page().getByRole("alert"), "This code is not valid");
    await isGood("a tablet to register");
    await page().getByLabel("Code, ten digits").fill(code);
    await tapIn(page().locator("main"), "Register");
    await sees(faces());
    await told.getByRole("button", { name: "Close" }).click();
    await sees(office.getByRole("cell", { name: "Tablet by the roaster" }));
  });
});

describe("a badge", () => {
  it("is issued once, as a sheet to print", async () => {
    const office = supervisor.page;
    await office.goto(`/w/${demo.slug}/settings?tab=members`);
    await choose("Issue a badge");
    const dialog = office.getByRole("dialog", { name: `Badge of ${roman}` });
    await sees(dialog);
    await expectAccessible(office, "a badge to issue");
    await dialog.getByRole("button", { name: "Issue a badge" }).click();
    const save = dialog.getByRole("link", { name: "Save the PDF" });
    await sees(save);
    await expectAccessible(office, "a badge that was issued");
    const [download] = await Promise.all([office.waitForEvent("download"), save.click()]);
    const { codes, pages, text } = await readPdf(readFileSync(await download.path()));
    expect(pages).toBe(1);
    expect(text).toContain("Roman");
    badge = codes[0] ?? "";
    expect(badge).toMatch(/^\d{42}$/);
    await dialog.getByRole("button", { name: "Close" }).click();
    await sees(office.getByRole("row").filter({ hasText: roman }).getByText("PIN, badge"));
  });

  it("before the tablet's camera signs its person in", async () => {
    await page().goto(`/floor/${demo.slug}`);
    await sees(faces());
    await isGood("the faces of a shared tablet");
    scene.layBeforeCamera(`${scene.product().address}/o/${demo.slug}/${order.id}`);
    await page().getByRole("button", { name: "Show your badge" }).tap();
    await reads(page().getByRole("dialog").getByRole("status"), "This is not a badge.");
    await isGood("a badge before the camera");
    await tapIn(page().getByRole("dialog"), "Close the camera");
    await seesNoMore(page().getByRole("dialog"));
    scene.layBeforeCamera(badge);
    await page().getByRole("button", { name: "Show your badge" }).tap();
    await isSignedIn(roman);
  });
});

describe("whoever is signed in there", () => {
  it("finds the card of an order by what is printed on it, or by its number", async () => {
    scene.layBeforeCamera(`${scene.product().address}/o/${demo.slug}/${order.id}`);
    await page().getByRole("button", { name: "Scan", exact: true }).tap();
    await sees(stageCard(tablet, "Sanding", "Shelf"));
    await seesNoMore(page().getByRole("dialog"));
    await sees(page().locator("article:focus").filter({ hasText: "Shelf" }));

    scene.layBeforeCamera("4820000000017");
    await page().getByRole("button", { name: "Scan", exact: true }).tap();
    const dialog = page().getByRole("dialog");
    await reads(dialog.getByRole("status"), "This is neither a job card nor a badge.");
    await isGood("a code that means nothing");
    await dialog.getByLabel("Or type the code").fill("99999");
    await dialog.getByLabel("Or type the code").press("Enter");
    await sees(page().getByRole("status").filter({ hasText: "This order has no stage for you now." }));
    await page().getByRole("button", { name: "Scan", exact: true }).tap();
    await dialog.getByLabel("Or type the code").fill(String(order.number));
    await dialog.getByLabel("Or type the code").press("Enter");
    await seesNoMore(page().getByText("This order has no stage for you now."));
  });

  it("is back at the faces after a tap, where everybody sees what is running", async () => {
    await tapTab(tablet, "waiting");
    await tapIn(stageCard(tablet, "Sanding", "Shelf"), "Start: Sanding");
    await sees(page().getByRole("status").filter({ hasText: "Back to the faces in" }));
    // It waits until the tap has arrived, and then for its Undo.
    await faces().waitFor({ timeout: 60_000 });
    await reads(face(roman), `Sanding №${order.number} since`);
    await isGood("the faces, and what is running");
  });

  it("makes room for whoever types a PIN, and for whoever shows a badge to a hand scanner", async () => {
    await face("Iryna, packer").tap();
    for (const digit of "2222") await page().getByRole("button", { name: digit, exact: true }).tap();
    await page().getByRole("button", { name: "Enter" }).tap();
    await isSignedIn("Iryna, packer");
    // What a hand scanner types is heard once the sheets are there.
    await page().getByRole("button", { name: "Scan", exact: true }).tap();
    await tapIn(page().getByRole("dialog"), "Close the camera");
    await page().keyboard.type(badge);
    await page().keyboard.press("Enter");
    await isSignedIn(roman);
    await page()
      .getByRole("button", { name: `${roman}: menu` })
      .tap();
    await tapIn(page().getByRole("dialog"), "Switch person");
    await reads(face("Iryna, packer"), "signed in here today");
  });
});

describe("a badge that is lost", () => {
  it("is ended, and then lets nobody in", async () => {
    await choose("End the badge");
    await sees(supervisor.page.getByText(`The badge of ${roman} is not valid any more.`));
    await page().keyboard.type(badge);
    await page().keyboard.press("Enter");
    await reads(page().getByRole("alert"), "This badge is not valid any more.");
    await sees(faces());
  });
});

describe("a tablet that is out of reach", () => {
  const mark = () => supervisor.page.getByText(/^offline since /);

  it("is told in the office beside whoever works there, and so is that it is back", async () => {
    await tablet.context.setOffline(true);
    scene.product().moveClock(2 * 60_000);
    const office = supervisor.page;
    await office.goto(`/w/${demo.slug}/orders/${order.id}?tab=stages`);
    await sees(mark());
    await expectAccessible(office, "an order whose operator is out of reach");
    await office.goto(`/w/${demo.slug}/board?lanes=operator`);
    await sees(office.getByRole("region", { name: new RegExp(`^${roman}`) }).getByText(/^offline since /));
    await tablet.context.setOffline(false);
    // The office asks every 10 seconds.
    await expect.poll(() => mark().count(), { timeout: 40_000, interval: 250 }).toBe(0);
  });
});
