import { type BrowserContext, type CDPSession, chromium, type Page } from "playwright-core";
import { findBrowser } from "#scripts/find-browser.ts";
import { type FilledProduct, openFilledProduct } from "./filled-product.ts";
import type { BenchRow } from "./main.ts";
import { watchActs } from "./watch-acts.ts";

/**
 * The board of 20,000 open orders in a browser: columns by status and by stage, lanes of nothing, of products and of
 * operators, and 39 stages beside each other. Loads are measured as this machine is; what a hand does (scrolling, a
 * drop, the menu) with the processor slowed down four times.
 */
const shapes = [
  { id: "status", query: "" },
  { id: "status.products", query: "?lanes=product" },
  { id: "status.operators", query: "?lanes=operator" },
  { id: "stage", query: "?columns=stage" },
  { id: "stage.products", query: "?columns=stage&lanes=product" },
  { id: "stage.operators", query: "?columns=stage&lanes=operator" },
] as const;
const loads = 5;
const drops = 5;

type Add = (id: string, figure: number, unit: string) => void;

export async function measureBoardScreen(addRow: (row: BenchRow) => void): Promise<void> {
  const add: Add = (id, figure, unit) =>
    addRow({ id: `screen.${id}`, figure, unit, floor: null, ratio: null });
  const size = { open: 20_000, done: 2_000, movements: 1_000 };
  await over(await openFilledProduct(size), async (context) => {
    for (const { id, query } of shapes) await measureShape(context, add, `board.${id}`, query);
  });
  await over(await openFilledProduct({ ...size, stageNames: 13 }), async (context) => {
    await measureShape(context, add, "board.39stages", "?columns=stage");
    await measureShape(context, add, "board.39stages.products", "?columns=stage&lanes=product");
  });
}

async function over(product: FilledProduct, work: (context: BrowserContext) => Promise<void>): Promise<void> {
  const { path } = await findBrowser();
  const browser = await chromium.launch({ executablePath: path, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      baseURL: `${product.address}/w/${product.slug}/`,
    });
    const cookies = product.supervisor.cookie.split("; ").map((pair) => pair.split("="));
    await context.addCookies(
      cookies.map(([name = "", ...value]) => ({ name, value: value.join("="), url: product.address })),
    );
    await context.addInitScript(watching);
    // The scripts are in the browser's cache afterwards, as on any day but the first.
    await open(context, "board");
    await work(context);
  } finally {
    await browser.close();
    await product.stop();
  }
}

async function measureShape(context: BrowserContext, add: Add, id: string, query: string): Promise<void> {
  const seen: Loaded[] = [];
  for (let load = 0; load < loads; load += 1) {
    const opened = await open(context, `board${query}`);
    seen.push(opened);
    if (load < loads - 1) await opened.page.close();
  }
  const last = seen.at(-1);
  if (last === undefined) throw new Error("Nothing was loaded");
  const middle = (of: (one: Loaded) => number): number =>
    seen.map(of).sort((a, b) => a - b)[Math.floor(seen.length / 2)] ?? Number.NaN;
  add(
    `${id}.firstPaint`,
    middle((one) => one.firstPaint),
    "ms",
  );
  add(
    `${id}.firstCards`,
    middle((one) => one.firstCards),
    "ms",
  );
  add(
    `${id}.largestPaint`,
    middle((one) => one.largestPaint),
    "ms",
  );
  add(
    `${id}.load`,
    middle((one) => one.processor),
    "ms cpu",
  );
  add(`${id}.nodes`, last.nodes, "");
  const hand = await context.newCDPSession(last.page);
  await hand.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await countProcessor(hand);
  const scrolled = await scroll(last.page, hand);
  add(`${id}.scroll.framesOver50`, scrolled.slow, "");
  add(`${id}.scroll.framesOver50.share`, (100 * scrolled.slow) / scrolled.frames, "%");
  add(`${id}.scroll.longestTask`, scrolled.longestTask, "ms");
  add(`${id}.scroll.nodes`, scrolled.nodes, "");
  await hand.send("Input.synthesizeScrollGesture", { ...overBoard, yDistance: 100_000, speed: 100_000 });
  await last.calm();
  add(`${id}.menu`, await openMenu(last), "ms");
  const dropped = await drop(last, hand);
  add(`${id}.drop`, dropped.milliseconds, "ms");
  add(`${id}.drop.cpu`, dropped.processor, "ms cpu");
  add(`${id}.largestAnswer`, last.largestAnswer() / 1000, "kB");
  await last.page.close();
}

type Loaded = {
  readonly page: Page;
  /** Nothing is asked of the server, and nothing is to come. */
  readonly calm: () => Promise<void>;
  readonly firstPaint: number;
  readonly firstCards: number;
  readonly largestPaint: number;
  readonly processor: number;
  readonly nodes: number;
  /** bytes before compression */
  readonly largestAnswer: () => number;
};

