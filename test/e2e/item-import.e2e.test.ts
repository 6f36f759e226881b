import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { aMessyPriceList } from "#test/imports/import-files.ts";
import { expectAccessible } from "./accessible.ts";
import { ask } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { patience, reads, sees, seesNoMore, signInOffice } from "./see.ts";

/** A bookkeeper's price list on its way in, and the table in which one goes on typing. */
const scene = useScene();

let demo: DemoWorkspace;
let storekeeper: Person;
beforeAll(async () => {
  demo = await scene.product().demo("en");
  storekeeper = await scene.open("storekeeper");
  await signInOffice(storekeeper, demo.emails.storekeeper);
});

const button = (name: string | RegExp): Locator => storekeeper.page.getByRole("button", { name });
const send = (name: string, buffer: Buffer): Promise<void> =>
  storekeeper.page.locator("input[type=file]").setInputFiles({ name, mimeType: "", buffer });

describe("an import", () => {
  it("refuses a file that is not what its name says, in words", async () => {
    const { page } = storekeeper;
    await page.goto(`/w/${demo.slug}/items`);
    await page.getByRole("link", { name: "Import" }).click();
    await sees(page.getByRole("heading", { name: "Import items" }));
    await send("prices.xlsx", Buffer.from("%PDF-1.7 a scanned price list"));
    await reads(
      page.getByRole("alert"),
      "“prices.xlsx” is not a table that can be read: it looks like a PDF.",
    );
    await expectAccessible(page, "an import of the wrong file");
  });

  it("names each wrong row and column, takes the good rows, and is found again later", async () => {
    const { page } = storekeeper;
    await send("прайс.csv", Buffer.from(aMessyPriceList()));
    await sees(button("Take 4 good rows"));
    const wrong = page.getByRole("table", { name: "What each row would do" }).getByRole("row");
    await reads(wrong.nth(1), /^6 Wrong .*“дорого” is not a number\./);
    await reads(wrong.nth(2), /^7 Wrong .*“мішки” is not a unit/);
    await expectAccessible(page, "an import's preview");
    const address = page.url();
    await button("Take 4 good rows").click();
    await page.goto(`/w/${demo.slug}/items/import`);
    await sees(page.getByRole("link", { name: "прайс.csv" }));
    await page.goto(address);
    await sees(page.getByText("4 rows were taken."));
    const { rows } = await ask(storekeeper, demo.slug, "listItems", { search: "Хліб" });
    expect(rows.map(({ variants }) => variants.map(({ sku }) => sku))).toEqual([["Х-1", "Х-2"]]);
  });

  it("looks at the rows again by the columns that the person chooses", async () => {
    const { page } = storekeeper;
    await page.goto(`/w/${demo.slug}/items/import`);
    await send("list.csv", Buffer.from("Ware;Zahl\nSalt;5\nSugar;7"));
    await sees(page.getByText("The row has no name").first());
    await page.getByRole("combobox", { name: "Fills: Ware" }).click();
    await page.getByRole("option", { name: "Name", exact: true }).click();
    await page.getByRole("combobox", { name: /^Kind/ }).click();
    await page.getByRole("option", { name: "Material" }).click();
    await page.getByRole("combobox", { name: /^Unit/ }).click();
    await page.getByRole("option", { name: "kg", exact: true }).click();
    await button("Look at the rows again").click();
    await sees(button("Take 2 good rows"));
    await button("Take none").click();
    await sees(page.getByText("Cancelled: nothing was changed."));
  });
});

describe("the table of items", () => {
  const cell = (item: string, column: number): Locator =>
    storekeeper.page.getByRole("row").filter({ hasText: item }).getByRole("gridcell").nth(column);

  it("is edited by typing: Enter saves, a refusal stays at the cell with what was typed, Escape takes it back", async () => {
    const { page } = storekeeper;
    await page.goto(`/w/${demo.slug}/items`);
    await cell("Label", 3).click();
    await page.keyboard.type("L-1");
    await page.keyboard.press("Enter");
    await expect
      .poll(
        async () =>
          (await ask(storekeeper, demo.slug, "listItems", { search: "Label" })).rows[0]?.variants[0]?.sku,
        patience,
      )
      .toBe("L-1");
    await cell("Kraft bag", 3).click();
    await page.keyboard.type("L-1");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Shift+Tab");
    await reads(cell("Kraft bag", 3), /L-1 .*Another variant has this SKU already\./);
    await expectAccessible(page, "the table of items");
    await page.keyboard.press("Escape");
    await seesNoMore(page.getByText("Another variant has this SKU already."));
  });

  it("archives many at once and says what it left", async () => {
    const { page } = storekeeper;
    await page.getByRole("checkbox", { name: "Choose Дріжджі; сухі" }).click();
    await page.getByRole("checkbox", { name: "Choose Label" }).click();
    await button("Archive").click();
    await reads(page.getByText("Left as they are:"), "Label (has stock)");
    await seesNoMore(page.getByRole("gridcell", { name: "Дріжджі; сухі" }));
  });

  it("is a list of cards on a phone", async () => {
    const phone = await scene.open("storekeeper on a phone", { phone: true });
    await signInOffice(phone, demo.emails.storekeeper, { touch: true });
    await phone.page.goto(`/w/${demo.slug}/items`);
    await sees(phone.page.getByRole("link", { name: /^Хліб/ }));
    await expectAccessible(phone.page, "items on a phone");
    await scene.close(phone);
  });
});
