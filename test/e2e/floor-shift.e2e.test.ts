import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { says, sheet, stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { bar, cutNetwork, hasShell } from "./no-network.ts";
import { minuteStage, ownOrder } from "./own-order.ts";
import { giveClock, moveClock } from "./page-clock.ts";
import { patience, reads, sees, seesNoMore, signInFloor, signInOffice } from "./see.ts";
import { takePhoto } from "./workshop.ts";

/**
 * A shift of two people on one batch: a phone whose clock is seven minutes wrong, and a tablet. In the middle the phone
 * is half an hour without network; its page is reloaded and then killed while taps wait, one of them with a photo; the
 * office gives work to somebody else meanwhile. Time passes for all alike: the server's clock, the phone's, the tablet's.
 */
const scene = useScene({ movesClock: true });

let demo: DemoWorkspace;
let owner: Person;
let ivan: Person;
let olena: Person;
let shelves = "";
let stools = "";
let stoolsRunId = "";
let passed = 0;
let isCut = false;

const minutesWrong = 7;
const minute = 60_000;

beforeAll(async () => {
  demo = await scene.product().demo("en");
  owner = await scene.open("owner");
  ivan = await scene.open("ivan", { phone: true });
  olena = await scene.open("olena", { phone: true });
  await olena.page.setViewportSize({ width: 820, height: 1180 });
  await giveClock(ivan, minutesWrong * minute);
  await giveClock(olena, 0);
  await signInOffice(owner, demo.emails.owner);
  await signInFloor(ivan, demo.emails.roaster);
  await signInFloor(olena, demo.emails.packer);
  shelves = await order("Shelf", 10);
  stools = await order("Stool", 4);
});

const order = (name: string, quantity: number): Promise<string> =>
  ownOrder(owner, demo.slug, { name, quantity, stages: [minuteStage("Sanding", { photoRequired: true })] });

/** For the server, the phone and the tablet alike. */
async function pass(minutes: number): Promise<void> {
  passed += minutes * minute;
  scene.product().moveClock(passed);
  for (const person of [ivan, olena]) await moveClock(person, passed);
  const behind = async (): Promise<number> =>
    clock() - Date.parse((await ask(olena, demo.slug, "showMyStages", {})).now);
  await expect.poll(behind, patience).toBeLessThan(minute / 2);
  // An answer that was under way meanwhile would tell a page a wrong time: it goes with the page.
  await olena.page.reload();
  await knowsTime(olena, 0);
  if (isCut) return;
  await ivan.page.reload();
  await knowsTime(ivan, minutesWrong);
}

/** What everybody's clock would show that is right. */
const clock = (): number => Date.now() + passed;

type Moment = { readonly from: number; readonly to: number };
/** Between these the finger was there: a machine under load taps slowly. */
async function at(tapping: () => Promise<unknown>): Promise<Moment> {
  const from = clock();
  await tapping();
  return { from, to: clock() };
}

type Stretch = { readonly kind: string; readonly from: number; readonly to: number | null };
async function hoursOf(orderId: string, name: RegExp): Promise<Stretch[]> {
  const { runs } = await ask(owner, demo.slug, "showOrderTime", { orderId });
  return runs
    .flatMap((run) => run.stretches)
    .filter((stretch) => name.test(stretch.memberName))
    .map(({ kind, from, to }) => ({ kind, from: Date.parse(from), to: to === null ? null : Date.parse(to) }))
    .toSorted((a, b) => a.from - b.from);
}

/** One after another without a gap, each within a second of the finger. */
function expectTimes(
  hours: readonly Stretch[],
  kinds: readonly string[],
  moments: readonly (Moment | undefined)[],
): void {
  expect(hours.map(({ kind }) => kind)).toEqual(kinds);
  const ends = [...hours.map(({ from }) => from), hours.at(-1)?.to ?? null];
  for (const [place, moment] of moments.entries()) {
    const told = ends[place] ?? 0;
    expect(told, `moment ${place}`).toBeGreaterThanOrEqual((moment?.from ?? Infinity) - 1_000);
    expect(told, `moment ${place}`).toBeLessThanOrEqual((moment?.to ?? 0) + 1_000);
  }
}

/** Until the page knows how wrong its clock is: each answer tells it, a slow one not well. */
const knowsTime = (person: Person, minutes: number): Promise<void> => {
  const fault = async (): Promise<number> => {
    const { page } = person;
    const known = await page.evaluate(() => {
      const { localStorage } = globalThis as unknown as {
        localStorage: { getItem(key: string): string | null };
      };
      return Number(localStorage.getItem("treadle-floor-clock"));
    });
    const wrong = Math.abs(known + minutes * minute);
    if (wrong > 600) await Promise.all([page.waitForResponse(/my-stages/), page.reload()]);
    return wrong;
  };
  return expect.poll(fault, { timeout: 30_000, interval: 500 }).toBeLessThanOrEqual(600);
};

const alert = (person: Person): Locator =>
  person.page.getByRole("alert").filter({ hasText: "Needs attention" });

const pause = async (person: Person, product: string): Promise<void> => {
  await tapIn(stageCard(person, "Sanding", product), "Pause");
  await tapIn(sheet(person), "Pause without a reason");
};

describe("a shift of two people on one batch", () => {
  const his: Moment[] = [];
  const hers: Moment[] = [];

  it("begins for both", async () => {
    await knowsTime(ivan, minutesWrong);
    await tapTab(ivan, "waiting");
    his.push(await at(() => tapIn(stageCard(ivan, "Sanding", "Shelf"), "Start: Sanding")));
    await says(ivan, "Started: Sanding");
    await pass(5);
    await tapTab(olena, "waiting");
    hers.push(await at(() => tapIn(stageCard(olena, "Sanding", "Shelf"), "Join: Sanding")));
    await says(olena, "You work on it, too: Sanding");
    await hasShell(ivan);
  });

  it("goes on for half an hour on a phone without network, over a reload", async () => {
    await pass(5);
    isCut = true;
    await cutNetwork(ivan);
    his.push(await at(() => pause(ivan, "Shelf")));
    await sees(bar(ivan, "No connection: 1 tap is saved"));
    await pass(10);
    await ivan.page.reload();
    await sees(bar(ivan, "No connection: 1 tap is saved"));
    his.push(await at(() => tapIn(stageCard(ivan, "Sanding", "Shelf"), "Resume")));
    await sees(bar(ivan, "No connection: 2 taps are saved"));
    hers.push(await at(() => pause(olena, "Shelf")));
    await sees(stageCard(olena, "Sanding", "Shelf").getByRole("button", { name: "Resume" }));
    await pass(15);
  });

  it("keeps the photo of a finish on the phone, with its tap", async () => {
    await tapIn(stageCard(ivan, "Sanding", "Shelf"), "Finish");
    await takePhoto(sheet(ivan));
    await sees(sheet(ivan).getByRole("img", { name: "Photo 1" }));
    await expectAccessible(ivan.page, "the finish sheet with a photo that is not sent");
    his.push(await at(() => tapIn(sheet(ivan), /^Finish/)));
    await reads(bar(ivan, "No connection"), "No connection: 3 taps are saved, with 1 photo");
    await pass(5);
    await tapTab(ivan, "waiting");
    const next = stageCard(ivan, "Sanding", "Stool");
    stoolsRunId = (await next.getAttribute("data-run")) ?? "";
    await tapIn(next, "Start: Sanding");
    await sees(bar(ivan, "No connection: 4 taps are saved"));
    await pause(ivan, "Stool");
    await sees(bar(ivan, "No connection: 5 taps are saved"));
  });

  it("loses nothing when the tab is killed, while a supervisor gives the next work to somebody else", async () => {
    await ivan.page.close();
    const me = await ask(olena, demo.slug, "showWorkspace", {});
    await tell(owner, demo.slug, "reassignRun", { runId: stoolsRunId, memberId: me.member.id });
    const page = await ivan.context.newPage();
    ivan = { ...ivan, page };
    await page.goto(`/floor/${demo.slug}`);
    await reads(bar(ivan, "No connection"), "No connection: 5 taps are saved, with 1 photo");
  });

  it("has it all in its place and time once the network is back, though an answer is lost on the way", async () => {
    let lost = 0;
    await ivan.context.route(/\/api\/w\/[^/]+\/files\?/, async (route) => {
      lost += 1;
      if (lost > 1) return route.continue();
      // The server has it; the phone does not hear so.
      await route.fetch();
      return route.abort();
    });
    await ivan.context.setOffline(false);
    await seesNoMore(bar(ivan, "No connection"));
    await expect
      .poll(async () => (await hoursOf(shelves, /Roman/)).at(-1)?.to ?? null, patience)
      .not.toBeNull();
    expectTimes(await hoursOf(shelves, /Roman/), ["work", "pause", "work"], his);
    // Hers is as it was, and ends with the batch: at the moment of his finger, not when it was heard of.
    expectTimes(await hoursOf(shelves, /Iryna/), ["work", "pause"], [...hers, his[3]]);
    expect(lost).toBeGreaterThan(1);
    const { photos } = await ask(owner, demo.slug, "showOrderFiles", { orderId: shelves });
    expect(photos.map(({ from, name }) => [from, name])).toEqual([["run", "photo.jpg"]]);
  });

  it("tells in words what the office has overtaken, with what followed from it", async () => {
    await reads(alert(ivan), /Start: Sanding, order \d+, tapped at/);
    await reads(alert(ivan), "This is somebody else’s.");
    await reads(alert(ivan), "1 tap after it was not sent either.");
    expect(await hoursOf(stools, /Roman/)).toEqual([]);
    await tapIn(alert(ivan), "Discard");
    await seesNoMore(alert(ivan));
    await tapTab(ivan, "doneToday");
    await sees(stageCard(ivan, "Sanding", "Shelf"));
  });

  it("leaves nothing on the phone", async () => {
    const left = await ivan.page.evaluate(async () => {
      const { indexedDB } = globalThis as unknown as { indexedDB: { open(name: string): never } };
      const asked = <T>(request: { result: T; addEventListener(kind: string, over: () => void): void }) =>
        new Promise<T>((over) => request.addEventListener("success", () => over(request.result)));
      type Rows = { count(): { result: number; addEventListener(kind: string, over: () => void): void } };
      type Tables = { transaction(names: string[]): { objectStore(name: string): Rows } };
      const database: Tables = await asked(indexedDB.open("treadle-floor"));
      const rows = database.transaction(["tap", "picture"]);
      return Promise.all(["tap", "picture"].map((name) => asked(rows.objectStore(name).count())));
    });
    expect(left).toEqual([0, 0]);
  });
});
