import type { Locator } from "playwright-core";
import { expect } from "vitest";
import type { Person } from "./browser.ts";
import { patience, sees } from "./see.ts";

/** A phone on the floor that is out of reach of the network. */

/** Until the phone has the page itself, with its sheets: so long it has to have been in reach once. */
export const hasShell = (person: Person): Promise<void> => {
  const isThere = (): Promise<boolean> =>
    person.page.evaluate(async () => {
      const { caches } = globalThis as unknown as { caches: { match: (path: string) => Promise<unknown> } };
      return (await caches.match("/floor/")) !== undefined;
    });
  return expect.poll(isThere, patience).toBe(true);
};

/** The quiet bar, where it says so. */
export const bar = (person: Person, words: RegExp | string = /^No connection/): Locator =>
  person.page.getByRole("status").filter({ hasText: words });

/** Taps and pictures that lie on the phone. */
export const countKept = (person: Person): Promise<number[]> =>
  person.page.evaluate(async () => {
    type Asked<T> = { result: T; addEventListener(kind: string, over: () => void): void };
    type Rows = { count(): Asked<number> };
    type Tables = { transaction(names: string[]): { objectStore(name: string): Rows }; close(): void };
    const { indexedDB } = globalThis as unknown as { indexedDB: { open(name: string): Asked<Tables> } };
    const asked = <T>(request: Asked<T>): Promise<T> =>
      new Promise((over) => request.addEventListener("success", () => over(request.result)));
    const database = await asked(indexedDB.open("treadle-floor"));
    const rows = database.transaction(["tap", "picture"]);
    const counts = await Promise.all(["tap", "picture"].map((name) => asked(rows.objectStore(name).count())));
    database.close();
    return counts;
  });

/** Until the server has what was tapped: the screen says so before it does. */
export const hasSent = (person: Person): Promise<void> =>
  expect.poll(() => countKept(person), patience).toEqual([0, 0]);

/** From here on taps are kept; those before have reached the server. */
export async function cutNetwork(person: Person): Promise<void> {
  await hasSent(person);
  await person.context.setOffline(true);
  await sees(bar(person));
}
