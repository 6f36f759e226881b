import type { Page } from "playwright-core";
import { beforeAll, describe, expect, it } from "vitest";
import { fillDemo } from "#scripts/fill-demo.ts";
import { officeScreens, type Screen, type Things } from "#scripts/screens.ts";
import { expectAccessible } from "./accessible.ts";
import { type Person, useScene } from "./browser.ts";
import { patience, signInFloor, signInOffice } from "./see.ts";

/**
 * Every page and main dialog of the office, the same that `npm run screens` takes pictures of: accessible in the light
 * and in the dark, and on a phone and a tablet nothing of the page lies beside the screen.
 */
const scene = useScene();
const widths = [
  { device: "a phone", width: 390, height: 844 },
  { device: "a tablet", width: 820, height: 1180 },
] as const;

let owner: Person;
let things: Things;

beforeAll(async () => {
  const demo = await scene.product().demo("en");
  owner = await scene.open("owner");
  await signInOffice(owner, demo.emails.owner);
  const roaster = await scene.open("roaster", { phone: true });
  await signInFloor(roaster, demo.emails.roaster);
  things = await fillDemo(owner.context, roaster.context, demo.slug);
});

async function open(page: Page, screen: Screen): Promise<void> {
  await page.goto(screen.path(things));
  await expect.poll(() => page.evaluate(isCalm), patience).toBe(true);
  await screen.act?.(page, "en");
}

// A text: the page's globals are not this program's. A stand-in for what is on its way says that it is busy.
const isCalm = `document.querySelector("h1, [role=dialog], form") !== null &&
  document.querySelector("[role=status][aria-label]") === null`;
const beside = `document.documentElement.scrollWidth - document.documentElement.clientWidth`;

describe.each(officeScreens.map((screen) => ({ name: screen.name, screen })))("$name", ({ name, screen }) => {
  it("is accessible, and fits a phone and a tablet", async () => {
    const { page } = owner;
    await open(page, screen);
    await expectAccessible(page, `office: ${name}`);
    for (const { device, ...size } of widths) {
      await page.setViewportSize(size);
      await expect
        .poll(() => page.evaluate(beside), { ...patience, message: `${name} on ${device}` })
        .toBe(0);
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });
});
