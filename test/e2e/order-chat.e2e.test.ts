import { beforeAll, describe, expect, it } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { openTab, orderCard } from "./desk-hand.ts";
import { sheet, stageCard, tapIn, tapTab } from "./floor-hand.ts";
import { patience, plain, reads, sees, seesNoMore } from "./see.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/**
 * A supervisor asks the baker about an order, with a drawing; the phone shows that there is something, the baker
 * answers, and the desk sees it without reloading. The drawing gets a second version, and the phone has that one.
 */
const scene = useScene();

let workshop: Workshop;
let supervisor: Person;
let baker: Person;
let orderId = "";

/** A picture of one colour, as a camera or a drawing program would send it. */
const drawing = (name: string): { name: string; mimeType: string; buffer: Buffer } => ({
  name,
  mimeType: "image/png",
  buffer: Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  ),
});

beforeAll(async () => {
  workshop = await openWorkshop(scene, "bakery");
  supervisor = await workshop.hire("Daryna", { roles: ["admin"] });
  baker = await workshop.hire("Ivan", { roles: ["operator"], rate: "120", phone: true });
  const { slug } = workshop;
  const warehouses = (await ask(supervisor, slug, "listWarehouses", {})).rows;
  const bread = await tell(supervisor, slug, "addItem", {
    kind: "product",
    name: "Rye bread",
    unit: "pcs",
    variants: [{ name: "Rye bread" }],
  });
  await tell(supervisor, slug, "addTemplate", {
    itemId: bread.itemId,
    name: "Rye bread",
    body: {
      stages: [
        {
          key: "bake",
          name: "Baking",
          performer: { kind: "role", role: "operator" },
          consumption: "at_start",
          norms: [],
        },
      ],
      triggers: {},
      policies: { finishedWarehouseId: warehouses[1]?.id ?? "" },
    },
  });
  orderId = (
    await tell(supervisor, slug, "createOrder", { variantId: bread.variantIds[0] ?? "", quantity: 5 })
  ).orderId;
});

