import type { Page } from "playwright-core";
import { expect } from "vitest";

export const notUkrainian = "Not in Ukrainian";

/** Names that are written so in every language, also on keyboards. */
const names = new Set(["treadle", "pin", "sku", "enter", "escape"]);

/**
 * Nothing on the page as it stands is in Latin letters: no word that is shown, nor one that is only heard (names
 * of controls, hints in fields).
 */
export async function expectUkrainian(page: Page, what: string): Promise<void> {
  expect(await page.evaluate("document.documentElement.lang"), what).toBe("uk");
  const texts = (await page.evaluate(everyText)) as string[];
  // A page that has said nothing would pass.
  expect(texts.join(" ").match(/[а-яіїєґ]{3,}/gi)?.length ?? 0, what).toBeGreaterThan(5);
  const foreign = texts
    .flatMap((text) => text.match(/[A-Za-z]{2,}/g) ?? [])
    .filter((word) => !names.has(word.toLowerCase()));
  expect.soft(foreign, `${notUkrainian}: ${what}`).toEqual([]);
}

// A language calls itself by its own name, marked as being in it; what is hidden from everyone is no text.
const everyText = `[
  document.title,
  ...document.body.innerText.split("\\n").filter((line) =>
    ![...document.body.querySelectorAll("[lang]")].some((named) => named.innerText === line)),
  ...[...document.querySelectorAll("[aria-label], [placeholder], [title]")]
    .filter((element) => element.closest("[aria-hidden=true]") === null)
    .flatMap((element) => ["aria-label", "placeholder", "title"].map((name) => element.getAttribute(name) ?? "")),
]`;
