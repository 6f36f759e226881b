import { beforeAll, describe, expect, it } from "vitest";
import type { Locator } from "playwright-core";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { type Person, useScene } from "./browser.ts";
import { addDeal, reads, sees, seesNoMore, signInOffice } from "./see.ts";

/** A deal's card holds all that is known of it, and what sales changes there reaches the workshop. */
const scene = useScene();

const title = "Bags for the spring fair";
let demo: DemoWorkspace;
let sales: Person;
let supervisor: Person;

beforeAll(async () => {
  demo = await scene.product().demo("en");
  sales = await scene.open("sales");
  supervisor = await scene.open("supervisor");
  await signInOffice(sales, demo.emails.sales);
  await signInOffice(supervisor, demo.emails.supervisor);
});

const box = (): Locator => sales.page.getByRole("form", { name: "Write, log or plan" });
const parts = (): Locator => sales.page.getByRole("region", { name: "Activity, files, finance" });
/** A line of the story; newest first. */
const told = (words: string): Locator => parts().getByRole("listitem").filter({ hasText: words });
const choose = (kind: string): Promise<void> => box().getByText(kind, { exact: true }).click();
const show = (kind: string): Promise<void> =>
  parts().getByRole("group", { name: "What is shown" }).getByRole("button", { name: kind }).click();
const lines = (): Locator => sales.page.getByRole("region", { name: "Lines" });
const changeLine = async (): Promise<Locator> => {
  const { page } = sales;
  await lines()
    .getByRole("button", { name: /edit or remove$/ })
    .click();
  await page.getByRole("menuitem", { name: "Edit" }).click();
  return page.getByRole("dialog", { name: "Arabica premium, 250 g" });
};

describe("the card of a deal", () => {
  it("takes a note, and takes it back", async () => {
    await addDeal(sales, demo.slug, title, "10");
    await box().getByLabel("Note", { exact: true }).last().fill("She will come by herself on Friday");
    await box().getByRole("button", { name: "Add the note" }).click();
    await sees(told("She will come by herself on Friday"));
    await sales.page.getByRole("button", { name: "Undo" }).click();
    await seesNoMore(told("She will come by herself on Friday"));
    await box().getByLabel("Note", { exact: true }).last().fill("Paper bags, no plastic");
    await sales.page.keyboard.press("Control+Enter");
    await sees(told("Paper bags, no plastic"));
  });

  it("logs a call, and puts it right afterwards", async () => {
    await choose("Call");
    await box().getByLabel("Minutes").fill("4");
    await box().getByLabel("What was said").fill("Agreed on the price");
    await expectAccessible(sales.page, "deal card, call");
    await box().getByRole("button", { name: "Log the call" }).click();
    await reads(told("Agreed on the price"), /Outgoing call · talked · 4 min/);
    await told("Agreed on the price")
      .getByRole("button", { name: /^More for/ })
      .click();
    await sales.page.getByRole("menuitem", { name: "Edit" }).click();
    const dialog = sales.page.getByRole("dialog", { name: "Call" });
    await dialog.getByLabel("Minutes").fill("14");
    await expectAccessible(sales.page, "change a call");
    await dialog.getByRole("button", { name: "Save" }).click();
    await seesNoMore(dialog);
    await reads(told("Agreed on the price"), /14 min.*edited/);
  });

  it("plans a task, shows what is late, and ticks it off", async () => {
    await choose("Task");
    await box().getByLabel("What is to be done?").fill("Send the drawing of the bag");
    await box().getByLabel("Due").fill("2026-01-15");
    await expectAccessible(sales.page, "deal card, task");
    await box().getByRole("button", { name: "Plan the task" }).click();
    const task = parts().getByRole("listitem").filter({ hasText: "overdue" });
    await reads(task, "Send the drawing of the bag");
    const menu = sales.page.getByRole("navigation", { name: "Main menu" });
    await reads(menu.getByRole("link", { name: /^Tasks/ }), "1 task waits for you");
    await task.getByRole("checkbox").click();
    await sees(told("Task done: Send the drawing of the bag"));
    await seesNoMore(task);
  });

  it("keeps a file", async () => {
    await parts().getByRole("tab", { name: "Files" }).click();
    expect(sales.page.url()).toContain("tab=files");
    const file = { name: "fair.txt", mimeType: "text/plain", buffer: Buffer.from("Stand 14") };
    await parts().locator("input[type=file]").setInputFiles(file);
    await sees(parts().getByText("fair.txt"));
    await expectAccessible(sales.page, "deal card, files");
    await parts().getByRole("tab", { name: "Activity" }).click();
  });

  it("sells an option on top, and tells the workshop once an order makes the line", async () => {
    let dialog = await changeLine();
    await dialog.getByRole("checkbox", { name: /^Gift box/ }).check();
    await expectAccessible(sales.page, "change a line");
    await dialog.getByRole("button", { name: "Save" }).click();
    await seesNoMore(dialog);
    await reads(lines(), "+ Gift box");
    await sales.page
      .getByRole("navigation", { name: "Status of the deal" })
      .getByRole("button", { name: "Accepted for production" })
      .click();
    await sees(sales.page.getByRole("region", { name: "Production" }).getByRole("link", { name: /^Order/ }));
    dialog = await changeLine();
    await reads(dialog, "the supervisors will have a task about the change");
    await dialog.getByLabel("Quantity").fill("14");
    await dialog.getByRole("button", { name: "Save" }).click();
    await seesNoMore(dialog);
    await sees(told("Quantity: 10 pcs → 14 pcs"));
  });

  it("gives the supervisor the task with what was spent, and nobody else the sum", async () => {
    const { page } = supervisor;
    await page.getByRole("link", { name: /^Tasks/ }).click();
    const task = page.getByRole("listitem").filter({ hasText: title });
    await reads(task, /10 → 14\. Decide about order №\d+\. Spent so far: ₴0\.00\./);
    await expectAccessible(page, "tasks");
    await reads(told("Decide about order"), /Decide about order №\d+\.(?! Spent)/);
  });

  it("shows one kind of line alone, and the address remembers which", async () => {
    await show("Calls");
    await seesNoMore(told("Paper bags, no plastic"));
    await sales.page.reload();
    await sees(told("Agreed on the price"));
    expect(await told("Paper bags, no plastic").count()).toBe(0);
    await show("Everything");
    await sees(told("Paper bags, no plastic"));
  });

  it("sums up the money", async () => {
    await parts().getByRole("tab", { name: "Finance" }).click();
    await reads(parts(), /Total ₴[\d,.]+ ₴0\.00/);
    await expectAccessible(sales.page, "deal card, finance");
  });
});
