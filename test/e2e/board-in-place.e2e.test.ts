import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { patience, reads, sees } from "./see.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/** What another does reaches the board in place: the same cards, each once, and none of them under the pointer. */
const scene = useScene();
let workshop: Workshop;
let watching: Person;
let acting: Person;
const orders: string[] = [];

beforeAll(async () => {
  workshop = await openWorkshop(scene, "bakery");
  watching = await workshop.hire("Daryna", { roles: ["supervisor"] });
  acting = await workshop.hire("Oleh", { roles: ["supervisor"] });
  const { rows } = await ask(acting, workshop.slug, "listItems", { kind: "product" });
  const variantId = rows[0]?.variants[0]?.id ?? "";
  for (const quantity of [3, 4, 5]) {
    const { orderId } = await tell(acting, workshop.slug, "createOrder", { variantId, quantity });
    orders.push(orderId);
  }
  await watching.page.goto(`/w/${workshop.slug}/board`);
  await sees(watching.page.locator("[data-card]").nth(2));
});

const card = (place: number): Locator => watching.page.locator(`[data-card="${orders[place] ?? ""}"]`);
const top = async (place: number): Promise<number> => (await card(place).boundingBox())?.y ?? Number.NaN;

describe("a board that is looked at", () => {
  it("holds the cards still under the pointer, and moves them once it has gone", async () => {
    const { page } = watching;
    await card(0).hover();
    const [first, last] = [await top(0), await top(2)];
    const drawn = await card(2).elementHandle();
    await tell(acting, workshop.slug, "changeOrder", { orderId: orders[2] ?? "", priority: "urgent" });
    // The news is there, and the place is kept.
    await reads(card(2), "Urgent");
    expect([await top(0), await top(2)]).toEqual([first, last]);
    await page.mouse.move(5, 5);
    await expect.poll(() => top(2), patience).toBeLessThan(first + 1);
    expect(await card(2).count()).toBe(1);
    // The very element that was there has moved; another in its place would have left this one behind.
    expect(await drawn?.isVisible()).toBe(true);
    expect(await page.locator("[data-card]").count()).toBe(3);
  });
});
