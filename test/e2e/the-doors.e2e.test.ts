import { beforeAll, describe, expect, it } from "vitest";
import type { DemoWorkspace } from "#server/demo/build-demo-workspace.ts";
import { expectAccessible } from "./accessible.ts";
import { type Person, useScene } from "./browser.ts";
import { demoPassword } from "./product.ts";
import { patience, reads, sees, seesNoMore, signInOffice } from "./see.ts";

/** How one comes in: by a new workspace, by password, by an invitation, by PIN on a shared tablet. */
const scene = useScene();

let demo: DemoWorkspace;
beforeAll(async () => {
  demo = await scene.product().demo("en");
});

describe("who makes a new workspace", () => {
  let founder: Person;
  const places = ["Contacts", "Tasks", "Board", "Production templates", "Stock", "Items", "Automation"];

  const settings = [
    "Workspace",
    "Members",
    "Trades",
    "Hourly rates",
    "Devices",
    "Deal statuses",
    "Pauses and blocks",
  ];

  it("is in after a form and a few questions, and sees what to do first", async () => {
    founder = await scene.open("founder");
    const { page } = founder;
    await page.goto("/");
    await sees(page.getByRole("heading", { name: "Sign in" }));
    await page.getByRole("link", { name: "Make a new workspace" }).click();
    await page.getByLabel("Your name").fill("Olha");
    await page.getByLabel("E-mail").fill("olha@joinery.example");
    await page.getByLabel("Password", { exact: true }).fill("a long password");
    await page.getByLabel("Company or workshop").fill("Olha’s joinery");
    await expectAccessible(page, "sign up");
    await page.getByRole("button", { name: "Make the workspace" }).click();
    await page.getByRole("radio", { name: /^Something else/ }).check();
    await page.getByRole("radio", { name: /^With my own/ }).check();
    await page.getByRole("button", { name: "Begin" }).click();
    await sees(page.getByRole("navigation", { name: "Main menu" }));
    await sees(page.getByRole("region", { name: "First steps" }));
    await expectAccessible(page, "deals of a new workspace");
  });

  it.each(places)("reads at '%s' what it is for", async (place) => {
    const { page } = founder;
    await page.getByRole("link", { name: place, exact: true }).click();
    await sees(page.getByRole("main").getByRole("heading", { level: 1 }));
    // An empty place says in a heading of its own what will stand there.
    await sees(page.getByRole("main").getByRole("heading", { level: 2, name: /^(No|Nothing) / }));
    await expectAccessible(page, `${place}, empty`);
  });

  it("adds the first item", async () => {
    const { page } = founder;
    await page.getByRole("link", { name: "Items", exact: true }).click();
    await page.getByRole("button", { name: "New item" }).first().click();
    const dialog = page.getByRole("dialog", { name: "New item" });
    await dialog.getByLabel(/^Name/).fill("Oak board");
    await dialog.getByRole("combobox", { name: "Unit" }).click();
    await page.getByRole("option", { name: "m²" }).click();
    await expectAccessible(page, "new item");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await seesNoMore(dialog);
    // Its card lies open beside the list.
    await sees(page.getByRole("heading", { name: "Oak board" }));
    await expectAccessible(page, "item");
    await page.keyboard.press("Escape");
    await sees(page.getByRole("main").getByRole("link", { name: "Oak board" }));
    await expectAccessible(page, "items");
  });

  it("has settings that read well", async () => {
    const { page } = founder;
    await page.getByRole("link", { name: "Settings" }).click();
    for (const name of settings) {
      await page.getByRole("tab", { name }).click();
      await sees(page.getByRole("tabpanel", { name }).getByRole("heading", { level: 2 }));
      await expectAccessible(page, `settings: ${name}`);
    }
    await scene.close(founder);
  });
});

describe("who knows a password, or does not", () => {
  it("is told that it was wrong, and is in by the right one", async () => {
    const person = await scene.open("sales");
    const { page } = person;
    await page.goto(`/w/${demo.slug}/contacts`);
    await page.getByLabel("E-mail").fill(demo.emails.sales);
    await page.getByLabel("Password", { exact: true }).fill("not this one");
    await page.getByRole("button", { name: "Sign in" }).click();
    await reads(page.getByRole("alert"), "The e-mail or the password is wrong.");
    await expectAccessible(page, "sign in, refused");
    await page.getByLabel("Password", { exact: true }).fill(demoPassword);
    await page.getByRole("button", { name: "Sign in" }).click();
    // Where the link led to.
    await sees(page.getByRole("heading", { name: "Contacts", level: 1 }));
    await expectAccessible(page, "contacts");
    await scene.close(person);
  });

  it("reads the same on the floor", async () => {
    const person = await scene.open("roaster", { phone: true });
    const { page } = person;
    await page.goto(`/floor/${demo.slug}`);
    await sees(page.getByRole("heading", { name: "Sign in to work" }));
    await page.getByLabel("E-mail").fill(demo.emails.roaster);
    await page.getByLabel("Password").fill("not this one");
    await page.getByRole("button", { name: "Sign in" }).tap();
    await reads(page.getByRole("alert"), "The e-mail or the password is wrong.");
    await expectAccessible(page, "floor: sign in, refused");
    await scene.close(person);
  });
});