describe("the chat and the files of an order", () => {
  it("takes a message that names the baker, with a drawing", async () => {
    const { page } = supervisor;
    await page.goto(`/w/${workshop.slug}/orders/${orderId}?tab=chat`);
    await sees(page.getByText("Nothing said yet"));
    await expectAccessible(page, "order chat: empty");
    const field = page.getByRole("combobox", { name: "Message" });
    await field.pressSequentially("@iv");
    await sees(page.getByRole("option", { name: "Ivan" }));
    await expectAccessible(page, "order chat: a mention is offered");
    await field.press("Enter");
    await expect.poll(() => field.inputValue(), patience).toBe("@Ivan ");
    await field.pressSequentially("is the oven free?");
    await page
      .getByLabel("Attach files", { exact: true })
      .last()
      .setInputFiles([drawing("loaf.png")]);
    await sees(page.getByText("loaf.png"));
    const send = page.getByRole("button", { name: "Send" });
    await expect.poll(() => send.isEnabled(), patience).toBe(true);
    await field.press("Enter");
    const said = page.getByRole("list", { name: "Messages about this order" });
    await reads(said, "@Ivan is the oven free?");
    await sees(said.getByRole("img", { name: "loaf.png" }));
    expect(await field.inputValue()).toBe("");
    await expectAccessible(page, "order chat: a message with a picture");
  });

  it("shows on the baker's phone that there is something, and what; the answer is on the desk at once", async () => {
    await tapTab(baker, "waiting");
    const card = stageCard(baker, "Baking");
    await reads(card, "Chat: you are mentioned");
    await expectAccessible(baker.page, "order chat: a card with news");
    await tapIn(card, "Chat: you are mentioned, order 1");
    await reads(sheet(baker), "is the oven free?");
    await expectAccessible(baker.page, "order chat: the phone's sheet");
    await sheet(baker).getByLabel("Your message").fill("Free in ten minutes");
    await tapIn(sheet(baker), "Send");
    await reads(sheet(baker), "Free in ten minutes");
    await reads(
      supervisor.page.getByRole("list", { name: "Messages about this order" }),
      "Free in ten minutes",
    );
    await tapIn(sheet(baker), "Close");
    await reads(card, /Chat(?!:)/);
    await seesNoMore(card.getByText("Chat: you are mentioned"));
  });

  it("marks what is unread on the board and the tab, until it is read", async () => {
    const { page } = supervisor;
    await page.goto(`/w/${workshop.slug}/board`);
    await tell(baker, workshop.slug, "writeMessage", { orderId, text: "Now" });
    await reads(page.getByRole("listitem").filter({ hasText: "№1 Rye bread" }), "1 unread message");
    await page.getByRole("link", { name: "№1 Rye bread" }).click();
    await reads(orderCard(supervisor).getByRole("tab", { name: /^Chat/ }), "1 unread message");
    const panel = await openTab(supervisor, /^Chat/);
    await reads(panel, "Now");
    await seesNoMore(orderCard(supervisor).getByText("1 unread message"));
  });

  it("lets the writer alone change and take away, and bring back", async () => {
    const { page } = supervisor;
    const panel = orderCard(supervisor).getByRole("tabpanel", { name: /^Chat/ });
    // Two of the three are the baker's.
    await expect
      .poll(() => panel.getByRole("button", { name: "Edit the message" }).count(), patience)
      .toBe(1);
    await panel.getByRole("button", { name: "Edit the message" }).click();
    await page.getByRole("menuitem", { name: "Remove the message" }).click();
    await reads(panel, "Message removed");
    await page.getByRole("button", { name: "Undo" }).click();
    await reads(panel, "is the oven free?");
  });

  it("marks what the customer asks to have made otherwise, on the board and the phone, until it is answered", async () => {
    const { page } = supervisor;
    const panel = await openTab(supervisor, /^Chat/);
    await panel.getByRole("checkbox", { name: "The customer asks for a change" }).check();
    await panel.getByRole("combobox", { name: "Message" }).fill("Without caraway, please");
    await panel.getByRole("button", { name: "Send" }).click();
    await sees(panel.getByRole("button", { name: "Leave as it is" }));
    expect(await panel.getByRole("checkbox").isChecked()).toBe(false);
    await expectAccessible(page, "order chat: a change that is asked for");
    await sees(
      orderCard(supervisor)
        .getByRole("tab", { name: /^Chat/ })
        .getByRole("img", { name: "The customer asks for a change: Without caraway, please" }),
    );
    await reads(
      page.getByRole("listitem").filter({ hasText: "№1 Rye bread" }),
      "The customer asks for a change: Without caraway, please",
    );
    const card = stageCard(baker, "Baking");
    await reads(card, "The customer asks for a change: Without caraway, please");
    await expectAccessible(baker.page, "order chat: a card of which a change is asked");
    await panel.getByRole("button", { name: "Changed", exact: true }).click();
    await reads(panel, "Changed (Daryna)");
    await seesNoMore(card.getByText("The customer asks for a change:"));
    await seesNoMore(panel.getByRole("button", { name: "Leave as it is" }));
  });

  it("keeps a drawing in versions, and gives the phone the current one", async () => {
    const panel = await openTab(supervisor, /^Files/);
    const drawings = panel.getByRole("region", { name: "Drawings" });
    await reads(drawings, "No drawings yet");
    const input = drawings.locator("input[type=file]");
    await input.setInputFiles([drawing("side.png")]);
    await reads(drawings, "side.png");
    await sees(stageCard(baker, "Baking").getByRole("heading", { name: "Drawings" }));
    await input.setInputFiles([drawing("side.png")]);
    await reads(drawings, "version 2");
    await reads(drawings, "current");
    await drawings.getByText("1 older version").click();
    await reads(drawings, "version 1");
    // From the chat, beside them.
    await reads(panel.getByRole("region", { name: "From the chat" }), "loaf.png");
    await expectAccessible(supervisor.page, "order files");
    expect(await stageCard(baker, "Baking").getByRole("button", { name: "Photo 1" }).count()).toBe(1);
    await reads(orderCard(supervisor).getByRole("tab", { name: /^Files/ }), /Files ?1/);
  });

  it("finds what was done in the history, and goes through the tabs by the arrows alone", async () => {
    const { page } = supervisor;
    const first = orderCard(supervisor).getByRole("tab", { name: "Overview" });
    await first.click();
    const tabs = ["Stages", "Materials", "Time", "Subcontractors", "Files", "Defects", "History"];
    for (const name of tabs) {
      await page.keyboard.press("ArrowRight");
      await sees(orderCard(supervisor).getByRole("tabpanel", { name: new RegExp(`^${name}`) }));
    }
    const panel = orderCard(supervisor).getByRole("tabpanel", { name: /^History/ });
    await reads(panel, "Order 1 was created");
    await panel.getByRole("searchbox", { name: "Search the history" }).fill("no such words");
    await sees(panel.getByText("Nothing like that"));
    await expectAccessible(page, "order history: nothing found");
    await panel.getByRole("button", { name: "Show everything" }).click();
    await reads(panel, "Order 1 was created");
    await panel.getByRole("searchbox", { name: "Search the history" }).fill("was created");
    await expect.poll(async () => plain(await panel.innerText()), patience).toContain("Order 1 was created");
    await expectAccessible(page, "order history: narrowed");
  });
});
