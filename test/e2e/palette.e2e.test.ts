import { beforeAll, describe, expect, it } from "vitest";
import type { TemplateBody } from "#modules/templates/contract/template-body.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { patience, plain, reads, sees, seesNoMore } from "./see.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/** The office by keyboard alone: everything found and done from one field, and a bell for what needs a person. */
const scene = useScene();

let workshop: Workshop;
let supervisor: Person;
let seller: Person;
let roaster: Person;
let orderId: string;
let product: string;

/** Whatever comes back to its first stage asks a person at once. */
const strict = (body: TemplateBody): TemplateBody => ({
  ...body,
  stages: body.stages.map((stage, at) => (at === 0 ? { ...stage, reworkLimit: 0 } : stage)),
});

beforeAll(async () => {
  workshop = await openWorkshop(scene, "coffee", "en", strict);
  supervisor = await workshop.hire("Sofia", { roles: ["supervisor"] });
  seller = await workshop.hire("Max", { roles: ["sales_manager"] });
  roaster = await workshop.hire("Roman", { roles: ["operator", "supervisor"] });
  const { rows } = await ask(supervisor, workshop.slug, "listItems", { kind: "product" });
  product = rows[0]?.name ?? "";
  const order = await tell(supervisor, workshop.slug, "createOrder", {
    variantId: rows[0]?.variants[0]?.id ?? "",
    quantity: 4,
    unitAttributes: [],
  });
  orderId = order.orderId;
});

const field = (person: Person) => person.page.getByRole("combobox", { name: "Find anything" });
const option = (person: Person, words: string | RegExp) => person.page.getByRole("option", { name: words });
const marked = (person: Person) => person.page.locator("[role=option][aria-selected=true]");
const press = (person: Person, keys: string): Promise<void> => person.page.keyboard.press(keys);
const type = (person: Person, words: string): Promise<void> => person.page.keyboard.type(words);
async function open(person: Person): Promise<void> {
  await press(person, "Control+k");
  await sees(field(person).and(person.page.locator(":focus")));
}

describe("one field for everything", () => {
  it("opens an order by its number", async () => {
    await open(supervisor);
    await type(supervisor, "1");
    await sees(option(supervisor, /№1/));
    await reads(marked(supervisor), "№1");
    await expectAccessible(supervisor.page, "the palette");
    await press(supervisor, "Enter");
    await supervisor.page.waitForURL(`**/orders/${orderId}`);
    await seesNoMore(field(supervisor));
  });

  it("takes the first find even where Enter is faster than the answer", async () => {
    await supervisor.page.goto(`/w/${workshop.slug}/tasks`);
    await sees(supervisor.page.getByRole("heading", { name: "Tasks", level: 1 }));
    await open(supervisor);
    await type(supervisor, "№1");
    await press(supervisor, "Enter");
    await supervisor.page.waitForURL(`**/orders/${orderId}`);
  });

  it("goes by arrows, opens in a new tab by Ctrl Enter, and closes by Esc", async () => {
    await open(supervisor);
    await type(supervisor, product.slice(0, 5));
    await sees(option(supervisor, /№1/));
    for (
      let step = 0;
      step < 12 && !plain(await marked(supervisor).innerText()).startsWith("№1");
      step += 1
    ) {
      await press(supervisor, "ArrowDown");
    }
    const [tab] = await Promise.all([
      supervisor.context.waitForEvent("page"),
      press(supervisor, "Control+Enter"),
    ]);
    await tab.waitForURL(`**/orders/${orderId}`);
    await tab.close();
    await press(supervisor, "Escape");
    await seesNoMore(field(supervisor));
  });

  it("runs commands by words of both languages, and shows first what was used lately", async () => {
    await open(supervisor);
    await reads(supervisor.page.getByRole("option").first(), "№1");
    await type(supervisor, "нове замовлення");
    await reads(marked(supervisor), "New order");
    await press(supervisor, "Enter");
    await supervisor.page.waitForURL("**/board?new=order");
    await seesNoMore(field(supervisor));
    // The first field's choices are open: Esc would close these.
    await supervisor.page.getByRole("dialog").getByRole("button", { name: "Cancel" }).press("Enter");
    await seesNoMore(supervisor.page.getByRole("dialog"));
    await open(supervisor);
    await reads(marked(supervisor), "New order");
    await press(supervisor, "Escape");
  });

  it("is for each only what they may", async () => {
    await open(seller);
    await type(seller, "receive stock");
    await sees(seller.page.getByText("Nothing has this name or number"));
    await press(seller, "Control+a");
    await type(seller, "new deal");
    await reads(marked(seller), "New deal");
    await press(seller, "Enter");
    await seller.page.waitForURL("**/deals?new=deal");
    await sees(seller.page.getByRole("dialog"));
  });
});

