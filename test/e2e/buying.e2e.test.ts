import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { patience, reads, sees, seesNoMore, signInOffice } from "./see.ts";

/** An order lacks beans: they are proposed, ordered, come on two lorries, and the order has them. */
const scene = useScene();
const beans = "Green beans, arabica";

let demo: DemoWorkspace;
let storekeeper: Person;
let supervisor: Person;
/** the storekeeper once more, beside the lorry */
let phone: Person;
let orderId: string;
/** the order's need in kg, and what it has of it */
let short: string;

const balance = async () =>
  (await ask(storekeeper, demo.slug, "listBalances", { search: beans })).rows.find(
    (row) => row.itemName === beans,
  );

beforeAll(async () => {
  demo = await scene.product().demo("en");
  storekeeper = await scene.open("storekeeper");
  supervisor = await scene.open("supervisor");
  phone = await scene.open("storekeeper with a phone", { phone: true });
  await signInOffice(storekeeper, demo.emails.storekeeper);
  await signInOffice(supervisor, demo.emails.supervisor);
  await signInOffice(phone, demo.emails.storekeeper, { touch: true });
  const { slug } = demo;
  const { rows } = await ask(supervisor, slug, "listItems", { search: "Arabica premium" });
  const made = await tell(supervisor, slug, "createOrder", {
    variantId: rows[0]?.variants[0]?.id ?? "",
    quantity: 300,
    dueDate: "2030-03-01",
  });
  orderId = made.orderId;
  short = (await balance())?.short ?? "";
});

describe("what an order lacks", () => {
  it("leads from stock to its proposal in one step", async () => {
    const { page } = storekeeper;
    const { slug } = demo;
    const { supplierId } = await tell(storekeeper, slug, "addSupplier", {
      name: "Bean Traders",
      leadDays: 3,
    });
    const variantId = (await balance())?.variantId ?? "";
    const pack = { name: "Sack", contains: "60" };
    await tell(storekeeper, slug, "setSupplierPrice", {
      supplierId,
      variantId,
      price: "400",
      pack,
      preferred: true,
    });
    await page.getByRole("link", { name: "Stock", exact: true }).click();
    await page.getByRole("combobox", { name: "Show only" }).click();
    await page.getByRole("option", { name: "Short for orders" }).click();
    await page.getByRole("button", { name: new RegExp(`^${beans}: `) }).click();
    await page.getByRole("menuitem", { name: "Propose purchase" }).click();
    const group = page.getByRole("region", { name: "Bean Traders" });
    await reads(group, "1 order lacks");
    expect(await group.getByRole("checkbox", { name: `Buy ${beans}` }).isChecked()).toBe(true);
    await expectAccessible(page, "purchases: proposals");
  });

  it("becomes a draft, and is sent with its day", async () => {
    const { page } = storekeeper;
    await page.getByRole("button", { name: "Make 1 purchase order" }).click();
    await sees(page.getByRole("heading", { name: /^Purchase order 1$/, level: 1 }));
    await reads(page.getByRole("region", { name: "History" }), "made out to Bean Traders from proposals");
    await page.getByRole("button", { name: "Mark as sent" }).click();
    await reads(
      page.getByRole("list", { name: "The way of this purchase order" }).locator("[aria-current]"),
      "Sent",
    );
    await sees(page.getByRole("link", { name: "Receive" }));
    // What comes under the mouse is on its way to another colour.
    await page.mouse.move(5, 5);
    await expectAccessible(page, "purchases: purchase order");
    // It is expected now: nothing of it is proposed again.
    const { rows } = await ask(supervisor, demo.slug, "proposePurchases", {});
    expect(rows.map((row) => row.itemName)).not.toContain(beans);
  });
});

