import type { Locator } from "playwright-core";
import type { Person } from "./browser.ts";
import { sees } from "./see.ts";

/** What a supervisor does at the production board and at an order's card. */

/** The card of the one order that is open: over the board, or as a page. */
export const orderCard = (person: Person): Locator => person.page.getByRole("article", { name: /^№\d+ / });

export async function openTab(person: Person, name: RegExp): Promise<Locator> {
  await orderCard(person).getByRole("tab", { name }).click();
  const panel = orderCard(person).getByRole("tabpanel", { name });
  await sees(panel);
  return panel;
}

/** A stage on the card's Stages tab, by its name. */
export const stageBlock = (person: Person, stage: string): Locator =>
  orderCard(person)
    .getByRole("listitem")
    .filter({ has: person.page.getByRole("heading", { level: 2, name: new RegExp(`^\\d+ ${stage}$`) }) })
    .last();

/** A column of the board, whatever stands in it. */
export const column = (person: Person, status: string): Locator =>
  person.page.getByRole("region", { name: new RegExp(`^${status}: `) });
