import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { says, sheet, stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { plain, reads, sees, seesNoMore, signInFloor, signInOffice } from "./see.ts";

/**
 * Somebody forgets to stop the time: their phone asks; a yes is believed as long again, a no proposes when it ended,
 * also without network. The supervisor sees it at the desk and approves; what was recorded stays to be read.
 */
const scene = useScene({ movesClock: true });
const hour = 3_600_000;

let demo: DemoWorkspace;
let supervisor: Person;
let ivan: Person;
let orderId = "";

beforeAll(async () => {
  demo = await scene.product().demo("en");
  supervisor = await scene.open("supervisor");
  ivan = await scene.open("ivan", { phone: true });
  // The desk's own clock is where the story ends: what looks forgotten there goes by it.
  await supervisor.context.addInitScript((ahead: number) => {
    const trueNow = Date.now;
    const now = (): number => trueNow() + ahead;
    Date.now = now;
    globalThis.Date = new Proxy(Date, {
      construct: (True, given) => Reflect.construct(True, given.length === 0 ? [now()] : given) as Date,
    });
  }, 6 * hour);
  const owner = await scene.open("owner");
  await signInOffice(owner, demo.emails.owner);
  await signInOffice(supervisor, demo.emails.supervisor);
  await signInFloor(ivan, demo.emails.roaster);
  const { rows } = await ask(owner, demo.slug, "listWarehouses", {});
  const item = await tell(owner, demo.slug, "addItem", {
    kind: "product",
    name: "Shelf",
    unit: "pcs",
    variants: [{ name: "Shelf" }],
  });
  const performer = { kind: "role", role: "operator" } as const;
  await tell(owner, demo.slug, "addTemplate", {
    itemId: item.itemId,
    name: "Shelf",
    body: {
      triggers: {},
      policies: { finishedWarehouseId: rows[0]?.id ?? "", batchMode: "whole" },
      stages: [{ key: "sanding", name: "Sanding", performer, unitSeconds: 60, consumption: "at_start" }],
    },
  });
  const variantId = item.variantIds[0] ?? "";
  ({ orderId } = await tell(owner, demo.slug, "createOrder", { variantId, quantity: 10 }));
  await scene.close(owner);
});

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
    await ivan.context.setOffline(true);
    await sees(ivan.page.getByRole("status").filter({ hasText: /^No connection/ }));
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
    await seesNoMore(ivan.page.getByRole("status").filter({ hasText: /^No connection/ }));
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
    expect(worked.map(({ corrected }) => corrected).toSorted()).toEqual([false, true]);
    const [correction] = corrections;
    expect(correction).toMatchObject({ state: "approved", proposedBy: worked[0]?.memberName });
    const really = worked.find(({ corrected }) => !corrected);
    expect(really?.to).toBe(correction?.after.stretches[0]?.to);
    expect(really?.seconds).toBeLessThan(3 * 3_600);
  });
});
