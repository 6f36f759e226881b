import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { patience, reads, sees, seesNoMore } from "./see.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/**
 * Two supervisors over one board, with lanes of operators: what one gives to Ivan, the other sees in Ivan's lane. A
 * link with five filters says the same to whoever opens it.
 */
const scene = useScene();

let workshop: Workshop;
let daryna: Person;
let oleh: Person;
let stage = "";

const board = (query = ""): string => `/w/${workshop.slug}/board${query}`;
const card = (place: Page | Locator, number: number): Locator =>
  place.getByRole("listitem").filter({ hasText: `№${number} ` });
const lane = (page: Page, name: string): Locator =>
  page.getByRole("region", { name: new RegExp(`^${name}: `) });

async function drag(page: Page, from: Locator, to: Locator): Promise<void> {
  await from.hover();
  await page.mouse.down();
  const box = await to.boundingBox();
  if (box === null) throw new Error("Nowhere to drop it");
  await page.mouse.move(box.x + 60, box.y + box.height - 24, { steps: 8 });
  await page.mouse.move(box.x + 62, box.y + box.height - 20, { steps: 4 });
  await page.mouse.up();
}

/** By the arrow, as a hand on the keyboard would: the menu takes the focus a moment after it is there. */
async function goDownTo(page: Page, item: Locator): Promise<void> {
  await sees(page.getByRole("menu").locator(":focus"));
  const isThere = async (): Promise<boolean> => (await item.and(page.locator(":focus")).count()) === 1;
  await expect
    .poll(async () => {
      if (!(await isThere())) await page.keyboard.press("ArrowDown");
      return isThere();
    }, patience)
    .toBe(true);
}

beforeAll(async () => {
  workshop = await openWorkshop(scene, "bakery");
  daryna = await workshop.hire("Daryna", { roles: ["supervisor"] });
  oleh = await workshop.hire("Oleh", { roles: ["supervisor"] });
  await workshop.hire("Ivan", { roles: ["operator"], phone: true });
  await workshop.hire("Serhii", { roles: ["operator"], phone: true });
  const { slug } = workshop;
  const { rows } = await ask(daryna, slug, "listItems", { kind: "product" });
  const variantId = rows[0]?.variants[0]?.id ?? "";
  for (const quantity of [3, 4, 5]) {
    await tell(daryna, slug, "createOrder", {
      variantId,
      quantity,
      dueDate: "2020-01-31",
      batchMode: "whole",
    });
  }
  const { columns } = await ask(daryna, slug, "showOrderBoard", {});
  stage = columns[0]?.cards[0]?.current?.name ?? "";
});

describe("two supervisors over one board", () => {
  it("see the priority that one of them gives by the menu, and the column's new order", async () => {
    await oleh.page.goto(board());
    await sees(card(oleh.page, 3));
    const { page } = daryna;
    await page.goto(board());
    await page.getByRole("button", { name: "Move order №3 to…" }).click();
    await page.getByRole("menuitem", { name: "Urgent" }).click();
    await reads(card(oleh.page, 3), "Urgent");
    await reads(oleh.page.locator("[data-card]").first(), "№3 ");
  });

  it("are told that a place on the board follows from the work", async () => {
    const { page } = daryna;
    await drag(page, card(page, 1), page.getByRole("region", { name: /^In progress: / }));
    await sees(page.getByText(/^The status follows from the work: order №1/));
  });
});

describe("lanes of operators", () => {
  it("show who has what and what nobody was given, and a drag to another lane gives the stage", async () => {
    await oleh.page.goto(board("?lanes=operator"));
    await reads(lane(oleh.page, "Ivan"), "0 orders");
    const { page } = daryna;
    await page.goto(board());
    await page.getByRole("button", { name: "By status" }).click();
    await page.getByRole("menuitem", { name: "Operator" }).click();
    await reads(lane(page, "Unassigned"), "3 orders");
    await expectAccessible(page, "board: lanes of operators");
    await drag(page, card(lane(page, "Unassigned"), 3), lane(page, "Ivan"));
    await reads(lane(page, "Ivan"), "1 order");
    await sees(card(lane(page, "Ivan"), 3));
    await sees(card(lane(oleh.page, "Ivan"), 3));
    await reads(lane(oleh.page, "Unassigned"), "2 orders");
  });

  it("and the menu gives it without a mouse", async () => {
    const { page } = oleh;
    await card(page, 1).getByRole("button", { name: "Move order №1 to…" }).press("Enter");
    await goDownTo(page, page.getByRole("menuitem", { name: `Give “${stage}” to…` }));
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox").click();
    await page.getByRole("option", { name: "Serhii" }).click();
    await dialog.getByRole("button", { name: "Reassign" }).click();
    await sees(card(lane(daryna.page, "Serhii"), 1));
  });
});

describe("columns of stages", () => {
  it("stand between Not started and Done", async () => {
    const { page } = daryna;
    await page.goto(board("?columns=stage"));
    await sees(page.getByRole("region", { name: "Not started: 3 orders" }));
    await sees(page.getByRole("region", { name: "Done: 0 orders" }));
    await expectAccessible(page, "board: columns of stages");
  });
});

describe("filters", () => {
  it("are chosen in a panel, counted on the button, and stand in an address that one can read", async () => {
    const { page } = daryna;
    await page.goto(board());
    await page.getByRole("button", { name: "Filters", exact: true }).click();
    const panel = page.getByRole("dialog", { name: "Filters" });
    await panel.getByRole("combobox", { name: "Operator" }).click();
    await page.getByRole("option", { name: "Ivan" }).click();
    await panel.getByRole("checkbox", { name: "Overdue only" }).check();
    await panel.getByLabel("From").fill("2020-01-01");
    await panel.getByRole("combobox", { name: "Batch mode" }).click();
    await page.getByRole("option", { name: "Whole batch" }).click();
    await panel.getByRole("textbox", { name: "At stage" }).fill(stage);
    await page.waitForURL((url) => url.searchParams.has("stage"));
    await expectAccessible(page, "board: filters");
    await panel.getByRole("button", { name: "Show the orders" }).click();
    await seesNoMore(panel);
    await sees(page.getByRole("button", { name: "Filters: 5" }));
    const { searchParams } = new URL(page.url());
    expect(Object.fromEntries(searchParams)).toEqual({
      operator: "ivan",
      overdue: "1",
      from: "2020-01-01",
      batch: "whole",
      stage,
    });
    await sees(card(page, 3));
    expect(await page.locator("[data-card]").count()).toBe(1);
  });

  it("say the same to somebody of another role who opens the link, on the board and in the list", async () => {
    const link = new URL(daryna.page.url());
    const lesia = await workshop.hire("Lesia", { roles: ["technologist"] });
    const { page } = lesia;
    await page.goto(board(link.search));
    await sees(card(page, 3));
    expect(await page.locator("[data-card]").count()).toBe(1);
    await sees(page.getByRole("button", { name: "Filters: 5" }));
    await sees(page.getByText("Operator: Ivan"));
    await page.goto(board(`${link.search}&view=list`));
    await sees(page.getByRole("row").filter({ hasText: "№3 " }));
    expect(await page.locator("tr[data-card]").count()).toBe(1);
    await page.getByRole("button", { name: "Remove filter: Operator: Ivan" }).click();
    await sees(page.getByRole("button", { name: "Filters: 4" }));
    await sees(page.getByRole("row").filter({ hasText: "№2 " }));
  });
});
