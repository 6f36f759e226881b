import sharp from "sharp";
import { v7 as uuidv7 } from "uuid";
import type { Locator } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { ask } from "./ask.ts";
import { type Person, useScene } from "./browser.ts";
import { patience, reads, sees, seesNoMore, signInFloor, signInOffice } from "./see.ts";

/** A photo of a product, as a phone takes it, on its way to whoever makes the product. */
const scene = useScene();

let demo: DemoWorkspace;
let storekeeper: Person;
let supervisor: Person;
let roaster: Person;

beforeAll(async () => {
  demo = await scene.product().demo("en");
  storekeeper = await scene.open("storekeeper");
  supervisor = await scene.open("supervisor");
  roaster = await scene.open("roaster", { phone: true });
  await signInOffice(storekeeper, demo.emails.storekeeper);
  await signInOffice(supervisor, demo.emails.supervisor);
  await signInFloor(roaster, demo.emails.roaster);
});

/** Lying, with the note that it has to be turned, and of where it was taken. */
async function aPhoto(background: string): Promise<Buffer> {
  return sharp({ create: { width: 3200, height: 2400, channels: 3, background } })
    .jpeg()
    .withMetadata({ orientation: 6 })
    .withExifMerge({ IFD0: { Copyright: "Taken at home" }, IFD3: { GPSLatitude: "50/1 27/1 0/1" } })
    .toBuffer();
}

/** So that there is something to make. */
async function addOrder(): Promise<void> {
  const { rows } = await ask(supervisor, demo.slug, "listItems", { search: "Arabica premium" });
  const variantId = rows[0]?.variants[0]?.id;
  const answer = await supervisor.context.request.post(`/api/w/${demo.slug}/orders/create`, {
    headers: { "command-id": uuidv7() },
    data: { variantId, quantity: 3 },
  });
  if (!answer.ok()) throw new Error(await answer.text());
}

const section = (name: string): Locator => storekeeper.page.getByRole("region", { name });
const choose = (name: string, files: { name: string; mimeType: string; buffer: Buffer }[]): Promise<void> =>
  section(name).locator("input[type=file]").setInputFiles(files);
const photos = (): Locator => section("Photos").getByRole("listitem");

/** As scripts of the page, since the browser tells nobody outside what the bytes of an upload are. */
const keepWhatIsSent = `(() => {
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (body) {
    window.sentBlob = body;
    return send.call(this, body);
  };
})()`;
const readWhatWasSent = `window.sentBlob.arrayBuffer().then((bytes) => {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text);
})`;

/** Whether its bytes have come and are a picture. */
const isShown = (picture: Locator): Promise<boolean> =>
  picture.first().evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth > 0);
const shows = async (picture: Locator): Promise<void> => {
  await sees(picture);
  await expect.poll(() => isShown(picture), patience).toBe(true);
};

