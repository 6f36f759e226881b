import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { says, sheet, stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { bareHands, findOutOfReach } from "./floor-reach.ts";
import { bar, cutNetwork, hasSent, hasShell } from "./no-network.ts";
import { minuteStage, ownOrder } from "./own-order.ts";
import { takePhoto } from "./workshop.ts";
import { patience, reads, sees, seesNoMore, signInOffice } from "./see.ts";

/**
 * One tablet, two people, and a Wi-Fi that dies: who has signed in on it in this shift goes on, chosen by their face;
 * what they do is marked, and whoever comes once the network is back is asked again who they are.
 */
const scene = useScene();

let demo: DemoWorkspace;
let supervisor: Person;
let tablet: Person;
let shelves = "";
let stools = "";
const roman = { name: "Roman, roaster", pin: "1111" };
const iryna = { name: "Iryna, packer", pin: "2222" };

const page = () => tablet.page;
const faces = () => page().getByRole("heading", { name: "Who is working?" });
const face = (name: string) => page().getByRole("listitem").getByRole("button", { name });
const menuOf = ({ name }: { readonly name: string }) => page().getByRole("button", { name: `${name}: menu` });
const isUnchecked = () => page().getByText("Identity not checked: what you tap is marked so.");
const sanding = (product: string) => stageCard(tablet, "Sanding", product);

async function signIn({ name, pin }: typeof roman): Promise<void> {
  await face(name).tap();
  for (const digit of pin) await page().getByRole("button", { name: digit, exact: true }).tap();
  await page().getByRole("button", { name: "Enter" }).tap();
  await sees(menuOf({ name }));
  // What they may do next is on the tablet, and so are the faces to go back to.
  await sees(page().getByRole("tab", { name: /^Waiting/ }));
}
async function backToFaces(who: typeof roman): Promise<void> {
  await menuOf(who).tap();
  await tapIn(page().getByRole("dialog"), "Switch person");
  await sees(faces());
}
async function isGood(what: string): Promise<void> {
  await expectAccessible(page(), what);
  expect(await findOutOfReach(page(), bareHands), what).toEqual([]);
}
const historyOf = async (orderId: string) =>
  (await ask(supervisor, demo.slug, "showOrderHistory", { orderId })).rows;

beforeAll(async () => {
  demo = await scene.product().demo("en");
  supervisor = await scene.open("supervisor");
  tablet = await scene.open("tablet", { phone: true });
  const owner = await scene.open("owner");
  await signInOffice(owner, demo.emails.owner);
  const withPhoto = minuteStage("Sanding", { photoRequired: true });
  shelves = await ownOrder(owner, demo.slug, {
    name: "Shelf",
    quantity: 10,
    stages: [withPhoto],
  });
  stools = await ownOrder(owner, demo.slug, { name: "Stool", quantity: 4, stages: [withPhoto] });
  await scene.close(owner);
  await signInOffice(supervisor, demo.emails.supervisor);
  await signInOffice(tablet, demo.emails.supervisor, { touch: true });
  await tell(tablet, demo.slug, "registerDevice", { name: "Tablet by the bench" });
  await tell(tablet, demo.slug, "signOut", {});
  await page().goto(`/floor/${demo.slug}`);
  await sees(faces());
});

describe("a shared tablet without network", () => {
  it("knows who has signed in on it in this shift", async () => {
    await signIn(roman);
    await backToFaces(roman);
    await signIn(iryna);
    await tapTab(tablet, "waiting");
    await tapIn(sanding("Shelf"), "Start: Sanding");
    await says(tablet, "Started: Sanding");
    await hasSent(tablet);
    await hasShell(tablet);
  });

  it("goes back to their faces, and to nobody else's, with what the last one tapped", async () => {
    await cutNetwork(tablet);
    await tapIn(sanding("Shelf"), "Finish");
    await takePhoto(sheet(tablet));
    await tapIn(sheet(tablet), /^Finish/);
    await sees(bar(tablet, "No connection: 1 tap is saved, with 1 photo"));
    expect(await isUnchecked().count()).toBe(0);
    // By itself, once there was time for an Undo.
    await faces().waitFor({ timeout: 60_000 });
    await reads(page().getByRole("status"), "No connection. Whoever signed in on this tablet");
    await reads(page().getByRole("status"), "1 tap is saved on this tablet.");
    const names = await page().getByRole("listitem").getByRole("button").allInnerTexts();
    expect(new Set(names.map((name) => name.trim().split("\n").at(-1)))).toEqual(
      new Set([iryna.name, roman.name]),
    );
    await isGood("the faces without network");
  });

  it("lets the one who is chosen go on, and says that nobody has checked who they are", async () => {
    await face(roman.name).tap();
    await sees(menuOf(roman));
    await sees(isUnchecked());
    await tapTab(tablet, "waiting");
    await tapIn(sanding("Stool"), "Start: Sanding");
    await says(tablet, "Started: Sanding");
    await isGood("my stages of somebody who was chosen without network");
    await tapIn(sanding("Stool"), "Finish");
    await takePhoto(sheet(tablet));
    await tapIn(sheet(tablet), /^Finish/);
    await says(tablet, "Finished: Sanding");
    await sees(bar(tablet, "No connection: 2 taps are saved, with 1 photo"));
  });

  it("is still theirs after a reload", async () => {
    await page().reload();
    await sees(menuOf(roman));
    await sees(isUnchecked());
    await tapTab(tablet, "doneToday");
    await sees(sanding("Stool"));
  });

  it("sends all once the network is back, and asks who is there", async () => {
    await tablet.context.setOffline(false);
    await sees(faces());
    await seesNoMore(page().getByText("No connection."));
    for (const [orderId, who] of [
      [shelves, iryna],
      [stools, roman],
    ] as const) {
      const photos = async () =>
        (await ask(supervisor, demo.slug, "showOrderFiles", { orderId })).photos.length;
      await expect.poll(photos, patience).toBe(1);
      const { runs } = await ask(supervisor, demo.slug, "showOrderTime", { orderId });
      expect(runs.flatMap((run) => run.stretches).map(({ memberName }) => memberName)).toEqual([who.name]);
      expect(runs[0]?.finishedAt).not.toBeNull();
    }
  });

  it("shows nobody what somebody else had there", async () => {
    await page().reload();
    await sees(faces());
    await signIn(roman);
    expect(await isUnchecked().count()).toBe(0);
    await tapTab(tablet, "doneToday");
    await sees(sanding("Stool"));
    await backToFaces(roman);
  });

  it("leaves its mark in the order's history, and on nothing else", async () => {
    const marked = (await historyOf(stools)).filter(({ unchecked }) => unchecked);
    expect(marked.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["run_started", "run_finished"]) as string[],
    );
    expect((await historyOf(shelves)).filter(({ unchecked }) => unchecked)).toEqual([]);
    await supervisor.page.goto(`/w/${demo.slug}/orders/${stools}?tab=history`);
    await sees(supervisor.page.getByText("identity not checked").first());
    await expectAccessible(supervisor.page, "a history with what was not checked");
  });
});
