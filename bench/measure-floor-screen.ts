import { chromium, type Locator, type Page } from "playwright-core";
import { findBrowser } from "#scripts/find-browser.ts";
import type { BenchRow } from "./main.ts";
import { timesOf } from "./measure.ts";
import { watchActs } from "./watch-acts.ts";
import type { BenchWorld } from "./world.ts";

const ordersThere = 40;
const turns = 9;
const slowedDown = 4;
/** Milliseconds: the browser tells of an act a frame after its picture. */
const untilTold = 250;

type Took = Map<string, number[]>;

/**
 * My Stages on a phone that is four times slower than this machine, with forty cards waiting: from the finger to the
 * next picture, for each tap of a piece of work from its start to its end.
 */
export async function measureFloorScreen(world: BenchWorld, add: (row: BenchRow) => void): Promise<void> {
  for (let index = 0; index < ordersThere; index += 1) {
    const { variantId } = world.products[index % world.products.length] ?? {};
    await world.supervisor.post("/orders/create", { variantId, quantity: 1 });
  }
  const { path } = await findBrowser();
  const browser = await chromium.launch({ executablePath: path, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const context = await browser.newContext({
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
      locale: "en-GB",
    });
    const cookies = world.operators[0]?.cookie.split("; ").map((pair) => pair.split("=")) ?? [];
    await context.addCookies(
      cookies.map(([name = "", ...value]) => ({ name, value: value.join("="), url: world.address })),
    );
    await context.addInitScript(watchActs);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await page.goto(`${world.address}/floor/${world.created.slug}`);
    await page.getByRole("tab", { name: /^Waiting/ }).waitFor();
    // What comes after the first screen has come.
    await page.waitForLoadState("networkidle").catch(() => undefined);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowedDown });
    const took: Took = new Map();
    // The first turn warms up what a shift has long been through.
    for (let turn = 0; turn <= turns; turn += 1) await work(page, turn === 0 ? new Map() : took);
    for (const [act, times] of took) report(add, `screen.floor.${act}`, times);
    report(add, "screen.floor.all", [...took.values()].flat());
  } finally {
    await browser.close();
  }
}

async function work(page: Page, took: Took): Promise<void> {
  const card = page.getByRole("article").first();
  const sheet = page.getByRole("dialog");
  const button = (place: Locator | Page, name: string | RegExp): Locator =>
    place.getByRole("button", { name, exact: typeof name === "string" }).first();
  const act = async (name: string, what: Locator, seen: Locator): Promise<void> => {
    await what.scrollIntoViewIfNeeded();
    await page.evaluate("forget()");
    await what.tap();
    await seen.waitFor();
    await page.waitForTimeout(untilTold);
    const times = took.get(name) ?? [];
    times.push(await page.evaluate<number>("longestAct()"));
    took.set(name, times);
  };
  const tab = (name: RegExp): Locator => page.getByRole("tab", { name });
  await act("tab.waiting", tab(/^Waiting/), button(page, /^Start: /));
  await act("start", button(card, /^Start: /), button(card, "Pause"));
  await act("pause.open", button(card, "Pause"), button(sheet, "Pause without a reason"));
  await act("pause", button(sheet, "Pause without a reason"), button(card, "Resume"));
  await act("resume", button(card, "Resume"), button(card, "Pause"));
  await act("more.open", button(card, /^More about/), button(sheet, "Close"));
  await act("sheet.close", button(sheet, "Close"), button(card, "Pause"));
  await act("finish.open", button(card, "Finish"), button(sheet, /^Finish/));
  await act("finish", button(sheet, /^Finish/), page.getByRole("status").filter({ hasText: "Finished" }));
  await act("tab.done", tab(/^Done today/), page.getByRole("tab", { selected: true, name: /^Done today/ }));
}

function report(add: (row: BenchRow) => void, id: string, times: readonly number[]): void {
  const sorted = timesOf([...times]);
  add({ id: `${id}.p50`, figure: sorted.at(0.5), unit: "ms", floor: null, ratio: null });
  add({ id: `${id}.p98`, figure: sorted.at(0.98), unit: "ms", floor: null, ratio: null });
}
