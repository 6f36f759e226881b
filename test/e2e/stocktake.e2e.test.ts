import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask, tell } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { patience, reads, sees, seesNoMore, signInOffice } from "./see.ts";

/** A warehouse counted with a phone: scanned and typed, by two people, while the warehouse goes on living. */
const code = "4820000000017";
const unbooked = { name: "Found behind the shelf", code: "BEHIND-1" };
const traced = "Zinc paste";
const scene = useScene({ camera: code });

let demo: DemoWorkspace;
let storekeeper: Person;
let owner: Person;
let rows: readonly { variantId: string; itemName: string; onHand: string; warehouseId: string }[];

beforeAll(async () => {
  demo = await scene.product().demo("en");
  storekeeper = await scene.open("storekeeper", { phone: true });
  owner = await scene.open("owner");
  await signInOffice(storekeeper, demo.emails.storekeeper, { touch: true });
  await signInOffice(owner, demo.emails.owner);
  const { rows: warehouses } = await ask(owner, demo.slug, "listWarehouses", {});
  const materials = warehouses.find((row) => row.name === "Materials");
  const paste = await tell(owner, demo.slug, "addItem", {
    kind: "material",
    name: traced,
    unit: "kg",
    traced: true,
    variants: [{ name: traced }],
  });
  const bring = (number: string, quantity: string) => ({
    variantId: paste.variantIds[0] ?? "",
    quantity,
    price: "2",
    batch: { number },
  });
  await tell(owner, demo.slug, "receiveStock", {
    warehouseId: materials?.id ?? "",
    lines: [bring("P-1", "5"), bring("P-2", "3")],
  });
  rows = (await ask(owner, demo.slug, "listBalances", { warehouseId: materials?.id ?? "" })).rows;
  const scanned = rows[1];
  if (scanned === undefined) throw new Error("The demo has fewer than two materials");
  await tell(owner, demo.slug, "changeVariant", { variantId: scanned.variantId, barcode: code });
  await tell(owner, demo.slug, "addItem", {
    kind: "material",
    name: unbooked.name,
    unit: "kg",
    variants: [{ name: unbooked.name, sku: unbooked.code }],
  });
});

const nameAt = (place: number): string => rows[place]?.itemName ?? "";
const page = () => storekeeper.page;
const field = (name: string): Locator => page().getByLabel(`Count of ${name}`);
const showsOneField = () =>
  expect
    .poll(
      () =>
        page()
          .getByLabel(/^Count of /)
          .count(),
      patience,
    )
    .toBe(1);
const line = (name: string): Locator => page().getByRole("listitem").filter({ hasText: name });

describe("a stocktake", () => {
  it("is started for a warehouse", async () => {
    await page().goto(`/w/${demo.slug}/stock?tab=stocktakes`);
    await page().getByRole("button", { name: "Start a stocktake" }).click();
    await page().getByRole("dialog").getByRole("combobox", { name: "Warehouse" }).click();
    await page().getByRole("option", { name: "Materials" }).click();
    await page().getByRole("button", { name: "Start counting" }).click();
    await sees(page().getByRole("heading", { name: "Stocktake: Materials" }));
    await expectAccessible(page(), "a stocktake");
  });

  it("takes a count that is typed, and says how it differs", async () => {
    await field(nameAt(0)).fill("7");
    await field(nameAt(0)).press("Enter");
    await reads(line(nameAt(0)), "counted by");
    await reads(page().getByRole("main"), `1 of ${rows.length}`);
  });

  it("finds what lies before the camera, and goes on after its count", async () => {
    await page().getByRole("button", { name: "Scan" }).click();
    await showsOneField();
    await sees(field(nameAt(1)));
    await expectAccessible(page(), "the scanner");
    await field(nameAt(1)).fill(rows[1]?.onHand ?? "");
    await field(nameAt(1)).press("Enter");
    await reads(page().getByRole("main"), `2 of ${rows.length}`);
    await page().getByRole("button", { name: "Close the camera" }).click();
  });

  it("counts at once what is scanned and is not in the books here", async () => {
    await page().getByRole("button", { name: "Scan" }).click();
    // The sheet lies before the camera still.
    await sees(field(nameAt(1)));
    await showsOneField();
    await page().getByLabel("Or type the code").fill("NO-SUCH");
    await page().getByRole("region", { name: "Scan a code" }).getByRole("button", { name: "Find" }).click();
    await sees(page().getByRole("status").getByText("No item has the code NO-SUCH."));
    await page().getByLabel("Or type the code").fill(unbooked.code);
    await page().getByLabel("Or type the code").press("Enter");
    await sees(field(unbooked.name));
    await field(unbooked.name).fill("3");
    await field(unbooked.name).press("Enter");
    await reads(page().getByRole("main"), `3 of ${rows.length + 1}`);
    await page().getByRole("button", { name: "Close the camera" }).click();
  });

  it("goes to the one thing whose code is typed into the search", async () => {
    const search = page().getByRole("searchbox");
    await search.fill(unbooked.code);
    await search.press("Enter");
    await expect.poll(() => field(unbooked.name).inputValue(), patience).toBe("3");
    await showsOneField();
    await page().getByRole("button", { name: "Strike out" }).click();
    await reads(page().getByRole("main"), `2 of ${rows.length}`);
    await search.fill("");
  });

  it("counts what is told apart batch by batch, and says what each was", async () => {
    await line(traced).getByRole("button", { name: "Count by batch" }).click();
    await expectAccessible(page(), "a count by batch");
    await line(traced).getByLabel("Batch P-1").fill("4");
    await expect.poll(() => field(traced).inputValue(), patience).toBe("7");
    await line(traced).getByRole("button", { name: "Save" }).click();
    await reads(line(traced), "Batch P-1 · 4 kg · by the books 5 kg");
    await reads(page().getByRole("main"), `3 of ${rows.length}`);
  });

  it("shows another person's screen what has been counted, and compares with the books of that moment", async () => {
    await owner.page.goto(page().url().replace(/\?.*/, ""));
    await reads(owner.page.getByRole("main"), `3 of ${rows.length}`);
    const [first] = rows;
    if (first === undefined) throw new Error("No row");
    const lines = [{ variantId: first.variantId, quantity: "10", price: "1" }];
    await tell(owner, demo.slug, "receiveStock", { warehouseId: first.warehouseId, lines });
  });

  it("books the differences, and what came in since is still there", async () => {
    await page().getByRole("button", { name: "Book the differences" }).click();
    await sees(page().getByText("They stay as the books say"));
    await expectAccessible(page(), "the end of a stocktake");
    const dialog = page().getByRole("dialog");
    await dialog.getByRole("button", { name: "Book the differences" }).click();
    await seesNoMore(dialog);
    await sees(page().getByText("Booked", { exact: true }));
    const after = await ask(owner, demo.slug, "listBalances", { warehouseId: rows[0]?.warehouseId ?? "" });
    expect(after.rows.map((row) => row.onHand)).toEqual(
      rows.map((row, place) => (place === 0 ? "17" : row.itemName === traced ? "7" : row.onHand)),
    );
    const { rows: batches } = await ask(owner, demo.slug, "listBatches", {});
    expect(
      batches.filter((batch) => batch.itemName === traced).map((batch) => batch.number + batch.onHand),
    ).toEqual(expect.arrayContaining(["P-14", "P-23"]));
    await reads(owner.page.getByRole("main"), "Booked");
  });
});
