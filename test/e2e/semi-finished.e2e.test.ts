import { beforeAll, describe, expect, it } from "vitest";
import type { RequestOf } from "#modules/routes.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { openTab, orderCard, stageBlock } from "./desk-hand.ts";
import { says, sheet, stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { patience, reads, sees, seesNoMore } from "./see.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/**
 * Bread needs dough, and dough has a template of its own. The supervisor makes the dough that the bread is short of by
 * an order of its own; the bread waits for it, then is baked, and has cost what its dough has cost. The printed card's
 * code opens the order: on the desk the supervisor's, in the hand the baker's.
 */
const scene = useScene();

let workshop: Workshop;
let supervisor: Person;
let baker: Person;

type Body = RequestOf<"addTemplate">["body"];

beforeAll(async () => {
  workshop = await openWorkshop(scene, "bakery");
  supervisor = await workshop.hire("Daryna", { roles: ["admin"] });
  baker = await workshop.hire("Ivan", { roles: ["operator"], rate: "120", phone: true });
  const { slug } = workshop;
  const warehouses = (await ask(supervisor, slug, "listWarehouses", {})).rows;
  const [materials, finished] = [warehouses[0]?.id ?? "", warehouses[1]?.id ?? ""];
  const add = (kind: "material" | "semi_finished" | "product", name: string, price: string | null) =>
    tell(supervisor, slug, "addItem", {
      kind,
      name,
      unit: kind === "product" ? "pcs" : "kg",
      variants: [{ name, listPrice: price }],
    });
  const flour = await add("material", "Rye flour", "10");
  const doughItem = await add("semi_finished", "Rye dough", null);
  const breadItem = await add("product", "Rye bread", null);
  const dough = doughItem.variantIds[0] ?? "";
  const lines = [{ variantId: flour.variantIds[0] ?? "", quantity: "100", price: "10" }];
  await tell(supervisor, slug, "receiveStock", { warehouseId: materials, lines });
  const body = (stage: string, variantId: string, perUnit: string, policies: object): Body => ({
    stages: [
      {
        key: "make",
        name: stage,
        performer: { kind: "role", role: "operator" },
        consumption: "at_start",
        norms: [{ variantId, warehouseId: materials, perUnit }],
      },
    ],
    triggers: {},
    policies: { finishedWarehouseId: finished, ...policies },
  });
  const template = (itemId: string, name: string, made: Body) =>
    tell(supervisor, slug, "addTemplate", { itemId, name, body: made });
  await template(doughItem.itemId, "Rye dough", body("Kneading", flour.variantIds[0] ?? "", "0.6", {}));
  await template(breadItem.itemId, "Rye bread", body("Baking", dough, "0.5", { semiFinished: "wait" }));
});

describe("dough for the bread", () => {
  it("is made by an order of its own, ticked where the bread's order is short of it", async () => {
    const { page } = supervisor;
    await page.getByRole("button", { name: "New task" }).first().click();
    const form = page.getByRole("dialog", { name: "New production order" });
    await form.getByRole("combobox", { name: "Product" }).fill("Rye bread");
    await page.getByRole("option", { name: "Rye bread" }).first().click();
    await form.getByLabel("Quantity").fill("5");
    await form.getByLabel("Make it too").check();
    await expectAccessible(page, "semi-finished: new task");
    await form.getByRole("button", { name: /^Make the order/ }).click();
    await sees(page.getByText("Order №2 was made: 3 kg of Rye dough."));
  });

  it("is shown both ways: what the bread waits for, and what the dough is for", async () => {
    const { page } = supervisor;
    await page.goto(`/w/${workshop.slug}/board`);
    await reads(
      page.getByRole("listitem").filter({ hasText: "№1 Rye bread" }),
      "Waits for order №2 (0 of 3)",
    );
    await reads(page.getByRole("listitem").filter({ hasText: "№2 Rye dough" }), "For order №1");
    await page.getByRole("link", { name: "№1 Rye bread" }).click();
    const family = orderCard(supervisor).getByRole("region", { name: "Made by orders of their own" });
    await reads(family, "№2 Rye dough");
    await reads(family, "3 kg will come from orders in work");
    expect(await family.getByRole("button", { name: /^Make/ }).count()).toBe(0);
    await expectAccessible(page, "semi-finished: the parent's card");
    await openTab(supervisor, /^Stages/);
    await reads(stageBlock(supervisor, "Baking"), "Waits for order №2 (0 of 3)");
  });

  it("keeps the bread waiting on the baker's phone, where only the dough can be started", async () => {
    await tapTab(baker, "waiting");
    const baking = stageCard(baker, "Baking");
    await reads(baking, "Waits for Rye dough from order №2 (0 of 3)");
    expect(await baking.getByRole("button", { name: "Start: Baking" }).count()).toBe(0);
    await expectAccessible(baker.page, "semi-finished: a stage that waits for another order");
    await tapIn(stageCard(baker, "Kneading"), "Start: Kneading");
    await tapIn(stageCard(baker, "Kneading"), "Finish");
    await tapIn(sheet(baker), /^Finish/);
    await says(baker, "Finished: Kneading");
  });

  it("lets the bread begin once it is there, and is the bread's cost", async () => {
    await tapTab(baker, "waiting");
    const baking = stageCard(baker, "Baking");
    await tapIn(baking, "Start: Baking");
    await tapIn(stageCard(baker, "Baking"), "Finish");
    await tapIn(sheet(baker), /^Finish/);
    await says(baker, "Finished: Baking");
    await seesNoMore(orderCard(supervisor).getByText("Waits for order №2"));
    const { slug } = workshop;
    const orders = (await ask(supervisor, slug, "listOrders", {})).rows;
    const idOf = (number: number): string => orders.find((order) => order.number === number)?.id ?? "";
    // The phone says so before the server has heard it.
    const lines = async () => (await ask(supervisor, slug, "showOrderCost", { orderId: idOf(1) })).lines;
    await expect.poll(lines, patience).not.toHaveLength(0);
    const made = await ask(supervisor, slug, "showMadeFor", { orderId: idOf(1) });
    const cost = await ask(supervisor, slug, "showOrderCost", { orderId: idOf(1) });
    // 1.8 kg of flour at 10 and a few seconds of kneading, for 3 kg; the bread took 2.5 of them.
    const spent = Number(made.children[0]?.cost);
    expect(spent).toBeGreaterThanOrEqual(18);
    const [line] = cost.lines;
    expect(line).toMatchObject({ category: "material", name: "Rye dough", quantity: "2.5" });
    expect(Number(line?.amount)).toBeCloseTo((spent / 3) * 2.5, 3);
    const { rows } = await ask(supervisor, slug, "listBalances", { search: "Rye dough" });
    expect(rows[0]).toMatchObject({ onHand: "0.5", reserved: "0" });
  });

  it("has a card to print in the order's menu, and is a document", async () => {
    const { page } = supervisor;
    await orderCard(supervisor).getByRole("button", { name: "More about this order" }).click();
    const address = await page.getByRole("menuitem", { name: "Job card (A4)" }).getAttribute("href");
    await page.keyboard.press("Escape");
    const answer = await supervisor.context.request.get(address ?? "");
    expect([answer.status(), answer.headers()["content-type"]]).toEqual([200, "application/pdf"]);
  });

  it("opens by the card's code: the order's card for a supervisor, the baker's own for a baker, and asks a stranger in", async () => {
    const { slug } = workshop;
    const orders = (await ask(supervisor, slug, "listOrders", {})).rows;
    const orderId = orders.find((order) => order.number === 1)?.id ?? "";
    await supervisor.page.goto(`/o/${slug}/${orderId}`);
    await sees(orderCard(supervisor));
    await baker.page.goto(`/o/${slug}/${orderId}`);
    await sees(stageCard(baker, "Baking"));
    expect(new URL(baker.page.url()).pathname).toBe(`/floor/${slug}`);
    const stranger = await scene.open("stranger", { phone: true });
    await stranger.page.goto(`/o/${slug}/${orderId}`);
    await reads(stranger.page.getByRole("main"), "Sign in to see this order.");
    expect(await stranger.page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    await expectAccessible(stranger.page, "a scanned card, signed out");
    await scene.close(stranger);
  });
});
