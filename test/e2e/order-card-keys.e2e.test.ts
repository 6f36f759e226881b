import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { rootFolder } from "#scripts/run-tool.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { patience, reads, sees, seesNoMore } from "./see.ts";
import { expectUkrainian } from "./ukrainian.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/**
 * An order's card with no hand on the mouse: opened from the board, its nine tabs, the work started, paused, a defect
 * reported, finished and taken back; and the way back to the board. At a desk in English, and in Ukrainian with the
 * widths of a phone and of a tablet, where nothing may lie beside the screen.
 */
const scene = useScene();
const tabs = [
  "overview",
  "stages",
  "materials",
  "time",
  "subcontractors",
  "files",
  "defects",
  "history",
  "chat",
] as const;

/** The texts as they stand in the catalogue: what is pressed here has no values in it. */
function wordsOf(language: "en" | "uk"): (id: string) => string {
  const texts = ["common", "production", "desk"].map(
    (name) =>
      JSON.parse(readFileSync(join(rootFolder, `web/texts/${language}/${name}.json`), "utf8")) as Record<
        string,
        string
      >,
  );
  const all: Readonly<Record<string, string>> = Object.assign({}, ...texts);
  return (id) => {
    const word = all[id];
    if (word === undefined) throw new Error(`No text ${id}`);
    return word;
  };
}

const isFocused = async (place: Locator): Promise<boolean> =>
  (await place.and(place.page().locator(":focus")).count()) > 0;

/** By Tab alone; what can't be reached in a hundred of them is out of reach. */
async function reach(page: Page, place: Locator): Promise<void> {
  await sees(place);
  for (let press = 0; press < 100; press += 1) {
    if (await isFocused(place)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error("No Tab leads there");
}

async function pressOn(page: Page, place: Locator): Promise<void> {
  await reach(page, place);
  await page.keyboard.press("Enter");
}

describe.each([
  { language: "en" as const, trade: "bakery" as const, sizes: [{ width: 1440, height: 900 }] },
  {
    language: "uk" as const,
    trade: "coffee" as const,
    sizes: [
      { width: 820, height: 1180 },
      { width: 390, height: 844 },
    ],
  },
])("the order card by keyboard ($language)", ({ language, trade, sizes }) => {
  const word = wordsOf(language);
  let workshop: Workshop;
  let daryna: Person;
  let page: Page;
  let stage = "";
  const article = (): Locator => page.getByRole("article", { name: /^№1 / });
  const button = (id: string): Locator =>
    article()
      .getByRole("tabpanel")
      .getByRole("button", { name: word(id), exact: true })
      .first();
  const dialog = (): Locator => page.getByRole("dialog").last();
  const submit = (id: string): Locator => dialog().getByRole("button", { name: word(id), exact: true });
  const tab = (name: (typeof tabs)[number]): Locator =>
    article().getByRole("tab", { name: new RegExp(`^${word(`order.tab.${name}`)}`) });

  /** At each width, the last of which the story goes on with. */
  async function fits(what: string): Promise<void> {
    const beside = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
    for (const size of sizes) {
      await page.setViewportSize(sizes.at(-1) ?? { width: 1440, height: 900 });
      const message = `${what} at ${size.width}`;
      await expect.poll(() => page.evaluate(beside), { ...patience, message }).toBe(0);
    }
  }

  beforeAll(async () => {
    workshop = await openWorkshop(scene, trade, language);
    daryna = await workshop.hire(language === "en" ? "Daryna" : "Дарина", { roles: ["supervisor"] });
    ({ page } = daryna);
    const { rows } = await ask(daryna, workshop.slug, "listItems", { kind: "product" });
    const variantId = rows[0]?.variants[0]?.id ?? "";
    await tell(daryna, workshop.slug, "createOrder", { variantId, quantity: 4, batchMode: "whole" });
    await page.setViewportSize(sizes.at(-1) ?? { width: 1440, height: 900 });
    await page.goto(`/w/${workshop.slug}/board`);
    await sees(page.locator("[data-card] a"));
  });

  it("opens from the board, goes through its tabs and closes again where one was", async () => {
    await page.keyboard.press("j");
    await expect.poll(() => isFocused(page.locator("[data-card] a").first()), patience).toBe(true);
    await page.keyboard.press("Enter");
    await sees(article());
    await reach(page, tab("overview"));
    for (const name of tabs.slice(1)) {
      await page.keyboard.press("ArrowRight");
      await expect.poll(() => tab(name).getAttribute("aria-selected"), patience).toBe("true");
      await sees(article().getByRole("tabpanel"));
      await fits(name);
    }
    await page.keyboard.press("Escape");
    await seesNoMore(article());
    await expect.poll(() => isFocused(page.locator("[data-card] a").first()), patience).toBe(true);
  });

  it("starts, pauses and goes on, and finds each act's Undo", async () => {
    await page.keyboard.press("Enter");
    await pressOn(page, article().getByRole("link", { name: word("order.openPage") }));
    await page.waitForURL(/\/orders\//);
    // The address changes before the page takes the panel's place: what is pressed in the panel is gone with it.
    await seesNoMore(article().getByRole("link", { name: word("order.openPage") }));
    await reach(page, tab("overview"));
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => tab("stages").getAttribute("aria-selected"), patience).toBe("true");
    stage =
      (await ask(daryna, workshop.slug, "showOrderBoard", {})).columns[0]?.cards[0]?.current?.name ?? "";
    await pressOn(page, button("verb.start"));
    await sees(page.getByRole("status").getByText(stage));
    await pressOn(page, button("verb.pause"));
    await sees(dialog());
    await pressOn(page, submit("verb.pause"));
    await sees(button("verb.resume"));
    await pressOn(page, button("verb.resume"));
    await sees(button("verb.pause"));
  });

  it("reports a defect in its four steps", async () => {
    await pressOn(page, button("verb.reportDefect"));
    const step = (place: number): Promise<void> => reads(dialog(), new RegExp(`\\b${place} .*\\b4\\b`));
    await sees(dialog());
    await pressOn(page, dialog().locator("fieldset button").first());
    await step(2);
    await pressOn(page, submit("defect.next"));
    await step(3);
    const choice = dialog().getByRole("radio").last();
    await reach(page, dialog().getByRole("radio").first());
    for (let press = 0; press < 10 && !(await choice.isChecked()); press += 1)
      await page.keyboard.press("ArrowDown");
    await pressOn(page, submit("defect.next"));
    await step(4);
    await pressOn(page, submit("verb.reportDefect"));
    await seesNoMore(dialog());
    await reads(tab("defects"), "1");
  });

  it("finishes, and takes it back", async () => {
    await pressOn(page, button("verb.finish"));
    await sees(dialog());
    await fits("the finish");
    await pressOn(page, submit("verb.finish"));
    await seesNoMore(dialog());
    await pressOn(page, page.getByRole("status").getByRole("button", { name: word("action.undo") }));
    await sees(dialog());
    await page.keyboard.press("Escape");
    await seesNoMore(dialog());
    await page.keyboard.press("Control+z");
    await sees(dialog());
    await fits("the undo");
    await pressOn(page, submit("action.undo"));
    await seesNoMore(dialog());
    await sees(button("verb.finish"));
    if (language === "uk") await expectUkrainian(page, "the card after an undo");
  });

  it("leads back to the board", async () => {
    await page.goBack();
    await sees(page.locator("[data-card] a"));
    await fits("the board");
  });
});