describe("who is invited", () => {
  it("opens the link, chooses a password and is in with the role that was given", async () => {
    const owner = await scene.open("owner");
    await signInOffice(owner, demo.emails.owner);
    await owner.page.getByRole("link", { name: "Settings" }).click();
    await owner.page.getByRole("tab", { name: "Members" }).click();
    await owner.page.getByRole("button", { name: "Invite" }).click();
    const dialog = owner.page.getByRole("dialog", { name: "Invite" });
    await dialog.getByLabel("Name").fill("Petro");
    await dialog.getByLabel("E-mail").fill("petro@roastery.example");
    await expectAccessible(owner.page, "invite");
    await dialog.getByRole("button", { name: "Make the link" }).click();
    const shown = owner.page.getByRole("dialog", { name: "Invitation for Petro" });
    const link = await shown.locator("code").innerText();
    await expectAccessible(owner.page, "invitation link");

    const petro = await scene.open("petro");
    await petro.page.goto(link);
    await sees(petro.page.getByRole("heading", { name: "Invitation to Demo coffee roastery" }));
    await expectAccessible(petro.page, "invitation");
    await petro.page.getByLabel("Password", { exact: true }).fill("petro's own password");
    const refused: string[] = [];
    petro.page.on("response", (answer) => {
      if (answer.status() >= 400) refused.push(answer.url());
    });
    await petro.page.getByRole("button", { name: "Accept and enter" }).click();
    await sees(petro.page.getByRole("heading", { name: "Deals", level: 1 }));
    // Once used, it is not asked for again on the way in.
    expect(refused).toEqual([]);
    expect(await petro.page.getByRole("link", { name: "Stock", exact: true }).count()).toBe(1);
    expect(await petro.page.getByRole("link", { name: "Hourly rates" }).count()).toBe(0);
    await reads(owner.page.getByRole("table"), "petro@roastery.example");
    await scene.close(petro);

    // A link works once.
    const late = await scene.open("late");
    await late.page.goto(link);
    await sees(late.page.getByRole("alert"));
    await scene.close(late);
    await scene.close(owner);
  });
});

describe("who has a PIN", () => {
  let tablet: Person;
  const press = async (digits: string): Promise<void> => {
    for (const digit of digits) await tablet.page.getByRole("button", { name: digit, exact: true }).tap();
    await tablet.page.getByRole("button", { name: "Enter" }).tap();
  };

  it("finds their face on a tablet that a supervisor has registered", async () => {
    tablet = await scene.open("tablet", { phone: true });
    const { page } = tablet;
    await signInOffice(tablet, demo.emails.supervisor, { touch: true });
    await page.goto(`/w/${demo.slug}/settings?tab=devices`);
    await page.getByLabel("Register this device as").fill("Tablet by the roaster");
    await expectAccessible(page, "devices");
    await page.getByRole("button", { name: "Add", exact: true }).tap();
    await sees(page.getByText("This device is Tablet by the roaster now."));
    await page.getByRole("status").getByRole("button", { name: "My Stages" }).tap();
    await sees(page.getByRole("heading", { name: "My Stages", level: 1 }));
    await page.getByRole("button", { name: "Taras, supervisor: menu" }).tap();
    await sees(page.getByRole("dialog", { name: "Taras, supervisor" }));
    await expectAccessible(page, "floor: menu");
    await page.getByRole("button", { name: "Sign out" }).tap();
    await sees(page.getByRole("heading", { name: "Who is working?" }));
    await expectAccessible(page, "faces");
  });

  it("is locked out after five wrong ones, alone", async () => {
    const { page } = tablet;
    await page.getByRole("button", { name: "Iryna, packer" }).tap();
    await sees(page.getByRole("heading", { name: "Iryna, packer, enter your PIN" }));
    await expectAccessible(page, "PIN");
    for (const wrong of ["9991", "9992", "9993", "9994"]) {
      await press(wrong);
      await reads(page.getByRole("alert"), "This is not the right PIN.");
    }
    await press("9995");
    await reads(page.getByRole("alert"), "Too many attempts. You can try again at");
    await expect.poll(() => page.getByRole("button", { name: "Enter" }).isDisabled(), patience).toBe(true);
    await expectAccessible(page, "PIN, locked out");

    await page.getByRole("button", { name: "Not me" }).tap();
    await page.getByRole("button", { name: "Roman, roaster" }).tap();
    await press("1111");
    await sees(page.getByRole("heading", { name: "My Stages", level: 1 }));
    await page.getByRole("button", { name: "Roman, roaster: menu" }).tap();
    await page.getByRole("button", { name: "Switch person" }).tap();
    // The lock holds for whoever asks again.
    await page.getByRole("button", { name: "Iryna, packer" }).tap();
    await press("2222");
    await reads(page.getByRole("alert"), "Too many attempts.");
    await scene.close(tablet);
  });
});
