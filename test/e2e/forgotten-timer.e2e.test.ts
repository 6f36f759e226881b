import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { says, sheet, stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { bar, cutNetwork, hasSent } from "./no-network.ts";
import { minuteStage, ownOrder } from "./own-order.ts";
import { giveClock, moveClock } from "./page-clock.ts";
import { patience, plain, reads, sees, seesNoMore, signInFloor, signInOffice } from "./see.ts";

/**
 * Somebody forgets to stop the time: their phone asks; a yes is believed as long again, a no proposes when it ended,
 * also without network. The supervisor sees it at the desk and approves; what was recorded stays to be read.
 */
const scene = useScene({ movesClock: true });
const hour = 3_600_000;

let demo: DemoWorkspace;
let owner: Person;
let supervisor: Person;
let ivan: Person;
let orderId = "";

beforeAll(async () => {
  demo = await scene.product().demo("en");
  supervisor = await scene.open("supervisor");
  ivan = await scene.open("ivan", { phone: true });
  // The desk's own clock is where the story ends: what looks forgotten there goes by it. The phone's can be moved.
  await giveClock(supervisor, 6 * hour);
  await giveClock(ivan, 0);
  owner = await scene.open("owner");
  await signInOffice(owner, demo.emails.owner);
  await signInOffice(supervisor, demo.emails.supervisor);
  await signInFloor(ivan, demo.emails.roaster);
  orderId = await order("Shelf", ["Sanding"]);
});

const order = (name: string, stages: readonly string[]): Promise<string> =>
  ownOrder(owner, demo.slug, { name, quantity: 10, stages: stages.map((stage) => minuteStage(stage)) });

const sanding = () => stageCard(ivan, "Sanding", "Shelf");
const question = () => ivan.page.getByRole("region", { name: "Still working?" });
const theTime = (words: string): string => /\d{1,2}:\d\d/.exec(plain(words))?.[0] ?? "";

/** Time passes at the server, and the phone comes out of a pocket. */
async function later(hours: number): Promise<void> {
  scene.product().moveClock(hours * hour);
  await ivan.page.reload();
  await sees(sanding());
}

const openTime = async (): Promise<void> => {
  await supervisor.page.goto(`/w/${demo.slug}/orders/${orderId}?tab=time`);
  await sees(supervisor.page.getByRole("region", { name: "Sanding" }));
};

describe("a timer that was forgotten", () => {
  let proposed = "";

  it("is no question while the work is young", async () => {
    await tapTab(ivan, "waiting");
    await tapIn(sanding(), "Start: Sanding");
    await says(ivan, "Started: Sanding");
    await sees(sanding().getByRole("button", { name: "Pause" }));
    expect(await question().count()).toBe(0);
  });

  it("is asked about in large words, and believed when its person still works", async () => {
    await later(2);
    await sees(question());
    await expectAccessible(ivan.page, "still working?");
    await tapIn(question(), "Yes, still working");
    await says(ivan, "Noted: you still work on Sanding");
    await seesNoMore(question());
    await hasSent(ivan);
    // Also by the server's word: a phone that has just been opened does not ask again.
    await ivan.page.reload();
    await sees(sanding().getByRole("button", { name: "Pause" }));
    const { runs } = await ask(supervisor, demo.slug, "showOrderTime", { orderId });
    const { asksAt, from } = runs[0]?.stretches[0] ?? { asksAt: null, from: "" };
    expect(Date.parse(asksAt ?? "") - Date.parse(from)).toBeGreaterThan(2 * hour);
  });

  it("asks again after as long again, and the office sees it at the order", async () => {
    await later(6);
    await sees(question());
    await openTime();
    await reads(supervisor.page.getByRole("region", { name: "Sanding" }), "Forgotten?");
  });

  it("proposes when it ended, without network too", async () => {
    await cutNetwork(ivan);
    await tapIn(question(), "No, I stopped");
    const offered = await sheet(ivan)
      .getByRole("button", { name: /^Stopped: / })
      .innerText();
    await expectAccessible(ivan.page, "when did you stop?");
    await tapIn(sheet(ivan), /^15 mins later$/);
    const accept = sheet(ivan).getByRole("button", { name: /^Stopped: / });
    proposed = theTime(await accept.innerText());
    expect(proposed).not.toBe(theTime(offered));
    await accept.tap();
    await says(ivan, "Paused. Proposed to the supervisor");
    await sees(sanding().getByRole("button", { name: "Resume" }));
    await seesNoMore(question());
    await ivan.context.setOffline(false);
    await seesNoMore(bar(ivan));
  });

  it("is told to the supervisor, who approves; what was recorded stays beside it", async () => {
    const { page } = supervisor;
    const waits = page.getByRole("region", { name: /correction waits/ });
    await reads(waits, `Proposed: `);
    expect(theTime(plain(await waits.innerText()).split("Proposed: ")[1] ?? "")).toBe(proposed);
    await reads(waits, "Forgot to stop the time");
    await sees(page.getByRole("button", { name: /^Notices: / }));
    await expectAccessible(page, "the time of an order with a proposal");
    await waits.getByRole("button", { name: "Approve" }).click();
    await seesNoMore(waits);
    const { runs, corrections } = await ask(supervisor, demo.slug, "showOrderTime", { orderId });
    const worked = (runs[0]?.stretches ?? []).filter(({ kind }) => kind === "work");
    expect(worked.filter(({ corrected }) => corrected)).toHaveLength(1);
    expect(worked).toHaveLength(2);
    const [correction] = corrections;
    expect(correction).toMatchObject({ state: "approved", proposedBy: worked[0]?.memberName });
    const really = worked.find(({ corrected }) => !corrected);
    expect(really?.to).toBe(correction?.after.stretches[0]?.to);
    expect(really?.seconds).toBeLessThan(3 * 3_600);
  });
});

describe("a run that somebody else has finished while a phone was out of reach", () => {
  const carving = () => stageCard(ivan, "Carving", "Stool");
  let stools = "";

  it("leaves minutes that are written down nowhere", async () => {
    stools = await order("Stool", ["Carving", "Oiling"]);
    await tapTab(ivan, "waiting");
    await tapIn(carving(), "Start: Carving");
    await says(ivan, "Started: Carving");
    const runId = (await carving().getAttribute("data-run")) ?? "";
    await cutNetwork(ivan);
    await tell(owner, demo.slug, "finishRun", { runId, units: 10 });
    // Three minutes and two seconds pass for both.
    scene.product().moveClock(6 * hour + 182_000);
    await moveClock(ivan, 182_000);
    await tapIn(carving(), "Pause");
    await tapIn(sheet(ivan), "Pause without a reason");
    await says(ivan, "Paused: Carving");
    await ivan.context.setOffline(false);
    await seesNoMore(bar(ivan));
  });

  it("proposes them to the supervisor", async () => {
    const attention = ivan.page.getByRole("alert").filter({ hasText: "Carving" });
    await reads(attention, "3 mins");
    await expectAccessible(ivan.page, "a tap that came too late");
    await tapIn(attention, "Propose your 3 mins to the supervisor");
    await says(ivan, "Proposed to the supervisor: 3 mins of your work");
    await seesNoMore(attention);
    const proposals = async () => (await ask(owner, demo.slug, "listCorrections", {})).rows;
    await expect.poll(async () => (await proposals()).length, patience).toBe(1);
    const [proposal] = await proposals();
    expect(proposal).toMatchObject({ orderId: stools, stageName: "Carving", before: { stretches: [] } });
    const [stretch] = proposal?.after.stretches ?? [];
    const seconds = (Date.parse(stretch?.to ?? "") - Date.parse(stretch?.from ?? "")) / 1_000;
    expect(Math.floor(seconds / 60)).toBe(3);
  });
});