describe("a photo of a product", () => {
  it("leaves the device shrunk, upright and without the place where it was taken", async () => {
    const { page } = storekeeper;
    await page.getByRole("link", { name: "Items" }).click();
    await page.getByRole("link", { name: "Open Arabica premium" }).click();
    await sees(section("Photos").getByText("No photos yet."));
    const photo = await aPhoto("brown");
    expect(photo.includes("Taken at home")).toBe(true);
    await page.evaluate(keepWhatIsSent);
    await choose("Photos", [{ name: "IMG_7001.jpg", mimeType: "image/jpeg", buffer: photo }]);
    await shows(photos().getByRole("img", { name: "IMG_7001.jpg" }));
    const sent = Buffer.from(await page.evaluate<string>(readWhatWasSent), "base64");
    const noted = await sharp(sent).metadata();
    expect([noted.width, noted.height]).toEqual([1500, 2000]);
    expect(noted.exif).toBeUndefined();
    await expectAccessible(page, "item: photos");
  });

  it("stands in the list, on the board and on the phone of whoever makes it", async () => {
    await shows(storekeeper.page.getByRole("row", { name: /Arabica premium/ }).locator("img"));
    await supervisor.page.goto(`/w/${demo.slug}/board`);
    await shows(
      supervisor.page
        .getByRole("article")
        .or(supervisor.page.getByRole("listitem"))
        .locator("img[src*=files]"),
    );
    await expectAccessible(supervisor.page, "board: with photos");
    await addOrder();
    await roaster.page.getByRole("tab", { name: /^Waiting/ }).tap();
    await shows(roaster.page.locator("img[src*=files]"));
    await expectAccessible(roaster.page, "My Stages: with photos");
  });

  it("is taken off and comes back to its place", async () => {
    await choose("Photos", [{ name: "second.jpg", mimeType: "image/jpeg", buffer: await aPhoto("green") }]);
    await shows(photos().getByRole("img", { name: "second.jpg" }));
    await section("Photos").getByRole("button", { name: "Remove IMG_7001.jpg" }).click();
    await seesNoMore(photos().getByRole("img", { name: "IMG_7001.jpg" }));
    await storekeeper.page.getByRole("button", { name: "Undo" }).click();
    await shows(photos().getByRole("img", { name: "IMG_7001.jpg" }));
    await reads(photos().first(), "IMG_7001.jpg");
    const items = await ask(storekeeper, demo.slug, "listItems", { search: "Arabica premium" });
    expect(items.rows.some(({ photoId }) => photoId !== null)).toBe(true);
  });
});

describe("a drawing", () => {
  it("that could carry scripts is refused with a sentence; a PDF is kept", async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>');
    const pdf = Buffer.from("%PDF-1.7\n%%EOF");
    await choose("Drawings and documents", [
      { name: "plan.svg", mimeType: "image/svg+xml", buffer: svg },
      { name: "plan.pdf", mimeType: "application/pdf", buffer: pdf },
    ]);
    const rows = section("Drawings and documents").getByRole("listitem");
    await sees(rows.filter({ hasText: "plan.svg" }).getByText("Web pages and SVG drawings are not taken"));
    await sees(rows.getByRole("link", { name: "Save plan.pdf" }));
    await expectAccessible(storekeeper.page, "item: a refused drawing");
    await rows.getByRole("button", { name: "Remove plan.svg" }).click();
    await seesNoMore(rows.filter({ hasText: "plan.svg" }));
    const saving = storekeeper.page.waitForEvent("download");
    await rows.getByRole("link", { name: "Save plan.pdf" }).click();
    expect((await saving).suggestedFilename()).toBe("plan.pdf");
  });
});

it("shows what is sold on top of a product, and lets it be priced anew and taken off sale", async () => {
  const { page } = storekeeper;
  const { rows } = await ask(storekeeper, demo.slug, "listItems", { search: "Arabica premium" });
  await page.goto(`/w/${demo.slug}/items?item=${rows[0]?.id ?? ""}`);
  const options = page.getByRole("region", { name: "Options on top" });
  await options.getByRole("button", { name: "Add" }).click();
  const dialog = page.getByRole("dialog", { name: "Add" });
  await dialog.getByLabel("What is sold on top").fill("Wooden box");
  await dialog.getByLabel("Price for one").fill("40");
  await dialog.getByRole("button", { name: "Add" }).click();
  await options.getByRole("button", { name: "Edit option “Wooden box”" }).click();
  const change = page.getByRole("dialog", { name: "Edit option “Wooden box”" });
  await expectAccessible(page, "an option on top");
  await change.getByLabel("Price for one").fill("45.5");
  await change.getByLabel("Sold no more").check();
  await change.getByRole("button", { name: "Save" }).click();
  await seesNoMore(change);
  const line = options.getByRole("listitem").filter({ hasText: "Wooden box" });
  await reads(line, "45.50");
  await reads(line, "Archived");
});
