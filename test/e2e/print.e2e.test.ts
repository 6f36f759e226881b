import { beforeAll, describe, expect, it } from "vitest";
import { decimal, sum, text } from "#kernel/decimal.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { column, orderCard } from "./desk-hand.ts";
import { stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { patience, reads, sees, seesNoMore } from "./see.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/**
 * A print shop gathers small orders of the same paper into one run: the press is set up once. One pack is spoilt on the
 * way; each order gets its own packs and their cost back, and each deal goes on by itself.
 */
const scene = useScene();
let workshop: Workshop;
let supervisor: Person;
let printer: Person;
let head: Person;

const matte = "Business cards, pack of 100, Matte";
const orders: { dealId: string; orderId: string; number: number }[] = [];
let batchId = "";

/** A deal of one line and its order, due so many days from now. */
async function sell(
  title: string,
  finish: "Matte" | "Glossy",
  quantity: number,
  days: number,
): Promise<void> {
  const { rows } = await ask(supervisor, workshop.slug, "listItems", { kind: "product", limit: 10 });
  const variant = rows[0]?.variants.find((one) => one.name === finish);
  const dueDate = new Date(Date.now() + days * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  const variantId = variant?.id ?? "";
  const { dealId } = await tell(head, workshop.slug, "addDeal", {
    title,
    lines: [{ variantId, quantity, price: "190" }],
  });
  const deal = await ask(head, workshop.slug, "showDeal", { dealId });
  const made = await tell(supervisor, workshop.slug, "createOrder", {
    variantId,
    quantity,
    dueDate,
    dealId,
    dealLineId: deal.lines[0]?.id ?? null,
    notes: `${title}: see the artwork`,
  });
  orders.push({ dealId, orderId: made.orderId, number: made.number });
}

beforeAll(async () => {
  workshop = await openWorkshop(scene, "print");
  supervisor = await workshop.hire("Daryna", { roles: ["supervisor"] });
  head = await workshop.hire("Oksana", { roles: ["admin"] });
  printer = await workshop.hire("Petro", {
    roles: ["operator"],
    trades: ["Prepress designer", "Printer", "Print finisher"],
    rate: "211.37",
    phone: true,
  });
  await sell("Cafe on the corner", "Matte", 3, 4);
  await sell("Flower shop", "Matte", 2, 5);
  await sell("Dentist", "Matte", 4, 6);
  await sell("Bookshop", "Glossy", 5, 4);
});

/** Down to a line of an open menu, by the keys alone. */
async function chooseByKeys(name: string): Promise<void> {
  const { page } = supervisor;
  const item = page.getByRole("menuitem", { name });
  await sees(page.getByRole("menu").locator(":focus"));
  const isThere = async (): Promise<boolean> => (await item.and(page.locator(":focus")).count()) === 1;
  await expect
    .poll(async () => {
      if (!(await isThere())) await page.keyboard.press("ArrowDown");
      return isThere();
    }, patience)
    .toBe(true);
  await page.keyboard.press("Enter");
}

describe("a print shop", () => {
  it("is shown which orders could be one run, and gathers them without a mouse", async () => {
    const { page } = supervisor;
    await page.goto(`/w/${workshop.slug}/board`);
    await reads(column(supervisor, "Pending"), matte);
    await page.getByRole("button", { name: "More about the board" }).focus();
    await page.keyboard.press("Enter");
    await chooseByKeys("Gather small orders…");
    const dialog = page.getByRole("dialog", { name: "Gather small orders" });
    const group = dialog.getByRole("region", { name: matte });
    await reads(group, "3 orders · 9 pcs");
    // Printing 30 minutes, cutting 10: once instead of three times.
    await reads(group, "saves 1 hr 20 mins");
    expect(await dialog.getByRole("region").count()).toBe(1);
    await reads(group, "Cafe on the corner");
    await reads(group, "Planned cost, apart → together");
    await expectAccessible(page, "print: gather small orders");
    const last = group.getByRole("checkbox").nth(2);
    await last.focus();
    await page.keyboard.press("Space");
    await sees(group.getByRole("button", { name: "Gather 2 orders" }));
    await page.keyboard.press("Space");
    await group.getByRole("button", { name: "Gather 3 orders" }).focus();
    await page.keyboard.press("Enter");
    const made = dialog.getByRole("list", { name: "Gathered just now" });
    await reads(made, "Order №5 gathers 3 orders");
    await sees(dialog.getByText("Nothing to gather"));
    await page.keyboard.press("Escape");
    await seesNoMore(dialog);
    await reads(column(supervisor, "In a batch"), "In batch №5");
    await reads(column(supervisor, "Pending"), "Gathers 3 orders");
  });

  it("lets an order go its own way again while nobody has begun", async () => {
    const { page } = supervisor;
    await page.getByRole("link", { name: `№5 ${matte}` }).click();
    const members = orderCard(supervisor).getByRole("region", { name: "Gathered orders" });
    await reads(members, "Dentist: see the artwork");
    await expectAccessible(page, "print: the card of a batch");
    await members.getByRole("button", { name: "Take out order №3" }).click();
    await seesNoMore(members.getByText("Dentist: see the artwork"));
    await reads(orderCard(supervisor), "Gathers 2 orders");
    await members.getByRole("link", { name: "№1", exact: true }).click();
    await reads(orderCard(supervisor), "In batch №5");
    await reads(
      orderCard(supervisor).getByRole("region", { name: "Made in a batch" }),
      "Order №5 for 2 orders",
    );
    await expectAccessible(page, "print: the card of a gathered order");
  });

  it("makes the batch once: the floor sees nothing of its orders", async () => {
    const { slug } = workshop;
    const batch = (await ask(supervisor, slug, "listOrders", { search: "5" })).rows.find(
      (row) => row.number === 5,
    );
    batchId = batch?.id ?? "";
    await printer.page.reload();
    await tapTab(printer, "waiting");
    await reads(stageCard(printer, "Prepress", "Order 5"), "5 pcs");
    expect(await stageCard(printer, "Prepress", "Order 1").count()).toBe(0);
    await tapIn(stageCard(printer, "Prepress", "Order 5"), "Start: Prepress");
    await sees(stageCard(printer, "Prepress", "Order 5").getByRole("button", { name: "Finish" }));
    // The phone shows it before the server has heard it.
    const isBegun = async () => (await ask(supervisor, slug, "showOrder", { orderId: batchId })).status;
    await expect.poll(isBegun, patience).toBe("in_progress");
    const reasons = await ask(supervisor, slug, "listDefectReasons", {});
    for (const stage of ["Prepress", "Printing", "Cutting and packing"]) {
      const shown = await ask(supervisor, slug, "showOrder", { orderId: batchId });
      const run = shown.stages.find((one) => one.name === stage)?.runs[0];
      const runId = run?.id ?? "";
      if (stage !== "Prepress") await tell(printer, slug, "startRun", { runId });
      if (stage === "Printing") {
        await tell(supervisor, slug, "reportDefect", {
          runId,
          units: 1,
          decision: "write_off",
          reasonId: reasons.rows[0]?.id ?? "",
          note: "",
        });
      }
      await tell(printer, slug, "finishRun", {
        runId,
        units: stage === "Prepress" ? 5 : 4,
        checks: stage === "Prepress" ? [{ key: "proof", yes: true }] : [],
      });
    }
    await reads(
      orderCard(supervisor).getByRole("region", { name: "Made in a batch" }),
      "Its share: 3 of 4 pcs",
    );
  });

  it("gives each order its packs and their cost, exactly, and each deal its own", async () => {
    const { slug } = workshop;
    const gathered = await ask(supervisor, slug, "showGathered", { orderId: batchId });
    const cost = await ask(supervisor, slug, "showOrderCost", { orderId: batchId });
    expect(gathered.members.map((each) => [each.number, each.units, each.ordered])).toEqual([
      [1, 3, 3],
      [2, 1, 2],
    ]);
    expect(text(sum(gathered.members.map((each) => decimal(each.cost ?? "0"))))).toBe(cost.real?.total);
    const [cafe, flowers] = orders;
    const own = gathered.members[0]?.cost ?? "";
    const dealOf = (dealId: string) => ask(head, slug, "showDeal", { dealId });
    expect((await dealOf(cafe?.dealId ?? "")).money?.real?.cost).toBe(own);
    expect((await dealOf(cafe?.dealId ?? "")).lines[0]?.ready).toBe("3");
    expect((await dealOf(flowers?.dealId ?? "")).lines[0]?.ready).toBe("1");
    // The whole order moves its deal; the one that is short leaves that to people.
    await expect
      .poll(async () => {
        const { statuses, statusId } = await dealOf(cafe?.dealId ?? "");
        return statuses.find((status) => status.id === statusId)?.name;
      }, patience)
      .toBe("Ready to ship");
    const { page } = supervisor;
    await page.goto(`/w/${slug}/orders/${flowers?.orderId ?? ""}`);
    await reads(
      orderCard(supervisor).getByRole("region", { name: "Made in a batch" }),
      "Its share: 1 of 4 pcs",
    );
    await orderCard(supervisor)
      .getByRole("tab", { name: /^History/ })
      .click();
    await reads(orderCard(supervisor), "1 of 2 units came from order №5");
    await reads(orderCard(supervisor), "1 unit is short.");
  });

  it("gathers on a phone as well", async () => {
    const phone = await workshop.hire("Olha", { roles: ["supervisor"], phone: true });
    await sell("Bakery", "Matte", 1, 7);
    await phone.page.goto(`/w/${workshop.slug}/board?new=batch`);
    const dialog = phone.page.getByRole("dialog", { name: "Gather small orders" });
    await reads(dialog, "2 orders · 5 pcs");
    await expectAccessible(phone.page, "print: gathering on a phone");
    const beside = `(() => { const it = document.querySelector("[role=dialog]"); return it.scrollWidth - it.clientWidth; })()`;
    expect(await phone.page.evaluate(beside)).toBeLessThanOrEqual(0);
    await dialog.getByRole("button", { name: "Gather 2 orders" }).tap();
    await reads(dialog, "gathers 2 orders");
    await phone.page.getByRole("button", { name: "Undo" }).tap();
    await reads(dialog, "2 orders · 5 pcs");
  });
});
