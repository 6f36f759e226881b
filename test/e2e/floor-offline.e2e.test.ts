import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { says, sheet, stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { bar, countKept, cutNetwork, hasShell } from "./no-network.ts";
import { minuteStage, ownOrder } from "./own-order.ts";
import { giveClock } from "./page-clock.ts";
import { patience, reads, sees, seesNoMore, signInFloor, signInOffice } from "./see.ts";

/**
 * Two people on one batch, in a hall whose Wi-Fi dies: the one phone's clock is seven minutes wrong. Taps are kept,
 * over a reload and a closed tab; the office goes on meanwhile; then the network is back.
 */
const scene = useScene();

let demo: DemoWorkspace;
let owner: Person;
let ivan: Person;
let olena: Person;
let orderId = "";
let runId = "";

const minutesWrong = 7;

beforeAll(async () => {
  demo = await scene.product().demo("en");
  owner = await scene.open("owner");
  ivan = await scene.open("ivan", { phone: true });
  olena = await scene.open("olena", { phone: true });
  await giveClock(ivan, minutesWrong * 60_000);
  await signInOffice(owner, demo.emails.owner);
  await signInFloor(ivan, demo.emails.roaster);
  await signInFloor(olena, demo.emails.packer);
  orderId = await ownOrder(owner, demo.slug, {
    name: "Shelf",
    quantity: 10,
    stages: [minuteStage("Sanding"), minuteStage("Oiling")],
  });
});

type Stretch = { readonly kind: string; readonly from: number; readonly to: number | null };

/** What somebody did on the batch, in milliseconds of the true clock. */
async function hoursOf(name: RegExp): Promise<Stretch[]> {
  const { runs } = await ask(owner, demo.slug, "showOrderTime", { orderId });
  return runs
    .flatMap((run) => run.stretches)
    .filter((stretch) => name.test(stretch.memberName))
    .map(({ kind, from, to }) => ({ kind, from: Date.parse(from), to: to === null ? null : Date.parse(to) }))
    .toSorted((a, b) => a.from - b.from);
}

/** Within a second of when the finger was there. */
function expectTimes(hours: readonly Stretch[], kinds: readonly string[], moments: readonly number[]): void {
  expect(hours.map(({ kind }) => kind)).toEqual(kinds);
  const ends = [...hours.map(({ from }) => from), hours.at(-1)?.to ?? null];
  for (const [place, moment] of moments.entries()) {
    expect(Math.abs((ends[place] ?? 0) - moment), `moment ${place}`).toBeLessThanOrEqual(1_000);
  }
}

/** Taps and tells when that was, by the true clock. */
async function at(tapping: () => Promise<unknown>): Promise<number> {
  await tapping();
  return Date.now();
}

const aMoment = (person: Person): Promise<void> => person.page.waitForTimeout(1_500);

describe("without network", () => {
  const moments: number[] = [];

  it("begins with two people on one batch", async () => {
    await tapTab(ivan, "waiting");
    moments.push(await at(() => tapIn(stageCard(ivan, "Sanding", "Shelf"), "Start: Sanding")));
    await says(ivan, "Started: Sanding");
    await tapTab(olena, "waiting");
    await tapIn(stageCard(olena, "Sanding", "Shelf"), "Join: Sanding");
    await says(olena, "You work on it, too: Sanding");
    await hasShell(ivan);
    const card = stageCard(ivan, "Sanding", "Shelf");
    runId = (await card.getAttribute("data-run")) ?? "";
    expect(runId).not.toBe("");
  });

  it("a tap is shown at once, kept, and counted in the quiet bar", async () => {
    await cutNetwork(ivan);
    moments.push(
      await at(async () => {
        await tapIn(stageCard(ivan, "Sanding", "Shelf"), "Pause");
        await tapIn(sheet(ivan), "Pause without a reason");
      }),
    );
    await sees(stageCard(ivan, "Sanding", "Shelf").getByRole("button", { name: "Resume" }));
    await sees(bar(ivan, "No connection: 1 tap is saved"));
    await expectAccessible(ivan.page, "my stages with taps that are kept");
    const [, ...later] = await hoursOf(/Roman/);
    expect(later).toEqual([]);
  });

  it("the page opens again after a reload, with what was tapped", async () => {
    await ivan.page.reload();
    await sees(stageCard(ivan, "Sanding", "Shelf").getByRole("button", { name: "Resume" }));
    await sees(bar(ivan, "No connection: 1 tap is saved"));
    await aMoment(ivan);
    moments.push(await at(() => tapIn(stageCard(ivan, "Sanding", "Shelf"), "Resume")));
    await sees(bar(ivan, "No connection: 2 taps are saved"));
  });

  it("a wrong tap is taken back before anybody has heard of it", async () => {
    await tapIn(stageCard(ivan, "Sanding", "Shelf"), "Pause");
    await tapIn(sheet(ivan), "Pause without a reason");
    await sees(bar(ivan, "No connection: 3 taps are saved"));
    await ivan.page.getByRole("status").getByRole("button", { name: "Undo" }).tap();
    await sees(bar(ivan, "No connection: 2 taps are saved"));
    await sees(stageCard(ivan, "Sanding", "Shelf").getByRole("button", { name: "Pause" }));
  });

  it("a tab that is closed takes nothing with it, and the network brings it all to its place in time", async () => {
    await ivan.page.close();
    const page = await ivan.context.newPage();
    ivan = { ...ivan, page };
    await page.goto(`/floor/${demo.slug}`);
    await sees(bar(ivan, "No connection: 2 taps are saved"));
    // Olena goes on meanwhile, and is not touched by what comes late.
    const stopped = await at(async () => {
      await tapIn(stageCard(olena, "Sanding", "Shelf"), "Pause");
      await tapIn(sheet(olena), "Pause without a reason");
    });
    await sees(stageCard(olena, "Sanding", "Shelf").getByRole("button", { name: "Resume" }));
    await ivan.context.setOffline(false);
    await seesNoMore(bar(ivan, "No connection"));
    await expect.poll(async () => (await hoursOf(/Roman/)).length, patience).toBe(3);
    expectTimes(await hoursOf(/Roman/), ["work", "pause", "work"], moments);
    const theirs = await hoursOf(/Iryna/);
    expect(theirs.map(({ kind }) => kind)).toEqual(["work", "pause"]);
    expect(Math.abs((theirs[1]?.from ?? 0) - stopped)).toBeLessThanOrEqual(1_000);
    await sees(stageCard(ivan, "Sanding", "Shelf").getByRole("button", { name: "Pause" }));
  });
});

describe("a tap that the office has overtaken", () => {
  it("is told in words, with what was tapped when, and stays over a reload", async () => {
    await cutNetwork(ivan);
    await tapIn(stageCard(ivan, "Sanding", "Shelf"), "Finish");
    await tapIn(sheet(ivan), /^Finish/);
    await sees(bar(ivan, "No connection: 1 tap is saved"));
    const { runs } = await ask(owner, demo.slug, "showOrderTime", { orderId });
    const memberId = runs.flatMap((run) => run.stretches).find(({ memberName }) => /Iryna/.test(memberName));
    await tell(owner, demo.slug, "reassignRun", { runId, memberId: memberId?.memberId ?? "" });
    await ivan.context.setOffline(false);
    const alert = ivan.page.getByRole("alert").filter({ hasText: "Needs attention" });
    await reads(alert, /Finish: Sanding, order \d+, tapped at/);
    await reads(alert, "This is somebody else’s.");
    await reads(alert, /Given to somebody else by .+ at \d\d:\d\d/);
    // The work is nobody's to look at here any more: there is no sheet to go back to.
    await sees(alert.getByRole("button", { name: "Try again" }));
    await expectAccessible(ivan.page, "my stages with a tap that was refused");
    await ivan.page.reload();
    await reads(alert, "This is somebody else’s.");
  });

  it("has changed nothing, and goes when its person says so", async () => {
    const alert = ivan.page.getByRole("alert").filter({ hasText: "Needs attention" });
    await tapIn(alert, "Discard");
    await seesNoMore(alert);
    const { runs } = await ask(owner, demo.slug, "showOrderTime", { orderId });
    expect(runs.map(({ finishedAt }) => finishedAt)).toEqual([null]);
    await ivan.page.reload();
    await sees(ivan.page.getByRole("heading", { name: "My Stages", level: 1 }));
    expect(await alert.count()).toBe(0);
  });

  it("is tried again by a tap, when the office has thought better of it", async () => {
    await cutNetwork(olena);
    await tapIn(stageCard(olena, "Sanding", "Shelf"), "Finish");
    await tapIn(sheet(olena), /^Finish/);
    await sees(bar(olena, "No connection: 1 tap is saved"));
    const me = await ask(ivan, demo.slug, "showWorkspace", {});
    await tell(owner, demo.slug, "reassignRun", { runId, memberId: me.member.id });
    await olena.context.setOffline(false);
    const alert = olena.page.getByRole("alert").filter({ hasText: "Needs attention" });
    await sees(alert);
    await olena.page.reload();
    await sees(alert);
    await tell(owner, demo.slug, "reassignRun", { runId, memberId: null });
    await tapIn(alert, "Try again");
    await seesNoMore(alert);
    const finished = async (): Promise<string | null> =>
      (await ask(owner, demo.slug, "showOrderTime", { orderId })).runs[0]?.finishedAt ?? null;
    await expect.poll(finished, patience).not.toBeNull();
  });
});

describe("photos", () => {
  let framesId = "";

  const photo = async (person: Person, name: string, buffer: Buffer): Promise<void> => {
    const place = sheet(person);
    const before = await place.getByRole("button", { name: /^Remove photo/ }).count();
    await place.locator("input[type=file]").setInputFiles({ name, mimeType: "image/jpeg", buffer });
    await expect
      .poll(() => place.getByRole("button", { name: /^Remove photo/ }).count(), patience)
      .toBe(before + 1);
  };
  const aPicture = (): Promise<Buffer> =>
    sharp({ create: { width: 900, height: 600, channels: 3, background: "#557799" } })
      .jpeg()
      .toBuffer();
  /** A phone that is full breaks off what would be written, all of it: so does this one, for pictures. */
  const fill = (person: Person, isFull: boolean): Promise<void> =>
    person.page.evaluate((full) => {
      type Rows = { readonly name: string; readonly transaction: { abort(): void } };
      const page = globalThis as unknown as {
        IDBObjectStore: { prototype: { put: (this: Rows, ...given: unknown[]) => unknown } };
        truePut?: (this: Rows, ...given: unknown[]) => unknown;
      };
      const { prototype } = page.IDBObjectStore;
      const truePut = (page.truePut ??= prototype.put);
      prototype.put = function put(this: Rows, ...given: unknown[]): unknown {
        const asked = truePut.apply(this, given);
        if (full && this.name === "picture") queueMicrotask(() => this.transaction.abort());
        return asked;
      };
    }, isFull);
  const photosOf = async (): Promise<string[]> =>
    (await ask(owner, demo.slug, "showOrderFiles", { orderId: framesId })).photos.map(({ name }) => name);

  it("of a phone without room are told in words, and nothing is half kept", async () => {
    framesId = await ownOrder(owner, demo.slug, {
      name: "Frame",
      quantity: 3,
      stages: [minuteStage("Gluing", { photoRequired: true })],
    });
    await tapTab(ivan, "waiting");
    await tapIn(stageCard(ivan, "Gluing", "Frame"), "Start: Gluing");
    await sees(stageCard(ivan, "Gluing", "Frame").getByRole("button", { name: "Finish" }));
    await cutNetwork(ivan);
    await tapIn(stageCard(ivan, "Gluing", "Frame"), "Finish");
    const note = { name: "note.txt", mimeType: "text/plain", buffer: Buffer.from("not at all") };
    await sheet(ivan).locator("input[type=file]").setInputFiles(note);
    await reads(sheet(ivan).getByRole("alert"), "This picture can’t be read. Take the photo again");
    await photo(ivan, "frame.jpg", await aPicture());
    await fill(ivan, true);
    await tapIn(sheet(ivan), /^Finish/);
    const words = ivan.page.getByRole("alert").filter({ hasText: "Not saved: “Finish”" });
    await reads(words, "This phone has no room for its photos.");
    await sees(bar(ivan, "No connection. Taps are saved on this phone."));
    expect(await countKept(ivan)).toEqual([0, 0]);
    await tapIn(words, "Understood");
    await fill(ivan, false);
    // The photo is still in its sheet, and goes with the next tap.
    await tapIn(stageCard(ivan, "Gluing", "Frame"), "Finish");
    await sees(sheet(ivan).getByRole("img", { name: "Photo 1" }));
    await photo(ivan, "broken.jpg", Buffer.from("\u00ff\u00d8\u00ff no picture at all", "latin1"));
    await tapIn(sheet(ivan), /^Finish/);
    await sees(bar(ivan, "No connection: 1 tap is saved, with 2 photos"));
  });

  it("that the server refuses keep their tap waiting, with words and the pictures, over a reload", async () => {
    await ivan.context.setOffline(false);
    const alert = ivan.page.getByRole("alert").filter({ hasText: "Needs attention" });
    await reads(alert, /Finish: Gluing, order \d+, tapped at/);
    await reads(alert, "The picture can’t be read. It may be damaged.");
    await expectAccessible(ivan.page, "my stages with a photo that was refused");
    expect(await photosOf()).toEqual([]);
    await ivan.page.reload();
    await reads(alert, "The picture can’t be read. It may be damaged.");
    await sees(alert.getByRole("img", { name: "Photo 1" }));
    await tapIn(alert, "Discard");
    await seesNoMore(alert);
    expect(await countKept(ivan)).toEqual([0, 0]);
  });

  it("go with the next tap, each once", async () => {
    await tapIn(stageCard(ivan, "Gluing", "Frame"), "Finish");
    await photo(ivan, "again.jpg", await aPicture());
    await tapIn(sheet(ivan), /^Finish/);
    await says(ivan, "Finished: Gluing");
    await expect.poll(photosOf, patience).toEqual(["again.jpg"]);
  });
});
