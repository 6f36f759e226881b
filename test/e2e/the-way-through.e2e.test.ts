import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import {
  decimal,
  type Decimal,
  roundAverage,
  roundMoney,
  roundQuantity,
  sum,
  text,
} from "#kernel/decimal.ts";
import type { OutputOf } from "#modules/routes.ts";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { drag, figure, patience, plain, reads, sees, seesNoMore, signInFloor, signInOffice } from "./see.ts";

/**
 * One batch of coffee from a deal to its real profit, by people in browsers of their own: sales and supervisor
 * at their desks, roaster and packer at their phones. Nobody reloads a page to see what another has done.
 */
const scene = useScene();

let demo: DemoWorkspace;
let sales: Person;
let supervisor: Person;
let roaster: Person;
let packer: Person;
let storekeeper: Person;
let goodsBefore: OutputOf<"listBalances">["rows"][number];
let orderId = "";
let orderNumber = 0;
/** What one kilogram of green beans is worth when the order is planned. */
let beansAverage: Decimal = decimal(0);

const product = "Arabica premium, 250 g";
const title = "Twenty bags for the reading room";
const roasterRate = decimal("220");
const packerRate = decimal("160");
// 20 bags of 0.25 kg at 15 % roasting loss; 5 % more labels than bags, in whole ones.
const beansNorm = roundQuantity(decimal("5").div("0.85"));
const packaging = sum([decimal("6.40").times(20), decimal("1.15").times(21), decimal("2.05").times(20)]);
const cell = (person: Person, row: string | RegExp, column: number): Locator =>
  person.page.getByRole("row", { name: row }).first().getByRole("cell").nth(column);
const shown = async (person: Person, row: string | RegExp, column: number): Promise<string> =>
  plain(await cell(person, row, column).innerText());
/** Screens round to the minor unit. */
async function readsFigure(person: Person, row: RegExp, column: number, amount: Decimal): Promise<void> {
  await expect
    .poll(async () => figure(await shown(person, row, column)), patience)
    .toBe(amount.round(2, 1).toFixed(2));
}
async function readsWorth(
  person: Person,
  row: RegExp,
  worth: { readonly value: Decimal; readonly average?: Decimal },
): Promise<void> {
  // The worth of what lies there, and the average under it.
  const lines = async (): Promise<string[]> =>
    (await cell(person, row, 8).innerText()).split("\n").map((line) => figure(plain(line)));
  const asShown = (amount: Decimal): string => amount.round(2, 1).toFixed(2);
  await expect.poll(async () => (await lines())[0], patience).toBe(asShown(worth.value));
  if (worth.average !== undefined) expect((await lines()).at(-1)).toBe(asShown(worth.average));
}
const orderCost = (): Promise<OutputOf<"showOrderCost">> =>
  ask(supervisor, demo.slug, "showOrderCost", { orderId });
const beans = async () => {
  const { rows } = await ask(supervisor, demo.slug, "listBalances", { search: "Green beans" });
  const [row] = rows;
  if (row === undefined) throw new Error("No green beans");
  return row;
};

beforeAll(async () => {
  demo = await scene.product().demo("en");
  sales = await scene.open("sales");
  supervisor = await scene.open("supervisor");
  roaster = await scene.open("roaster", { phone: true });
  packer = await scene.open("packer", { phone: true });
  storekeeper = await scene.open("storekeeper");
});

/** A delivery, written down at the stock page as it comes in. */
async function receive(what: string, quantity: string, price: string): Promise<void> {
  const { page } = storekeeper;
  await page.getByRole("button", { name: "Receive" }).click();
  const dialog = page.getByRole("dialog", { name: "Receive" });
  await dialog.getByRole("combobox", { name: "Into warehouse" }).click();
  await page.getByRole("option", { name: "Materials" }).click();
  await dialog.getByRole("combobox", { name: "Item 1" }).fill(what);
  await page.getByRole("option", { name: what }).click();
  await dialog.getByLabel("Quantity").fill(quantity);
  await dialog.getByLabel(/^(Unit price|Price for one)/).fill(price);
  // Beans are told apart by batch, bags are not.
  const batch = dialog.getByRole("textbox", { name: /^Batch/ });
  if (what.startsWith("Green beans")) await batch.fill(`L-${quantity}`);
  else expect(await batch.count()).toBe(0);
  await expectAccessible(page, "receive");
  await dialog.getByRole("button", { name: "Receive" }).click();
  await seesNoMore(dialog);
}

