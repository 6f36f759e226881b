import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, devices, type Page } from "playwright-core";
import sharp from "sharp";
import { startServer } from "./world.ts";
import { startEmbeddedPostgres } from "#server/database/embedded-postgres.ts";
import { migrate } from "#server/database/migrate.ts";
import { createPool } from "#server/database/pool.ts";
import { createDatabase } from "#server/database/workspace-transaction.ts";
import { buildDemoWorkspace, type DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { createPeople } from "#server/identity/people.ts";
import { prepareJobs } from "#server/jobs/prepare-jobs.ts";
import { silentLog } from "#server/log.ts";
import { buildWebIfStale } from "#scripts/build-web.ts";
import { fillDemo } from "#scripts/fill-demo.ts";
import { findBrowser } from "#scripts/find-browser.ts";
import { rootFolder } from "#scripts/run-tool.ts";
import { type Screen, floorScreens, officeScreens, type Things } from "#scripts/screens.ts";

/**
 * `npm run screens [name…]`: pictures of every page and main dialog of the demo workspace, light and dark, at a desk
 * and on a phone, under docs/screens/, for review; in English, and a dozen in Ukrainian. With names (or beginnings of
 * them) those alone. Five of them are the README's, too.
 */
const folder = join(rootFolder, "docs/screens");
const wanted = process.argv.slice(2);
/** What the README shows, sharp and in English by day: of the office at a desk, of the floor on a phone. */
const inReadme: Readonly<Record<string, string>> = {
  "board.desk": "production-board",
  "deals.desk": "deal-board",
  "deal.desk": "deal-card",
  "order-stages.desk": "order-card",
  "floor-in-progress.phone": "floor",
};
const pictures = join(rootFolder, "docs/pictures");
const password = "treadle-demo";
// Hundreds of pictures lie in the repository: large enough to read, and no larger.
const quality = 45;
const widest = 1200;

/** Till what fades from one theme into the other has come to rest; what spins for ever is not waited for. */
const colours = `Promise.allSettled(document.getAnimations()
  .filter((each) => each.effect?.getTiming().iterations !== Infinity)
  .map((each) => each.finished))`;

const desk = { viewport: { width: 1440, height: 900 } } as const;
const { defaultBrowserType: _, ...iPhone } = devices["iPhone 13"] ?? {};
const phone = { ...iPhone, viewport: { width: 390, height: 844 }, deviceScaleFactor: 1 } as const;

await buildWebIfStale();
const data = mkdtempSync(join(tmpdir(), "treadle-screens-"));
const embedded = await startEmbeddedPostgres({ dataDir: data, log: silentLog });
await migrate(embedded.url);
await prepareJobs(embedded.url);
const secret = randomBytes(32).toString("hex");
const demos = await makeDemos();
const { server, address } = await startServer(embedded.url, secret);
const { path } = await findBrowser();
const browser = await chromium.launch({
  executablePath: path,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    // A page that draws nothing meanwhile never hears that the theme is another.
    "--disable-renderer-backgrounding",
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
  ],
});
mkdirSync(folder, { recursive: true });
const missed: string[] = [];
try {
  for (const language of ["en", "uk"] as const) await takeAll(language, demos[language]);
} finally {
  await browser.close();
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.kill("SIGTERM");
  await ended;
  await embedded.stop();
  rmSync(data, { recursive: true, force: true });
}
const files = readdirSync(folder).filter((name) => name.endsWith(".webp"));
const bytes = files.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
console.log(`${files.length} pictures, ${(bytes / 1e6).toFixed(1)} MB, in docs/screens`);
for (const one of missed) console.error(`Not taken: ${one}`);
if (missed.length > 0) process.exitCode = 1;

