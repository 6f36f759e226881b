import { beforeAll, describe, expect, it } from "vitest";
import type { Locator } from "playwright-core";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { patience, reads, sees, seesNoMore, signInFloor, signInOffice } from "./see.ts";

/** What happens when it does not go by the book: taken back, blocked, cancelled, cut off. */
const scene = useScene();

const product = "Arabica premium, 250 g";
let demo: DemoWorkspace;
let supervisor: Person;
let roaster: Person;

beforeAll(async () => {
  demo = await scene.product().demo("en");
  supervisor = await scene.open("supervisor");
  roaster = await scene.open("roaster", { phone: true });
  await signInOffice(supervisor, demo.emails.supervisor);
  await signInFloor(roaster, demo.emails.roaster);
});

const beans = async () => {
  const [row] = (await ask(supervisor, demo.slug, "listBalances", { search: "Green beans" })).rows;
  return { onHand: row?.onHand, reserved: row?.reserved, average: row?.average, value: row?.value };
};

/** By '+ New task' on the board; the card is open afterwards. Returns the number. */
async function makeOrder(quantity: string): Promise<number> {
  const { page } = supervisor;
  await page.goto(`/w/${demo.slug}/board`);
  await page.getByRole("button", { name: "New task" }).first().click();
  const sheet = page.getByRole("dialog", { name: "New production order" });
  await sheet.getByRole("combobox", { name: "Product" }).fill("Arabica");
  await page.getByRole("option", { name: product }).click();
  await sheet.getByLabel("Quantity").fill(quantity);
  await sees(sheet.getByText("All materials are free in stock and will be reserved."));
  await expectAccessible(page, "new order");
  await sheet.locator("button[type=submit]").click();
  const card = page.getByRole("article", { name: new RegExp(`^№\\d+ ${product}`) });
  await sees(card);
  return Number(/№(\d+)/.exec(await card.innerText())?.[1]);
}

const onPhone = (number: number): Locator =>
  roaster.page.getByRole("article").filter({ hasText: `Order ${number}` });

describe("a start that was a mistake", () => {
  it("is cancelled: the time is void, and the beans are back at the value at which they left", async () => {
    const number = await makeOrder("10");
    const before = await beans();
    const { page } = roaster;
    await page.getByRole("tab", { name: /^Waiting/ }).tap();
    await onPhone(number).getByRole("button", { name: "Start: Bean roasting" }).tap();
    await sees(onPhone(number).getByRole("button", { name: "Pause" }));
    await expect.poll(beans, patience).not.toEqual(before);
    await page.getByRole("button", { name: "More about Bean roasting" }).tap();
    await expectAccessible(page, "floor: more");
    await page.getByRole("button", { name: "Cancel start" }).tap();
    await reads(page.getByRole("dialog"), "Cancel the start of Bean roasting?");
    await reads(page.getByRole("dialog"), /Goes back to stock: 2\.941176 kg of Green beans, arabica/);
    await expectAccessible(page, "floor: cancel start");
    await page.getByRole("dialog").getByRole("button", { name: "Cancel start" }).tap();
    await sees(page.getByText("Start cancelled: Bean roasting"));
    await page.getByRole("tab", { name: /^Waiting/ }).tap();
    await sees(onPhone(number).getByRole("button", { name: "Start: Bean roasting" }));
    // The phone shows a tap before the server has answered.
    await expect.poll(beans, patience).toEqual(before);
    const card = supervisor.page.getByRole("article", { name: `№${number} ${product}` });
    await reads(card, "Pending");
    await card.getByRole("tab", { name: "History" }).click();
    await reads(card, /cancelled/i);
  });
});