describe("from a deal to a real profit", () => {
  it("lets everyone in", async () => {
    await signInOffice(sales, demo.emails.sales);
    await signInOffice(supervisor, demo.emails.supervisor);
    await signInFloor(roaster, demo.emails.roaster);
    await signInFloor(packer, demo.emails.packer);
    await signInOffice(storekeeper, demo.emails.storekeeper);
  });

  it("takes green beans into stock at a new average", async () => {
    const { page } = storekeeper;
    await page.getByRole("link", { name: "Stock", exact: true }).click();
    const row = /^Green beans, arabica/;
    await sees(page.getByRole("row", { name: row }));
    await expectAccessible(page, "stock");
    const before = await beans();
    const [goods] = (await ask(supervisor, demo.slug, "listBalances", { kind: "product" })).rows;
    if (goods === undefined) throw new Error("No finished goods of the earlier batch");
    goodsBefore = goods;
    // 30 kg at 410 and 20 kg at 436.50; what has gone into a batch since has left the average alone.
    expect(before.average).toBe("420.6");
    expect(await shown(storekeeper, row, 8)).toContain("₴420.60 / kg");

    await receive("Green beans, arabica", "12.5", "455.20");
    const quantity = decimal(before.onHand).plus("12.5");
    const value = decimal(before.value ?? "0").plus(decimal("12.5").times("455.20"));
    beansAverage = roundAverage(value.div(quantity));
    expect(await beans()).toMatchObject({ onHand: text(quantity), average: text(beansAverage) });
    await reads(page.getByRole("row", { name: row }), `${text(quantity)} kg`);
    await readsWorth(storekeeper, row, { value, average: beansAverage });
  });

  it("lets sales write down what the customer wants", async () => {
    const { page } = sales;
    await sees(page.getByRole("heading", { name: "Deals", level: 1 }));
    await page.getByRole("button", { name: "New deal" }).click();
    const dialog = page.getByRole("dialog", { name: "New deal" });
    await dialog.getByLabel("What is it about?").fill(title);
    await dialog.getByRole("combobox", { name: "Contact" }).fill("Andrii");
    await page.getByRole("option", { name: "Andrii (demo)" }).click();
    await dialog.getByRole("combobox", { name: "Product" }).fill("Arabica");
    await page.getByRole("option", { name: product }).click();
    await dialog.getByLabel("Quantity").fill("20");
    expect(await dialog.getByLabel("Price for one").inputValue()).toBe("320");
    await reads(dialog, "Total ₴6,400.00");
    await expectAccessible(page, "new deal");
    await dialog.getByRole("button", { name: "Add the deal" }).click();
    await sees(page.getByRole("heading", { name: title, level: 1 }));
    await sees(page.getByText("No production order yet."));
    await expectAccessible(page, "deal");
  });

  it("makes the order by itself when the deal is dragged into 'Accepted for production'", async () => {
    await supervisor.page.getByRole("link", { name: "Board" }).click();
    await sees(supervisor.page.getByRole("heading", { name: "Production board" }));
    const pending = supervisor.page.getByRole("region", { name: /^Pending: / });
    await sees(supervisor.page.getByRole("region", { name: "Pending: 0 orders" }));

    // The deal stays open in a second window of the same person, which nobody touches.
    const board = await sales.context.newPage();
    await board.goto(`/w/${demo.slug}/deals`);
    const column = board.getByRole("region", { name: /^Accepted for production: / });
    const card = board.getByRole("listitem").filter({ hasText: title });
    await sees(card);
    await expectAccessible(board, "deals");
    await drag(board, card, column);
    await sees(column.getByRole("link", { name: title }));

    const production = sales.page.getByRole("region", { name: "Production" });
    await sees(production.getByRole("link", { name: /^Order \d+$/ }));
    await reads(production, "0 of 20");
    await reads(production, "Pending");
    await board.close();
    orderNumber = Number(/\d+/.exec(await production.getByRole("link").innerText())?.[0]);
    await reads(pending, `№${orderNumber} ${product}`);
    await sees(supervisor.page.getByRole("region", { name: "Pending: 1 order" }));
    await expectAccessible(supervisor.page, "production board");
  });

  it("makes an order for a deal that is moved by the menu, too", async () => {
    const { page } = sales;
    await page.getByRole("link", { name: "Deals" }).click();
    const other = "Monthly delivery, 20 bags";
    await page.getByRole("button", { name: `Move “${other}” to another status` }).click();
    await expectAccessible(page, "menu of a deal");
    await page.getByRole("menuitem", { name: "Accepted for production" }).click();
    await sees(
      page
        .getByRole("region", { name: "Accepted for production: 2 deals" })
        .getByRole("link", { name: other }),
    );
    await sees(supervisor.page.getByRole("region", { name: "Pending: 2 orders" }));
    await page.getByRole("link", { name: title }).click();
    await sees(page.getByRole("heading", { name: title, level: 1 }));
  });

  it("shows the supervisor what the order needs, takes and will cost", async () => {
    const { page } = supervisor;
    await page.getByRole("link", { name: `№${orderNumber} ${product}` }).click();
    const card = page.getByRole("article", { name: `№${orderNumber} ${product}` });
    await sees(card);
    orderId = new URL(page.url()).searchParams.get("order") ?? "";
    const material = roundMoney(beansNorm.times(beansAverage)).plus(packaging);
    const labour = roasterRate.div(4).plus(packerRate.div(2));
    await reads(card.getByRole("row", { name: /^Materials/ }), "₴");
    await readsFigure(supervisor, /^Materials/, 0, material);
    await readsFigure(supervisor, /^Labour/, 0, labour);
    await readsFigure(supervisor, /^Total/, 0, material.plus(labour));
    expect((await orderCost()).planned).toMatchObject({
      material: text(material),
      labour: text(labour),
      total: text(material.plus(labour)),
    });
    await expectAccessible(page, "order card: overview");

    await card.getByRole("tab", { name: /^Stages/ }).click();
    await sees(card.getByText("Bean roasting"));
    await sees(card.getByText("Grinding and packaging"));
    await reads(card, "degassing");
    await expectAccessible(page, "order card: stages");

    await card.getByRole("tab", { name: /^Materials/ }).click();
    await sees(card.getByRole("row", { name: /^Green beans, arabica/ }));
    for (const column of [1, 2]) {
      expect(await shown(supervisor, /^Green beans, arabica/, column)).toBe("5.882 kg");
      const exact = await cell(supervisor, /^Green beans, arabica/, column).getAttribute("title");
      expect(plain(exact ?? "")).toBe("5.882353 kg");
    }
    expect(await shown(supervisor, /^Label/, 2)).toBe("21 pcs");
    await expectAccessible(page, "order card: materials");

    await card.getByRole("tab", { name: /^History/ }).click();
    await sees(card.getByText("Automation").first());
    await expectAccessible(page, "order card: history");
  });

  it("lets the roaster start, pause, go on and finish with what was really used", async () => {
    const { page } = roaster;
    const waiting = page
      .getByRole("article", { name: "Bean roasting" })
      .filter({ hasText: `Order ${orderNumber}` });
    await page.getByRole("tab", { name: /^Waiting/ }).tap();
    await sees(waiting);
    await expectAccessible(page, "my stages: waiting");
    await waiting.getByRole("button", { name: "Start: Bean roasting" }).tap();
    const running = page.getByRole("article", { name: "Bean roasting" });
    await sees(running.getByRole("button", { name: "Pause" }));
    await expectAccessible(page, "my stages: in progress");
    await reads(running.getByRole("timer"), /0:0[2-9]/);
    await reads(supervisor.page.getByRole("article"), "Roman, roaster");

    await running.getByRole("button", { name: "Pause" }).tap();
    await sees(page.getByRole("heading", { name: "Why the pause?" }));
    await expectAccessible(page, "why the pause");
    await page.getByRole("button", { name: "Lunch" }).tap();
    await sees(running.getByText("Paused"));
    await running.getByRole("button", { name: "Resume" }).tap();
    await sees(running.getByRole("button", { name: "Pause" }));
    await reads(running.getByRole("timer"), /0:0[4-9]/);

    await running.getByRole("button", { name: "Finish" }).tap();
    const sheet = page.getByRole("dialog", { name: "Finish: Bean roasting" });
    const used = sheet.getByLabel("Green beans, arabica", { exact: true });
    expect(await used.inputValue()).toBe("5.882353");
    await used.fill("6.1");
    await reads(sheet, "0.217647 kg over the norm");
    await sheet.getByLabel("Comment").fill("Second crack at 9:40");
    await expectAccessible(page, "finish");
    await sheet.getByRole("button", { name: /^Finish/ }).tap();
    await sees(page.getByText("Finished: Bean roasting"));
    await page.getByRole("tab", { name: /^Done today: 1 stage/ }).tap();
    await reads(page.getByRole("article", { name: "Bean roasting" }), /\d secs? of work/);
    await expectAccessible(page, "my stages: done today");

    // The phone says so before the server has heard it.
    const captured = async () => (await orderCost()).lines.find((one) => one.category === "material");
    await expect.poll(captured, patience).toBeDefined();
    const line = await captured();
    expect(line).toMatchObject({ quantity: "6.1", rate: text(beansAverage) });
    expect(line?.amount).toBe(text(roundMoney(decimal("6.1").times(beansAverage))));
  });

  it("holds the packer back until the coffee has degassed, or a supervisor lets it go", async () => {
    const { page } = packer;
    const card = page.getByRole("article", { name: "Grinding and packaging" });
    await page.getByRole("tab", { name: /^Waiting/ }).tap();
    await reads(card, /Available from .+ — waiting for degassing/);
    expect(await card.getByRole("button", { name: "Start: Grinding and packaging" }).count()).toBe(0);
    await expectAccessible(page, "my stages: held by a wait");

    const office = supervisor.page;
    await office.getByRole("tab", { name: /^Stages/ }).click();
    await office.getByRole("button", { name: "Release early" }).click();
    const dialog = office.getByRole("dialog", { name: "Release early: Grinding and packaging" });
    await dialog.getByLabel("Reason").fill("The customer grinds it at once");
    await expectAccessible(office, "release early");
    await dialog.getByRole("button", { name: "Release early" }).click();
    await seesNoMore(dialog);

    await card.getByRole("button", { name: "Start: Grinding and packaging" }).tap();
    await sees(card.getByRole("button", { name: "Finish" }));
    await reads(card.getByRole("timer"), /0:0[3-9]/);
    await card.getByRole("button", { name: "Finish" }).tap();
    await page
      .getByRole("dialog", { name: "Finish: Grinding and packaging" })
      .getByRole("button", { name: /^Finish/ })
      .tap();
    await sees(page.getByText("Finished: Grinding and packaging"));
    await reads(office.getByRole("article", { name: `№${orderNumber} ${product}` }), "20 of 20");
  });

  it("costs what was used and worked, to the last minor unit, beside the plan", async () => {
    const cost = await orderCost();
    const { stages } = await ask(supervisor, demo.slug, "showOrder", { orderId });
    const worked = (stage: number): Decimal => decimal(stages[stage]?.runs[0]?.workedSeconds ?? 0);
    const labour = [
      roundMoney(worked(0).times(roasterRate).div(3600)),
      roundMoney(worked(1).times(packerRate).div(3600)),
    ];
    for (const each of labour) expect(each.gt(0)).toBe(true);
    const roasted = roundMoney(decimal("6.1").times(beansAverage));
    const total = sum([roasted, packaging, ...labour]);
    expect(cost.real).toMatchObject({
      material: text(roasted.plus(packaging)),
      labour: text(sum(labour)),
      total: text(total),
      received: text(total),
      provisional: false,
    });
    expect(cost.stages.map((stage) => stage.real?.total)).toEqual([
      text(roasted.plus(labour[0] ?? 0)),
      text(packaging.plus(labour[1] ?? 0)),
    ]);

    const { page } = supervisor;
    await page.getByRole("tab", { name: "Overview" }).click();
    const rows = { Materials: roasted.plus(packaging), Labour: sum(labour), Total: total };
    for (const [name, amount] of Object.entries(rows)) {
      await sees(page.getByRole("row", { name: new RegExp(`^${name}`) }));
      await readsFigure(supervisor, new RegExp(`^${name}`), 1, amount);
    }
    await expectAccessible(page, "order card: real cost");
    await page.getByRole("link", { name: "Cost story" }).click();
    const roasting = page
      .getByRole("region", { name: "By stage and cycle" })
      .getByRole("row", { name: /^Bean roasting/ });
    const ofStage = async (place: number): Promise<string> =>
      figure(plain(await roasting.getByRole("cell").nth(place).innerText()));
    const asShown = (amount: Decimal): string => amount.round(2, 1).toFixed(2);
    await expect.poll(() => ofStage(1), patience).toBe(asShown(roasted));
    expect(await ofStage(3)).toBe(asShown(roasted.plus(labour[0] ?? 0)));
    await page.goBack();
  });

  it("moves the deal to 'Ready to ship' and shows its real profit beside the plan", async () => {
    const { page } = sales;
    const current = page
      .getByRole("navigation", { name: "Status of the deal" })
      .locator("[aria-current=step]");
    await reads(current, "Ready to ship");
    const { real, planned } = await orderCost();
    if (real === null) throw new Error("No real cost");
    const revenue = decimal("6400");
    const profit = revenue.minus(real.total);
    await reads(page.getByRole("row", { name: /^Revenue/ }), "₴6,400.00");
    await readsFigure(sales, /^Cost/, 0, decimal(planned.total));
    await readsFigure(sales, /^Cost/, 1, decimal(real.total));
    await readsFigure(sales, /^Profit .*₴/, 0, revenue.minus(planned.total));
    await readsFigure(sales, /^Profit .*₴/, 1, profit);
    await readsFigure(sales, /^Margin/, 1, profit.div(revenue).times(100));
    await expectAccessible(page, "deal: real profit");
  });

  it("has the batch in finished goods at what it cost", async () => {
    const { page } = storekeeper;
    const { real } = await orderCost();
    const [goods] = (await ask(supervisor, demo.slug, "listBalances", { kind: "product" })).rows;
    // 40 bags of an earlier batch lie there at their own cost.
    const value = decimal(goodsBefore.value ?? "0").plus(real?.total ?? "0");
    expect(goods).toMatchObject({
      onHand: "60",
      value: text(value),
      average: text(roundAverage(value.div(60))),
    });
    const row = /^Arabica premium, 250 g/;
    await reads(page.getByRole("row", { name: row }), "60 pcs");
    await readsWorth(storekeeper, row, { value });
    await page.getByRole("tab", { name: "Movements" }).click();
    await reads(page.getByRole("table"), "Finished goods");
    await expectAccessible(page, "movements");
    await page.getByRole("tab", { name: "On hand" }).click();
  });

  it("changes no figure of yesterday when rates and prices rise", async () => {
    const cost = await orderCost();
    const figures = (page: Person["page"]): Promise<string> => page.getByRole("table").first().innerText();
    const deal = await figures(sales.page);

    const owner = await scene.open("owner");
    await signInOffice(owner, demo.emails.owner);
    await owner.page.getByRole("link", { name: "Settings" }).click();
    await owner.page.getByRole("tab", { name: "Hourly rates" }).click();
    await owner.page.getByRole("button", { name: "Hourly rate of Roman, roaster" }).click();
    const dialog = owner.page.getByRole("dialog", { name: "Hourly rate of Roman, roaster" });
    await dialog.getByLabel(/^Per hour/).fill("999");
    await expectAccessible(owner.page, "hourly rate");
    await dialog.getByRole("button", { name: "Save" }).click();
    await reads(owner.page.getByRole("row", { name: /^Roman, roaster/ }), "₴999.00");
    await expectAccessible(owner.page, "hourly rates");
    await receive("Green beans, arabica", "40", "900");
    await receive("Kraft bag 250 g", "500", "20");

    expect(await orderCost()).toEqual(cost);
    for (const { page } of [sales, supervisor]) await page.reload();
    await sees(sales.page.getByRole("row", { name: /^Profit .*₴/ }));
    expect(await figures(sales.page)).toBe(deal);
    await sees(supervisor.page.getByRole("row", { name: /^Total/ }));
    await readsFigure(supervisor, /^Total/, 1, decimal(cost.real?.total ?? "0"));
  });

  it("ships it, and the goods have left the shelf", async () => {
    const { page } = sales;
    await page.getByRole("button", { name: "Ship", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Ship to the customer" });
    await expect.poll(() => dialog.getByLabel(product).inputValue(), patience).toBe("20");
    await expectAccessible(page, "ship");
    await dialog.getByRole("button", { name: "Ship" }).click();
    await reads(page.getByRole("row", { name: /^Arabica premium, 250 g/ }), "20 pcs shipped");
    await reads(storekeeper.page.getByRole("row", { name: /^Arabica premium, 250 g/ }), "40 pcs");
  });
});
