import type { Locator, Page } from "playwright-core";
import { expect } from "vitest";
import { decimal } from "#kernel/decimal.ts";
import type { Person } from "./browser.ts";
import { demoPassword } from "./product.ts";

/** How long a person would look before they say that it does not come. */
export const patience = { timeout: 15_000, interval: 50 } as const;

export const sees = (locator: Locator): Promise<void> => locator.first().waitFor({ state: "visible" });
export const seesNoMore = (locator: Locator): Promise<void> => locator.first().waitFor({ state: "hidden" });

/** Words that come to stand in a place, sooner or later, without anybody reloading. */
export async function reads(locator: Locator, words: string | RegExp): Promise<void> {
  const text = async (): Promise<string> => plain(await locator.first().innerText());
  if (typeof words === "string") await expect.poll(text, patience).toContain(words);
  else await expect.poll(text, patience).toMatch(words);
}

/** Line breaks, and the spaces of numbers and money that don't break, as plain spaces. */
export const plain = (text: string): string => text.replaceAll(/[\s\u00a0\u202f]+/g, " ").trim();

/** "₴1,234.50" and "1 234,50 ₴" → "1234.50"; a minus of any kind counts. Empty while there is no number. */
export function figure(text: string, language: "en" | "uk" = "en"): string {
  const sign = /^[-−]/.test(text.trim()) ? "-" : "";
  const digits = language === "en" ? text.replaceAll(/[^\d.]/g, "") : text.replaceAll(/[^\d,]/g, "");
  return digits === "" ? "" : decimal(sign + digits.replace(",", ".")).toFixed(2);
}

type SignIn = { readonly language?: "en" | "uk"; readonly touch?: boolean };

export async function signInOffice(person: Person, email: string, options: SignIn = {}): Promise<void> {
  const words = signInWords[options.language ?? "en"];
  const { page } = person;
  await page.goto("/");
  await fillIn(page, email, words);
  // At phone size the menu is behind a button.
  await sees(page.getByRole("navigation", { name: options.touch === true ? words.bar : words.menu }));
}

export async function signInFloor(person: Person, email: string, options: SignIn = {}): Promise<void> {
  const words = signInWords[options.language ?? "en"];
  const { page } = person;
  await page.goto("/floor");
  await fillIn(page, email, words);
  await sees(page.getByRole("heading", { name: words.myStages, level: 1 }));
}

async function fillIn(page: Page, email: string, words: (typeof signInWords)["en" | "uk"]): Promise<void> {
  await page.getByLabel(words.email).fill(email);
  await page.getByLabel(words.password, { exact: true }).fill(demoPassword);
  await page.getByRole("button", { name: words.signIn }).click();
}

const signInWords = {
  en: {
    email: "E-mail",
    password: "Password",
    signIn: "Sign in",
    menu: "Main menu",
    bar: "Workspace bar",
    myStages: "My Stages",
  },
  uk: {
    email: "Електронна пошта",
    password: "Пароль",
    signIn: "Увійти",
    menu: "Головне меню",
    bar: "Панель робочого простору",
    myStages: "Мої етапи",
  },
} as const;

/** A deal of one line, by the board's own dialog; its page is open afterwards. */
export async function addDeal(person: Person, slug: string, title: string, quantity: string): Promise<void> {
  const { page } = person;
  await page.goto(`/w/${slug}/deals`);
  await page.getByRole("button", { name: "New deal" }).click();
  const dialog = page.getByRole("dialog", { name: "New deal" });
  await dialog.getByLabel("What is it about?").fill(title);
  await dialog.getByRole("combobox", { name: "Product" }).fill("Arabica");
  await page.getByRole("option", { name: "Arabica premium, 250 g" }).click();
  await dialog.getByLabel("Quantity").fill(quantity);
  await dialog.getByRole("button", { name: "Add the deal" }).click();
  await sees(page.getByRole("heading", { name: title, level: 1 }));
}

/** By the mouse, as far as the middle of the target, with the stops on the way that a hand makes. */
export async function drag(page: Page, what: Locator, onto: Locator): Promise<void> {
  const from = await middleOf(what);
  const to = await middleOf(onto);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(from.x + 12, from.y + 6, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 12 });
  await page.mouse.up();
}

async function middleOf(place: Locator): Promise<{ x: number; y: number }> {
  await place.scrollIntoViewIfNeeded();
  const box = await place.boundingBox();
  if (box === null) throw new Error("What is to be dragged, or its place, is not on the screen");
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 120) };
}