describe("work that is blocked", () => {
  it("says why on the phone at once, and goes on when it is unblocked", async () => {
    const number = await makeOrder("8");
    await roaster.page.getByRole("tab", { name: /^Waiting/ }).tap();
    await sees(onPhone(number).getByRole("button", { name: "Start: Bean roasting" }));
    const { page } = supervisor;
    const card = page.getByRole("article", { name: `№${number} ${product}` });
    await card.getByRole("tab", { name: /^Stages/ }).click();
    await card.getByRole("button", { name: "Block", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Block: Bean roasting" });
    await dialog.getByRole("combobox", { name: "Reason" }).click();
    await page.getByRole("option", { name: "Equipment down" }).click();
    await dialog.getByLabel("Note").fill("The drum squeals");
    await expectAccessible(page, "block");
    await dialog.getByRole("button", { name: "Block" }).click();
    await seesNoMore(dialog);

    await reads(onPhone(number), "Blocked: Equipment down");
    await reads(onPhone(number), "The drum squeals");
    expect(await onPhone(number).getByRole("button", { name: "Start: Bean roasting" }).count()).toBe(0);
    await expectAccessible(roaster.page, "my stages: blocked");

    await card.getByRole("button", { name: "Unblock", exact: true }).click();
    await sees(onPhone(number).getByRole("button", { name: "Start: Bean roasting" }));
  });
});

describe("an order that is cancelled", () => {
  it("gives its materials back and leaves the phone", async () => {
    const before = await beans();
    const number = await makeOrder("12");
    await sees(onPhone(number));
    const { page } = supervisor;
    await page.getByRole("button", { name: "More about this order" }).click();
    await page.getByRole("menuitem", { name: "Cancel the order" }).click();
    const dialog = page.getByRole("dialog", { name: `Cancel order №${number}?` });
    await reads(dialog, "12 pcs in work are withdrawn");
    await dialog.getByLabel("Why is it cancelled?").fill("The customer has changed their mind");
    await expectAccessible(page, "cancel order");
    await dialog.getByRole("button", { name: "Cancel the order" }).click();
    await seesNoMore(dialog);
    const card = page.getByRole("article", { name: `№${number} ${product}` });
    await reads(card, "Cancelled");
    await reads(card, "The customer has changed their mind");
    await onPhone(number).waitFor({ state: "detached" });
    expect(await beans()).toEqual(before);
  });
});

describe("two heads over one board", () => {
  let owner: Person;
  it("see each other's changes", async () => {
    owner = await scene.open("owner");
    await signInOffice(owner, demo.emails.owner);
    await owner.page.getByRole("link", { name: "Board" }).click();
    const number = await makeOrder("6");
    const theirs = owner.page.getByRole("listitem").filter({ hasText: `№${number} ` });
    await sees(theirs);

    const { page } = supervisor;
    await page.getByRole("button", { name: "More about this order" }).click();
    await page.getByRole("menuitem", { name: "Change due date, priority, notes" }).click();
    const dialog = page.getByRole("dialog", { name: `Change order №${number}` });
    await dialog.getByRole("combobox", { name: "Priority" }).click();
    await page.getByRole("option", { name: "Urgent" }).click();
    await expectAccessible(page, "change order");
    await dialog.getByRole("button", { name: "Save" }).click();
    await seesNoMore(dialog);
    await reads(theirs, "Urgent");
  });

  it("are told when the line is cut, and catch up by themselves", async () => {
    const { page } = owner;
    await owner.context.setOffline(true);
    await sees(page.getByText("No connection. What you see may be out of date; we keep trying."));
    const number = await makeOrder("4");
    const theirs = page.getByRole("listitem").filter({ hasText: `№${number} ` });
    expect(await theirs.count()).toBe(0);
    await owner.context.setOffline(false);
    await sees(theirs);
    await seesNoMore(page.getByText("No connection. What you see may be out of date; we keep trying."));
    await scene.close(owner);
  });

  it("and the phone, too, says so and catches up", async () => {
    const { page, context } = roaster;
    await page.getByRole("tab", { name: /^Waiting/ }).tap();
    await context.setOffline(true);
    await sees(page.getByText("No connection. Taps are saved on this phone."));
    await expectAccessible(page, "my stages without a connection");
    const number = await makeOrder("3");
    await context.setOffline(false);
    await sees(onPhone(number));
    await seesNoMore(page.getByText("No connection. Taps are saved on this phone."));
  });
});
