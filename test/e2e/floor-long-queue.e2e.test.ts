import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { bareHands, findOutOfReach } from "./floor-reach.ts";
import { sheet, tapIn, tapTab } from "./floor-hand.ts";
import { cutNetwork } from "./no-network.ts";
import { minuteStage, ownOrder } from "./own-order.ts";
import { patience, reads, sees, seesNoMore, signInFloor, signInOffice } from "./see.ts";

/** More waits than a phone shows: the rest comes by a tap, or by the job card that lies beside the work. */
const scene = useScene();

const waiting = 64;
let demo: DemoWorkspace;
let owner: Person;
let roman: Person;
const page = () => roman.page;
/** In the order in which they wait. */
const orders: { readonly id: string; readonly number: number }[] = [];
const cards = () => page().getByRole("article");
const ofOrder = (place: number) => ({
  has: page().getByText(`Order ${orders[place]?.number}`, { exact: true }),
});
const cardOf = (place: number) => cards().filter(ofOrder(place));
const focused = (place: number) => page().locator("article:focus").filter(ofOrder(place));
const counts = (many: number) => expect.poll(() => cards().count(), patience).toBe(many);

async function scan(place: number): Promise<void> {
  await page().getByRole("button", { name: "Scan", exact: true }).tap();
  await sheet(roman).getByLabel("Or type the code").fill(String(orders[place]?.number));
  await sheet(roman).getByLabel("Or type the code").press("Enter");
  await seesNoMore(sheet(roman));
}

beforeAll(async () => {
  demo = await scene.product().demo("en");
  owner = await scene.open("owner");
  roman = await scene.open("roman", { phone: true });
  await signInOffice(owner, demo.emails.owner);
  const first = await ownOrder(owner, demo.slug, {
    name: "Shelf",
    quantity: 1,
    stages: [minuteStage("Sanding")],
  });
  const { number, variantId } = await ask(owner, demo.slug, "showOrder", { orderId: first });
  orders.push({ id: first, number });
  while (orders.length < waiting) {
    const made = await tell(owner, demo.slug, "createOrder", { variantId, quantity: 1 });
    orders.push({ id: made.orderId, number: made.number });
  }
  await signInFloor(roman, demo.emails.roaster);
  await tapTab(roman, "waiting");
});

describe("a long queue", () => {
  it("shows its first fifty, and the others at a tap", async () => {
    await counts(50);
    expect(await cardOf(waiting - 1).count()).toBe(0);
    const more = page().getByRole("button", { name: "Show more" });
    await more.scrollIntoViewIfNeeded();
    await expectAccessible(page(), "a long queue");
    expect(await findOutOfReach(page(), bareHands)).toEqual([]);
    await more.tap();
    await sees(cardOf(waiting - 1));
    await counts(waiting);
    await seesNoMore(more);
  });

  it("goes on being told of what happens", async () => {
    await tell(owner, demo.slug, "cancelOrder", { orderId: orders.at(-1)?.id ?? "", reason: "Not wanted" });
    await seesNoMore(cardOf(waiting - 1));
    await counts(waiting - 1);
  });

  it("brings what stands far back by its job card, to work on it", async () => {
    await page().reload();
    await tapTab(roman, "waiting");
    await counts(50);
    await scan(waiting - 2);
    await sees(focused(waiting - 2));
    await counts(51);
    await tapIn(cardOf(waiting - 2), /^Start/);
    await sees(page().getByRole("button", { name: "Finish" }));
    await sees(cardOf(waiting - 2));
  });

  it("opens there from a printed card's address, too", async () => {
    await page().goto(`/floor/${demo.slug}?order=${orders[waiting - 3]?.id}`);
    await sees(focused(waiting - 3));
  });

  it("says that nobody could be asked where there is no network, and keeps what is there", async () => {
    await page().goto(`/floor/${demo.slug}?tab=waiting`);
    await counts(50);
    await cutNetwork(roman);
    await scan(waiting - 4);
    await reads(page().getByRole("status").filter({ hasText: "not among the stages" }), "can’t be reached");
    await counts(50);
    await roman.context.setOffline(false);
    await scan(waiting - 4);
    await sees(focused(waiting - 4));
  });
});
