import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

const patience = { timeout: 15_000, interval: 50 } as const;

export const notAccessible = "Not accessible";

/**
 * Axe finds nothing serious or critical on the page as it stands, neither in the light nor in the dark. What it
 * finds fails the test at its end, so that one run tells of every page on the way.
 */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  expect.soft(await findFaults(page), `${notAccessible}: ${what}`).toEqual([]);
}

/** Rule, element and advice of each serious or critical fault. */
export async function findFaults(page: Page): Promise<readonly string[]> {
  const found: string[] = [];
  await settle(page);
  found.push(...(await inspect(page)));
  await page.emulateMedia({ colorScheme: "dark" });
  await settle(page);
  // Colours are all that the theme changes.
  found.push(...(await inspect(page, ["color-contrast"])).map((fault) => `in the dark: ${fault}`));
  await page.emulateMedia({ colorScheme: "light" });
  await settle(page);
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

/** A dialog that is half faded in has half its contrast: whoever reads waits for it, too. */
async function settle(page: Page): Promise<void> {
  await expect.poll(async () => page.evaluate(moving), patience).toBe(0);
}

// A text: the page's globals are not this program's.
const moving = `document.getAnimations().filter(
  (animation) => animation.playState === "running" && animation.effect?.getComputedTiming().endTime !== Infinity,
).length`;
