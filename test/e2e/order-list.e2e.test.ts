import type { Locator, Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { patience, reads, sees, seesNoMore } from "./see.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/**
 * The board's query as a table: sorted, with chosen columns, acted on row by row at once, saved as a file, and kept as
 * a view that a colleague opens.
 */
const scene = useScene();

let workshop: Workshop;
let daryna: Person;
let lesia: Person;

const list = (query = ""): string => `/w/${workshop.slug}/board?view=list${query}`;
const row = (page: Page, number: number): Locator =>
  page.getByRole("row").filter({ hasText: new RegExp(`№${number}\\b`) });
const bar = (page: Page): Locator => page.getByRole("region", { name: "What to do with the chosen orders" });
const numbersOf = async (page: Page): Promise<string[]> =>
  (await page.locator("tr[data-card] a[data-order]").allTextContents()).map(
    (text) => /№\d+/.exec(text)?.[0] ?? text,
  );
const showsInOrder = (page: Page, numbers: readonly number[]): Promise<void> =>
  expect.poll(() => numbersOf(page), patience).toEqual(numbers.map((number) => `№${number}`));

beforeAll(async () => {
  workshop = await openWorkshop(scene, "bakery");
  daryna = await workshop.hire("Daryna", { roles: ["supervisor"] });
  lesia = await workshop.hire("Lesia", { roles: ["technologist"] });
  const { slug } = workshop;
  const { rows } = await ask(daryna, slug, "listItems", { kind: "product" });
  const variantId = rows[0]?.variants[0]?.id ?? "";
  const made: string[] = [];
  for (const [quantity, dueDate] of [
    [3, "2031-03-10"],
    [9, "2031-01-10"],
    [1, "2031-02-10"],
    [5, null],
  ] as const) {
    const { orderId } = await tell(daryna, slug, "createOrder", { variantId, quantity, dueDate });
    made.push(orderId);
  }
  await tell(daryna, slug, "cancelOrder", { orderId: made[2] ?? "", reason: "a mistake" });
});

describe("the list of orders", () => {
  it("sorts by a heading, upwards, downwards, and then as it comes", async () => {
    const { page } = daryna;
    await page.goto(list());
    await showsInOrder(page, [2, 1, 4, 3]);
    const heading = page.getByRole("columnheader", { name: "Due date" });
    await heading.getByRole("button").click();
    await showsInOrder(page, [2, 3, 1, 4]);
    expect(await heading.getAttribute("aria-sort")).toBe("ascending");
    await heading.getByRole("button").click();
    await showsInOrder(page, [1, 3, 2, 4]);
    expect(new URL(page.url()).searchParams.get("sort")).toBe("-due");
    await heading.getByRole("button").click();
    await showsInOrder(page, [2, 1, 4, 3]);
    await expectAccessible(page, "list of orders");
  });

  it("has the columns that one chooses, in one's own order", async () => {
    const { page } = daryna;
    await page.getByRole("button", { name: "Columns" }).click();
    await page.getByRole("checkbox", { name: "Quantity" }).check();
    await page.getByRole("checkbox", { name: "Planned finish" }).uncheck();
    await page.getByRole("checkbox", { name: "Stands since" }).uncheck();
    await page.getByRole("button", { name: "Move “Quantity” before" }).click();
    await expectAccessible(page, "list of orders: columns");
    await page.keyboard.press("Escape");
    await expect
      .poll(() => page.getByRole("columnheader").allTextContents(), patience)
      .toEqual(["", "Order", "Status", "Done", "Due date", "Stage", "Operator", "Quantity", "Deal"]);
    expect(new URL(page.url()).searchParams.get("cols")).toBe(
      "status.progress.due.stage.operator.quantity.deal",
    );
  });

  it("narrows to a status", async () => {
    const { page } = daryna;
    await page.getByRole("button", { name: "Filters", exact: true }).click();
    const panel = page.getByRole("dialog", { name: "Filters" });
    await panel.getByRole("combobox", { name: "Status" }).click();
    await page.getByRole("option", { name: "Open", exact: true }).click();
    await panel.getByRole("button", { name: "Show the orders" }).click();
    await showsInOrder(page, [2, 1, 4]);
    await page.getByRole("button", { name: "Remove filter: Status: Open" }).click();
    await showsInOrder(page, [2, 1, 4, 3]);
  });
});

describe("an act on many orders", () => {
  it("is done with those that it may be done with, and says of the others why not", async () => {
    const { page } = daryna;
    // By the keyboard: J goes down, X chooses, Shift and X all up to there.
    await page.locator("a[data-order]").first().focus();
    await page.keyboard.press("x");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Shift+X");
    await reads(bar(page), "4 orders chosen");
    await page.getByRole("checkbox", { name: "Choose order №4" }).click();
    await reads(bar(page), "3 orders chosen");
    await expectAccessible(page, "list of orders: chosen");
    await bar(page).getByRole("button", { name: "Priority" }).click();
    await page.getByRole("menuitem", { name: "Urgent" }).click();
    const outcome = page.getByRole("dialog", { name: "Priority: Urgent" });
    await reads(outcome, "2 orders changed, 1 skipped");
    await reads(outcome, "№3");
    await reads(outcome, "The order is cancelled already.");
    await expectAccessible(page, "list of orders: what was skipped");
    await outcome.getByRole("button", { name: "Choose the skipped ones" }).click();
    await reads(bar(page), "1 order chosen");
    await sees(row(page, 1).getByText("Urgent"));
    await sees(row(page, 2).getByText("Urgent"));
    await page.getByRole("button", { name: "Choose none" }).click();
    await seesNoMore(bar(page));
  });

  it("moves due dates, and takes it back", async () => {
    const { page } = daryna;
    await page.getByRole("checkbox", { name: "Choose order №1" }).click();
    await page.getByRole("checkbox", { name: "Choose order №2" }).click();
    await bar(page).getByRole("button", { name: "Due date" }).click();
    const dialog = page.getByRole("dialog", { name: "Due date of 2 orders" });
    await dialog.getByRole("radio", { name: "Moved by days" }).click();
    await dialog.getByRole("textbox", { name: "Days" }).fill("-9");
    await expectAccessible(page, "list of orders: due date");
    await dialog.getByRole("button", { name: "Change" }).click();
    await reads(row(page, 1), "1 Mar 2031");
    await reads(row(page, 2), "1 Jan 2031");
    await page.getByRole("button", { name: "Undo" }).click();
    await reads(row(page, 1), "10 Mar 2031");
    await reads(row(page, 2), "10 Jan 2031");
  });

  it("cancels with a reason", async () => {
    const { page } = daryna;
    await page.getByRole("button", { name: "Choose none" }).click();
    await page.getByRole("checkbox", { name: "Choose order №4" }).click();
    await bar(page).getByRole("button", { name: "More for the chosen orders" }).click();
    await page.getByRole("menuitem", { name: "Cancel orders" }).click();
    const dialog = page.getByRole("dialog", { name: "Cancel 1 order?" });
    await dialog.getByRole("textbox").fill("nobody wants it");
    await dialog.getByRole("button", { name: "Cancel orders" }).click();
    await sees(row(page, 4).getByText("Cancelled"));
    await page.getByRole("button", { name: "Choose none" }).click();
  });
});

describe("the list as a file", () => {
  it("has what is shown, as it is shown", async () => {
    const { page } = daryna;
    await page.getByRole("columnheader", { name: "Quantity" }).getByRole("button").click();
    await showsInOrder(page, [3, 1, 4, 2]);
    await page.getByRole("button", { name: "Export" }).click();
    const address = await page.getByRole("menuitem", { name: "CSV" }).getAttribute("href");
    await page.keyboard.press("Escape");
    const answer = await daryna.context.request.get(address ?? "");
    expect([answer.status(), answer.headers()["content-type"]]).toEqual([200, "text/csv; charset=utf-8"]);
    const lines = (await answer.text()).replace("\ufeff", "").trim().split("\r\n");
    expect(lines[0]).toBe(
      "Number,Product,Variant,Status,Done,Due date,Stage,State of the stage,Operator,Quantity,Unit,Deal",
    );
    expect(lines.slice(1).map((line) => line.split(",")[0])).toEqual(["3", "1", "4", "2"]);
    expect(lines[1]).toContain(",Cancelled,0,2031-02-10,,,,1,");
  });
});

describe("a saved view", () => {
  let link = "";

  it("keeps what is shown by name, and says when something else is shown", async () => {
    const { page } = daryna;
    await page.getByRole("button", { name: "Views" }).click();
    await page.getByRole("menuitem", { name: "Save as a new view…" }).click();
    const dialog = page.getByRole("dialog", { name: "Save as a view" });
    await dialog.getByRole("textbox", { name: "Name" }).fill("Small ones first");
    await dialog.getByRole("checkbox", { name: "Everybody who sees orders sees it too" }).check();
    await expectAccessible(page, "saved view: new");
    await dialog.getByRole("button", { name: "Save" }).click();
    await sees(page.getByRole("button", { name: "View: Small ones first", exact: true }));
    await page.getByRole("columnheader", { name: "Quantity" }).getByRole("button").click();
    await sees(page.getByRole("button", { name: "View: Small ones first (changed)" }));
    await page.getByRole("button", { name: "Back to the view" }).click();
    await showsInOrder(page, [3, 1, 4, 2]);
    link = `/w/${workshop.slug}/board?saved=${new URL(page.url()).searchParams.get("saved") ?? ""}`;
  });

  it("opens the same for a colleague by its link, who changes it only under a name of their own", async () => {
    const { page } = lesia;
    await page.goto(link);
    await showsInOrder(page, [3, 1, 4, 2]);
    await sees(page.getByRole("columnheader", { name: "Quantity" }));
    await page.getByRole("columnheader", { name: "Order" }).getByRole("button").click();
    await showsInOrder(page, [1, 2, 3, 4]);
    await sees(page.getByRole("button", { name: "Save as mine…" }));
    await page.getByRole("button", { name: "View: Small ones first (changed)" }).click();
    await sees(page.getByRole("menuitem", { name: "Copy the link" }));
    expect(await page.getByRole("menuitem", { name: "Remove" }).count()).toBe(0);
    await expectAccessible(page, "saved views");
    await page.getByRole("menuitem", { name: "Open the board with it" }).click();
    await sees(page.getByText("The board opens with “Small ones first” for you"));
    await page.goto(`/w/${workshop.slug}/board`);
    await showsInOrder(page, [3, 1, 4, 2]);
  });

  it("is removed by its author, and brought back", async () => {
    const { page } = daryna;
    await page.getByRole("button", { name: "View: Small ones first" }).click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await sees(page.getByRole("button", { name: "Views" }));
    // What was done before may still be offered to be taken back: this came last.
    await sees(page.getByText("View “Small ones first” removed"));
    await page.getByRole("button", { name: "Undo" }).last().click();
    await sees(page.getByRole("button", { name: "View: Small ones first" }));
  });
});