describe("keys", () => {
  it("stand on a sheet behind ?, those of this screen first, and ? is a letter while one types", async () => {
    await supervisor.page.goto(`/w/${workshop.slug}/board`);
    await sees(supervisor.page.getByRole("heading", { level: 1 }));
    await press(supervisor, "Shift+?");
    const sheet = supervisor.page.getByRole("dialog", { name: "Keyboard shortcuts" });
    await sees(sheet);
    await reads(sheet, "On this screen");
    await expectAccessible(supervisor.page, "the sheet of keys");
    await press(supervisor, "Escape");
    await seesNoMore(sheet);
    await press(supervisor, "/");
    await type(supervisor, "?n");
    const search = supervisor.page.getByRole("searchbox");
    expect(await search.inputValue()).toBe("?n");
    await search.fill("");
  });

  it("N makes what the screen lists", async () => {
    await supervisor.page.goto(`/w/${workshop.slug}/tasks`);
    await sees(supervisor.page.getByRole("heading", { name: "Tasks", level: 1 }));
    await press(supervisor, "n");
    await sees(supervisor.page.getByRole("dialog"));
    await press(supervisor, "Escape");
    await seesNoMore(supervisor.page.getByRole("dialog"));
  });
});

describe("the bell", () => {
  const bell = (person: Person) =>
    person.page.getByRole("navigation", { name: "Main menu" }).getByRole("button", { name: /^Notices/ });

  it("rings at the supervisor, without a reload, when units come back too often", async () => {
    expect(await bell(supervisor).getAttribute("aria-label")).toBe("Notices");
    const { slug } = workshop;
    const { stages } = await ask(supervisor, slug, "showOrder", { orderId });
    const [stage] = stages;
    const runId = stage?.runs[0]?.id ?? "";
    await tell(roaster, slug, "startRun", { runId });
    const { rows: reasons } = await ask(roaster, slug, "listDefectReasons", {});
    const answer = await tell(roaster, slug, "reportDefect", {
      runId,
      reasonId: reasons[0]?.id ?? "",
      units: 1,
      decision: "return",
      toStageId: stage?.id ?? "",
    });
    expect(answer.escalated).toBe(true);
    await expect.poll(() => bell(supervisor).getAttribute("aria-label"), patience).toBe("Notices: 1 unread");
    // who did it knows it
    expect(await bell(roaster).getAttribute("aria-label")).toBe("Notices");
  });

  it("leads to the thing, and is quiet then", async () => {
    await open(supervisor);
    await type(supervisor, "notices");
    await press(supervisor, "Enter");
    const panel = supervisor.page.getByRole("dialog", { name: "Notices" });
    await reads(panel, "1 unit of order №1 came back too often");
    await expectAccessible(supervisor.page, "the notices");
    const link = panel.getByRole("link", { name: /came back too often/ });
    await link.focus();
    await press(supervisor, "Enter");
    await supervisor.page.waitForURL(`**/orders/${orderId}?tab=stages`);
    await seesNoMore(panel);
    await expect.poll(() => bell(supervisor).getAttribute("aria-label"), patience).toBe("Notices");
  });

  it("is set to what one wants, and speaks Ukrainian", async () => {
    await open(supervisor);
    await type(supervisor, "мова українська");
    await press(supervisor, "Enter");
    await sees(supervisor.page.getByRole("navigation", { name: "Головне меню" }));
    await supervisor.page.keyboard.press("Control+k");
    const found = supervisor.page.getByRole("combobox", { name: "Знайти будь-що" });
    await sees(found.and(supervisor.page.locator(":focus")));
    await reads(supervisor.page.getByRole("option").first(), "Мова: українська");
    await type(supervisor, "notices");
    await press(supervisor, "Enter");
    const panel = supervisor.page.getByRole("dialog", { name: "Сповіщення" });
    await reads(panel, "1 одиниця замовлення №1 повернулися");
    await panel.getByRole("button", { name: "Про що сповіщати" }).press("Enter");
    const kind = supervisor.page.getByRole("switch", { name: "Роботу заблоковано" });
    await kind.press("Space");
    await expect
      .poll(
        async () =>
          (await ask(supervisor, workshop.slug, "showNoticeSettings", {})).kinds.find(
            (each) => each.kind === "run_blocked",
          )?.told,
        patience,
      )
      .toBe(false);
    await expectAccessible(supervisor.page, "what to be told of");
  });
});
