import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, devices, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { findBrowser } from "#scripts/find-browser.ts";
import { notAccessible } from "./accessible.ts";
import { cameraFlags } from "./camera.ts";
import { notUkrainian } from "./ukrainian.ts";
import { openProduct, type Product } from "./product.ts";

/** One person at one browser of their own: nothing is shared with the others but the server. */
export type Person = {
  readonly name: string;
  readonly context: BrowserContext;
  readonly page: Page;
};
type PersonOptions = {
  /** A phone of 390 × 844 with a touch screen, instead of a desk. */
  readonly phone?: boolean;
  readonly language?: "en" | "uk";
};

export type Scene = {
  readonly product: () => Product;
  readonly open: (name: string, options?: PersonOptions) => Promise<Person>;
  /** Lays another sheet before the cameras that are opened from now on. */
  readonly layBeforeCamera: (code: string) => void;
  /** Whoever's work is over; their faults still count. */
  readonly close: (person: Person) => Promise<void>;
};

const patience = 15_000;
const soft = [notAccessible, notUkrainian];
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // Two desks and a phone side by side: none of them is in the background for its person.
  "--disable-renderer-backgrounding",
  "--disable-background-timer-throttling",
  "--disable-backgrounding-occluded-windows",
];

/**
 * The product and a browser for the tests of a file. A fault in any page (an uncaught error, one on the console,
 * an answer of 5xx, a file that is missing) fails the test during which it happened. After a failure the screens
 * and what the pages said lie in a folder whose name is printed. The tests of a describe tell one story: what comes
 * after a failed step of the same describe is skipped, since it would only repeat it.
 * With `camera` each page has a camera, and before it lies this code; with `movesClock` the server's time can be made
 * to pass.
 */
export function useScene({
  camera,
  movesClock = false,
}: { readonly camera?: string; readonly movesClock?: boolean } = {}): Scene {
  let product: Product | undefined;
  let browser: Browser | undefined;
  const brokenStories = new Set<string>();
  const people: Person[] = [];
  const faults: string[] = [];
  const film = mkdtempSync(join(tmpdir(), "treadle-e2e-camera-"));

  beforeAll(async () => {
    const { path } = await findBrowser();
    const args = camera === undefined ? flags : [...flags, ...cameraFlags(film, camera)];
    [product, browser] = await Promise.all([
      openProduct({ movesClock }),
      chromium.launch({ executablePath: path, headless: true, args }),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
  });
  beforeEach(({ task, skip }) => {
    faults.length = 0;
    if (brokenStories.has(task.suite?.id ?? "")) skip("an earlier step of this story failed");
  });
  afterEach(async ({ task }) => {
    const errors = task.result?.errors ?? [];
    const failed = errors.length > 0;
    if (failed || faults.length > 0) {
      // Where only a label or a translation is missing, the story can go on.
      if (errors.some(({ message }) => !soft.some((word) => message.startsWith(word))))
        brokenStories.add(task.suite?.id ?? "");
      await keepScreens(task.name, people, faults, product?.warnings() ?? "");
    }
    if (!failed && faults.length > 0) throw new Error(`Faults in the pages:\n${faults.join("\n")}`);
  });

  return {
    product: () => {
      if (product === undefined) throw new Error("The product has not started");
      return product;
    },
    async open(name, { phone = false, language = "en" } = {}) {
      if (browser === undefined) throw new Error("The browser has not started");
      const locale = language === "en" ? "en-GB" : "uk-UA";
      const context = await browser.newContext({
        ...(phone
          ? { ...devices["iPhone 13"], viewport: { width: 390, height: 844 }, defaultBrowserType: undefined }
          : { viewport: { width: 1440, height: 900 } }),
        locale,
        timezoneId: "Europe/Kyiv",
        colorScheme: "light",
        baseURL: product?.address,
      });
      context.setDefaultTimeout(patience);
      const page = await context.newPage();
      watch(page, name, (fault) => faults.push(fault));
      const person = { name, context, page };
      people.push(person);
      return person;
    },
    layBeforeCamera: (code) => void cameraFlags(film, code),
    async close(person) {
      people.splice(people.indexOf(person), 1);
      await person.context.close();
    },
  };
}

/** A page without network looks for a newer version of itself, too. */
const isCutLine = (text: string): boolean =>
  text.startsWith("Failed to load resource") || text.endsWith("error occurred when fetching the script.");

/** What no person may ever meet. A "no" of the server (4xx of the API) is an answer, and a cut line is no fault. */
function watch(page: Page, name: string, tell: (fault: string) => void): void {
  page.on("pageerror", (error) => tell(`${name}: uncaught ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    const text = message.text();
    if (message.type() !== "error" || isCutLine(text)) return;
    tell(`${name}: console: ${text}`);
  });
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    const status = response.status();
    if (status >= 500 || (status >= 400 && !pathname.startsWith("/api/")))
      tell(`${name}: ${status} ${pathname}`);
  });
}

async function keepScreens(
  test: string,
  people: readonly Person[],
  faults: readonly string[],
  warnings: string,
): Promise<void> {
  const parent = join(tmpdir(), "treadle-e2e-failures");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, `${test.replaceAll(/\W+/g, "-").slice(0, 60)}-`));
  writeFileSync(join(folder, "faults.txt"), `${faults.join("\n")}\n`);
  if (warnings !== "") writeFileSync(join(folder, "server.log"), warnings);
  for (const { name, page } of people) {
    const file = join(folder, name.replaceAll(/\W+/g, "-"));
    await page.screenshot({ path: `${file}.png`, timeout: 5_000 }).catch(() => {});
    const shown = await page
      .locator("body")
      .innerText({ timeout: 1_000 })
      .catch(() => "");
    writeFileSync(`${file}.txt`, `${page.url()}\n\n${shown}\n`);
  }
  console.error(`Screens of the failed test: ${folder}`);
}