async function makeDemos(): Promise<Readonly<Record<"en" | "uk", DemoWorkspace>>> {
  const pool = createPool(embedded.url, { log: silentLog, max: 4 });
  const people = createPeople({
    database: embedded.url,
    secret,
    publicUrl: "http://localhost",
    secureCookies: false,
    log: silentLog,
  });
  const make = (language: "en" | "uk"): Promise<DemoWorkspace> =>
    buildDemoWorkspace({
      database: createDatabase(pool),
      people,
      language,
      password,
      mailDomain: `${language}.example`,
      now: new Date(),
    });
  const made = { en: await make("en"), uk: await make("uk") };
  await people.close();
  await pool.end();
  return made;
}

async function takeAll(language: "en" | "uk", demo: DemoWorkspace): Promise<void> {
  const isAsked = (screen: Screen): boolean =>
    (language === "en" || screen.inUkrainian === true) &&
    (wanted.length === 0 || wanted.some((name) => screen.name.startsWith(name)));
  const office = officeScreens.filter(isAsked);
  const floor = floorScreens.filter(isAsked);
  if (office.length + floor.length === 0) return;
  const owner = await signIn(browser, demo.emails.owner, language, desk);
  const roaster = await signIn(browser, demo.emails.roaster, language, phone);
  const things = await fillDemo(owner, roaster, demo.slug);
  await take(owner, office, things, language, "desk");
  await owner.close();
  const outside = await signIn(browser, demo.emails.owner, language, phone);
  await take(outside, office, things, language, "phone");
  await outside.close();
  await take(roaster, floor, things, language, "phone");
  await roaster.close();
}

async function signIn(
  from: Browser,
  email: string,
  language: "en" | "uk",
  device: object,
): Promise<BrowserContext> {
  const context = await from.newContext({
    ...device,
    baseURL: address,
    locale: language === "en" ? "en-GB" : "uk-UA",
    timezoneId: "Europe/Kyiv",
    reducedMotion: "reduce",
  });
  const answer = await context.request.post("/api/sign-in", { data: { email, password } });
  if (!answer.ok()) throw new Error(`Sign-in of ${email}: ${answer.status()} ${await answer.text()}`);
  return context;
}

async function take(
  context: BrowserContext,
  screens: readonly Screen[],
  things: Things,
  language: "en" | "uk",
  device: "desk" | "phone",
): Promise<void> {
  for (const screen of screens) {
    const page = await context.newPage();
    try {
      page.setDefaultTimeout(8_000);
      const open = watchAnswers(page);
      await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
      await page.goto(screen.path(things));
      await open();
      await screen.act?.(page, language);
      await open();
      for (const theme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
        await page.locator(`:root[data-theme="${theme}"]`).waitFor({ state: "attached" });
        await page.evaluate(colours);
        const shot = await page.screenshot();
        const small = await sharp(shot)
          .resize({ width: widest, withoutEnlargement: true })
          .webp({ quality })
          .toBuffer();
        writeFileSync(join(folder, `${screen.name}.${language}.${device}-${theme}.webp`), small);
        const picture = inReadme[`${screen.name}.${device}`];
        if (picture === undefined || language !== "en" || theme !== "light") continue;
        writeFileSync(join(pictures, `${picture}.png`), await sharp(shot).png({ palette: true }).toBuffer());
      }
    } catch (error) {
      const [line] = (error instanceof Error ? error.message : String(error)).split("\n");
      missed.push(`${screen.name} (${language}, ${device}): ${line ?? ""}`);
    } finally {
      await page.close();
    }
  }
}

/** Waits until the page has got all that it asked for, and shows no stand-in any more. */
function watchAnswers(page: Page): () => Promise<void> {
  let underWay = 0;
  const isAnswer = (url: string): boolean => !url.includes("/events");
  page.on("request", (request) => (underWay += isAnswer(request.url()) ? 1 : 0));
  page.on("requestfinished", (request) => (underWay -= isAnswer(request.url()) ? 1 : 0));
  page.on("requestfailed", (request) => (underWay -= isAnswer(request.url()) ? 1 : 0));
  return async () => {
    for (let quiet = 0, looks = 0; quiet < 4 && looks < 80; looks += 1) {
      await page.waitForTimeout(50);
      quiet = underWay <= 0 ? quiet + 1 : 0;
    }
  };
}
