import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const patience = { timeout: 15_000, interval: 50 } as const;

export const notAccessible = "Not accessible";

/** What has been looked at in this file: the fifth look at one dialog finds nothing that the first has not. */
const seen = new Set<string>();

/**
 * Axe finds nothing serious or critical on the page as it stands, neither in the light nor in the dark. What it
 * finds fails the test at its end, so that one run tells of every page on the way.
 */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  if (seen.has(what)) return;
  seen.add(what);
  expect.soft(await findFaults(page), `${notAccessible}: ${what}`).toEqual([]);
}

/** Rule, element and advice of each serious or critical fault. */
export async function findFaults(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  await settle(page, "light");
  found.push(...(await inspect(page)));
  await settle(page, "dark");
  // Colours are all that the theme changes.
  found.push(...(await inspect(page, ["color-contrast"])).map((fault) => `in the dark: ${fault}`));
  await settle(page, "light");
  await page.emulateMedia({ reducedMotion: "no-preference" });
  return found;
}

async function inspect(page: Page, rules?: string[]): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await (rules === undefined ? axe : axe.withRules(rules)).analyze();
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        (node) =>
          `${id} (${help}): ${node.html.slice(0, 200)}\n    ${node.failureSummary?.split("\n")[1] ?? ""}`,
      ),
    );
}

/**
 * A dialog that is half faded in has half its contrast, and a colour on its way to the dark is neither: the page
 * is looked at without motion, once it has the theme and nothing moves any more.
 */
async function settle(page: Page, theme: "light" | "dark"): Promise<void> {
  const look = async (): Promise<unknown> => {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    return page.evaluate(state);
  };
  await expect.poll(look, patience).toEqual({ themes: [theme], moving: 0 });
}

// A text: the page's globals are not this program's. The office's kit keeps the theme in an attribute of its own. A page
// is told of another theme when it draws its next picture: one that has nothing to draw is asked for one.
const state = `(async () => {
  await Promise.race([new Promise(requestAnimationFrame), new Promise((over) => setTimeout(over, 200))]);
  const { dataset } = document.documentElement;
  const themes = [dataset.theme, dataset.mantineColorScheme].filter((theme) => theme !== undefined);
  const moving = document.getAnimations().filter((animation) =>
    animation.playState === "running" && animation.effect?.getComputedTiming().endTime !== Infinity);
  return { themes: [...new Set(themes)], moving: moving.length };
})()`;