async function open(context: BrowserContext, address: string): Promise<Loaded> {
  const page = await context.newPage();
  let underWay = 0;
  let largest = 0;
  const isAnswer = (url: string): boolean => url.includes("/api/") && !url.includes("/events");
  page.on("request", (request) => {
    if (isAnswer(request.url())) underWay += 1;
  });
  const end = async (url: string, bytes: () => Promise<number>): Promise<void> => {
    if (!isAnswer(url)) return;
    largest = Math.max(largest, await bytes().catch(() => 0));
    underWay -= 1;
  };
  page.on("requestfailed", (request) => void end(request.url(), () => Promise.resolve(0)));
  page.on("requestfinished", (request) => {
    void end(request.url(), async () => {
      const response = await request.response();
      return response === null ? 0 : (await response.body()).length;
    });
  });
  const calm = async (): Promise<void> => {
    for (let quiet = 0; quiet < 4;) {
      await page.waitForTimeout(50);
      quiet = underWay === 0 ? quiet + 1 : 0;
    }
  };
  const session = await context.newCDPSession(page);
  await countProcessor(session);
  await page.goto(address);
  await page.locator("[data-card]").first().waitFor();
  await calm();
  const processor = await processorOf(session);
  const told = await page.evaluate<{ firstPaint: number; firstCards: number; largestPaint: number }>(
    `({ ...watched, firstPaint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0 })`,
  );
  return { page, calm, ...told, processor, nodes: await countNodes(page), largestAnswer: () => largest };
}

const countNodes = (page: Page): Promise<number> =>
  page.evaluate<number>(`document.querySelectorAll("*").length`);

/** Each session asks for itself: one that has not is told of no metrics at all. */
async function countProcessor(session: CDPSession): Promise<void> {
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
}

/** Milliseconds of the page's main thread so far. */
async function processorOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value;
  if (seconds === undefined) throw new Error("The browser does not tell what the processor did");
  return seconds * 1000;
}

const overBoard = { x: 420, y: 600, gestureSourceType: "mouse" } as const;

async function scroll(
  page: Page,
  session: CDPSession,
): Promise<{ frames: number; slow: number; longestTask: number; nodes: number }> {
  await page.evaluate("startFrames()");
  let nodes = 0;
  for (const turn of [1, 2, 3]) {
    const down = { ...overBoard, yDistance: turn === 3 ? 4_000 : -4_000, speed: 2_500 };
    await session.send("Input.synthesizeScrollGesture", down);
    nodes = Math.max(nodes, await countNodes(page));
  }
  const frames = await page.evaluate<{ gaps: number[]; longestTask: number }>("endFrames()");
  return {
    frames: frames.gaps.length,
    slow: frames.gaps.filter((gap) => gap > 50).length,
    longestTask: frames.longestTask,
    nodes,
  };
}

/** From the click to the picture with the menu: as a browser counts "interaction to next paint". */
async function openMenu({ page }: Loaded): Promise<number> {
  const took: number[] = [];
  for (let turn = 0; turn < drops; turn += 1) {
    await page.evaluate("forget()");
    await page
      .locator("[data-card] button[aria-haspopup=menu]")
      .nth(turn % 3)
      .click();
    await page.getByRole("menuitem").first().waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("menuitem").first().waitFor({ state: "detached" });
    took.push(await page.evaluate<number>("longestAct()"));
  }
  return middleOf(took);
}

/** A card is put down two places further: what the browser needs from the drop to the next picture. */
async function drop(
  { page, calm }: Loaded,
  session: CDPSession,
): Promise<{ milliseconds: number; processor: number }> {
  const took: number[] = [];
  const worked: number[] = [];
  for (let turn = 0; turn < drops; turn += 1) {
    const cards = page.locator("[data-card]");
    const [from, to] = [await cards.nth(0).boundingBox(), await cards.nth(2).boundingBox()];
    if (from === null || to === null) throw new Error("No cards to drag");
    await page.mouse.move(from.x + 60, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x + 60, to.y + 10, { steps: 6 });
    await page.mouse.move(to.x + 62, to.y + to.height - 8, { steps: 4 });
    await page.evaluate("forget()");
    const before = await processorOf(session);
    await page.mouse.up();
    await page.waitForTimeout(400);
    worked.push((await processorOf(session)) - before);
    took.push(await page.evaluate<number>("longestAct()"));
    await page.mouse.move(5, 5);
    await calm();
  }
  return { milliseconds: middleOf(took), processor: middleOf(worked) };
}

const middleOf = (figures: number[]): number =>
  figures.sort((a, b) => a - b)[Math.floor(figures.length / 2)] ?? Number.NaN;

// A text: the page's globals are not this program's.
const watching = `
  globalThis.watched = { firstCards: 0, largestPaint: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) watched.largestPaint = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  let longestTask = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) longestTask = Math.max(longestTask, entry.duration);
  }).observe({ type: "longtask" });
  ${watchActs}
  let gaps;
  globalThis.startFrames = () => {
    gaps = [];
    longestTask = 0;
    let before = performance.now();
    const next = (now) => { gaps?.push(now - before); before = now; if (gaps) requestAnimationFrame(next); };
    requestAnimationFrame(next);
  };
  globalThis.endFrames = () => { const told = { gaps, longestTask }; gaps = undefined; return told; };
  new MutationObserver((_, observer) => {
    if (document.querySelector("[data-card]") === null) return;
    watched.firstCards = performance.now();
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true });
`;