describe("what comes", () => {
  const tick = (): Locator => phone.page.getByRole("checkbox", { name: `${beans} has come` });
  const amount = (): Locator => phone.page.getByRole("textbox", { name: `How much of ${beans} has come` });

  it("is ticked on a phone: a part of it first", async () => {
    const { page } = phone;
    await page.goto(`/w/${demo.slug}/purchases?tab=orders`);
    await page.getByRole("link", { name: "Receive: №1" }).tap();
    await tick().tap();
    await amount().fill("20");
    // Its batches are told apart.
    await page.getByLabel("Batch number").fill("L-118");
    await expectAccessible(page, "purchases: receiving");
    await page.getByRole("button", { name: "Receive 1 line" }).tap();
    await reads(
      page.getByRole("list", { name: "The way of this purchase order" }).locator("[aria-current]"),
      "Partly received",
    );
    // The order has what came, and lacks the rest.
    await expect
      .poll(async () => Number((await balance())?.short), patience)
      .toBeCloseTo(Number(short) - 20, 5);
    // The desk has heard of it.
    await reads(
      storekeeper.page.getByRole("region", { name: "History" }),
      "Received: Green beans, arabica — 20 kg",
    );
  });

  it("is offered by what is left, and fills what the order lacked", async () => {
    const { page } = phone;
    await page.getByRole("link", { name: "Receive" }).tap();
    await tick().tap();
    expect(await amount().inputValue()).toBe("40");
    await page.getByLabel("Batch number").fill("L-119");
    await page.getByRole("button", { name: "Receive 1 line" }).tap();
    await reads(
      page.getByRole("list", { name: "The way of this purchase order" }).locator("[aria-current]"),
      "Received",
    );
    await expect.poll(async () => (await balance())?.short, patience).toBe("0");
    const { rows } = await ask(supervisor, demo.slug, "showOrderMaterials", { orderId });
    const lines = rows.filter((row) => row.itemName === beans);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.every((row) => row.reserved === row.norm)).toBe(true);
    expect(await balance()).toMatchObject({ expected: "0", inDrafts: "0" });
    await page.goto(`/w/${demo.slug}/purchases?tab=orders`);
    await seesNoMore(page.getByRole("link", { name: /№1 / }));
  });
});

describe("an order by hand", () => {
  it("may be from somebody who is not known yet; what was filled in before stays", async () => {
    const { page } = storekeeper;
    await page.goto(`/w/${demo.slug}/purchases?tab=orders&new=order`);
    const form = page.getByRole("dialog", { name: "New purchase order" });
    await form.getByLabel("Notes for the supplier").fill("before the fair");
    await form.getByRole("button", { name: "New supplier" }).click();
    const supplier = page.getByRole("dialog", { name: "New supplier" });
    await supplier.getByLabel("Name").fill("Bags & Labels");
    await expectAccessible(page, "a purchase order: a new supplier");
    await supplier.getByRole("button", { name: "Add" }).click();
    await expect
      .poll(() => form.getByRole("combobox", { name: "Supplier" }).inputValue(), patience)
      .toBe("Bags & Labels");
    expect(await form.getByLabel("Notes for the supplier").inputValue()).toBe("before the fair");
    await form.getByRole("button", { name: "Cancel" }).click();
  });
});

it("says of each list what is true where it is empty", async () => {
  const { page } = storekeeper;
  const { slug } = demo;
  await page.goto(`/w/${slug}/purchases?tab=orders&show=cancelled`);
  await sees(page.getByText("None has been cancelled"));
  await page.getByRole("combobox", { name: "Which to show" }).click();
  await page.getByRole("option", { name: "To receive" }).click();
  await sees(page.getByText("Nothing has to be received"));
  await expectAccessible(page, "an empty list of purchase orders");
  await page.getByRole("button", { name: "Show the open ones" }).click();
  await sees(page.getByText("Nothing is on its way"));

  const { rows } = await ask(storekeeper, slug, "listSuppliers", {});
  for (const { id } of rows)
    await tell(storekeeper, slug, "changeSupplier", { supplierId: id, archived: true });
  await page.goto(`/w/${slug}/purchases?tab=suppliers`);
  await sees(page.getByText("All suppliers are archived"));
  const { rows: places } = await ask(storekeeper, slug, "listWarehouses", {});
  const finished = places.find((place) => place.name === "Finished goods");
  await page.goto(`/w/${slug}/purchases?warehouse=${finished?.id ?? ""}`);
  await sees(page.getByText("Nothing has to be bought for “Finished goods”"));
});
